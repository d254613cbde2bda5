import ArgumentParser
import Dispatch
import Foundation
import SwarmConsole
import SwarmFiles
import Synchronization
import TerminalUI

struct ConsoleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console", abstract: "Open the console (the default).",
        discussion: """
            Where standard output is no terminal, and with --plain or --json, the swarm runs without a screen: what \
            happens is written as it happens, until Ctrl-C.
            """)

    @OptionGroup var look: LookOptions

    @Flag(help: "Watch only: no command is accepted.")
    var readOnly = false

    @Flag(help: "Run without a screen: plain lines, never moved or taken back.")
    var plain = false

    @Flag(help: "Run without a screen: every event as a JSON line.")
    var json = false

    @Option(help: ArgumentHelp("Write a picture of the console and exit.", valueName: "file.svg"))
    var screenshot: String?

    @Option(help: "The picture's size in columns and rows.")
    var size = "120x40"

    @Option(help: "Draw the latest run as it was after this many seconds.")
    var at: Double?

    @OptionGroup var options: SwarmOptions

    func validate() throws {
        if [plain, json, screenshot != nil].count(where: \.self) > 1 {
            throw ValidationError("Choose one of --plain, --json and --screenshot.")
        }
        if screenshot == nil, at != nil {
            throw ValidationError("--at goes with --screenshot.")
        }
        guard parsedSize != nil else {
            throw ValidationError("--size takes columns x rows up to 500x200, e.g. --size 120x40.")
        }
        if let at, !(at.isFinite && at >= 0) {
            throw ValidationError("--at takes seconds from the start of the run, e.g. --at 1.7.")
        }
    }

    func run() throws {
        if screenshot == nil, writesLines { return try watch() }
        var console = try look.console(readOnly: readOnly)
        if let screenshot {
            try Screenshot(options: options, at: at).write(
                to: screenshot, size: parsedSize ?? Size(columns: 120, rows: 40), options: console)
        } else {
            if let files = try options.files { console.name(after: files) }
            try Session(options).inConsole(console, usesMouse: look.usesMouse(console))
        }
    }

    /// Whether it goes without a screen.
    var writesLines: Bool { plain || json || isatty(1) == 0 }

    /// A question stays open for a console, or for the recipe's own time limit.
    private func watch() throws {
        let headless = Headless(
            session: try Session(options), format: json ? .events : .plain, approve: .wait)
        let ended = DispatchSemaphore(value: 0)
        let outcome = Mutex<(any Error)?>(nil)
        // The whole watch; ends with `signal` below, or with the process.
        Task.detached {
            do {
                try await headless.watch()
            } catch {
                outcome.withLock { $0 = error }
            }
            ended.signal()
        }
        ended.wait()
        if let error = outcome.withLock({ $0 }) { throw error }
    }

    private var parsedSize: Size? {
        let parts = size.lowercased().split(separator: "x").map { Int($0) }
        guard parts.count == 2, let columns = parts[0], let rows = parts[1],
            (1...500).contains(columns), (1...200).contains(rows)
        else { return nil }
        return Size(columns: columns, rows: rows)
    }
}

extension ConsoleOptions {
    /// The header names the swarm by the folder or file that defines it.
    mutating func name(after files: SwarmFolder) {
        swarmName = URL(fileURLWithPath: files.path).lastPathComponent
    }
}
