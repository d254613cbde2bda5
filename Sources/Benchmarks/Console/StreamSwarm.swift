import Foundation
import SQLiteJournal
import SwarmCore

/// 200 model agents that each read one answer from a server in this process, word by word.
final class StreamSwarm {
    static let streams = 200
    private static let rate = 100
    private static let seconds = 24

    private let folder: String
    private let server: EventStreamServer

    var eventsPerSecond: Double { Double(Self.streams * Self.rate) }

    /// Starts the server and queues a subtask for each agent.
    ///
    /// The queue is made by offline agents of the same names: the models are theirs from the console's start on.
    init(in folder: String) throws {
        self.folder = folder
        var load = LoadFolder(
            agents: Self.streams, workSeconds: 60...60, loadPerSubtask: 80, tasks: Self.streams / 4,
            steps: 4)
        try load.queue(in: folder)
        server = try EventStreamServer(
            .chatCompletions(
                streams: Self.streams, eventsPerSecond: Self.rate,
                eventsPerStream: Self.rate * Self.seconds))
        load.driver = ", driver: model, settings: {structured: false}"
        load.more = """
            endpoints:
              - {name: local, kind: openai, url: "http://127.0.0.1:\(server.port)/v1", output_limit: max_tokens}
            models: {endpoint: local, small: gpt-4}
            """
        try load.write(to: folder)
    }

    struct NoStreams: Error, CustomStringConvertible {
        let description = "The model agents did not all ask for their answers."
    }

    /// Reads what the console writes until every stream is under way.
    func waitForStreams(_ terminal: PseudoTerminal) throws {
        let end = ContinuousClock.now + .seconds(60)
        while !server.isStreaming, ContinuousClock.now < end { _ = terminal.read(within: 50) }
        guard server.isStreaming else { throw NoStreams() }
        _ = terminal.read(within: 1_000)
    }

    /// Waits until the answers have ended; how many of their words are in no result.
    func lostEvents(_ terminal: PseudoTerminal) throws -> Int {
        let end = ContinuousClock.now + .seconds(Self.seconds + 30)
        var arrived = 0
        while ContinuousClock.now < end {
            _ = terminal.read(within: 500)
            guard server.hasEnded else { continue }
            let results = try results()
            arrived = results.reduce(0) { $0 + Self.wordsInPlace($1) }
            if results.count >= Self.streams { break }
        }
        return Self.streams * Self.rate * Self.seconds - arrived
    }

    /// The texts handed in so far.
    private func results() throws -> [String] {
        guard let journal = try SQLiteJournal.openForReading(folder: folder + "/data") else {
            return []
        }
        defer { journal.close() }
        var texts: [String] = []
        try journal.replay { batch in
            for line in batch.split(separator: 0x0A) {
                let text = String(decoding: line, as: UTF8.self)
                guard text.contains(#""attempt.finished""#), text.contains(#""succeeded""#) else {
                    continue
                }
                let product = try? JSONValue.parse(text)["product"]?["text"]?.string
                if let product { texts.append(product) }
            }
        }
        return texts
    }

    /// The answer is the numbers from 0 on; those that stand where they belong.
    private static func wordsInPlace(_ text: String) -> Int {
        text.split(separator: " ").enumerated().count { Int($1) == $0 }
    }
}
