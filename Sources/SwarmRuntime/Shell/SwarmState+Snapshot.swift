import SwarmCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A state as the bytes of a snapshot, line by line: the number of the encoding, the state without its tasks as
/// JSON, then each slot of a task. As one document it would take ten times its size while it is made.
extension SwarmState {
    /// To be raised whenever a state is encoded in another way or the same events come to another state; what was
    /// kept before is then made again from the events.
    private static let encoding = 3

    private static let newline = UInt8(ascii: "\n")

    /// Nil when it is in another encoding, or not what it says it is.
    public init?(snapshot: JournalSnapshot) {
        let lines = snapshot.bytes.split(
            separator: Self.newline, omittingEmptySubsequences: false)
        // What follows the last line break is no line.
        guard lines.count > 2, lines[0].elementsEqual("\(Self.encoding)".utf8), lines.last == []
        else { return nil }
        let decoder = JSONDecoder()
        // Why it cannot be read does not matter: the events are there.
        let kept = try? lines[2...].dropLast().map { line in
            try decoder.decode(TaskState?.self, from: Data(line))
        }
        guard let kept, let apart = TaskSlots.apart else { return nil }
        decoder.userInfo[apart] = kept
        guard let state = try? decoder.decode(SwarmState.self, from: Data(lines[1])),
            state.sequence == snapshot.sequence
        else { return nil }
        self = state
    }

    /// Takes tens of milliseconds for a thousand tasks; not for the swarm's turn.
    public func snapshot() throws -> JournalSnapshot {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if let apart = TaskSlots.apart { encoder.userInfo[apart] = true }
        var bytes = Array("\(Self.encoding)\n".utf8)
        bytes += try encoder.encode(self)
        bytes.append(Self.newline)
        for slot in tasks.kept {
            bytes += try encoder.encode(slot)
            bytes.append(Self.newline)
        }
        return JournalSnapshot(sequence: sequence, bytes: bytes)
    }
}
