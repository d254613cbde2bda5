import CNcurses
import TerminalUI

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The terminal of this process, drawn with ncurses.
///
/// Belongs to the thread that makes it; one at a time in a process. The terminal is given back on
/// `close`, on `exit`, when a signal stops or ends the program, and when it crashes; under a `ParentGuard`
/// also when it is killed. Waiting
/// costs nothing: without a timeout only input, a signal or a wake-up ends it.
public final class NcursesTerminal: Terminal {
    public struct Options: Sendable {
        /// Read for `TERM`, `COLORTERM`, `NO_COLOR`, the locale and the cache folder.
        public var environment: [String: String]
        public var usesMouse: Bool
        /// Whether bytes may be long on their way. Then a frame is sent only when the terminal has read
        /// the one before, so that however slow the link, what is shown is never older than one frame.
        public var isRemote: Bool

        public init(environment: [String: String], usesMouse: Bool = true, isRemote: Bool = false) {
            self.environment = environment
            self.usesMouse = usesMouse
            self.isRemote = isRemote
        }
    }

    public private(set) var size: Size
    public private(set) var capabilities: TerminalCapabilities
    /// Ends the waiting from any thread.
    public let waker: TerminalWaker
    /// What was written to standard error while the screen was on; known after `close`.
    public private(set) var errorText = ""

    let options: Options
    let modes: TerminalModes
    let output: TTYOutput
    let signals: TerminalWaker
    let frames: FrameWriter
    var decoder: InputDecoder
    var presses = PressCount()
    var errors: ErrorCapture?
    /// Drawn as soon as the terminal has taken the frame before.
    var late: Canvas?
    var answers: FrameAnswers
    var isInputOpen = true
    /// What happened while the terminal was somebody else's.
    var missed: [TerminalEvent] = []
    private var isClosed = false
    /// Given back for a while.
    private var isAway = false
    /// Since when the question about widths has had no answer.
    private var widthsAskedAt: ContinuousClock.Instant?

    /// Takes the screen over.
    ///
    /// - Throws: `notATerminal`, `unknownTerminal` or `system`; nothing is changed then.
    public init(_ options: Options) throws(TerminalError) {
        guard isatty(0) == 1, isatty(1) == 1 else { throw .notATerminal }
        let name = options.environment["TERM"] ?? ""
        guard Self.canDraw(on: name, options.environment) else { throw .unknownTerminal(name) }
        self.options = options
        let isUnicode = CharacterLocale.set(options.environment)
        modes = try TerminalModes(of: 0)
        waker = try TerminalWaker()
        signals = try TerminalWaker()
        // Before ncurses is there: it leaves a signal alone that somebody handles, and else ignores
        // Ctrl-Z whenever it draws.
        guard nc_signals_open(signals.signalDescriptor) == 0 else {
            throw .system(call: "sigaction", code: errno)
        }
        guard let frames = Self.makeFrames(options.environment, terminal: name) else {
            nc_signals_close()
            throw .unknownTerminal(name)
        }
        self.frames = frames
        output = TTYOutput(1)
        size = Self.measure(output.descriptor)
        capabilities = TerminalCapabilities(colorDepth: frames.depth, isUnicode: isUnicode)
        decoder = InputDecoder(special: SpecialKeys.sequences { frames.keySequence($0) })
        answers = FrameAnswers(isAsking: options.isRemote)
        takeOver()
        if isUnicode { askForWidths() }
    }

    /// Frames and bytes sent so far.
    public private(set) var frameCount = 0
    public var byteCount: Int { output.byteCount }

    public func present(_ canvas: Canvas) {
        guard !isClosed, !output.isGone else { return }
        guard !output.isWaiting, !answers.isAwaited else {
            late = canvas
            return
        }
        late = nil
        send(frames.frame(canvas))
    }

    /// Takes what the terminal answered; an event when that changes how it must be drawn on.
    func takeReports() -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        for report in decoder.takeReports() {
            switch report {
            case .ready: answers.came()
            case .cursor(let column):
                guard widthsAskedAt != nil else { continue }
                widthsAskedAt = nil
                guard column > ScreenBytes.narrowColumn else { continue }
                capabilities.isAmbiguousWide = true
                events.append(.ambiguousIsWide)
            }
        }
        return events
    }

    public func suspended<Result>(_ body: () throws -> Result) rethrows -> Result {
        leave()
        defer {
            // Keys and stops were the other program's; what ends this one still counts.
            let ends = signals.drain().contains { [SIGTERM, SIGQUIT, SIGHUP].contains(Int32($0)) }
            enter()
            missed = [.suspendResumed, .resize(size)] + (ends ? [.signal(.terminate)] : [])
        }
        return try body()
    }

    /// Stops this process as Ctrl-Z does, for a program that has the terminal meanwhile and was stopped itself.
    ///
    /// Returns when it goes on; at once where no shell could ever say that it should.
    public static func stopProcess() { nc_stop() }

    public func copyToClipboard(_ text: String) {
        let bytes = Array(text.utf8)
        guard !isClosed, !output.isWaiting, bytes.count <= 65_536 else { return }
        let plain = Array("\u{1b}]52;c;".utf8) + Base64.encoded(bytes) + [0x07]
        output.send(plain)
        // tmux passes on what is wrapped where it may; else it takes the plain one, or neither.
        guard options.environment["TMUX"]?.isEmpty == false else { return }
        let wrapped = plain.flatMap { $0 == 0x1B ? [0x1B, 0x1B] : [$0] }
        output.send(Array("\u{1b}Ptmux;".utf8) + wrapped + Array("\u{1b}\\".utf8))
    }

    public func close() {
        guard !isClosed else { return }
        isClosed = true
        nc_guard_pause(1)
        awaitAnswers()
        frames.close()
        output.finish(ScreenBytes.restore)
        modes.setSaved()
        nc_parent_note_screen(0)
        nc_guard_close()
        nc_signals_close()
        errorText = errors?.finish() ?? ""
        output.close()
    }

    deinit {
        close()
    }

    func send(_ frame: [UInt8]) {
        guard !frame.isEmpty else { return }
        frameCount += 1
        let question = answers.isAsking ? ScreenBytes.readyQuestion : []
        output.send(ScreenBytes.syncBegin + frame + ScreenBytes.syncEnd + question)
        answers.asked()
    }

    /// Gives the terminal back for a while.
    func leave() {
        isAway = true
        awaitAnswers()
        nc_guard_pause(1)
        output.finish(ScreenBytes.restore)
        modes.setSaved()
        nc_parent_note_screen(0)
        errors?.pause()
    }

    /// Takes the terminal again; the next frame is drawn whole.
    ///
    /// The alternate screen is asked for only where it was left: asked for twice, it forgets where the
    /// cursor was on the usual one.
    func enter() {
        if isAway { errors?.resume() }
        let wasLeft = isAway || nc_parent_has_given_back() != 0
        isAway = false
        nc_parent_note_screen(1)
        nc_guard_pause(0)
        modes.setRaw()
        measureAgain()
        frames.invalidate()
        output.send(
            (wasLeft ? ScreenBytes.alternateScreen : [])
                + ScreenBytes.modes(usesMouse: options.usesMouse))
    }

    /// True when the size is another one than before.
    @discardableResult
    func measureAgain() -> Bool {
        let now = Self.measure(output.descriptor)
        guard now != size else { return false }
        size = now
        frames.resize(to: now)
        return true
    }

    private func takeOver() {
        nc_parent_note_screen(1)
        var saved = modes.saved
        let restore = ScreenBytes.restore.map { CChar(bitPattern: $0) }
        _ = nc_guard_open(1, &saved, restore, restore.count)
        modes.setRaw()
        errors = ErrorCapture()
        frames.resize(to: size)
        let first = frames.flush()
        let isAlternate = frames.keySequence("smcup") != nil
        output.send(
            (isAlternate ? [] : ScreenBytes.alternateScreen) + first
                + ScreenBytes.modes(usesMouse: options.usesMouse))
    }

    /// Asks how wide characters of ambiguous width are drawn. Terminals here answer at once and are asked
    /// before the first frame; one that takes longer, or is far away, is believed when it answers.
    private func askForWidths() {
        widthsAskedAt = .now
        output.send(ScreenBytes.widthQuestion)
        awaitAnswers(atMost: .milliseconds(20))
        missed.removeAll { $0 == .ambiguousIsWide }
    }

    /// Reads until no answer is owed, or for so long: one that comes when the screen is gone would be
    /// taken for something typed.
    private func awaitAnswers(atMost longest: Duration? = nil) {
        let clock = ContinuousClock()
        let time = longest ?? (options.isRemote ? .seconds(1) : .milliseconds(200))
        let end = clock.now.advanced(by: time)
        while answers.isAwaited || isAskingForWidths, isInputOpen, !output.isGone {
            guard waitForInput(atMost: clock.now.duration(to: end)) else { break }
            missed += readInput()
        }
        if longest == nil { answers.came() }
    }

    /// Whether the question about widths may still be answered.
    private var isAskingForWidths: Bool {
        widthsAskedAt.map { $0.duration(to: .now) < .seconds(2) } ?? false
    }

    private static func measure(_ descriptor: Int32) -> Size {
        var columns: Int32 = 80
        var rows: Int32 = 24
        _ = nc_terminal_size(descriptor, &columns, &rows)
        return Size(columns: Int(columns), rows: Int(rows)).limited(to: .largest)
    }

    /// Whether `TERM` names a terminal with a cursor that can be moved. One that nobody has described here but
    /// that calls itself an xterm and promises direct colour gets our own entry, which is an xterm's.
    private static func canDraw(on name: String, _ environment: [String: String]) -> Bool {
        if nc_can_draw_on(name) != 0 { return true }
        return name.hasPrefix("xterm") && ColorDepthChoice.promisesTrueColor(environment)
            && !ColorDepthChoice.isColorless(environment)
    }

    /// With direct colour where it is promised and our entry can be written, as `TERM` says else.
    private static func makeFrames(
        _ environment: [String: String], terminal: String
    ) -> FrameWriter? {
        let isColorless = ColorDepthChoice.isColorless(environment)
        if !isColorless, ColorDepthChoice.promisesTrueColor(environment),
            let entry = DirectColorEntry(environment: environment)
        {
            defer { entry.remove() }
            let others = environment["TERMINFO_DIRS"]
            setenv("TERMINFO_DIRS", entry.folder + ":" + (others ?? ""), 1)
            defer {
                if let others {
                    setenv("TERMINFO_DIRS", others, 1)
                } else {
                    unsetenv("TERMINFO_DIRS")
                }
            }
            if let frames = FrameWriter(terminal: DirectColorEntry.name, isColorless: false) {
                return frames
            }
        }
        return FrameWriter(terminal: terminal, isColorless: isColorless)
    }
}
