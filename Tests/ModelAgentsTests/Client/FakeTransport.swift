import SwarmCore
import SwarmRuntime
import Synchronization

@testable import ModelAgents

/// A transport without a network: answers each request as a test says and keeps what was asked.
final class FakeTransport: ModelTransport {
    struct Reply: Sendable {
        var status = 200
        var headers: [(name: String, value: String)] = []
        var pieces: [[UInt8]] = []
        /// How the body ends; nil for as it should.
        var end: TransportFault?
        /// Says nothing after its pieces until it is cancelled.
        var hangs = false

        static func events(_ text: String, end: TransportFault? = nil) -> Reply {
            Reply(
                headers: [(name: "Content-Type", value: "text/event-stream; charset=utf-8")],
                pieces: [Array(text.utf8)], end: end)
        }

        static func json(
            _ text: String, status: Int = 200, _ headers: [(name: String, value: String)] = []
        ) -> Reply {
            Reply(
                status: status,
                headers: [(name: "content-type", value: "application/json")] + headers,
                pieces: [Array(text.utf8)])
        }

        /// Nothing but a fault.
        static func broken(_ fault: TransportFault) -> Reply { Reply(status: 0, end: fault) }
    }

    struct Log: Sendable {
        var requests: [TransportRequest] = []
        var contentNotes = 0
        var cancels = 0
        var open = 0
        var mostOpen = 0
    }

    private let state = Mutex(Log())
    private let reply: @Sendable (Int, TransportRequest) -> Reply

    /// `reply` is given the request and its number from 1.
    init(_ reply: @escaping @Sendable (Int, TransportRequest) -> Reply) { self.reply = reply }

    convenience init(_ replies: Reply...) {
        self.init { number, _ in replies[min(number, replies.count) - 1] }
    }

    var log: Log { state.withLock { $0 } }
    var requests: [TransportRequest] { log.requests }

    func begin(_ request: TransportRequest) -> any TransportExchange {
        let number = state.withLock { log in
            log.requests.append(request)
            log.open += 1
            log.mostOpen = max(log.mostOpen, log.open)
            return log.requests.count
        }
        return FakeExchange(reply(number, request)) { [self] change in
            state.withLock { change(&$0) }
        }
    }
}

private final class FakeExchange: TransportExchange {
    typealias Change = @Sendable (inout FakeTransport.Log) -> Void

    private let reply: FakeTransport.Reply
    private let place = Mutex(0)
    private let cancelled = AsyncStream<Never>.makeStream()
    private let write: @Sendable (Change) -> Void

    init(_ reply: FakeTransport.Reply, _ write: @escaping @Sendable (Change) -> Void) {
        self.reply = reply
        self.write = write
    }

    deinit { write { $0.open -= 1 } }

    func next() async throws(TransportFault) -> TransportPiece? {
        let at = place.withLock { place in
            defer { place += 1 }
            return place
        }
        if at == 0, reply.status > 0 {
            return .head(TransportHead(status: reply.status, headers: reply.headers))
        }
        if reply.status > 0, at <= reply.pieces.count { return .bytes(reply.pieces[at - 1]) }
        if reply.hangs {
            for await _ in cancelled.stream {}
            throw .cancelled
        }
        if let end = reply.end { throw end }
        return nil
    }

    func noteContent() { write { $0.contentNotes += 1 } }

    func cancel() {
        write { $0.cancels += 1 }
        cancelled.continuation.finish()
    }
}

/// A clock that sleeping moves, and nothing else does.
final class TestTime: Sendable {
    let clock = ManualClock()
    private let slept = Mutex<[TimeSpan]>([])

    /// Every wait so far, in order.
    var waits: [TimeSpan] { slept.withLock { $0 } }

    @Sendable func sleep(_ span: TimeSpan) async throws {
        slept.withLock { $0.append(span) }
        clock.advance(by: span)
        try Task.checkCancellation()
    }

    /// A client of one OpenAI-kind endpoint called `main`, or of those given, all on one transport.
    func client(
        _ transport: any ModelTransport, _ endpoints: [Endpoint] = [.main],
        environment: [String: String] = [:], policy: RetryPolicy = RetryPolicy()
    ) -> ModelClient {
        ModelClient(
            endpoints: endpoints, environment: environment, policy: policy, seed: 7, clock: clock,
            sleep: { [self] in try await sleep($0) }, transport: { _ in transport })
    }
}

/// What a call said while it ran.
final class TestWatch: Sendable {
    private let said = Mutex<(notes: [String], events: [ModelStreamEvent])>(([], []))

    var notes: [String] { said.withLock { $0.notes } }
    var events: [ModelStreamEvent] { said.withLock { $0.events } }
    var text: String {
        events.reduce(into: "") { text, event in
            switch event {
            case .text(let more): text += more
            case .restarted: text = ""
            case .toolCallBegan, .usage: break
            }
        }
    }

    var watch: CallWatch {
        CallWatch(
            note: { [self] note in said.withLock { $0.notes.append(note) } },
            event: { [self] event in said.withLock { $0.events.append(event) } })
    }

    /// Hears notes and takes no output.
    var notesOnly: CallWatch {
        CallWatch(note: { [self] note in said.withLock { $0.notes.append(note) } })
    }
}

extension Endpoint {
    static let main = Endpoint(name: "main", kind: .openAI, baseURL: "http://127.0.0.1:9/v1")
    static let spare = Endpoint(name: "spare", kind: .openAI, baseURL: "http://127.0.0.1:9/spare")
    static let claude = Endpoint(name: "claude", kind: .anthropic, baseURL: "http://127.0.0.1:9")
}

extension ModelRequest {
    static let hello = ModelRequest(model: "m1", messages: [.user("Hello?")])
}

extension ModelClient {
    /// What a call came to, as a value.
    func result(
        _ request: ModelRequest = .hello, over routes: [Route] = [Route("main")],
        watch: CallWatch = CallWatch()
    ) async -> Result<ModelAnswer, ModelFault> {
        do throws(ModelFault) {
            return .success(try await answer(request, over: routes, watch: watch))
        } catch {
            return .failure(error)
        }
    }
}

extension Result where Failure == ModelFault {
    var fault: ModelFault? { if case .failure(let fault) = self { fault } else { nil } }
    var value: Success? { if case .success(let value) = self { value } else { nil } }
}
