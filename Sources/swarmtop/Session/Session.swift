import OfflineAgents
import SQLiteJournal
import SwarmCore
import SwarmRuntime

/// A running swarm over a data folder: the composition root of every command that runs one.
struct Session {
    static let recipes = RecipeCatalogue.builtIn

    let runtime: SwarmRuntime

    init(_ options: SwarmOptions) throws {
        do {
            runtime = try SwarmRuntime(
                journal: try SQLiteJournal.open(folder: options.folder),
                drivers: [.offline: OfflineDriver(speed: options.speed)],
                agents: BuiltInSwarm.cards, recipes: Self.recipes, policies: options.policies)
        } catch {
            throw Wording.stop(for: error)
        }
    }

    /// The recorded state of a folder, without becoming its writer; nil when nothing is recorded.
    static func recordedState(folder: String, policies: Policies = Policies()) throws -> SwarmState? {
        do {
            guard let journal = try SQLiteJournal.openForReading(folder: folder) else { return nil }
            defer { journal.close() }
            return try JournalReader(recipes: recipes).state(of: journal, policies: policies)
        } catch {
            throw Wording.stop(for: error)
        }
    }
}
