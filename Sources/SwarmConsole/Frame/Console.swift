import SwarmCore
import TerminalUI

/// The console of a swarm: the only program; owns the panes, the overlay, header and footer.
///
/// Mutable state and who writes it: `swarm`, `log`, `overview` and `clock` by messages; the panes by
/// keys the frame did not take, and by `settle`; all else by `perform`.
public struct Console: Program {
    public typealias Message = ConsoleMessage
    public typealias Effect = ConsoleEffect

    let options: ConsoleOptions
    var keymap: Keymap
    /// What survives the end of the program.
    var settings: Settings
    var look: Look
    var swarm = SwarmState()
    var log = EventLog()
    var overview = Overview()
    var clock = ConsoleClock()
    /// Set while a recording is shown.
    var replay: ReplayGlance?
    /// The speed asked for last, until the recording plays at it.
    var askedSpeed: Double?
    /// The past of a live run, while it is looked at.
    var past = PastView()
    /// The question the operator sees, and whether its keys answer it yet.
    var asked: AskedQuestion?
    /// The panes whose long lines are broken instead of cut.
    var wrapped: Set<PaneID> = []
    /// A tick asked for the time, and the answer is on its way.
    var asksClock = false
    var size: Size
    var focus = PaneID.timeline
    var zoomed: PaneID?
    /// Captions, agents and one task in big letters, for a room.
    var isBig: Bool
    /// The pane chosen last where there is room for only one of several; nil: the first of them.
    var tab: PaneID?
    /// Where the lines between the panes were moved to, and the one the mouse holds.
    var shares = PaneShares()
    var heldLine: PaneShares.Line?
    var selection = Selection()
    /// Where the operator came from.
    var trail = Trail()
    /// What is marked, to be acted on together.
    var marks = Marks()
    var filter = FilterLine()
    var notice: Notice?
    var desk = Desk()
    var overlay = OverlayStack()
    /// Why the journal cannot write, for as long as it cannot.
    var journalTrouble: String?
    /// The new-task form as it was left; Esc keeps the draft.
    var draft: NewTaskForm?
    var lastFault: FaultSpec?
    /// Faults that wait for work to hit.
    var armed = ArmedFaults()
    var pending = PendingCommands()
    /// How many questions the planner got, and the one whose answer the form waits for.
    var planQuestions = (asked: 0, open: Int?.none)
    /// What takes back what was steered last.
    var undo: Undo?
    /// The failed task `!` went to last, and where in the list `!` is.
    var visited: TaskID?
    var attentionPlace = 0
    /// The focused pane, when all the last event did was to move its cursor.
    var moved: PaneID?
    /// The other panes are not fitted yet to what that chose.
    var isUnsettled = false
    /// Events were missed: the state stands still until a whole one comes.
    var isBehind = false
    /// When this run began; the strip's left end.
    var runStart = Instant.zero
    public internal(set) var isFinished = false
    /// The signal that ended it; nil while it runs and after a key ended it.
    public internal(set) var endedBy: TerminalEvent.Signal?

    public init(options: ConsoleOptions = ConsoleOptions()) {
        self.options = options
        keymap = options.keymap
        settings = options.settings
        look = Look(options)
        size = options.size
        isBig = options.isBig
        notice = options.missingTheme.map {
            let key = keymap.name(.theme)
            return Notice(
                "There is no theme '\($0.prefix(40))' any more. \(key) chooses another.",
                tone: .waiting,
                until: nil)
        }
    }

    public mutating func update(_ event: ProgramEvent<ConsoleMessage>) -> [ConsoleEffect] {
        prepare()
        moved = nil
        let effects: [ConsoleEffect]
        switch event {
        case .terminal(let event): effects = take(event)
        case .messages(let messages): effects = take(messages)
        case .tick:
            // A tick only says that it is time to look; how much has passed is for the clock to say.
            asksClock = true
            return [.readClock]
        }
        if let until = notice?.until, until <= clock.now { notice = nil }
        if let moved {
            settle(moved)
            isUnsettled = true
        } else {
            settle()
        }
        return effects + springFaults() + settlePlanning() + noteAsked(after: event)
    }

    public mutating func prepare() {
        if isUnsettled { settle() }
    }

    public func view(_ canvas: inout Canvas) {
        guard canvas.size == size, !isUnsettled else {
            var other = self
            other.size = canvas.size
            other.settle()
            other.draw(&canvas)
            return
        }
        draw(&canvas)
    }

    public func viewMoved(_ canvas: inout Canvas) -> Bool {
        guard let moved, canvas.size == size else { return false }
        drawAgain(moved, &canvas)
        return true
    }

    /// 100 ms while tasks run, one second while something counts down, once when a notice ends; never while a
    /// recording is paused.
    public var nextTick: Duration? { tickSpan.map { .microseconds($0.microseconds) } }

    /// One frame without a terminal: for pictures and tests.
    public static func snapshot(
        state: SwarmState, log: EventLog = EventLog(), size: Size,
        options: ConsoleOptions = ConsoleOptions()
    ) -> Canvas {
        var console = Console(options: options)
        console.size = size
        console.attach(state, log: log)
        console.settle()
        var canvas = Canvas(size: size, glyphs: options.ascii ? .ascii : .unicode)
        console.view(&canvas)
        return canvas
    }

    /// The same as an SVG document, on the theme's own ground.
    public static func picture(
        state: SwarmState, log: EventLog = EventLog(), size: Size,
        options: ConsoleOptions = ConsoleOptions()
    ) -> String {
        SVGWriter(Look(options)).picture(
            of: snapshot(state: state, log: log, size: size, options: options))
    }

    /// Whether time passes for what is shown: tasks run, or a recording plays.
    var isLive: Bool { replay.map(\.position.isPlaying) ?? (swarm.totals.running > 0) }

    private var tickSpan: TimeSpan? {
        if isLive { return .milliseconds(100) }
        if let rest = asked?.rest(at: clock.now) { return rest }
        if replay != nil { return nil }
        if countsDown { return .seconds(1) }
        if undo != nil { return .seconds(1) }
        return [notice?.until, freshUntil].compactMap { $0 }.min()
            .map { max(.milliseconds(100), $0 - clock.now) }
    }

    /// An open breaker, a fault with an end or a question with a limit shows how long it still lasts.
    private var countsDown: Bool {
        swarm.activeFaultCount > 0 && swarm.faults.contains { $0.isActive && $0.endsAt != nil }
            || overview.asking.contains { id in
                guard let task = swarm.tasks[id] else { return false }
                return !task.awaitingTools.isEmpty
                    || task.subtasks.contains {
                        if case .awaitingApproval(_?) = $0.phase { true } else { false }
                    }
            }
            || swarm.agents.contains { if case .open = $0.breaker { true } else { false } }
    }

    /// By the wall's clock; without one, the day costs were paid on last.
    var today: Int32? {
        let wall = clock.wall(at: clock.now).flatMap {
            Int32(exactly: ($0.milliseconds - ($0.milliseconds < 0 ? 86_399_999 : 0)) / 86_400_000)
        }
        return wall ?? swarm.ledger.days.last?.day
    }

    func glance() -> Glance { Glance(self) }
}
