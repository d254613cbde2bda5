import ArgumentParser
import Foundation
import SQLiteJournal
import SwarmCore
import SwarmRuntime

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Kills the program again and again and counts what was lost, doubled or left hanging.
struct Crashes: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crashes",
        abstract: "kill -9 at random instants, or at each write and sync; what it cost.")

    @Option(help: "How many times the program is killed.")
    var kills = 100

    @Option(help: "Seed of the instants.")
    var seed: UInt64 = 1

    @Flag(help: "Kill at the n-th sync and write instead, n from 1 on; needs strace.")
    var atCalls = false

    func run() async throws {
        var tally = Tally()
        let begun = ContinuousClock.now
        if atCalls {
            for call in ["fdatasync", "pwrite64", "fsync", "ftruncate"] {
                for number in 1...max(1, kills) {
                    guard
                        try tally.add(
                            CrashRound(seed: seed &+ UInt64(number)).run(at: call, number))
                    else { break }
                }
            }
        } else {
            while tally.killed < kills {
                let round = CrashRound(seed: seed &+ UInt64(tally.rounds))
                try tally.add(round.run())
                if tally.rounds % 100 == 0 { print("\(tally.killed) kills\(tally.faults)") }
            }
        }
        print(tally.report((ContinuousClock.now - begun).seconds))
        if !tally.isClean { throw ExitCode(1) }
    }
}

/// What the rounds came to.
private struct Tally {
    var rounds = 0
    var killed = 0
    var acknowledged = 0
    var problems: [String] = []
    var slowestStart = 0.0

    var isClean: Bool { problems.isEmpty }
    var faults: String { isClean ? "" : ", \(problems.count) problems" }

    /// Whether the program was killed at all.
    @discardableResult
    mutating func add(_ outcome: CrashRound.Outcome) -> Bool {
        rounds += 1
        killed += outcome.kills
        acknowledged += outcome.acknowledged
        problems += outcome.problems
        slowestStart = max(slowestStart, outcome.resumeSeconds)
        return outcome.kills > 0
    }

    func report(_ seconds: Double) -> String {
        let slowest = Int((slowestStart * 1_000).rounded())
        var lines = [
            "\(killed) kills in \(rounds) rounds, \(Int(seconds)) s",
            "\(acknowledged) acknowledged tasks",
            "\(problems.count) lost, doubled, hanging or wrong",
            "slowest resume of what was left, start and work together: \(slowest) ms",
        ]
        lines += problems.prefix(20).map { "  " + $0 }
        return lines.joined(separator: "\n")
    }
}

/// One folder: a run that is killed, perhaps a resume that is killed, and a resume that must put all right.
private struct CrashRound {
    struct Outcome {
        var kills = 0
        var acknowledged = 0
        var problems: [String] = []
        var resumeSeconds = 0.0
    }

    let random: KeyedRandom
    private let seed: UInt64

    init(seed: UInt64) {
        self.seed = seed
        random = KeyedRandom(seed: seed)
    }

    /// Killed at a random instant, while tasks come in or run.
    func run() throws -> Outcome {
        try BuiltSwarmtop.withFolder { folder in
            var outcome = Outcome()
            let tasks = try taskFile(folder)
            let run = try Child(["run", tasks, "--events", "--speed", "20", "--data-dir", folder])
            let shown = run.readLines(Int(random.draw(1) % 120))
            run.stop(after: random.draw(2) % 20_000)
            outcome.kills += run.wait() ? 1 : 0
            if random.draw(3) % 3 == 0 {
                let again = try Child(["resume", "--events", "--speed", "20", "--data-dir", folder])
                _ = again.readLines(Int(random.draw(4) % 40))
                again.stop(after: random.draw(5) % 20_000)
                outcome.kills += again.wait() ? 1 : 0
            }
            try judge(folder, shown, &outcome)
            return outcome
        }
    }

    /// Killed by the kernel's tracer as it enters the n-th such call.
    func run(at call: String, _ number: Int) throws -> Outcome {
        try BuiltSwarmtop.withFolder { folder in
            var outcome = Outcome()
            let tasks = try taskFile(folder)
            let traced = try Child(
                ["run", tasks, "--events", "--speed", "200", "--data-dir", folder],
                under: [
                    "/usr/bin/strace", "-f", "-o", "/dev/null", "-e", "trace=\(call)", "-e",
                    "inject=\(call):signal=KILL:when=\(number)",
                ])
            let shown = traced.readLines(.max)
            outcome.kills += traced.wait() ? 1 : 0
            try judge(folder, shown, &outcome)
            return outcome
        }
    }

    private func taskFile(_ folder: String) throws -> String {
        let path = folder + ".yaml"
        let count = 1 + Int(random.draw(6) % 12)
        let task = "- {recipe: campaign, data: {budget: \(30_000 + random.draw(7) % 40_000)}}\n"
        try String(repeating: task, count: count).write(
            toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func judge(_ folder: String, _ shown: [String], _ outcome: inout Outcome) throws {
        defer { try? FileManager.default.removeItem(atPath: folder + ".yaml") }
        let begun = ContinuousClock.now
        let rest = try Child(["resume", "--json", "--speed", "500", "--data-dir", folder])
        let said = rest.readLines(.max)
        _ = rest.wait()
        outcome.resumeSeconds = (ContinuousClock.now - begun).seconds
        func problem(_ text: String) { outcome.problems.append("seed \(seed): \(text)") }
        if rest.status != 0 { problem("resume ended with \(rest.status): \(said.last ?? "")") }

        let acknowledged = Set(shown.filter { $0.contains(#""type":"task.submitted""#) })
        outcome.acknowledged = acknowledged.count
        guard let journal = try SQLiteJournal.openForReading(folder: folder) else {
            if !acknowledged.isEmpty { problem("the journal is gone") }
            return
        }
        defer { journal.close() }
        var replay = Replay()
        try journal.replay { lines in try replay.take(lines) }
        let missing = acknowledged.subtracting(replay.submissions)
        if !missing.isEmpty { problem("\(missing.count) acknowledged tasks are gone") }
        for text in replay.problems() { problem(text) }
    }
}

/// The journal read once more, with its own count of what moved reputations.
private struct Replay {
    var state = SwarmState()
    var submissions: Set<String> = []
    private var ends: [String: Int] = [:]
    private var changes: [String: Int] = [:]
    private var reputations: [AgentID: Points] = [:]
    private let reader = EventReader()

    mutating func take(_ lines: [UInt8]) throws {
        for line in lines.split(separator: 0x0A) {
            let envelope = try reader.read(Array(line), state: state)
            state.apply(envelope.event, at: envelope.at)
            switch envelope.event {
            case .taskSubmitted: submissions.insert(String(decoding: line, as: UTF8.self))
            case .taskFinished(let id, _, _, _): ends["\(id.number)", default: 0] += 1
            case .reputationChanged(let agent, let change):
                changes["\(change.taskName) \(agent.index)", default: 0] += 1
                let before = reputations[agent] ?? ReputationPolicy.start
                reputations[agent] = state.policies.reputation.after(
                    before, succeeded: change.reason != .failure, quality: Int(change.quality))
            default: break
            }
        }
    }

    func problems() -> [String] {
        var problems: [String] = []
        if state.openTasks > 0 { problems.append("\(state.openTasks) tasks never ended") }
        if ends.count != submissions.count {
            problems.append("\(submissions.count) submitted, \(ends.count) ended")
        }
        if ends.values.contains(where: { $0 > 1 }) { problems.append("a task ended twice") }
        if changes.values.contains(where: { $0 > 1 }) {
            problems.append("an outcome moved a reputation twice")
        }
        for agent in state.agents {
            let counted = reputations[agent.id] ?? ReputationPolicy.start
            if counted != agent.reputation {
                problems.append("\(agent.card.name): \(agent.reputation) instead of \(counted)")
            }
        }
        return problems
    }
}

/// The built program with its standard output in our hands.
private final class Child {
    private let process = Process()
    private let output = Pipe()
    private var bytes: [UInt8] = []

    init(_ arguments: [String], under tracer: [String] = []) throws {
        let command = tracer + [BuiltSwarmtop.path] + arguments
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["SWIFT_BACKTRACE": "enable=no"]) { $1 }
        try process.run()
    }

    var status: Int32 { process.terminationStatus }

    /// Reads until there are so many lines or the output ends.
    func readLines(_ count: Int) -> [String] {
        var lines = 0
        while lines < count {
            let data = output.fileHandleForReading.availableData
            if data.isEmpty { break }
            bytes += data
            lines += data.count { $0 == 0x0A }
        }
        // What is not a whole line was not said.
        let whole = bytes.lastIndex(of: 0x0A).map { bytes[...$0] } ?? []
        return whole.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    }

    func stop(after microseconds: UInt64) {
        usleep(UInt32(microseconds))
        _ = kill(process.processIdentifier, SIGKILL)
    }

    /// Waits for the end; whether it was killed.
    func wait() -> Bool {
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal || status == 128 + SIGKILL
    }
}
