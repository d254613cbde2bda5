import SwarmCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A state as the bytes of a snapshot: the number of the encoding in a line of its own, then JSON.
extension SwarmState {
    /// To be raised whenever a state is encoded in another way or the same events come to another state; what was
    /// kept before is then made again from the events.
    private static let encoding = 2

    private static var head: [UInt8] { Array("\(encoding)\n".utf8) }

    /// Nil when it is in another encoding, or not what it says it is.
    public init?(snapshot: JournalSnapshot) {
        guard snapshot.bytes.starts(with: Self.head) else { return nil }
        let json = Data(snapshot.bytes.dropFirst(Self.head.count))
        // Why does not matter: the events are there.
        guard let state = try? JSONDecoder().decode(SwarmState.self, from: json),
            state.sequence == snapshot.sequence
        else { return nil }
        self = state
    }

    /// Takes tens of milliseconds for a thousand tasks; not for the swarm's turn.
    public func snapshot() throws -> JournalSnapshot {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return JournalSnapshot(sequence: sequence, bytes: Self.head + (try encoder.encode(self)))
    }
}
