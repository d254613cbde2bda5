import ArgumentParser
import Foundation
import SwarmCore

struct ConsoleFigures: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console",
        abstract: "Measure the console in a terminal of 200×60, beside htop and btop.",
        discussion: """
            Starts the swarmtop built beside this program, htop and btop in turn, in interleaved rounds, and prints \
            medians with their spread. The peers come with: apt-get install htop btop. One that is missing is said \
            to be. Loads are swarm files and tasks as an operator writes them. Peers know no agents, so they are \
            measured idle: htop and btop as they start, with their own pace of drawing.
            """)

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    @Option(help: "Rounds; each case runs once in each.")
    var rounds = 5

    @Option(
        help: "Only the cases whose name holds this: start, idle, crew, crowd, streams, memory.")
    var only: String?

    func validate() throws {
        guard (1...1_000).contains(rounds) else {
            throw ValidationError("--rounds takes 1 to 1000.")
        }
        guard !cases.isEmpty else {
            throw ValidationError(
                "No case is called that. Known: \(TerminalCase.all.map(\.name).joined(separator: ", "))."
            )
        }
    }

    private var cases: [TerminalCase] {
        TerminalCase.all.filter { only.map($0.name.contains) ?? true }
    }

    func run() throws {
        try BuiltSwarmtop.check()
        var table = FigureTable(programs: [.swarmtop] + MeasuredProgram.peers)
        for round in 1...rounds {
            let watch = NeighbourWatch()
            for one in cases {
                for program in table.programs
                where program.path != nil && (one.isForPeers || program.name == "swarmtop") {
                    do {
                        table.add(try one.measure(program), of: program.name)
                    } catch {
                        table.rounds.append("\(one.name) of \(program.name) failed: \(error)")
                    }
                }
            }
            table.rounds.append(watch.round(round))
            FileHandle.standardError.write(Data((watch.round(round) + "\n").utf8))
        }
        print(json ? table.json : table.text)
    }
}

/// What else the machine did meanwhile.
struct NeighbourWatch {
    private let begun = ContinuousClock.now
    private let busy = Self.busySeconds
    private let own = Self.ownSeconds

    /// `round 2: load 1.4, 0.3 cores busy with other work`.
    func round(_ number: Int) -> String {
        let wall = (ContinuousClock.now - begun).seconds
        let others = max(0, (Self.busySeconds - busy) - (Self.ownSeconds - own)) / wall
        let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? ""
        let note = others > 0.3 ? "; not a quiet machine" : ""
        return String(
            format: "round %d: load %@, %.1f cores busy with other work%@", number,
            String(load.prefix { $0 != " " }), others, note)
    }

    /// Of all cores, since the machine started.
    private static var busySeconds: Double {
        let text = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: "\n").first?.split(separator: " ").dropFirst() ?? []
        let ticks = fields.compactMap { Double($0) }
        guard ticks.count > 7 else { return 0 }
        // User, nice, system, irq, softirq: not idle, not waiting, not stolen.
        let busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]
        return busy / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Of this process and the programs it ran to their end.
    private static var ownSeconds: Double {
        [RUSAGE_SELF, RUSAGE_CHILDREN].reduce(0.0) { sum, who in
            var usage = rusage()
            getrusage(who.rawValue, &usage)
            return [usage.ru_utime, usage.ru_stime].reduce(sum) {
                $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
            }
        }
    }
}
