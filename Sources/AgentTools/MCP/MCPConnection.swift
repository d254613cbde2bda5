import ChildProcesses
import SwarmCore
import Synchronization

/// One life of an MCP server's process: requests out, their answers back by id.
final class MCPConnection: Sendable {
    /// Bytes of one message.
    static let mostBytes = 4 << 20
    /// Lines that are no messages; servers that log to their output by mistake write a few.
    private static let mostNoise = 100

    /// How long a server has to end by itself once its input is closed.
    private static let closingTime = Duration.seconds(2)
    /// Between SIGTERM and SIGKILL.
    private static let grace = TimeSpan.seconds(1)

    private typealias Answer = Result<JSONObject, MCPFault>

    private struct State {
        var next: Int64 = 1
        /// Numbered, but not waited for yet: a cancellation may come first.
        var announced: Set<Int64> = []
        var givenUp: Set<Int64> = []
        var waiting: [Int64: CheckedContinuation<Answer, Never>] = [:]
        /// Why there will be no more answers.
        var fault: MCPFault?
    }

    private let child: ChildProcess
    private let state = Mutex(State())

    init(_ launch: ChildLaunch) {
        child = ChildProcess(launch)
        // Ends with the process, which this object's owner ends with `close`, and its own end with everything.
        Task { await listen() }
    }

    /// Why it does not serve any more; nil while it does.
    var fault: MCPFault? { state.withLock { $0.fault } }

    // MARK: Asking

    /// Sends a request and waits for its answer; what is not answered in time, or whose task is cancelled, the server is
    /// told to forget.
    func request(
        _ method: String, _ params: JSONObject, within time: TimeSpan
    ) async throws(MCPFault) -> JSONObject {
        let id = state.withLock { state in
            defer { state.next += 1 }
            state.announced.insert(state.next)
            return state.next
        }
        // Ends with the request: cancelled below once it is answered.
        let deadline = Task {
            try await Task.sleep(for: .microseconds(time.microseconds))
            self.giveUp(id, .timedOut(time))
        }
        defer { deadline.cancel() }
        let answer = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                send(id, method, params, continuation)
            }
        } onCancel: {
            giveUp(id, .cancelled)
        }
        return try answer.get()
    }

    func notify(_ method: String) { _ = child.write(MCPMessage.notification(method)) }

    private func send(
        _ id: Int64, _ method: String, _ params: JSONObject,
        _ continuation: CheckedContinuation<Answer, Never>
    ) {
        let fault = state.withLock { state -> MCPFault? in
            state.announced.remove(id)
            let isGivenUp = state.givenUp.remove(id) != nil
            let fault = state.fault ?? (isGivenUp ? .cancelled : nil)
            if fault == nil { state.waiting[id] = continuation }
            return fault
        }
        if let fault { return continuation.resume(returning: .failure(fault)) }
        if !child.write(MCPMessage.request(id, method, params)) {
            resume(id, .failure(.ended(nil)))
        }
    }

    private func giveUp(_ id: Int64, _ fault: MCPFault) {
        guard resume(id, .failure(fault)) else {
            return state.withLock { state in
                if state.announced.contains(id) { state.givenUp.insert(id) }
            }
        }
        let params: JSONObject = ["requestId": .integer(id), "reason": .string(fault.sentence)]
        _ = child.write(MCPMessage.notification("notifications/cancelled", params))
    }

    @discardableResult
    private func resume(_ id: Int64, _ answer: Answer) -> Bool {
        let waiter = state.withLock { $0.waiting.removeValue(forKey: id) }
        waiter?.resume(returning: answer)
        return waiter != nil
    }

    // MARK: Listening

    private func listen() async {
        var splitter = LineSplitter(mostBytes: Self.mostBytes)
        var noise = 0
        while true {
            switch await child.next() {
            case .output(let bytes):
                for line in splitter.take(bytes) where !line.bytes.isEmpty {
                    if line.isCut { fail(.tooLarge(limitBytes: Self.mostBytes)) }
                    take(line, &noise)
                }
            case .quiet: break
            case .ended(let end):
                if case .notStarted(let fault) = end.status {
                    return fail(.notStarted(fault))
                }
                return fail(.ended(end.lastErrorLine))
            }
        }
    }

    private func take(_ line: LineSplitter.Line, _ noise: inout Int) {
        switch MCPMessage(line.bytes) {
        case .result(let id, let result): resume(id, .success(result))
        case .error(let id, let code, let why): resume(id, .failure(.refused(code: code, why)))
        case .request(let id, let method):
            _ = child.write(MCPMessage.answer(to: method, id: id))
        case .notification: break
        case .noise:
            noise += 1
            if noise > Self.mostNoise { fail(.noise) }
        }
    }

    /// Nothing more is to be had from it; the first reason counts.
    private func fail(_ fault: MCPFault) {
        let waiting = state.withLock { state in
            state.fault = state.fault ?? fault
            defer { state.waiting = [:] }
            return state.waiting
        }
        for waiter in waiting.values { waiter.resume(returning: .failure(fault)) }
        child.end(grace: Self.grace)
    }

    // MARK: The end

    /// Closes its input, then SIGTERM, then SIGKILL to all it started; returns at once.
    func close() {
        child.closeInput()
        // Owned by nobody: ends when the server had its time, and keeps the process no longer than that.
        Task {
            try await Task.sleep(for: Self.closingTime)
            fail(.closed)
        }
    }
}
