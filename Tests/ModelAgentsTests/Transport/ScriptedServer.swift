import Foundation
import ModelFakes
import Synchronization

/// An HTTP/1.1 server on a loopback port of its own that answers by script and writes down what came.
///
/// A request for `/NAME/…` is answered by the script of that name: the first request by its first, and so on; the
/// last answers all that follow. A script that does not end the connection leaves it open for the next request.
final class ScriptedServer: Sendable {
    /// What the server has seen so far.
    struct Log: Sendable {
        var requests: [HTTPRequest] = []
        var connections = 0
        var closedConnections = 0
        var sentBytes = 0
        /// Scripts carried out to their end.
        var endedScripts = 0
    }

    private struct State {
        var log = Log()
        /// Open sockets by connection.
        var sockets: [Int: Int32] = [:]
        var isStopped = false
        var waiters:
            [(isSo: @Sendable (Log) -> Bool, continuation: CheckedContinuation<Void, Never>)] =
                []
    }

    let port: UInt16
    private let listener: Int32
    private let scripts: [String: [Script]]
    private let board = Board()

    /// What the threads share; they keep it, and not the server, alive.
    private final class Board: Sendable {
        let state = Mutex(State())

        func change(_ body: (inout State) -> Void) {
            let ready = state.withLock { state in
                body(&state)
                let ready = state.waiters.filter { $0.isSo(state.log) }
                state.waiters.removeAll { $0.isSo(state.log) }
                return ready.map(\.continuation)
            }
            for continuation in ready { continuation.resume() }
        }
    }

    init(_ scripts: [String: [Script]]) throws {
        let open = try LoopbackPort()
        let listener = open.socket
        self.listener = listener
        self.scripts = scripts
        port = open.number
        let (board, answers) = (board, scripts)
        let thread = Thread { Self.takeConnections(listener, board, answers) }
        thread.start()
    }

    convenience init(_ script: Script) throws { try self.init(["": [script]]) }

    deinit { stop() }

    /// The address that the script of this name answers; paths below it do too.
    func url(for name: String = "") -> String {
        "http://127.0.0.1:\(port)" + (name.isEmpty ? "" : "/\(name)")
    }

    var log: Log { board.state.withLock { $0.log } }
    var requests: [HTTPRequest] { log.requests }
    var connections: Int { log.connections }

    /// Waits until the log is so.
    func until(_ isSo: @escaping @Sendable (Log) -> Bool) async {
        await withCheckedContinuation { continuation in
            board.change { $0.waiters.append((isSo, continuation)) }
        }
    }

    /// Closes everything; what still runs ends.
    func stop() {
        board.change { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            for socket in state.sockets.values { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    // MARK: Threads

    private static func takeConnections(
        _ listener: Int32, _ board: Board, _ scripts: [String: [Script]]
    ) {
        defer { close(listener) }
        while true {
            let socket = accept(listener, nil, nil)
            guard socket >= 0 else { return }
            var one: Int32 = 1
            setsockopt(
                socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
            var number = 0
            board.change { state in
                state.log.connections += 1
                number = state.log.connections
                state.sockets[number] = socket
                if state.isStopped { shutdown(socket, Int32(SHUT_RDWR)) }
            }
            let connection = ScriptedConnection(socket: socket, number: number)
            let thread = Thread { serve(connection, board, scripts) }
            thread.start()
        }
    }

    private static func serve(
        _ connection: ScriptedConnection, _ board: Board, _ scripts: [String: [Script]]
    ) {
        var connection = connection
        while let request = connection.readRequest() {
            var place = 0
            board.change { state in
                place = state.log.requests.count { $0.name == request.name }
                state.log.requests.append(request)
            }
            let known = scripts[request.name] ?? scripts[""] ?? [.answer("404 Not Found")]
            let script = known[min(place, known.count - 1)]
            let isOpen = script.steps.allSatisfy { step in
                connection.carryOut(step) { sent in board.change { $0.log.sentBytes += sent } }
            }
            board.change { $0.log.endedScripts += 1 }
            guard isOpen else { break }
        }
        board.change { state in
            state.sockets[connection.number] = nil
            close(connection.socket)
            state.log.closedConnections += 1
        }
    }
}

extension HTTPRequest {
    /// The first part of the path, which chooses the script.
    var name: String { target.split(separator: "/").first.map(String.init) ?? "" }
}
