import Foundation
import ModelFakes
import SwarmCore
import Synchronization

/// A model behind a loopback port of its own: answers as a test says, in the wire format it is asked in, and counts what
/// it would send a bill for.
final class ModelServer: Sendable {
    /// Tokens of one answer, as its usage tells them.
    struct Usage: Hashable, Sendable {
        var input: Int
        var output: Int
    }

    enum Reply: Sendable {
        case text(String)
        case json(JSONObject)
        case tool(String, JSONObject)
        case refusal(status: Int, String)
    }

    private struct State {
        var calls: [ModelCall] = []
        var bills: [(model: String, usage: Usage)] = []
        var held = 0
        var sockets: Set<Int32> = []
        var isStopped = false
    }

    /// What the threads share; they keep it, and not the server, alive.
    private final class Desk: Sendable {
        let state = Mutex(State())
        let turnstile = DispatchSemaphore(value: 0)
        let holdsAfter: Int
        let usage: @Sendable (ModelCall) -> Usage
        let answer: @Sendable (ModelCall) -> Reply

        init(
            holdsAfter: Int, usage: @escaping @Sendable (ModelCall) -> Usage,
            answer: @escaping @Sendable (ModelCall) -> Reply
        ) {
            self.holdsAfter = holdsAfter
            self.usage = usage
            self.answer = answer
        }
    }

    let port: UInt16
    private let listener: Int32
    private let desk: Desk

    /// Calls after the first `holdsAfter` get no answer before `release`.
    init(
        holdsAfter: Int = .max,
        usage: @escaping @Sendable (ModelCall) -> Usage = {
            Usage(input: 100 + 7 * $0.number, output: 20 + 3 * $0.number)
        },
        answer: @escaping @Sendable (ModelCall) -> Reply
    ) throws {
        let open = try LoopbackPort()
        let listener = open.socket
        self.listener = listener
        port = open.number
        let desk = Desk(holdsAfter: holdsAfter, usage: usage, answer: answer)
        self.desk = desk
        let thread = Thread { Self.takeConnections(listener, desk) }
        thread.start()
    }

    deinit { stop() }

    var url: String { "http://127.0.0.1:\(port)" }
    var calls: [ModelCall] { desk.state.withLock { $0.calls } }
    /// Answers that were given, or are held.
    var bills: [(model: String, usage: Usage)] { desk.state.withLock { $0.bills } }
    var held: Int { desk.state.withLock { $0.held } }

    /// Answers what is held, and holds nothing any more.
    func release() { desk.turnstile.signal() }

    /// Closes everything; nobody is answered from now on.
    func stop() {
        desk.turnstile.signal()
        desk.state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    // MARK: Threads

    private static func takeConnections(_ listener: Int32, _ desk: Desk) {
        defer { close(listener) }
        while true {
            let socket = accept(listener, nil, nil)
            guard socket >= 0 else { return }
            _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
            desk.state.withLock { state in
                state.sockets.insert(socket)
                if state.isStopped { shutdown(socket, Int32(SHUT_RDWR)) }
            }
            let thread = Thread { serve(socket, desk) }
            thread.start()
        }
    }

    private static func serve(_ socket: Int32, _ desk: Desk) {
        var connection = ModelConnection(socket: socket)
        while let request = connection.readRequest() {
            guard let call = note(request, desk) else {
                guard connection.send("404 Not Found", "text/plain", "There is no such path.")
                else { break }
                continue
            }
            if call.number > desk.holdsAfter {
                desk.state.withLock { $0.held += 1 }
                desk.turnstile.wait()
                desk.turnstile.signal()
            }
            guard connection.send(desk.answer(call), to: call, desk.usage(call)) else { break }
        }
        desk.state.withLock { state in
            state.sockets.remove(socket)
            close(socket)
        }
    }

    /// The call a request is; nil for one of neither wire format.
    private static func note(_ request: HTTPRequest, _ desk: Desk) -> ModelCall? {
        desk.state.withLock { state in
            guard let call = ModelCall(request, number: state.calls.count + 1) else { return nil }
            state.calls.append(call)
            if case .refusal = desk.answer(call) { return call }
            state.bills.append((call.model, desk.usage(call)))
            return call
        }
    }
}
