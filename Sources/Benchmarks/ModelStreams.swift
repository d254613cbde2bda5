import ArgumentParser
import Foundation
import ModelAgents

struct ModelStreams: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "streams",
        abstract: "Take many event streams at once: what is lost, how late, at what cost.",
        discussion:
            "By the model transport and, in the same rounds, by libcurl with nothing around it.")

    @Option(help: "Streams at once.")
    var streams = 200

    @Option(help: "Events a second on each stream.")
    var rate = 100

    @Option(help: "Seconds each side streams in a round.")
    var seconds = 5

    @Option(help: "Rounds; each side runs once in each.")
    var rounds = 3

    func validate() throws {
        guard (1...10_000).contains(streams), (1...10_000).contains(rate),
            (1...3_600).contains(seconds), (1...1_000).contains(rounds)
        else {
            throw ValidationError(
                "--streams and --rate take 1 to 10000, --seconds 1 to 3600, --rounds 1 to 1000.")
        }
    }

    func run() async throws {
        let plan = EventStreamServer.Plan(
            streams: streams, eventsPerSecond: rate, eventsPerStream: rate * seconds)
        var sides = [StreamFigures(name: "bare libcurl"), StreamFigures(name: "model transport")]
        for _ in 0..<rounds {
            try await sides[0].measure(plan) { url in
                BareCurl.arrivals(streams: plan.streams, from: url)
            }
            try await sides[1].measure(plan) { url in
                await Self.arrivals(streams: plan.streams, from: url)
            }
        }
        for side in sides { print(side.text) }
        let added = sides[1].percentile(99) - sides[0].percentile(99)
        print(String(format: "added at p99: %.3f ms", added))
    }

    /// Takes the streams as the model client does: pieces, then events.
    private static func arrivals(streams: Int, from url: String) async -> [Arrivals] {
        let transport = CurlTransport()
        let all = await withTaskGroup(of: Arrivals.self) { group in
            for _ in 0..<streams {
                group.addTask {
                    await arrivals(of: transport.begin(TransportRequest(url: url)))
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        await transport.close()
        return all
    }

    private static func arrivals(of exchange: any TransportExchange) async -> Arrivals {
        var arrivals = Arrivals()
        var decoder = ServerSentEvents()
        do throws(TransportFault) {
            while let piece = try await exchange.next() {
                guard case .bytes(let bytes) = piece else { continue }
                let events = try decoder.feed(bytes)
                let now = MonotonicTime.now
                for event in events { arrivals.add(event.data[...], at: now) }
                if !events.isEmpty { exchange.noteContent() }
            }
        } catch {
            arrivals.fault = "\(error)"
        }
        return arrivals
    }
}

/// What came on one stream.
struct Arrivals: Sendable {
    /// Milliseconds from sending to taking, event by event.
    var lateness: [Double] = []
    /// Events that did not have the number that was next.
    var misplaced = 0
    var fault: String?

    /// An event's data is its number and the nanosecond it was sent.
    mutating func add(_ data: ArraySlice<UInt8>, at now: UInt64) {
        let words = String(decoding: data, as: UTF8.self).split(separator: " ")
        guard words.count == 2, let number = Int(words[0]), let sent = UInt64(words[1]) else {
            misplaced += 1
            return
        }
        if number != lateness.count { misplaced += 1 }
        lateness.append(Double(now &- sent) / 1e6)
    }
}

/// The figures of one side over its rounds.
private struct StreamFigures {
    let name: String
    private var lateness: [Double] = []
    private var expected = 0
    private var misplaced = 0
    private var faults: [String] = []
    private var processorSeconds = 0.0
    private var streamedSeconds = 0.0

    init(name: String) { self.name = name }

    mutating func measure(
        _ plan: EventStreamServer.Plan, _ take: (String) async -> [Arrivals]
    ) async throws {
        let before = ProcessorTime.now
        let server = try EventStreamServer(plan)
        let arrivals = await take("http://127.0.0.1:\(server.port)/")
        let serving = server.finished()
        processorSeconds += ProcessorTime.now - before - serving
        streamedSeconds += Double(plan.eventsPerStream) / Double(plan.eventsPerSecond)
        expected += plan.streams * plan.eventsPerStream
        for stream in arrivals {
            lateness += stream.lateness
            misplaced += stream.misplaced
            if let fault = stream.fault { faults.append(fault) }
        }
    }

    /// Milliseconds.
    func percentile(_ percent: Double) -> Double {
        let sorted = lateness.sorted()
        guard !sorted.isEmpty else { return 0 }
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * percent / 100))]
    }

    var text: String {
        let share = processorSeconds / streamedSeconds * 100
        let perEvent = processorSeconds / Double(max(1, lateness.count)) * 1e6
        return String(
            format: "%@: %d of %d events, %d misplaced, %d faults; late p50 %.3f p99 %.3f "
                + "max %.3f ms; %.0f %% of a core, %.1f us an event",
            name, lateness.count, expected, misplaced, faults.count, percentile(50),
            percentile(99), percentile(100), share, perEvent)
    }
}
