import ArgumentParser
import Dispatch
import Foundation
import Simulation
import Synchronization

/// Runs seeded fault schedules of the core, checks every rule after every event, and says what they went through.
struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run random fault schedules of the core and check every rule after every event.")

    @Option(help: "Seconds to run.")
    var seconds = 10.0

    @Option(help: "The first seed.")
    var seed: UInt64 = 1

    @Option(help: "Threads, each with schedules of its own.")
    var cores = 1

    @Option(help: "Run only this seed and show its last events.")
    var replay: UInt64?

    @Option(help: "Run so many seeds and print one hash of their journals.")
    var hash: UInt64?

    @Option(help: "Let faults last (safety) or stop and everything end (liveness); else drawn.")
    var mode: Options.Mode?

    @Option(help: "Put this defect in on purpose.")
    var mutant: Mutant?

    @Flag(help: "Put in each known defect in turn and say which seed finds it.")
    var mutants = false

    /// Seeds a mutant must be found within.
    private static let mutantSeeds: UInt64 = 10_000

    private var options: Options { Options(mode: mode, mutant: mutant) }

    func validate() throws {
        guard seconds > 0, seconds <= 1_000_000, (1...256).contains(cores) else {
            throw ValidationError("--seconds takes more than 0, --cores takes 1 to 256.")
        }
    }

    func run() throws {
        if let replay { return try show(replay) }
        if let hash {
            return print(Hunt.hash(of: seed..<seed &+ hash, options))
        }
        if mutants { return try huntMutants() }
        try search()
    }

    private func show(_ seed: UInt64) throws {
        var simulator = Simulator(options)
        let outcome = simulator.run(seed: seed)
        for line in simulator.lastLines(Hunt.shownEvents) { print(line) }
        print("seed \(seed), \(options): \(outcome.events) events, journal \(outcome.journalHash)")
        guard let violation = outcome.violation else { return }
        print("\(violation.invariant.rawValue) \(violation.invariant): \(violation.message)")
        throw ExitCode(1)
    }

    private func huntMutants() throws {
        var missed = 0
        for mutant in Mutant.allCases where mutant != .unsortedChoice {
            var simulator = Simulator(Options(mode: mode, mutant: mutant))
            let caught = Hunt.first(in: seed..<seed &+ Self.mutantSeeds, &simulator)
            if caught == nil { missed += 1 }
            let finding =
                caught.map {
                    "\($0.violation.invariant.rawValue) at seed \($0.seed): \($0.violation.message)"
                } ?? "NOT FOUND"
            print("\(mutant.rawValue.padded(to: 28)) \(finding)")
        }
        let order = Mutant.unsortedChoice.rawValue.padded(to: 28)
        print("\(order) compare --hash 1000 --mutant unsortedChoice of two processes")
        if missed > 0 { throw ExitCode(1) }
    }

    // MARK: Searching

    private func search() throws {
        let begun = ContinuousClock.now
        let processor = ProcessorTime.now
        let end = begun + .seconds(seconds)
        let found = Mutex<(coverage: Coverage, caught: Hunt.Catch?, last: UInt64)>(
            (Coverage(), nil, seed))
        DispatchQueue.concurrentPerform(iterations: cores) { core in
            var simulator = Simulator(options)
            var block = UInt64(core)
            var isDone = false
            while !isDone {
                let first = seed &+ block &* Self.block
                let caught = Hunt.first(in: first..<first &+ Self.block, &simulator)
                isDone = found.withLock { found in
                    if let caught, found.caught == nil { found.caught = caught }
                    found.last = max(found.last, first &+ Self.block &- 1)
                    return found.caught != nil || ContinuousClock.now >= end
                }
                block &+= UInt64(cores)
            }
            let coverage = simulator.coverage
            found.withLock { $0.coverage.add(coverage) }
        }
        let (coverage, caught, last) = found.withLock { $0 }
        let wall = (ContinuousClock.now - begun).seconds
        report(coverage, last, wall, ProcessorTime.now - processor)
        guard let caught else { return print("No rule was broken.") }
        print(caught)
        throw ExitCode(1)
    }

    /// Seeds a thread takes at a time.
    private static let block: UInt64 = 4_096

    private func report(_ coverage: Coverage, _ last: UInt64, _ wall: Double, _ cpu: Double) {
        let count = Double(max(1, coverage.schedules))
        let events = (Double(coverage.events) / count).formatted(
            .number.precision(.fractionLength(1)))
        print(
            """
            seeds \(seed)...\(last), \(options), \(cores) cores
            \(coverage.schedules) schedules, \(coverage.events) events, \(events) events each
            \(Int(count / wall * 60)) schedules a minute of wall time, \
            \(Int(count / cpu * 60)) of processor time
            share of schedules with:
            """)
        for feature in Feature.allCases {
            let share = (Double(coverage.count(of: feature)) / count)
                .formatted(.percent.precision(.fractionLength(2)))
            print("  \("\(feature)".padded(to: 18)) \(share)")
        }
    }
}

extension Options.Mode: ExpressibleByArgument {}
extension Mutant: ExpressibleByArgument {}

extension String {
    fileprivate func padded(to width: Int) -> String {
        padding(toLength: max(width, count), withPad: " ", startingAt: 0)
    }
}
