import ArgumentParser
import Foundation
import SQLiteJournal

struct Soak: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "soak",
        abstract:
            "Keep the console busy for minutes while everything breaks, and watch what it costs.",
        discussion: """
            140 agents make about a thousand events a second. Every ten seconds the faults of the chaos demo follow \
            one another, typed as an operator types them, and a line says how the console does. Ends with 1 when \
            something was not held.
            """)

    @Option(help: "How long, in minutes.")
    var minutes = 10

    func validate() throws {
        guard (1...600).contains(minutes) else {
            throw ValidationError("--minutes takes 1 to 600.")
        }
    }

    func run() throws {
        try BuiltSwarmtop.check()
        let holds = try BuiltSwarmtop.withFolder { folder in
            // Enough subtasks for the time: 140 agents end about 65 a second, 32 make a task.
            try LoadFolder(
                agents: 140, workSeconds: 1.9...2.3, progressMilliseconds: 150,
                tasks: max(200, minutes * 130), steps: 32
            ).queue(in: folder)
            let terminal = try MeasuredProgram.swarmtop.open(folder, LoadFolder.options(folder))
            _ = terminal.read(within: 6_000)
            terminal.send("1")
            let watch = NeighbourWatch()
            var record = SoakRecord()
            print(SoakSample.heading)
            for number in 1...(minutes * 6) {
                let sample = SoakSample(terminal, folder, number)
                guard terminal.isRunning else { throw Gone() }
                record.samples.append(sample)
                print(sample.line)
                fflush(nil)
            }
            print("\n" + watch.round(1))
            print("\(try faults(folder)) faults were injected.")
            return record.judge()
        }
        if !holds { throw ExitCode(1) }
    }

    struct Gone: Error, CustomStringConvertible {
        let description = "The console ended by itself."
    }

    /// As recorded, so that a command that was not taken is not counted.
    private func faults(_ folder: String) throws -> Int {
        guard let journal = try SQLiteJournal.openForReading(folder: folder + "/data") else {
            return 0
        }
        defer { journal.close() }
        var count = 0
        try journal.replay { batch in
            for line in batch.split(separator: 0x0A) where line.count < 1_000 {
                count +=
                    String(decoding: line, as: UTF8.self).contains(#""fault.injected""#) ? 1 : 0
            }
        }
        return count
    }
}

/// Ten seconds of a soak: a fault, five seconds without a key, then keys.
private struct SoakSample {
    let second: Int
    let events: Double
    let percent: Double
    let frames: Double
    let frameBytes: Double
    let resident: Double
    let keys: PseudoTerminal.KeyTimes

    /// What the chaos demo does, on a quarter of the agents or one of them, for a while.
    private static let chaos = [
        "slow 10 skill finance 8s", "crash Finance 2 5s", "corrupt skill analytics 2x",
        "hang Support 4 1x", "drop 100 skill marketing 8s", "flaky 30 all 8s",
        "partition Analytics 3 6s", "delay 500ms skill support 8s",
    ]

    init(_ terminal: PseudoTerminal, _ folder: String, _ number: Int) {
        let begun = ContinuousClock.now
        let (known, billed) = (LoadFolder.eventCount(folder), terminal.billedSeconds)
        terminal.send(":")
        _ = terminal.read(within: 100)
        terminal.send("fault \(Self.chaos[number % Self.chaos.count])\r")
        _ = terminal.read(within: 200)
        terminal.send("y")
        _ = terminal.read(within: 700)
        let quiet = ContinuousClock.now
        let sizes = PseudoTerminal.frames(terminal.chunks(within: 4_000))
        frames = Double(sizes.count) / (ContinuousClock.now - quiet).seconds
        frameBytes = sizes.median
        keys = terminal.keyTimes(30)
        _ = terminal.read(
            within: max(0, Int((10 - (ContinuousClock.now - begun).seconds) * 1_000)))
        let seconds = (ContinuousClock.now - begun).seconds
        events = Double(LoadFolder.eventCount(folder) - known) / seconds
        percent = (terminal.billedSeconds - billed) / seconds * 100
        resident = terminal.memory.resident
        second = number * 10
    }

    static let heading = "    s  events/s   CPU %  frames/s  bytes/frame  RSS MiB  key p50  p95 ms"

    var line: String {
        String(
            format: "%5d  %8.0f  %6.1f  %8.1f  %11.0f  %7.1f  %7.2f  %6.2f", second, events,
            percent, frames, frameBytes, resident, keys.percentile(50), keys.percentile(95))
    }
}

private struct SoakRecord {
    var samples: [SoakSample] = []

    /// Prints what was held and what was not.
    func judge() -> Bool {
        let keys = PseudoTerminal.KeyTimes(
            milliseconds: samples.flatMap(\.keys.milliseconds),
            unanswered: samples.reduce(0) { $0 + $1.keys.unanswered })
        let quarter = max(1, samples.count / 4)
        let early = samples.dropFirst(quarter).prefix(quarter).map(\.resident).median
        let late = samples.suffix(quarter).map(\.resident).median
        let events = samples.map(\.events).median
        let verdicts: [(Bool, String)] = [
            (events >= 950, String(format: "%.0f events/s (1,000 wanted)", events)),
            (
                early == 0 || late <= early * 1.05,
                String(
                    format: "memory %.1f MiB in the second quarter, %.1f MiB in the last "
                        + "(at most 5 %% more)", early, late)
            ),
            (
                keys.percentile(95) <= 10,
                String(
                    format: "key p50 %.2f ms, p95 %.2f ms of %d keys, %d without an answer "
                        + "(p95 at most 10)", keys.percentile(50), keys.percentile(95),
                    keys.milliseconds.count, keys.unanswered)
            ),
            (
                samples.map(\.percent).median <= 50,
                String(format: "CPU %.1f %% of a core (at most 50)", samples.map(\.percent).median)
            ),
        ]
        for (holds, text) in verdicts { print("\(holds ? "held  " : "MISSED") \(text)") }
        return verdicts.allSatisfy(\.0)
    }
}
