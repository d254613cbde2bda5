import Foundation
import Glibc
import TerminalHarness

/// The built `swarmtop`, started with its three streams in a test's hands.
///
/// Waiting polls the streams with a deadline; nothing here sleeps. A run that is dropped kills its program.
final class ProgramRun {
    enum Exit: Hashable, CustomStringConvertible {
        case code(Int32)
        case signal(Int32)
        /// It did not end within the time and was killed.
        case timeout

        var description: String {
            switch self {
            case .code(let code): "exit \(code)"
            case .signal(let number): "signal \(number)"
            case .timeout: "timeout"
            }
        }
    }

    /// What becomes of a stream.
    enum Stream {
        /// Read by the test; for standard input: empty.
        case kept
        case closed
        /// A pipe whose reader is gone already.
        case broken
        /// A pipe that nobody reads until `end`.
        case stalled
    }

    struct Outcome {
        let exit: Exit
        let output: String
        let errors: String
    }

    static let patience = Duration.seconds(20)

    /// One at a time, so that no program inherits the pipes of one started beside it.
    private static let spawning = NSLock()

    let process: pid_t
    private(set) var output: [UInt8] = []
    private(set) var errors: [UInt8] = []
    private var outputEnd: Int32
    private var errorEnd: Int32
    private var isStalled: Bool
    private var hasEnded = false

    init(
        _ arguments: [String], environment: [String: String] = [:], input: String? = nil,
        standardInput: Stream = .kept, standardOutput: Stream = .kept
    ) throws {
        Self.spawning.lock()
        defer { Self.spawning.unlock() }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var mine: [Int32] = []
        defer { for descriptor in mine { close(descriptor) } }

        if standardInput == .closed {
            posix_spawn_file_actions_addclose(&actions, 0)
        } else {
            let (reading, writing) = try Self.pipe()
            mine += [reading, writing]
            let bytes = Array((input ?? "").utf8)
            guard bytes.count <= 60_000, write(writing, bytes, bytes.count) == bytes.count else {
                throw Failed(step: "standard input")
            }
            posix_spawn_file_actions_adddup2(&actions, reading, 0)
        }
        let (outputReading, outputWriting) = try Self.pipe()
        mine.append(outputWriting)
        switch standardOutput {
        case .kept, .stalled: posix_spawn_file_actions_adddup2(&actions, outputWriting, 1)
        case .closed: posix_spawn_file_actions_addclose(&actions, 1)
        case .broken:
            posix_spawn_file_actions_adddup2(&actions, outputWriting, 1)
            close(outputReading)
        }
        let (errorReading, errorWriting) = try Self.pipe()
        mine.append(errorWriting)
        posix_spawn_file_actions_adddup2(&actions, errorWriting, 2)

        var values = environment
        values["LANG"] = values["LANG"] ?? "C.UTF-8"
        values["SWIFT_BACKTRACE"] = "enable=no"
        let path = BuiltProgram.path("swarmtop")
        var argumentList = ([path] + arguments).map { strdup($0) } + [nil]
        var environmentList = values.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in argumentList + environmentList { free(text) } }
        var child: pid_t = 0
        guard posix_spawn(&child, path, &actions, nil, &argumentList, &environmentList) == 0 else {
            throw Failed(step: "posix_spawn \(path)")
        }
        process = child
        outputEnd = standardOutput == .broken ? -1 : outputReading
        errorEnd = errorReading
        isStalled = standardOutput == .stalled
    }

    deinit {
        if !hasEnded {
            kill(process, SIGKILL)
            var status: Int32 = 0
            waitpid(process, &status, 0)
        }
        if outputEnd >= 0 { close(outputEnd) }
        if errorEnd >= 0 { close(errorEnd) }
    }

    /// Starts, waits for the end.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], input: String? = nil,
        standardInput: Stream = .kept, standardOutput: Stream = .kept,
        atMost time: Duration = patience
    ) throws -> Outcome {
        try ProgramRun(
            arguments, environment: environment, input: input, standardInput: standardInput,
            standardOutput: standardOutput
        ).end(atMost: time)
    }

    func signal(_ number: Int32) { kill(process, number) }

    /// Complete lines of standard output so far.
    var lines: [String] {
        var lines = String(decoding: output, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        lines.removeLast()
        return lines.map(String.init)
    }

    /// Reads until the predicate holds; false after the time, or when the output ended before.
    @discardableResult
    func wait(atMost time: Duration = patience, until holds: (ProgramRun) -> Bool) -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: time)
        while !holds(self) {
            let left = clock.now.duration(to: deadline)
            guard left > .zero, outputEnd >= 0 || errorEnd >= 0 else { return holds(self) }
            pump(atMost: min(left, .milliseconds(50)))
        }
        return true
    }

    /// Waits until standard output holds that many complete lines.
    @discardableResult
    func wait(forLines count: Int) -> Bool { wait { $0.lineCount >= count } }

    var lineCount: Int { output.count { $0 == 0x0A } }

    /// Waits for the end; without `reading`, a stalled output stays unread until then.
    func end(atMost time: Duration = patience, reading: Bool = true) -> Outcome {
        if reading { isStalled = false }
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: time)
        var status: Int32 = 0
        while true {
            if waitpid(process, &status, WNOHANG) == process {
                hasEnded = true
                isStalled = false
                while outputEnd >= 0 || errorEnd >= 0 { pump(atMost: .seconds(1)) }
                let number = status & 0x7F
                return outcome(number == 0 ? .code(status >> 8 & 0xFF) : .signal(number))
            }
            guard clock.now < deadline else {
                kill(process, SIGKILL)
                waitpid(process, &status, 0)
                hasEnded = true
                return outcome(.timeout)
            }
            pump(atMost: .milliseconds(5))
        }
    }

    private func outcome(_ exit: Exit) -> Outcome {
        Outcome(
            exit: exit, output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self))
    }

    private func pump(atMost time: Duration) {
        var descriptors = [
            pollfd(fd: isStalled ? -1 : outputEnd, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errorEnd, events: Int16(POLLIN), revents: 0),
        ]
        let milliseconds = time.components.attoseconds / 1_000_000_000_000_000
        let most = Int32(clamping: time.components.seconds * 1_000 + milliseconds)
        guard poll(&descriptors, 2, max(1, most)) > 0 else { return }
        if descriptors[0].revents != 0 { outputEnd = Self.read(outputEnd, into: &output) }
        if descriptors[1].revents != 0 { errorEnd = Self.read(errorEnd, into: &errors) }
    }

    /// Returns the descriptor, or -1 when it was at its end and closed.
    private static func read(_ descriptor: Int32, into bytes: inout [UInt8]) -> Int32 {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        guard count > 0 else {
            close(descriptor)
            return -1
        }
        bytes += buffer[..<count]
        return descriptor
    }

    private static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw Failed(step: "pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    struct Failed: Error { let step: String }
}
