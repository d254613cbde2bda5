import CPty
import Foundation

/// A program in a terminal of its own, to be timed: its bytes are counted and read, not drawn.
///
/// The usual questions to a terminal are answered as xterm would. A terminal that is dropped kills its program.
final class PseudoTerminal {
    /// What came in one read, and when.
    struct Chunk {
        let at: ContinuousClock.Instant
        let bytes: [UInt8]
    }

    static let columns: Int32 = 200
    static let rows: Int32 = 60

    let process: pid_t
    let begun = ContinuousClock.now
    private let master: Int32
    /// Arrow keys are sent as the program asked for them.
    private var isApplicationMode = false

    /// Starts the program with a terminal of that size; nil when the system refuses.
    ///
    /// - Parameter environment: Over what this process has.
    init?(
        _ arguments: [String], columns: Int32 = columns, rows: Int32 = rows,
        environment over: [String: String] = [:]
    ) {
        var environment = ProcessInfo.processInfo.environment
        environment["TERM"] = "xterm-256color"
        environment["COLORTERM"] = "truecolor"
        environment["LANG"] = "C.UTF-8"
        environment["LC_ALL"] = "C.UTF-8"
        environment["SSH_CONNECTION"] = nil
        environment["SSH_TTY"] = nil
        environment.merge(over) { $1 }
        var argumentList = arguments.map { strdup($0) } + [nil]
        var environmentList = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in argumentList + environmentList { free(text) } }
        var opened: Int32 = -1
        let child = cpty_spawn(
            arguments[0], &argumentList, &environmentList, rows, columns, &opened)
        guard child > 0 else { return nil }
        master = opened
        process = child
    }

    deinit {
        for one in processes.reversed() { kill(one, SIGKILL) }
        var status: Int32 = 0
        waitpid(process, &status, 0)
        close(master)
    }

    var isRunning: Bool { kill(process, 0) == 0 && state != "Z" }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
    }

    /// Presses an arrow key.
    func send(arrow letter: Character) {
        send("\u{1B}\(isApplicationMode ? "O" : "[")\(letter)")
    }

    /// Reads what comes within the time, until `isEnough` says so of all of it.
    func read(
        within milliseconds: Int, until isEnough: ([UInt8]) -> Bool = { _ in false }
    ) -> [UInt8] {
        var all: [UInt8] = []
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        while !isEnough(all), let chunk = next(before: end) { all += chunk.bytes }
        return all
    }

    /// Everything that comes within the time, read by read.
    func chunks(within milliseconds: Int) -> [Chunk] {
        var all: [Chunk] = []
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        while let chunk = next(before: end) { all.append(chunk) }
        return all
    }

    /// Reads until nothing has come for `gap` milliseconds, at most for a second.
    func silence(_ gap: Int) -> [Chunk] {
        var all: [Chunk] = []
        let end = ContinuousClock.now + .seconds(1)
        while let chunk = next(before: min(end, .now + .milliseconds(gap))) { all.append(chunk) }
        return all
    }

    /// Waits for the next bytes; nil when none came in time, or the program is gone.
    func next(before end: ContinuousClock.Instant) -> Chunk? {
        let left = Int32(max(0, (end - .now).seconds * 1_000).rounded(.up))
        var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard left > 0, poll(&waiting, 1, left) > 0 else { return nil }
        let at = ContinuousClock.now
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Foundation.read(master, &buffer, buffer.count)
        guard count > 0 else { return nil }
        let chunk = Chunk(at: at, bytes: Array(buffer[..<count]))
        answer(chunk.bytes)
        return chunk
    }

    private func answer(_ bytes: [UInt8]) {
        guard bytes.contains(0x1B) else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("\u{1B}[?1h") { isApplicationMode = true }
        if text.contains("\u{1B}[?1l") { isApplicationMode = false }
        for (question, answer) in Self.answers where text.contains(question) { send(answer) }
    }

    private static let answers = [
        ("\u{1B}[c", "\u{1B}[?62;22c"), ("\u{1B}[0c", "\u{1B}[?62;22c"),
        ("\u{1B}[>c", "\u{1B}[>41;354;0c"), ("\u{1B}[6n", "\u{1B}[1;1R"),
        ("\u{1B}[5n", "\u{1B}[0n"), ("\u{1B}[?2026$p", "\u{1B}[?2026;2$y"),
        ("\u{1B}]10;?", "\u{1B}]10;rgb:ffff/ffff/ffff\u{1B}\\"),
        ("\u{1B}]11;?", "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\"),
    ]

    // MARK: What it costs

    /// The program and all it started, parents first. A program may watch over itself from a process of its own; the
    /// last of them does the work.
    private var processes: [pid_t] {
        var found = [process]
        var place = 0
        while place < found.count {
            let parent = found[place]
            let path = "/proc/\(parent)/task/\(parent)/children"
            let children = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            found += children.split(separator: " ").compactMap { pid_t($0) }
            place += 1
        }
        return found
    }

    /// What a program has used so far.
    struct Usage {
        /// User and system time of all its threads, seconds.
        var seconds = 0.0
        /// The same of the thread that draws.
        var drawingSeconds = 0.0
        /// How often its threads, and the one that draws, went to sleep and were woken.
        var wakeUps = 0
        var drawingWakeUps = 0

        static func - (after: Usage, before: Usage) -> Usage {
            Usage(
                seconds: after.seconds - before.seconds,
                drawingSeconds: after.drawingSeconds - before.drawingSeconds,
                wakeUps: after.wakeUps - before.wakeUps,
                drawingWakeUps: after.drawingWakeUps - before.drawingWakeUps)
        }
    }

    /// By the scheduler's clock, since clock ticks are too coarse for a program that does nothing. Of the process that
    /// does the work, the threads that bear the program's name are its own and draw; libdispatch names the others.
    ///
    /// On Linux libdispatch, which carries Swift's concurrency, wakes a thread once a second to look after its
    /// pools; nothing switches that off.
    var usage: Usage {
        var usage = Usage()
        let processes = processes
        for process in processes {
            let tasks = "/proc/\(process)/task"
            let name = Self.text("/proc/\(process)/comm")
            for thread in (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? [] {
                let path = "\(tasks)/\(thread)"
                let seconds = Self.nanoseconds("\(path)/schedstat") / 1e9
                let wakeUps = Self.number("voluntary_ctxt_switches", in: "\(path)/status")
                usage.seconds += seconds
                usage.wakeUps += wakeUps
                if process == processes.last, Self.text("\(path)/comm") == name {
                    usage.drawingSeconds += seconds
                    usage.drawingWakeUps += wakeUps
                }
            }
        }
        return usage
    }

    /// User and system time as the processes themselves are billed, in clock ticks; threads that ended are in it.
    var billedSeconds: Double {
        let ticks = processes.reduce(0.0) { sum, process in
            let fields = Self.fields(process)
            guard fields.count > 12 else { return sum }
            return sum + (Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)
        }
        return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Resident memory of the process that does the work, and the share of all of them that is their own; MiB.
    var memory: (resident: Double, proportional: Double) {
        let processes = processes
        let resident = Self.number("Rss", in: "/proc/\(processes.last ?? process)/smaps_rollup")
        let proportional = processes.reduce(0) {
            $0 + Self.number("Pss", in: "/proc/\($1)/smaps_rollup")
        }
        return (Double(resident) / 1_024, Double(proportional) / 1_024)
    }

    private var state: Substring? { Self.fields(process).first }

    /// Of a process's `stat`, what follows the name.
    private static func fields(_ process: pid_t) -> [Substring] {
        text("/proc/\(process)/stat").split(separator: ")").last?.split(separator: " ") ?? []
    }

    private static func text(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }

    private static func nanoseconds(_ path: String) -> Double {
        text(path).split(separator: " ").first.flatMap { Double($0) } ?? 0
    }

    /// The number in the line of that name: `Name:   12 kB`.
    private static func number(_ name: String, in path: String) -> Int {
        let line = text(path).split(separator: "\n").first { $0.hasPrefix("\(name):") }
        let words = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }) ?? []
        return words.count > 1 ? Int(words[1]) ?? 0 : 0
    }
}
