import Foundation
import SQLiteJournal

/// How the console itself behaves in a terminal of 200×60: start, idleness, keys and bytes under load.
///
/// Runs the `swarmtop` built beside this program.
enum ConsoleFigures {
    static let all: [any Benchmark] = [Start(), Idle(), UnderLoad()]

    static let program = URL(fileURLWithPath: CommandLine.arguments[0])
        .deletingLastPathComponent().appendingPathComponent("swarmtop").path

    static func withFolder<Result>(_ body: (String) throws -> Result) rethrows -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("swarmtop-benchmark-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    static func open(_ folder: String, _ arguments: [String] = []) throws -> PseudoTerminal {
        let command = [program, "--data-dir", folder] + arguments
        guard FileManager.default.isExecutableFile(atPath: program),
            let terminal = PseudoTerminal(command, columns: 200, rows: 60)
        else { throw Missing() }
        return terminal
    }

    struct Missing: Error, CustomStringConvertible {
        let description =
            "swarmtop is not built beside Benchmarks. Run: swift build -c release --product swarmtop"
    }

    static func contains(_ bytes: [UInt8], _ text: String) -> Bool {
        String(decoding: bytes, as: UTF8.self).contains(text)
    }
}

/// From the start of the process to the whole first frame.
private struct Start: Benchmark {
    let name = "console_start"
    let unit = "ms to the first full frame"

    func measure(seconds: Double) async throws -> Sample {
        try ConsoleFigures.withFolder { folder in
            let begun = ContinuousClock.now
            let terminal = try ConsoleFigures.open(folder)
            // The footer is drawn last.
            let bytes = terminal.read(within: 5_000) { ConsoleFigures.contains($0, "quit") }
            let taken = (ContinuousClock.now - begun).seconds * 1_000
            return Sample(value: taken, others: [("bytes", Double(bytes.count))])
        }
    }
}

/// Processor time and wake-ups while nothing happens, over five seconds.
private struct Idle: Benchmark {
    let name = "console_idle"
    let unit = "% of a core"

    func measure(seconds: Double) async throws -> Sample {
        try ConsoleFigures.withFolder { folder in
            let terminal = try ConsoleFigures.open(folder)
            _ = terminal.read(within: 7_000)  // threads of the start go after five seconds
            let before = terminal.usage
            let bytes = terminal.read(within: 5_000)
            let after = terminal.usage
            return Sample(
                value: (after.seconds - before.seconds) / 5 * 100,
                others: [
                    (
                        "wake_ups_drawing_thread",
                        Double(after.drawingWakeUps - before.drawingWakeUps)
                    ),
                    ("wake_ups_process", Double(after.wakeUps - before.wakeUps)),
                    ("bytes", Double(bytes.count)),
                ])
        }
    }
}

/// Keys while the swarm works off a queue: time from a key to the first byte it brings, and bytes a frame.
///
/// `j` and `k` move the cursor of the agents pane; the figure is the 95th percentile of 60 keys. The keys fall at
/// random between the frames that the swarm itself causes, at most ten a second.
private struct UnderLoad: Benchmark {
    let name = "console_key_p95_under_load"
    let unit = "ms from key to first byte"
    private static let keys = 60

    func measure(seconds: Double) async throws -> Sample {
        try ConsoleFigures.withFolder { folder in
            try queueTasks(in: folder)
            let terminal = try ConsoleFigures.open(folder, ["--speed", "10"])
            _ = terminal.read(within: 2_000)
            terminal.send("1")
            _ = terminal.read(within: 500)
            let before = (try events(folder), terminal.usage.seconds, ContinuousClock.now)
            var delays: [Double] = []
            var frames: [Double] = []
            for key in 0..<Self.keys {
                frames += Self.frameSizes(terminal.read(within: 100 + key % 7 * 13))
                let sent = ContinuousClock.now
                terminal.send(key % 2 == 0 ? "j" : "k")
                _ = terminal.read(within: 1_000) { !$0.isEmpty }
                delays.append((ContinuousClock.now - sent).seconds * 1_000)
            }
            let wall = (ContinuousClock.now - before.2).seconds
            delays.sort()
            return Sample(
                value: delays[Self.keys * 95 / 100],
                others: [
                    ("key_p50_ms", delays.median), ("bytes_per_frame_p50", frames.median),
                    ("events_per_s", Double(try events(folder) - before.0) / wall),
                    ("cpu_percent", (terminal.usage.seconds - before.1) / wall * 100),
                ])
        }
    }

    /// A thousand unfinished tasks: the console takes them up at its start.
    private func queueTasks(in folder: String) throws {
        let file = folder + "-tasks.json"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let tasks = Array(
            repeating: #"{"recipe":"campaign","data":{"budget":50000}}"#, count: 1_000)
        try "[\(tasks.joined(separator: ","))]".write(
            toFile: file, atomically: true, encoding: .utf8)
        let command = [ConsoleFigures.program, "run", file, "--data-dir", folder, "--events"]
        guard let run = PseudoTerminal(command, columns: 80, rows: 24) else {
            throw ConsoleFigures.Missing()
        }
        _ = run.read(within: 10_000) {
            ConsoleFigures.contains($0.suffix(400), "attempt.progressed")
        }
    }

    /// Events recorded so far, read beside the running console.
    private func events(_ folder: String) throws -> Int {
        guard let journal = try SQLiteJournal.openForReading(folder: folder) else { return 0 }
        defer { journal.close() }
        var lines = 0
        try journal.replay { batch in lines += batch.count { $0 == 0x0A } }
        return lines
    }

    /// Bytes between the marks of synchronized output.
    private static func frameSizes(_ bytes: [UInt8]) -> [Double] {
        String(decoding: bytes, as: UTF8.self).components(separatedBy: "\u{1B}[?2026h")
            .dropFirst().compactMap { part in
                let frame = part.components(separatedBy: "\u{1B}[?2026l")
                return frame.count > 1 ? Double(frame[0].utf8.count) : nil
            }
    }
}
