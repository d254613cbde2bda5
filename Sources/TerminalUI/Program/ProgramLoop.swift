/// Runs a program on a terminal, on the thread that calls it.
///
/// Keys are handled and drawn at once, on what is shown: however many messages wait, they wait for
/// their frame. Messages and ticks are drawn at most `framesPerSecond` times a second; what comes
/// late is drawn with the next frame, never caught up. A link that may
/// carry only so many bytes is given no frame until it has had the time for the last ones; what
/// changes meanwhile is in the next frame. When nothing changes, nothing wakes.
public enum ProgramLoop {
    /// How often and how much is drawn.
    public struct Speed: Hashable, Sendable {
        public var framesPerSecond: Int
        /// Nil: as much as it takes.
        public var bytesPerSecond: Int?

        public init(framesPerSecond: Int, bytesPerSecond: Int? = nil) {
            self.framesPerSecond = framesPerSecond
            self.bytesPerSecond = bytesPerSecond
        }

        public static let local = Speed(framesPerSecond: 10)
        /// Over SSH: a whole screen in a second or two, the usual frame of 2 KB at once.
        public static let remote = Speed(framesPerSecond: 4, bytesPerSecond: 32_768)
    }

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
        speed: Speed = .local,
        glyphs: GlyphSet = .unicode,
        clock: C = ContinuousClock(),
        perform: (P.Effect) -> Void
    ) throws where C.Duration == Duration {
        var pace = Pace(clock: clock, speed: speed)
        var shown = try draw(&program, on: terminal, glyphs, &pace)
        pace.frameIsDrawn()
        pace.want(tick: program.nextTick)
        while !program.isFinished {
            let events = try terminal.nextEvents(timeout: pace.timeout(hasMail: !mailbox.isEmpty))
            for event in events where !program.isFinished {
                program.update(.terminal(event)).forEach(perform)
                pace.isDirty = true
            }
            // Of several the last may have moved a cursor on a screen that those before it changed.
            if events.count == 1, speed.bytesPerSecond == nil, shown.size == terminal.size,
                program.viewMoved(&shown)
            {
                try terminal.present(shown)
            }
            let isFrame = pace.mayDraw
            if isFrame {
                let isTold = receive(&program, mailbox, &pace, perform)
                pace.isDirty = pace.isDirty || isTold
            }
            pace.want(tick: program.nextTick)
            guard pace.isDirty, pace.hasBytes, !program.isFinished else { continue }
            shown = try draw(&program, on: terminal, glyphs, &pace)
            if isFrame { pace.frameIsDrawn() }
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

    private static func draw<C: Clock>(
        _ program: inout some Program, on terminal: any Terminal, _ glyphs: GlyphSet,
        _ pace: inout Pace<C>
    ) throws -> Canvas where C.Duration == Duration {
        program.prepare()
        var canvas = Canvas(
            size: terminal.size, glyphs: terminal.capabilities.glyphs(for: glyphs))
        program.view(&canvas)
        let before = terminal.byteCount
        try terminal.present(canvas)
        pace.drawn(terminal.byteCount - before)
        return canvas
    }
}

/// When the next frame may be drawn and when the program wants its tick.
private struct Pace<C: Clock> where C.Duration == Duration {
    let clock: C
    let interval: Duration
    private let bytesPerSecond: Int?
    /// Something changed since the last frame.
    var isDirty = false
    private var nextFrame: C.Instant
    /// When the link has had the time for everything that was sent.
    private var carried: C.Instant
    private var tick: C.Instant?

    init(clock: C, speed: ProgramLoop.Speed) {
        self.clock = clock
        interval = .milliseconds(1_000 / min(1_000, max(1, speed.framesPerSecond)))
        bytesPerSecond = speed.bytesPerSecond.map { max(1, $0) }
        nextFrame = clock.now
        carried = clock.now
    }

    var mayDraw: Bool { clock.now >= nextFrame }

    /// One interval's bytes may be on their way while the next frame is drawn.
    var hasBytes: Bool { clock.now >= nextBytes }
    private var nextBytes: C.Instant { carried.advanced(by: .zero - interval) }

    mutating func drawn(_ bytes: Int) {
        isDirty = false
        guard let bytesPerSecond else { return }
        let time = Duration.microseconds(max(0, bytes) * 1_000_000 / bytesPerSecond)
        carried = max(carried, clock.now).advanced(by: time)
    }

    /// A frame that came in time has the next one an interval after it, however long it took to draw.
    mutating func frameIsDrawn() {
        let (now, next) = (clock.now, nextFrame.advanced(by: interval))
        nextFrame = next > now ? next : now.advanced(by: interval)
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
        let due = [
            hasMail ? nextFrame : nil, tick.map { max($0, nextFrame) }, isDirty ? nextBytes : nil,
        ]
        guard let deadline = due.compactMap({ $0 }).min() else { return nil }
        return max(.zero, clock.now.duration(to: deadline))
    }
}
