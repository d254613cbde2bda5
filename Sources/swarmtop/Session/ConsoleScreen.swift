import Foundation
import NcursesTerminal
import SwarmConsole
import SwarmCore
import TerminalUI

/// The console on the process's terminal, drawn on the thread that calls it.
struct ConsoleScreen {
    let bridge: ConsoleBridge
    let options: ConsoleOptions
    let usesMouse: Bool
    /// What to do where there is no terminal, as a command.
    var withoutTerminal = "swarmtop run --text \"…\""

    /// Draws until the operator quits; returns the signal that ended it, if one did.
    func draw() throws -> Int32? {
        let environment = ProcessInfo.processInfo.environment
        let isRemote = environment["SSH_CONNECTION"] != nil || environment["SSH_TTY"] != nil
        let terminal: NcursesTerminal
        do {
            terminal = try NcursesTerminal(
                .init(environment: environment, usesMouse: usesMouse, isRemote: isRemote))
        } catch {
            throw stop(for: error)
        }
        let waker = terminal.waker
        bridge.mailbox.onWake { waker.wake() }
        var options = self.options
        options.size = terminal.size
        options.isTrueColor = terminal.capabilities.colorDepth == .trueColor
        options.noColor = options.noColor || terminal.capabilities.colorDepth == .mono
        let glyphs: GlyphSet = options.ascii ? .ascii : .unicode
        options.ascii = terminal.capabilities.glyphs(for: glyphs) != .unicode
        var console = Console(options: options)
        // The swarm as it is comes before the first frame and the first key.
        console.update(.messages(bridge.mailbox.drain())).forEach(bridge.perform)
        var failure: (any Error)?
        do {
            try ProgramLoop.run(
                &console, on: terminal, mailbox: bridge.mailbox,
                speed: isRemote ? .remote : .local, glyphs: glyphs,
                perform: { effect in
                    switch effect {
                    case .copy(let text): terminal.copyToClipboard(text)
                    case .edit(let text):
                        let edited = bridge.away {
                            terminal.suspended { TaskEditing(environment: environment).edit(text) }
                        }
                        bridge.mailbox.post(.edited(edited))
                    default: bridge.perform(effect)
                    }
                })
        } catch {
            failure = error
        }
        terminal.close()
        // What libraries wrote meanwhile, in the lines they wrote.
        let errors = terminal.errorText.split(separator: "\n").map(String.init)
        if !errors.isEmpty { StandardStreams.complain(lines: errors) }
        if let failure { throw Stop(.terminal, "The terminal failed: \(failure).") }
        return console.endedBy.flatMap(Self.number)
    }

    /// Ctrl-C quits like `q`; the other signals are told to whoever waits for the process.
    private static func number(of signal: TerminalEvent.Signal) -> Int32? {
        switch signal {
        case .interrupt: nil
        case .terminate: SIGTERM
        case .hangup: SIGHUP
        }
    }

    private func stop(for error: TerminalError) -> Stop {
        let hint = "Without a terminal use: \(withoutTerminal)."
        return switch error {
        case .notATerminal:
            Stop(.terminal, "The console needs a terminal for input and output. \(hint)")
        case .unknownTerminal(let name):
            Stop(
                .terminal,
                name.isEmpty
                    ? "TERM is not set, so the console cannot draw. Set it, e.g. TERM=xterm-256color. \(hint)"
                    : "The terminal \"\(name)\" is not known here, or cannot move its cursor. Try TERM=xterm-256color. \(hint)"
            )
        case .system(let call, let code):
            Stop(
                .terminal,
                "The terminal cannot be used: \(call): \(String(cString: strerror(code))).")
        }
    }
}
