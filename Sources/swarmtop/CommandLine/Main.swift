import ArgumentParser
import Dispatch
import NcursesTerminal
import SwarmCore
import SwarmRuntime
import TerminalUI

/// Synchronous on purpose: the console needs one thread to itself, and there must be no other when its guard forks.
@main
enum Main {
    static func main() {
        StandardStreams.prepare()
        FreeMemory.keepLittle()
        do {
            let arguments = CommandLine.arguments.dropFirst()
            // Asked by scripts at each start: to make the parser takes a sixth of such a call.
            if arguments.elementsEqual(["--version"]) {
                end(StandardStreams.write(Version.text + "\n") ? .ok : .inputOutput)
            }
            try Root.checkCommand(arguments.first)
            var command = try Root.parseAsRoot()
            guard var asynchronous = command as? any AsyncParsableCommand else {
                if (command as? any OpensConsole)?.opensConsole == true {
                    // Before there is a second thread: a guard is a fork.
                    try ParentGuard.run { try command.run() }
                } else {
                    try command.run()
                }
                end(.ok)
            }
            // The process's whole work; ends in `end`.
            Task.detached {
                do {
                    try await asynchronous.run()
                    end(.ok)
                } catch {
                    end(error)
                }
            }
            dispatchMain()
        } catch {
            end(error)
        }
    }

    private static func end(_ error: any Error) -> Never {
        if let stop = error as? Stop {
            StandardStreams.complain(lines: stop.lines)
            end(stop.status)
        }
        if let exit = error as? ExitCode { StandardStreams.exit(exit.rawValue) }
        let given = Root.fullMessage(for: error)
        let message = given.hasPrefix("Error: ") ? String(given.dropFirst(7)) : given
        switch Root.exitCode(for: error) {
        case .success:
            let isWritten = StandardStreams.write(message + "\n")
            end(isWritten ? .ok : .inputOutput)
        case .validationFailure:
            StandardStreams.complain(lines: lines(of: message))
            end(.usage)
        default:
            StandardStreams.complain(lines: lines(of: message))
            end(.inputOutput)
        }
    }

    /// The lines the parser made of what it has to say; what it quotes of the command line makes none.
    private static func lines(of message: String) -> [String] {
        let given = CommandLine.arguments.dropFirst().flatMap { argument in
            [argument] + argument.split(separator: "=", maxSplits: 1).dropFirst().map(String.init)
        }
        let quoted = given.filter { $0.contains(where: \.isNewline) }
        let text = quoted.reduce(message) { $0.replacing($1, with: Sanitiser.line($1)) }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static func end(_ status: ExitStatus) -> Never { StandardStreams.exit(status.rawValue) }
}

struct Root: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swarmtop",
        abstract: "top for swarms of AI agents, with the controls attached.",
        discussion: """
            Without a subcommand it opens the console. Exit codes: 0 done, 1 a task failed, 2 usage, \
            3 a file's content, 4 the data folder, 6 the terminal, 7 a budget, 74 input or output, \
            128+n signal n.
            """,
        version: Version.text,
        subcommands: [
            ConsoleCommand.self, RunCommand.self, ResumeCommand.self, ReplayCommand.self,
            ForkCommand.self, DemoCommand.self, AgentsCommand.self, StatsCommand.self,
            CostsCommand.self, ExplainCommand.self,
            ExportCommand.self, InitCommand.self, CheckCommand.self,
        ],
        defaultSubcommand: ConsoleCommand.self)

    /// A first word that is no command is named as such: the console, which has no arguments, would call it, or the
    /// first option behind it, unexpected.
    static func checkCommand(_ word: String?) throws {
        guard let word, !word.hasPrefix("-") else { return }
        let names = configuration.subcommands.map { $0._commandName } + ["help"]
        guard !names.contains(word) else { return }
        let nearest = NearestName.nearest(to: word, in: names).map { "Did you mean \($0)?" }
        throw Stop(
            .usage,
            "There is no command \"\(word)\". \(nearest ?? "swarmtop --help lists them.")")
    }
}

enum Version {
    static let text = "swarmtop 0.1.0"
}
