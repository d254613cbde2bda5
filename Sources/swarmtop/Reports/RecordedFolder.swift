import SQLiteJournal
import SwarmCore
import SwarmRuntime

/// What a data folder holds, read from the first event beside whoever writes it.
struct RecordedFolder {
    let folder: String

    /// Hands over each line of the journal, without its line feed; false when nothing was ever recorded.
    ///
    /// An error of `body` ends the reading and is thrown on as it is.
    @discardableResult
    func lines(_ body: (ArraySlice<UInt8>) throws -> Void) throws -> Bool {
        var own: (any Error)?
        do {
            guard let journal = try SQLiteJournal.openForReading(folder: folder) else {
                return false
            }
            defer { journal.close() }
            try journal.replay { batch in
                for line in batch.split(separator: 0x0A) {
                    do {
                        try body(line)
                    } catch let fault as EventFault {
                        throw fault
                    } catch {
                        own = error
                        throw error
                    }
                }
            }
            return true
        } catch {
            throw own ?? Wording.stop(for: error)
        }
    }

    /// Hands over each event with the state that has taken it in; the last state, nil when nothing was recorded.
    func fold(_ body: (Envelope, SwarmState) throws -> Void) throws -> SwarmState? {
        var state = SwarmState()
        let reader = EventReader()
        try lines { line in
            let envelope = try reader.read(Array(line), state: state)
            state.apply(envelope.event, at: envelope.at)
            try body(envelope, state)
        }
        return state.sequence == 0 ? nil : state
    }

    /// Feeds an explanation; the names of all tasks submitted, in order.
    func explain(into explanation: inout Explanation) throws -> [String] {
        let reader = EventReader()
        var names: [String] = []
        try lines { line in
            let envelope = try reader.read(Array(line), state: explanation.swarm)
            explanation.apply(envelope)
            if case .taskSubmitted(_, let brief) = envelope.event { names.append(brief.name) }
        }
        return names
    }

    /// The line for a folder in which nothing happened yet.
    var nothingYet: Stop {
        Stop(.store, "Nothing is recorded in \(folder) yet. Run a task first: swarmtop run.")
    }

    /// The end for a task that is not there, with the nearest name that is.
    func unknown(task: String, among names: [String]) -> Stop {
        guard let latest = names.last else { return nothingYet }
        let nearest = NearestName.nearest(to: task, in: names.suffix(10_000).reversed())
        return Stop(
            .usage,
            "No task \"\(task)\" is recorded in \(folder). "
                + (nearest.map { "Nearest: \($0)." } ?? "The latest is \(latest)."))
    }
}
