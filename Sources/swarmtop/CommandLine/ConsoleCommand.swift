import ArgumentParser
import Foundation
import NcursesTerminal
import SwarmConsole
import SwarmCore
import SwarmRuntime
import TerminalUI

struct ConsoleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console", abstract: "Open the console (the default).")

    @Option(help: "A theme by name, or the path of a base16 or base24 scheme.")
    var theme: String?

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    @Flag(help: "Leave the mouse to the terminal.")
    var noMouse = false

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
        let console = try consoleOptions()
        if let screenshot {
            try Screenshot(folder: try options.folder, at: at).write(
                to: screenshot, size: parsedSize ?? Size(columns: 120, rows: 40), options: console)
        } else {
            try open(console)
        }
    }

    private var parsedSize: Size? {
        let parts = size.lowercased().split(separator: "x").map { Int($0) }
        guard parts.count == 2, let columns = parts[0], let rows = parts[1],
            (1...500).contains(columns), (1...200).contains(rows)
        else { return nil }
        return Size(columns: columns, rows: rows)
    }

    private func consoleOptions() throws -> ConsoleOptions {
        let environment = ProcessInfo.processInfo.environment
        let themes = try ThemeFolder.themes()
        return ConsoleOptions(
            theme: try ThemeFolder.choose(theme, from: themes), themes: themes, ascii: ascii,
            noColor: environment["NO_COLOR"].map { !$0.isEmpty } ?? false, readOnly: readOnly,
            version: Version.text,
            utcOffsetSeconds: TimeZone.current.secondsFromGMT())
    }

    // MARK: The console

    private func open(_ given: ConsoleOptions) throws {
        let session = try Session(options)
        let runtime = session.runtime
        let bridge = ConsoleBridge(runtime)
        let stopped = DispatchSemaphore(value: 0)
        let attached = DispatchSemaphore(value: 0)
        // The swarm's life beside the drawing thread; ends after `stop` below.
        Task.detached {
            do throws(JournalFault) {
                try await runtime.run()
            } catch {
                StandardStreams.complain(Wording.stop(for: error).message)
            }
            stopped.signal()
        }
        Task.detached {
            await bridge.attach()
            attached.signal()
        }
        attached.wait()
        defer {
            runtime.stop()
            stopped.wait()
        }
        let signal = try draw(given, bridge)
        if let signal { throw ExitCode(128 + signal) }
    }

    /// Draws until the operator quits; returns the signal that ended it, if one did.
    private func draw(_ given: ConsoleOptions, _ bridge: ConsoleBridge) throws -> Int32? {
        let environment = ProcessInfo.processInfo.environment
        let terminal: NcursesTerminal
        do {
            terminal = try NcursesTerminal(.init(environment: environment, usesMouse: !noMouse))
        } catch {
            throw Self.stop(for: error)
        }
        let waker = terminal.waker
        bridge.mailbox.onWake { waker.wake() }
        var options = given
        options.size = terminal.size
        options.isTrueColor = terminal.capabilities.colorDepth == .trueColor
        options.noColor = options.noColor || terminal.capabilities.colorDepth == .mono
        options.ascii = options.ascii || !terminal.capabilities.isUnicode
        let isRemote = environment["SSH_CONNECTION"] != nil || environment["SSH_TTY"] != nil
        var console = Console(options: options)
        // The swarm as it is comes before the first frame and the first key.
        console.update(.messages(bridge.mailbox.drain())).forEach(bridge.perform)
        var failure: (any Error)?
        do {
            try ProgramLoop.run(
                &console, on: terminal, mailbox: bridge.mailbox,
                framesPerSecond: isRemote
                    ? ProgramLoop.remoteFramesPerSecond : ProgramLoop.localFramesPerSecond,
                glyphs: options.ascii ? .ascii : .unicode, perform: bridge.perform)
        } catch {
            failure = error
        }
        terminal.close()
        if !terminal.errorText.isEmpty { StandardStreams.complain(terminal.errorText) }
        if let failure { throw Stop(.terminal, "The terminal failed: \(failure).") }
        return console.endedBy.flatMap(Self.number)
    }

    /// Ctrl-C is a key like `q`; the other signals are told to whoever waits for the process.
    private static func number(of signal: TerminalEvent.Signal) -> Int32? {
        switch signal {
        case .interrupt: nil
        case .terminate: SIGTERM
        case .hangup: SIGHUP
        }
    }

    private static func stop(for error: TerminalError) -> Stop {
        let hint = "Without a terminal use: swarmtop run --text \"…\"."
        return switch error {
        case .notATerminal:
            Stop(.terminal, "The console needs a terminal for input and output. \(hint)")
        case .unknownTerminal(let name):
            Stop(
                .terminal,
                name.isEmpty
                    ? "TERM is not set, so the console cannot draw. Set it, e.g. TERM=xterm-256color. \(hint)"
                    : "The terminal \"\(name)\" cannot move its cursor. Try TERM=xterm-256color. \(hint)"
            )
        case .system(let call, let code):
            Stop(
                .terminal,
                "The terminal cannot be used: \(call): \(String(cString: strerror(code))).")
        }
    }
}
