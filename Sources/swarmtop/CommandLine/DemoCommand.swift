import ArgumentParser
import Foundation
import SwarmCore
import SwarmFiles
import SwarmRuntime

struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Play a scenario: tasks, faults and captions on a time line.",
        discussion: """
            Without NAME it lists the demos. On a terminal it opens the console and plays there; you may step in \
            with any key. Elsewhere, and with --plain or --json, it plays without one and checks what came of it.
            """)

    @Argument(help: "A demo's name, or a scenario file.")
    var name: String?

    @Option(help: "How many times faster than life it plays, up to 1000.")
    var speed: Double = 1

    @Option(help: "Where the journal is kept; without it in a folder that goes when the demo ends.")
    var dataDir: String?

    @Option(
        help: ArgumentHelp(
            "The folder or file that defines the swarm it plays with; by default the built-in one.",
            valueName: "folder"))
    var swarm: String?

    @Flag(
        help: "Big letters for a room: captions, agents and one task. B changes it while it plays.")
    var big = false

    @Flag(help: "Play without a console, in plain lines.")
    var plain = false

    @Flag(help: "Play without a console and print one JSON object.")
    var json = false

    @OptionGroup var look: LookOptions

    func validate() throws {
        guard speed.isFinite, speed > 0, speed <= 1_000 else {
            throw ValidationError(
                "--speed takes a number above 0 and at most 1000, e.g. --speed 10.")
        }
        try DataFolder.validate(dataDir)
    }

    func run() throws {
        guard let name else { return try StandardStreams.print(Self.list) }
        let scenario = try Self.scenario(named: name)
        try withFolder { folder in
            let session = try Session(
                folder: folder, speed: speed, seed: scenario.seed, files: try files)
            let stage = Stage(session: session, scenario: scenario, speed: speed)
            if plain || json || isatty(1) == 0 || isatty(0) == 0 {
                try stage.playPlainly(asJSON: json, isPlain: plain)
            } else {
                var console = try look.console()
                console.isBig = big
                try stage.playInConsole(console, usesMouse: look.usesMouse(console))
            }
        }
    }

    private static var list: String {
        let width = BuiltIn.demos.map(\.name.count).max() ?? 0
        let rows = BuiltIn.demos.map {
            "  " + $0.name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $0.about
        }
        return (["Demos, each played with: swarmtop demo NAME"] + rows).joined(separator: "\n")
    }

    static func scenario(named name: String) throws -> Scenario {
        if let demo = BuiltIn.demos.first(where: { $0.name == name }) { return demo }
        let isFile =
            name.contains("/") || name.contains(".") || FileManager.default.fileExists(atPath: name)
        guard isFile else {
            let known = BuiltIn.demos.map(\.name)
            let nearest = NearestName.nearest(to: name, in: known).map { " Nearest: \($0)." } ?? ""
            throw Stop(
                .usage,
                "There is no demo \"\(name)\".\(nearest) Known: \(known.joined(separator: ", "))."
                    + " Or give a scenario file.")
        }
        var faults: [DefinitionFault] = []
        guard let scenario = ScenarioFile.read(path: name, &faults) else {
            throw Stop(.config, lines: faults.inReadingOrder().map(\.sentence))
        }
        return scenario
    }

    private var files: SwarmFolder? {
        get throws { try swarm.map { try SwarmOptions.folder($0) } }
    }

    /// A demo changes nobody's reputation but in a folder somebody named.
    private func withFolder(_ body: (String) throws -> Void) throws {
        if let dataDir { return try body(dataDir) }
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("swarmtop-demo-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
