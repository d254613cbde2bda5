import CPty

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A program running in a terminal of its own, with its screen.
///
/// Waiting polls the terminal with a deadline; nothing here sleeps. A session that is dropped
/// kills its program.
public final class TerminalSession {
    public enum Exit: Hashable, Sendable {
        case code(Int32)
        case signal(Int32)
        /// It did not end within the time and was killed.
        case timeout
    }

    /// What a test waits for at most, unless it says otherwise.
    public static let patience = Duration.seconds(60)

    public let screen: VirtualScreen
    public let process: pid_t
    /// Everything the program wrote, at most the last 4 MiB.
    public private(set) var output: [UInt8] = []
    public private(set) var byteCount = 0
    /// What it wrote and when, in seconds since it was started, once `isRecording` is set.
    public private(set) var recording: [(seconds: Double, bytes: [UInt8])] = []
    public var isRecording = false
    private let start = ContinuousClock().now
    /// Whether questions of the program, such as where the cursor is, get their answers.
    public var isAnswering = true
    private var mostAtOnce = 65_536
    private var pause: Duration?
    private var terminal: Int32
    private var hasEnded = false
    private var isClosed = false
    private var isMidFrame = false

    /// - Parameters:
    ///   - arguments: The path of the program, then its arguments.
    ///   - environment: All of it; nothing is inherited.
    ///   - columns, rows: 0 for a terminal that does not know its size; its screen has 80 by 24 then.
    public init?(
        _ arguments: [String], environment: [String: String] = [:], columns: Int = 80,
        rows: Int = 24
    ) {
        guard let path = arguments.first else { return nil }
        var values = environment
        if values["TERM"] == nil { values["TERM"] = "xterm-256color" }
        if values["LANG"] == nil { values["LANG"] = "C.UTF-8" }
        if values["SWIFT_BACKTRACE"] == nil { values["SWIFT_BACKTRACE"] = "enable=no" }
        var argumentList = arguments.map { strdup($0) } + [nil]
        var environmentList = values.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in argumentList + environmentList { free(text) } }
        var master: Int32 = -1
        process = cpty_spawn(
            path, &argumentList, &environmentList, Int32(rows), Int32(columns), &master)
        guard process > 0 else { return nil }
        terminal = master
        screen = VirtualScreen(
            columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24)
    }

    deinit {
        if !hasEnded {
            kill(process, SIGKILL)
            var status: Int32 = 0
            waitpid(process, &status, 0)
        }
        if terminal >= 0 { close(terminal) }
    }

    public func send(_ text: String) {
        send(Array(text.utf8))
    }

    public func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends text as a terminal with bracketed paste does.
    public func paste(_ text: String) {
        send("\u{1b}[200~" + text + "\u{1b}[201~")
    }

    public func resize(columns: Int, rows: Int) {
        screen.resize(columns: columns, rows: rows)
        _ = cpty_resize(terminal, Int32(rows), Int32(columns))
    }

    /// The process group that has the terminal; behind a shell with jobs it is the program's own.
    public var foreground: pid_t { tcgetpgrp(terminal) }

    /// Tells the program a size that the screen here need not have.
    public func resizeTerminal(columns: Int, rows: Int) {
        _ = cpty_resize(terminal, Int32(rows), Int32(columns))
    }

    public func signal(_ number: Int32) {
        kill(process, number)
    }

    /// Reads until the predicate holds of a whole frame; false after the time, or when the program is gone.
    @discardableResult
    public func wait(
        atMost time: Duration = patience, until holds: (VirtualScreen) -> Bool
    ) -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: time)
        while isMidFrame || !holds(screen) {
            let left = clock.now.duration(to: deadline)
            guard left > .zero, !isClosed else { return false }
            pump(atMost: left)
        }
        return true
    }

    /// From now on reads only so many bytes, then pauses for the time a line of 9,600 bytes a second takes.
    public func takesAtMost(_ count: Int) {
        mostAtOnce = max(1, count)
        pause = .microseconds(count * 1_000_000 / 9_600)
    }

    /// Lets that time pass without reading.
    public func wait(atMost time: Duration, reading: Bool) {
        guard !reading else { return listen(for: time) }
        var none = pollfd(fd: -1, events: 0, revents: 0)
        _ = poll(
            &none, 1,
            Int32(
                clamping: time.components.seconds * 1_000 + time.components.attoseconds
                    / 1_000_000_000_000_000))
    }

    /// How often the program wrote that.
    public func count(of sequence: String) -> Int {
        String(decoding: output, as: UTF8.self).split(
            separator: sequence, omittingEmptySubsequences: false
        ).count - 1
    }

    /// Waits for a text anywhere on the screen.
    @discardableResult
    public func wait(for text: String, atMost time: Duration = patience) -> Bool {
        wait(atMost: time) { $0.contains(text) }
    }

    /// Reads what comes for that long; for "nothing comes".
    public func listen(for time: Duration) {
        wait(atMost: time) { _ in false }
    }

    /// Takes the terminal away, as closing its window does.
    public func disconnect() {
        isClosed = true
        close(terminal)
        terminal = -1
    }

    /// Waits for the program's end; without `reading`, its output stays in the terminal.
    public func end(atMost time: Duration = patience, reading: Bool = true) -> Exit {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: time)
        var status: Int32 = 0
        while true {
            if waitpid(process, &status, WNOHANG) == process {
                hasEnded = true
                pumpRest()
                let number = status & 0x7F
                return number == 0 ? .code(status >> 8 & 0xFF) : .signal(number)
            }
            guard clock.now < deadline else {
                kill(process, SIGKILL)
                waitpid(process, &status, 0)
                hasEnded = true
                return .timeout
            }
            if isClosed || !reading {
                var none = pollfd(fd: -1, events: 0, revents: 0)
                _ = poll(&none, 1, 2)
            } else {
                pump(atMost: .milliseconds(5))
            }
        }
    }

    /// Waits until the program is stopped by a signal, as by Ctrl-Z.
    public func waitUntilStopped(atMost time: Duration = patience) -> Bool {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: time)
        var status: Int32 = 0
        while clock.now < deadline {
            if waitpid(process, &status, WNOHANG | WUNTRACED) == process {
                if status & 0xFF == 0x7F { return true }
                hasEnded = true
                return false
            }
            pump(atMost: .milliseconds(5))
        }
        return false
    }

    /// The terminal's line discipline now.
    public var mode: termios {
        var mode = termios()
        tcgetattr(terminal, &mode)
        return mode
    }

    /// Whether the terminal echoes, reads lines and makes signals of Ctrl-C and its kind, as a shell needs it.
    public var isCooked: Bool {
        let wanted = tcflag_t(ECHO | ICANON | ISIG)
        return mode.c_lflag & wanted == wanted && mode.c_oflag & tcflag_t(OPOST) != 0
    }

    /// Whether screen, cursor, mouse, paste and line discipline are as a shell needs them.
    public var isRestored: Bool {
        faults.isEmpty
    }

    /// What a shell would not find as it needs it, one word each: in what the system says of the
    /// terminal, in what the terminal believes, and in what was written last.
    public var faults: [String] {
        let checks: [(String, Bool)] = [
            ("raw", !isCooked), ("alternate screen", screen.isAlternateScreen),
            ("cursor", !screen.isCursorVisible), ("mouse", screen.isMouseOn),
            ("mouse form", isOn("\u{1b}[?1006h", off: "\u{1b}[?1006l")),
            ("paste", screen.isPasteBracketed), ("focus", screen.isFocusReported),
            ("keypad", screen.hasApplicationKeys), ("colours", !screen.hasPlainPen),
            ("sync", isOn("\u{1b}[?2026h", off: "\u{1b}[?2026l")),
        ]
        return checks.filter(\.1).map(\.0)
    }

    /// What is not as a shell needs it; empty when all is.
    public var unrestored: [String] {
        var rest: [String] = []
        if !isCooked { rest.append("line discipline") }
        if screen.isAlternateScreen { rest.append("alternate screen") }
        if !screen.isCursorVisible { rest.append("cursor") }
        if screen.isMouseOn { rest.append("mouse") }
        if isOn("\u{1b}[?2004h", off: "\u{1b}[?2004l") { rest.append("paste") }
        if isOn("\u{1b}[?2026h", off: "\u{1b}[?2026l") { rest.append("synchronized update") }
        return rest
    }

    /// Whether the last of two sequences the program wrote is the first one.
    private func isOn(_ on: String, off: String) -> Bool {
        let written = String(decoding: output, as: UTF8.self)
        let pieces = written.split(separator: on, omittingEmptySubsequences: false)
        return pieces.count > 1 && !pieces[pieces.count - 1].contains(off)
    }

    private func pump(atMost time: Duration) {
        var descriptor = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        let milliseconds =
            time.components.seconds * 1_000 + time.components.attoseconds / 1_000_000_000_000_000
        guard poll(&descriptor, 1, Int32(clamping: milliseconds + 1)) > 0 else { return }
        var buffer = [UInt8](repeating: 0, count: mostAtOnce)
        let count = read(terminal, &buffer, buffer.count)
        guard count > 0 else {
            isClosed = true
            return
        }
        take(buffer[..<count])
        if let pause { wait(atMost: pause, reading: false) }
    }

    /// Reads until the terminal has nobody left at its other side: what a program wrote last may come after its
    /// end. At most two seconds, for a child of its that keeps the terminal open.
    private func pumpRest() {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: .seconds(2))
        while !isClosed, clock.now < deadline { pump(atMost: .milliseconds(50)) }
    }

    private func take(_ bytes: ArraySlice<UInt8>) {
        byteCount += bytes.count
        if isRecording {
            let (seconds, attoseconds) = start.duration(to: ContinuousClock().now).components
            recording.append((Double(seconds) + Double(attoseconds) / 1e18, Array(bytes)))
        }
        output += bytes
        if output.count > 4_194_304 { output.removeFirst(output.count - 4_194_304) }
        screen.feed(bytes)
        let replies = screen.takeReplies()
        if isAnswering, !replies.isEmpty { send(replies) }
        noteFrames()
    }

    /// Whether the program has begun a synchronized update (mode 2026) and not ended it yet.
    private func noteFrames() {
        let mark = Array("\u{1B}[?2026".utf8)
        var place = output.count - mark.count - 1
        let oldest = max(0, output.count - 262_144)
        while place >= oldest {
            if output[place] == mark[0], output[place..<(place + mark.count)].elementsEqual(mark) {
                isMidFrame = output[place + mark.count] == UInt8(ascii: "h")
                return
            }
            place -= 1
        }
    }
}
