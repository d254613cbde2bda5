import Foundation
import Simulation
import Testing

/// Seeded schedules with faults of every kind; `Benchmarks simulate` runs the same for as long as one likes.
@Suite struct SimulationTests {
    @Test(arguments: Options.Mode.allCases)
    func noRuleIsBrokenWhateverFails(mode: Options.Mode) {
        var simulator = Simulator(Options(mode: mode))
        if let caught = Hunt.first(in: 1...700, &simulator) { Issue.record("\(caught)") }
        for feature in Feature.allCases where !Feature.rare.contains(feature) {
            #expect(simulator.coverage.count(of: feature) > 0, "no schedule saw \(feature)")
        }
    }

    /// Seeds that once broke a rule.
    @Test(
        arguments: [
            1_002_319_471, 1_318, 135, 22_026, 10_086, 46, 12, 44, 6_000_994_462, 6_002_387_720,
        ] as [UInt64])
    func whatOnceBrokeHolds(seed: UInt64) {
        var simulator = Simulator()
        if let caught = Hunt.first(in: seed...seed, &simulator) { Issue.record("\(caught)") }
    }

    /// The order of a hash is found by comparing two processes, below.
    @Test(arguments: Mutant.allCases.filter { $0 != .unsortedChoice })
    func everyKnownDefectIsFound(mutant: Mutant) throws {
        var simulator = Simulator(Options(mutant: mutant))
        let caught = try #require(Hunt.first(in: 1...10_000, &simulator), "\(mutant) is not found")
        #expect(mutant.breaks.contains(caught.violation.invariant), "\(caught)")
        #expect(!caught.lines.isEmpty)
    }

    @Test func aFailingSeedFailsTheSameWayAgain() throws {
        var first = Simulator(Options(mutant: .endedTwice))
        let caught = try #require(Hunt.first(in: 1...10_000, &first))
        var second = Simulator(Options(mutant: .endedTwice))
        let again = try #require(Hunt.first(in: caught.seed...caught.seed, &second))
        #expect(again.violation == caught.violation)
        #expect(again.lines == caught.lines)
    }

    // MARK: The same seed in two processes

    @Test func aSeedGivesTheSameJournalInEveryProcess() throws {
        let here = Hunt.hash(of: 1..<101, Options())
        #expect(try hash(["--seed", "1", "--hash", "100"], deterministic: false) == "\(here)")
        #expect(try hash(["--seed", "1", "--hash", "100"], deterministic: true) == "\(here)")
    }

    @Test func theOrderOfAHashIsFoundByComparingProcesses() throws {
        let arguments = ["--seed", "1", "--hash", "50", "--mutant", "unsortedChoice"]
        let some = try (0..<3).map { _ in try hash(arguments, deterministic: false) }
        #expect(Set(some).count > 1)
    }

    @Test func aFailingSeedIsReplayedInAnotherProcess() throws {
        var simulator = Simulator(Options(mutant: .endedTwice))
        let caught = try #require(Hunt.first(in: 1...10_000, &simulator))
        let output = try simulate(
            ["--replay", "\(caught.seed)", "--mutant", "endedTwice"], deterministic: false)
        for line in caught.lines { #expect(output.contains(line)) }
        #expect(output.contains(caught.violation.message))
    }

    private func hash(_ arguments: [String], deterministic: Bool) throws -> String {
        try simulate(arguments, deterministic: deterministic)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What the built program prints; with another hash seed in each process, or the same in all.
    private func simulate(_ arguments: [String], deterministic: Bool) throws -> String {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = ["simulate"] + arguments
        var environment = ProcessInfo.processInfo.environment
        environment["SWIFT_DETERMINISTIC_HASHING"] = deterministic ? "1" : nil
        process.environment = environment
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Beside the test program, where SwiftPM puts every executable.
    private static var program: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("Benchmarks")
    }
}
