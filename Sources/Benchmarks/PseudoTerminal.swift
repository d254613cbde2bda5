import CPty
import Foundation

/// A program in a terminal of its own, to be timed: its bytes are counted and read, not drawn.
final class PseudoTerminal {
    let process: pid_t
    private let master: Int32

    /// Starts the program with a terminal of that size; nil when the system refuses.
    init?(_ arguments: [String], columns: Int32, rows: Int32) {
        var environment = ProcessInfo.processInfo.environment
        environment["TERM"] = "xterm-256color"
        environment["COLORTERM"] = "truecolor"
        environment["LANG"] = "C.UTF-8"
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
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        close(master)
    }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
    }

    /// Reads what comes within the time, until `isEnough` says so of all of it.
    func read(
        within milliseconds: Int, until isEnough: ([UInt8]) -> Bool = { _ in false }
    ) -> [UInt8] {
        let end = ContinuousClock.now + .milliseconds(milliseconds)
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !isEnough(all) {
            let left = Int32(max(0, (end - .now).seconds * 1_000).rounded(.up))
            var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            guard left > 0, poll(&waiting, 1, left) > 0 else { break }
            let count = Foundation.read(master, &buffer, buffer.count)
            guard count > 0 else { break }
            all += buffer[..<count]
        }
        return all
    }

    /// User and system time so far in seconds; how often its threads, and its first one alone, were woken.
    ///
    /// The first thread draws. On Linux libdispatch, which carries Swift's concurrency, wakes a thread of its own
    /// once a second to look after its pools; nothing switches that off.
    var usage: (seconds: Double, wakeUps: Int, drawingWakeUps: Int) {
        let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        let ticks = fields.count > 12 ? (Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0) : 0
        var wakeUps = (all: 0, drawing: 0)
        let tasks = "/proc/\(process)/task"
        for thread in (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? [] {
            let path = "\(tasks)/\(thread)/status"
            let status = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            let line = status.split(separator: "\n").first {
                $0.hasPrefix("voluntary_ctxt_switches")
            }
            let count = line.flatMap { Int($0.split(separator: "\t").last ?? "") } ?? 0
            wakeUps.all += count
            if thread == String(process) { wakeUps.drawing = count }
        }
        let seconds = ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
        return (seconds, wakeUps.all, wakeUps.drawing)
    }
}
