import Foundation
import SQLiteJournal
import SwarmConsole
import SwarmCore
import SwarmRuntime
import TerminalUI

/// A picture of the console made from a data folder, without a terminal.
///
/// A folder in which nothing is recorded is pictured as the console would open on it: with Start here. One that was
/// named and is not there is refused, as its name may be misspelt; so is a moment of a run where there was none.
struct Screenshot {
    let options: SwarmOptions
    /// Seconds from the start of the latest run; nil for its end.
    let at: Double?

    func write(to path: String, size: Size, options: ConsoleOptions) throws {
        var options = options
        let state: SwarmState
        let log: EventLog
        if let moment = try moment() {
            (state, log) = moment
        } else {
            (state, log) = try firstStart()
            options.demos = DemoDesk.names
            if let files = try self.options.files { options.name(after: files) }
        }
        let svg = Console.picture(state: state, log: log, size: size, options: options)
        do {
            try Data(svg.utf8).write(to: URL(fileURLWithPath: path))
        } catch {
            throw Stop(.inputOutput, "The picture cannot be written to \(path). Check the folder.")
        }
    }

    /// The swarm and its events as a first run begins.
    private func firstStart() throws -> (SwarmState, EventLog) {
        let folder = try options.folder
        guard at == nil, options.dataDir == nil || FileManager.default.fileExists(atPath: folder)
        else {
            throw Stop(
                .store, "Nothing is recorded in \(folder) yet. Run a task first: swarmtop run.")
        }
        let definition = try AgentKit.definition(of: try options.files)
        var swarm = Swarm()
        var decision = Decision()
        swarm.step(.startRun(seed: options.seed), at: .zero, into: &decision)
        for input in swarm.state.changes(to: definition) {
            swarm.step(input, at: .zero, into: &decision)
        }
        let now = WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        let log = EventLog(
            decision.events.enumerated().map { place, event in
                Envelope(sequence: UInt64(place) + 1, at: .zero, time: now, event: event)
            })
        return (swarm.state, log)
    }

    /// The swarm and its events as they were then; nil while nothing is recorded.
    private func moment() throws -> (SwarmState, EventLog)? {
        do {
            guard let journal = try SQLiteJournal.openForReading(folder: try options.folder) else {
                return nil
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
