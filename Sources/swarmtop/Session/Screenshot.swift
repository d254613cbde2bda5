import Foundation
import SQLiteJournal
import SwarmConsole
import SwarmCore
import SwarmRuntime
import TerminalUI

/// A picture of the console made from a data folder, without a terminal.
struct Screenshot {
    let folder: String
    /// Seconds from the start of the latest run; nil for its end.
    let at: Double?

    func write(to path: String, size: Size, options: ConsoleOptions) throws {
        let (state, log) = try moment()
        let svg = Console.picture(state: state, log: log, size: size, options: options)
        do {
            try Data(svg.utf8).write(to: URL(fileURLWithPath: path))
        } catch {
            throw Stop(.inputOutput, "The picture cannot be written to \(path). Check the folder.")
        }
    }

    /// The swarm and its events as they were then.
    private func moment() throws -> (SwarmState, EventLog) {
        do {
            guard let journal = try SQLiteJournal.openForReading(folder: folder) else {
                throw Stop(
                    .store, "Nothing is recorded in \(folder) yet. Run a task first: swarmtop run.")
            }
            defer { journal.close() }
            let reader = JournalReader()
            let limit = try at.map { try startOfRun(journal, reader) + .seconds($0) }
            var log = EventLog()
            let state = try reader.fold(journal) { envelope in
                if let limit, envelope.at > limit { return false }
                log.append(envelope)
                return true
            }
            return (state, log)
        } catch let fault as JournalFault {
            throw Wording.stop(for: fault)
        }
    }

    private func startOfRun(_ journal: SQLiteJournal, _ reader: JournalReader) throws -> Instant {
        var start = Instant.zero
        _ = try reader.fold(journal) { envelope in
            if case .runStarted = envelope.event { start = envelope.at }
            return true
        }
        return start
    }
}
