import ArgumentParser
import Foundation

@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "Benchmarks",
        abstract: "Measure swarmtop on this machine, and try to break it.",
        subcommands: [
            Measure.self, ConsoleFigures.self, Soak.self, Simulate.self, Crashes.self,
            ModelStreams.self,
        ],
        defaultSubcommand: Measure.self)
}

struct Measure: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure", abstract: "Medians of several interleaved rounds (the default).")

    @Flag(help: "Print JSON instead of a table.")
    var json = false

    @Option(help: "Rounds; each case runs once in each.")
    var rounds = 5

    @Option(help: "Seconds each case runs in a round.")
    var seconds = 1.0

    @Option(help: "Only the benchmarks whose name holds this.")
    var only: String?

    func validate() throws {
        guard (1...1_000).contains(rounds), seconds > 0, seconds <= 3_600 else {
            throw ValidationError("--rounds takes 1 to 1000, --seconds more than 0 up to 3600.")
        }
    }

    func run() async throws {
        let all: [any Benchmark] = Throughput.all + [Makespan()] + Frames.all
        let chosen = all.filter { only.map($0.name.contains) ?? true }
        guard !chosen.isEmpty else {
            throw ValidationError(
                "No benchmark is called that. Known: \(all.map(\.name).joined(separator: ", ")).")
        }
        var series = chosen.map { Series(name: $0.name, unit: $0.unit) }
        for _ in 0..<rounds {
            for (place, benchmark) in chosen.enumerated() {
                series[place].add(try await benchmark.measure(seconds: seconds))
            }
        }
        print(json ? Report.json(series) : Report.table(series))
    }
}

/// Something measured once a round.
protocol Benchmark: Sendable {
    var name: String { get }
    /// The unit of the main figure.
    var unit: String { get }
    func measure(seconds: Double) async throws -> Sample
}

/// One round's figures: the main one, and others by name with their unit in it.
struct Sample {
    let value: Double
    var others: [(String, Double)] = []
}

/// A benchmark's samples over the rounds.
struct Series {
    let name: String
    let unit: String
    var samples: [Sample] = []

    mutating func add(_ sample: Sample) { samples.append(sample) }

    var values: [Double] { samples.map(\.value) }

    /// Medians of the other figures, in their order.
    var others: [(String, Double)] {
        (samples.first?.others ?? []).enumerated().map { place, figure in
            (figure.0, samples.map { $0.others[place].1 }.median)
        }
    }
}

extension [Double] {
    var median: Double {
        let sorted = sorted()
        guard let middle = sorted.dropFirst(count / 2).first else { return 0 }
        return count % 2 == 1 ? middle : (middle + sorted[count / 2 - 1]) / 2
    }
}
