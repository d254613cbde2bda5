import OfflineAgents
import SQLiteJournal
import SwarmCore
import SwarmRuntime

/// A running swarm over a data folder: the composition root of every command that runs one.
struct Session {
    static let recipes = RecipeCatalogue.builtIn

    let runtime: SwarmRuntime
    private let folder: String

    init(_ options: SwarmOptions) throws {
        folder = try options.folder
        do {
            runtime = try SwarmRuntime(
                journal: try SQLiteJournal.open(folder: folder),
                drivers: [.offline: OfflineDriver(speed: options.speed)],
                agents: BuiltInSwarm.cards, recipes: Self.recipes, policies: options.policies)
        } catch {
            throw Wording.stop(for: error)
        }
    }

    /// Hands the recorded lines of these events to `body`, read beside the running swarm.
    func replay(
        _ events: ClosedRange<UInt64>, _ body: (_ lines: [UInt8]) -> Void
    ) throws(JournalFault) {
        guard let journal = try SQLiteJournal.openForReading(folder: folder) else { return }
        defer { journal.close() }
        try journal.replay(events, body)
    }

    /// The recorded state of a folder, without becoming its writer; nil when nothing is recorded.
    static func recordedState(folder: String, policies: Policies = Policies()) throws -> SwarmState?
    {
        do {
            guard let journal = try SQLiteJournal.openForReading(folder: folder) else { return nil }
            defer { journal.close() }
            return try JournalReader(recipes: recipes).state(of: journal, policies: policies)
        } catch {
            throw Wording.stop(for: error)
        }
    }
}
