import SwarmCore

/// What reading a journal back came to.
public struct JournalReading: Sendable {
    public var state: SwarmState
    /// The last event of the snapshot it began with; 0 when all events were read.
    public var snapshot: UInt64
    /// Snapshots that were passed over, newest first.
    public var refused: [RefusedSnapshot]
}

/// Folds a journal back into the state it recorded.
public struct JournalReader: Sendable {
    public init() {}

    public func state(of journal: any Journal) throws(JournalFault) -> SwarmState {
        try read(journal).state
    }

    /// Begins with the latest snapshot that can be used, and reads the events after it.
    ///
    /// The journal is the truth: where its events do not go on from a snapshot, all of them are read.
    public func read(_ journal: any Journal) throws(JournalFault) -> JournalReading {
        var (start, refused) = latest(journal)
        if let start {
            do {
                let state = try fold(journal, from: start) { _ in true }
                return JournalReading(state: state, snapshot: start.sequence, refused: refused)
            } catch {
                // Thrown again below when it is the journal's own fault.
                refused.append(RefusedSnapshot(sequence: start.sequence, reason: .unreadable))
            }
        }
        return JournalReading(
            state: try fold(journal) { _ in true }, snapshot: 0, refused: refused)
    }

    /// Folds the events from the first up to the one that `isWanted` declines.
    public func fold(
        _ journal: any Journal, while isWanted: (Envelope) -> Bool
    ) throws(JournalFault) -> SwarmState {
        try fold(journal, from: SwarmState(), while: isWanted)
    }

    private func fold(
        _ journal: any Journal, from start: SwarmState, while isWanted: (Envelope) -> Bool
    ) throws(JournalFault) -> SwarmState {
        var state = start
        var goesOn = true
        let reader = EventReader()
        try journal.replay(after: start.sequence) { lines in
            for line in lines.split(separator: 0x0A) where goesOn {
                // The first batch may begin before the snapshot ends.
                if state.sequence == start.sequence, start.sequence > 0,
                    try isAmong(start, line)
                {
                    continue
                }
                let envelope = try reader.read(Array(line), state: state)
                goesOn = isWanted(envelope)
                if goesOn { state.apply(envelope.event, at: envelope.at) }
            }
        }
        return state
    }

    private func isAmong(_ state: SwarmState, _ line: ArraySlice<UInt8>) throws -> Bool {
        guard let sequence = try JSONValue.parse(Array(line))["seq"]?.integer else { return false }
        return sequence <= Int64(clamping: state.sequence)
    }

    /// The state of the latest snapshot, and those passed over. Whatever is wrong with them, the journal is not.
    private func latest(_ journal: any Journal) -> (SwarmState?, [RefusedSnapshot]) {
        let finding: SnapshotFinding
        do {
            finding = try journal.latestSnapshot()
        } catch {
            return (nil, [RefusedSnapshot(sequence: 0, reason: .unreadable)])
        }
        guard let snapshot = finding.snapshot else { return (nil, finding.refused) }
        if let state = SwarmState(snapshot: snapshot) { return (state, finding.refused) }
        return (
            nil,
            finding.refused + [RefusedSnapshot(sequence: snapshot.sequence, reason: .unreadable)]
        )
    }
}
