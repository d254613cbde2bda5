import ArgumentParser
import Foundation
import TerminalUI

struct ConsoleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console", abstract: "Open the console (the default).")

    @OptionGroup var look: LookOptions

    @Flag(help: "Watch only: no command is accepted.")
    var readOnly = false

    @Option(help: ArgumentHelp("Write a picture of the console and exit.", valueName: "file.svg"))
    var screenshot: String?

    @Option(help: "The picture's size in columns and rows.")
    var size = "120x40"

    @Option(help: "Draw the latest run as it was after this many seconds.")
    var at: Double?

    @OptionGroup var options: SwarmOptions

    func validate() throws {
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
        var console = try look.console(readOnly: readOnly)
        if let screenshot {
            try Screenshot(folder: try options.folder, at: at).write(
                to: screenshot, size: parsedSize ?? Size(columns: 120, rows: 40), options: console)
        } else {
            if let files = try options.files {
                console.swarmName = URL(fileURLWithPath: files.path).lastPathComponent
            }
            try Session(options).inConsole(console, usesMouse: look.usesMouse(console))
        }
    }

    private var parsedSize: Size? {
        let parts = size.lowercased().split(separator: "x").map { Int($0) }
        guard parts.count == 2, let columns = parts[0], let rows = parts[1],
            (1...500).contains(columns), (1...200).contains(rows)
        else { return nil }
        return Size(columns: columns, rows: rows)
    }
}
