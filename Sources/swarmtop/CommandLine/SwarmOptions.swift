import ArgumentParser
import Foundation
import SwarmCore

/// The options every command that runs a swarm has.
struct SwarmOptions: ParsableArguments {
    @Option(help: "Where the swarm's journal is kept.", completion: .directory)
    var dataDir: String?

    @Option(help: "Seed of everything drawn by chance; the same seed repeats a run.")
    var seed: UInt64 = 1

    @Option(help: "How many times faster than life the offline agents work, up to 100000.")
    var speed: Double = 1

    func validate() throws {
        guard speed.isFinite, speed > 0, speed <= 100_000 else {
            throw ValidationError(
                "--speed takes a number above 0 and at most 100000, e.g. --speed 10.")
        }
        try DataFolder.validate(dataDir)
    }

    var folder: String { get throws { try DataFolder.path(dataDir) } }

    var policies: Policies {
        var policies = Policies()
        policies.seed = seed
        return policies
    }
}

/// Where the journal is when nobody says: the XDG state folder.
enum DataFolder {
    static func validate(_ given: String?) throws {
        if given?.isEmpty == true {
            throw ValidationError("--data-dir needs a folder, e.g. --data-dir ./swarm.")
        }
    }

    static func path(_ given: String?) throws -> String {
        if let given { return given }
        let environment = ProcessInfo.processInfo.environment
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return state + "/swarmtop"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw Stop(
                .store,
                "HOME is not set, so there is no place for the journal. Name one with --data-dir.")
        }
        return home + "/.local/state/swarmtop"
    }
}
