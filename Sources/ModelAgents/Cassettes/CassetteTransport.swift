import SwarmCore
import Synchronization

/// Answers from a cassette, without a network: the same request gets what was recorded for it, cut as it came, and
/// several recordings of one request in their order. A request that was not recorded, or more often than it was, fails
/// and names itself and the file.
public struct CassetteTransport: ModelTransport {
    private let tape: Tape

    /// Reads a cassette; throws when it cannot be read, and for a line that is none of a cassette's.
    public init(path: String) throws(LineFileFault) {
        let file = LineFile(path: path)
        let content = try file.read(limit: Self.mostBytes)
        guard !content.isEmpty, file.bytes <= Self.mostBytes else {
            throw LineFileFault(
                path: path,
                reason: content.isEmpty
                    ? "there is no recording in it" : "it is larger than \(Self.mostBytes) bytes")
        }
        var entries: [CassetteEntry.Question: [CassetteEntry]] = [:]
        for (number, line) in content.split(separator: 0x0A).enumerated() {
            guard let json = try? JSONValue.parse(Array(line)), let entry = CassetteEntry(json)
            else {
                throw LineFileFault(path: path, reason: "line \(number + 1) is no recording")
            }
            entries[entry.question, default: []].append(entry)
        }
        tape = Tape(path: path, entries: entries)
    }

    public static let mostBytes = 256 << 20

    public func begin(_ request: TransportRequest) -> any TransportExchange {
        tape.exchange(for: CassetteEntry.Question(request))
    }

    private final class Tape: Sendable {
        private let path: String
        private let entries: [CassetteEntry.Question: [CassetteEntry]]
        private let played = Mutex<[CassetteEntry.Question: Int]>([:])

        init(path: String, entries: [CassetteEntry.Question: [CassetteEntry]]) {
            self.path = path
            self.entries = entries
        }

        func exchange(for question: CassetteEntry.Question) -> PlayedExchange {
            let known = entries[question] ?? []
            let place = played.withLock { played in
                defer { played[question, default: 0] += 1 }
                return played[question, default: 0]
            }
            if place < known.count { return PlayedExchange(known[place]) }
            let times = known.isEmpty ? "not" : "only \(known.count)×"
            return PlayedExchange(
                missing: "\(question.key) is \(times) recorded in \(path); record it again")
        }
    }
}

/// Hands out what was recorded.
private final class PlayedExchange: TransportExchange {
    private struct State {
        /// Last first.
        var pieces: [TransportPiece]
        var fault: TransportFault?
    }

    private let state: Mutex<State>

    init(_ entry: CassetteEntry) {
        var pieces = entry.pieces.map(TransportPiece.bytes)
        if let status = entry.status {
            pieces.insert(
                .head(TransportHead(status: status, headers: entry.headers)), at: 0)
        }
        state = Mutex(State(pieces: pieces.reversed(), fault: entry.fault))
    }

    /// As an address that cannot be called: what was not recorded is not there a moment later either.
    init(missing: String) { state = Mutex(State(pieces: [], fault: .badAddress(missing))) }

    func next() async throws(TransportFault) -> TransportPiece? {
        if Task.isCancelled { throw .cancelled }
        let (piece, fault) = state.withLock { ($0.pieces.popLast(), $0.fault) }
        if piece == nil, let fault { throw fault }
        return piece
    }

    func noteContent() {}
    func cancel() {
        state.withLock { state in
            state.pieces = []
            state.fault = .cancelled
        }
    }
}
