import ArgumentParser
import Foundation
import SwarmFiles

struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a commented swarm file and recipe to begin with.",
        discussion: """
            FOLDER is by default the XDG config folder, ~/.config/swarmtop. Nothing that is there is \
            replaced without --force.
            """)

    @Argument(help: "Where to write them.", completion: .directory)
    var folder: String?

    @Flag(help: "Replace files that are there.")
    var force = false

    func validate() throws { try DefinitionFolder.validate(folder) }

    func run() throws {
        let folder = try DefinitionFolder.path(folder)
        let files = [
            (folder + "/swarm.yaml", BuiltIn.swarmFile),
            (folder + "/recipes/release_notes.yaml", BuiltIn.exampleRecipe),
        ]
        let present = files.map(\.0).filter { FileManager.default.fileExists(atPath: $0) }
        guard force || present.isEmpty else {
            throw Stop(
                .usage,
                "\(present.joined(separator: " and ")) \(present.count == 1 ? "is" : "are") there "
                    + "already. Nothing was written; --force replaces what is there.")
        }
        for (path, text) in files { try write(text, to: path) }
        try StandardStreams.print(
            """
            Wrote \(files.map(\.0).joined(separator: " and ")).
            Next: change them, then run swarmtop check\(self.folder.map { " " + $0 } ?? ""); \
            it names every fault with its line and what to write instead.
            """)
    }

    private func write(_ text: String, to path: String) throws {
        let url = URL(fileURLWithPath: path)
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url, options: force ? .atomic : .withoutOverwriting)
        } catch {
            let reason = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
            let words = reason.map { String(cString: strerror(Int32($0.code))) }
            throw Stop(
                .inputOutput,
                "\(path) cannot be written: \(words ?? "the folder does not allow it"). "
                    + "Choose another folder.")
        }
    }
}

/// Where a swarm's files are when nobody says: the XDG config folder.
enum DefinitionFolder {
    static func validate(_ given: String?) throws {
        if given?.isEmpty == true { throw ValidationError("Name a folder, e.g. ./swarm.") }
    }

    static func path(_ given: String?) throws -> String {
        if let given {
            return given.count > 1 && given.hasSuffix("/") ? String(given.dropLast()) : given
        }
        let environment = ProcessInfo.processInfo.environment
        if let config = environment["XDG_CONFIG_HOME"], config.hasPrefix("/") {
            return config + "/swarmtop"
        }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw Stop(
                .usage, "HOME is not set, so there is no config folder. Name a folder instead.")
        }
        return home + "/.config/swarmtop"
    }
}
