import SwarmCore

/// The schedule as the lines of its journal.
extension Simulator {
    /// Folds the journal once more through its real text, with a wall clock that jumps; the same state must come out.
    mutating func checkText(_ seed: UInt64) {
        var state = SwarmState(policies: cast.policies)
        let reader = EventReader()
        for line in journalLines(wallSeed: seed) {
            do {
                let envelope = try reader.read(line, state: state)
                state.apply(envelope.event, at: envelope.at)
            } catch {
                let text = String(decoding: line, as: UTF8.self)
                return checker.fail(.fold, "the journal cannot be read: \(error) in \(text)")
            }
        }
        checker.expect(
            state.digest == durable.digest, .fold, "the journal's text folds to another state")
        // Reflection costs as much as a hundred schedules.
        guard seed % 4_096 == 0 else { return }
        checker.expect(
            Reflection.digest(of: state) == Reflection.digest(of: durable), .fold,
            "the journal's text folds to another state, in what the digest leaves out")
    }

    /// The last lines of what was decided in the latest schedule, durable or not.
    public func lastLines(_ count: Int) -> [String] {
        journalLines(wallSeed: 0).suffix(count).map { String(decoding: $0, as: UTF8.self) }
    }

    /// One line for each event, those that made the cast first.
    private func journalLines(wallSeed: UInt64) -> [[UInt8]] {
        var state = SwarmState(policies: cast.policies)
        var writer = EventWriter()
        var lines: [[UInt8]] = []
        var dice = Dice(seed: wallSeed)
        var wall: Int64 = 1_700_000_000_000
        let all = cast.opening.map { Record(at: .zero, event: $0) } + records
        for record in all {
            if wallSeed != 0, dice.chance(50) {
                wall += Int64(dice.within(-90_000_000...90_000_000))
            }
            state.apply(record.event, at: record.at)
            writer.removeAll()
            writer.append(
                Envelope(
                    sequence: state.sequence, at: record.at,
                    time: WallTime(milliseconds: wall + record.at.microseconds / 1_000),
                    event: record.event), state: state)
            lines.append(Array(writer.bytes.dropLast()))
        }
        return lines
    }
}
