/// Runs a program on a terminal, on the thread that calls it.
///
/// Keys are handled and drawn at once. Messages and ticks are drawn at most `framesPerSecond`
/// times a second; what comes late is drawn with the next frame, never caught up. When nothing
/// changes, nothing wakes.
public enum ProgramLoop {
    /// Frames a second on a local terminal; over SSH, where bytes are slow.
    public static let localFramesPerSecond = 10
    public static let remoteFramesPerSecond = 4

    /// Returns when the program is finished. The caller closes the terminal.
    ///
    /// - Parameters:
    ///   - mailbox: Where the program's messages come from; its wake closure is the caller's.
    ///   - glyphs: What screens are drawn with; always ASCII where the terminal has no Unicode.
    ///   - clock: For frames and ticks; the machine's own unless a test gives one.
    ///   - perform: Does what an update returned, on the same thread and in order.
    public static func run<P: Program, C: Clock>(
        _ program: inout P,
        on terminal: any Terminal,
        mailbox: Mailbox<P.Message>,
        framesPerSecond: Int = localFramesPerSecond,
        glyphs: GlyphSet = .unicode,
        clock: C = ContinuousClock(),
        perform: (P.Effect) -> Void
    ) throws where C.Duration == Duration {
        var pace = Pace(clock: clock, framesPerSecond: framesPerSecond)
        try draw(program, on: terminal, glyphs: glyphs)
        pace.drawn()
        pace.want(tick: program.nextTick)
        while !program.isFinished {
            let events = try terminal.nextEvents(timeout: pace.timeout(hasMail: !mailbox.isEmpty))
            var isUrgent = false
            for event in events where !program.isFinished {
                program.update(.terminal(event)).forEach(perform)
                isUrgent = true
            }
            if pace.mayDraw || isUrgent {
                isUrgent = receive(&program, mailbox, &pace, perform) || isUrgent
            }
            pace.want(tick: program.nextTick)
            guard isUrgent, !program.isFinished else { continue }
            try draw(program, on: terminal, glyphs: glyphs)
            pace.drawn()
        }
    }

    /// Gives the program its messages and its tick; true when there was something.
    private static func receive<P: Program, C: Clock>(
        _ program: inout P, _ mailbox: Mailbox<P.Message>, _ pace: inout Pace<C>,
        _ perform: (P.Effect) -> Void
    ) -> Bool where C.Duration == Duration {
        let messages = mailbox.drain()
        if !messages.isEmpty { program.update(.messages(messages)).forEach(perform) }
        let ticks = pace.takeTick()
        if ticks { program.update(.tick).forEach(perform) }
        return ticks || !messages.isEmpty
    }

    private static func draw(
        _ program: some Program, on terminal: any Terminal, glyphs: GlyphSet
    ) throws {
        let shown = terminal.capabilities.isUnicode ? glyphs : .ascii
        var canvas = Canvas(size: terminal.size, glyphs: shown)
        program.view(&canvas)
        try terminal.present(canvas)
    }
}

/// When the next frame may be drawn and when the program wants its tick.
private struct Pace<C: Clock> where C.Duration == Duration {
    let clock: C
    let interval: Duration
    private var nextFrame: C.Instant
    private var tick: C.Instant?

    init(clock: C, framesPerSecond: Int) {
        self.clock = clock
        interval = .milliseconds(1_000 / min(1_000, max(1, framesPerSecond)))
        nextFrame = clock.now
    }

    var mayDraw: Bool { clock.now >= nextFrame }

    mutating func drawn() {
        nextFrame = clock.now.advanced(by: interval)
    }

    mutating func want(tick duration: Duration?) {
        guard let duration else {
            tick = nil
            return
        }
        let wanted = clock.now.advanced(by: max(.zero, duration))
        tick = min(tick ?? wanted, wanted)
    }

    mutating func takeTick() -> Bool {
        guard let due = tick, due <= clock.now else { return false }
        tick = nil
        return true
    }

    /// Nil when nothing waits: then only input or a wake-up ends the waiting.
    func timeout(hasMail: Bool) -> Duration? {
        var deadline: C.Instant?
        if hasMail { deadline = nextFrame }
        if let tick {
            let due = max(tick, nextFrame)
            deadline = min(deadline ?? due, due)
        }
        guard let deadline else { return nil }
        return max(.zero, clock.now.duration(to: deadline))
    }
}
