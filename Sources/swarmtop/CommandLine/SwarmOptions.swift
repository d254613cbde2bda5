import ArgumentParser
import Foundation
import SwarmCore
import SwarmFiles

/// The options every command that runs a swarm has.
struct SwarmOptions: ParsableArguments {
    @Option(help: "Where the swarm's journal is kept.", completion: .directory)
    var dataDir: String?

    @Option(
        help: ArgumentHelp(
            "The folder or file that defines the swarm; by default the XDG configuration folder.",
            valueName: "folder"))
    var swarm: String?

    @Option(help: "Seed of everything drawn by chance; the same seed repeats a run.")
    var seed: UInt64 = 1

    @Option(help: "How many times faster than life the offline agents work, up to 100000.")
    var speed: Double = 1

    @OptionGroup var models: ModelOptions

    func validate() throws {
        guard speed.isFinite, speed > 0, speed <= 100_000 else {
            throw ValidationError(
                "--speed takes a number above 0 and at most 100000, e.g. --speed 10.")
        }
        try DataFolder.validate(dataDir)
    }

    var folder: String { get throws { try DataFolder.path(dataDir) } }

    /// Where the swarm is defined; nil when nobody did, and all is as built in.
    var files: SwarmFolder? {
        get throws {
            if let swarm { return try Self.folder(swarm) }
            let files = ConfigFolder.path.map { SwarmFolder(path: $0) }
            return files?.exists == true ? files : nil
        }
    }

    /// The folder or file somebody named.
    static func folder(_ path: String) throws -> SwarmFolder {
        let files = SwarmFolder(path: path)
        guard files.exists else {
            throw Stop(.config, "\(path) is not there. Write one with: swarmtop init \(path)")
        }
        return files
    }
}

/// Where a person keeps what defines their swarm and how it looks: the XDG configuration folder.
enum ConfigFolder {
    /// Nil when the environment names neither it nor a home.
    static var path: String? {
        let environment = ProcessInfo.processInfo.environment
        if let config = environment["XDG_CONFIG_HOME"], config.hasPrefix("/") {
            return config + "/swarmtop"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
        return home + "/.config/swarmtop"
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
