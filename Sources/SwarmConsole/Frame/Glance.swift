import SwarmCore

/// What every pane reads: one moment of the swarm and how to draw it.
///
/// Everything that draws holds it, and it never changes: so it is shared, and nothing of the swarm is copied.
final class Glance {
    let swarm: SwarmState
    let log: EventLog
    let look: Look
    /// The swarm's own clock at this frame.
    let now: Instant
    let focus: PaneID
    let selection: Selection
    let mode: Mode
    /// Words that rows must hold to be shown; empty shows all.
    let filter: String
    let times: TimeFormat
    let overview: Overview
    /// The fault injected last from this console.
    let lastFault: FaultSpec?
    /// Set when what is shown is a recording.
    let replay: ReplayGlance?
    let keymap: Keymap
    let trail: Trail
    let marks: Marks
    let undo: Undo?
    /// Days since 1970-01-01 UTC, which budgets go by; nil while neither clock nor costs tell.
    let today: Int32?
    /// The run that goes on while its past is shown.
    let present: Present?
    /// The question the operator sees.
    let asked: AskedQuestion?
    /// The panes whose long lines are broken instead of cut.
    let wrapped: Set<PaneID>

    /// Whether the focused pane has the whole screen.
    let isZoomed: Bool

    /// Whether what has just changed may stand out for a moment.
    let moves: Bool

    /// The model that makes tasks of free text; nil where none is configured.
    let planner: String?
    /// The demos that can be played here.
    let demos: [String]
    /// Faults that wait for work to hit.
    let armed: [ArmedFaults.Armed]
    /// Why the journal cannot write now, and nothing is accepted.
    let journalTrouble: String?

    init(_ console: Console) {
        swarm = console.swarm
        log = console.log
        look = console.look
        now = console.clock.now
        focus = console.focus
        selection = console.selection
        mode =
            console.replay != nil ? .replay : console.options.readOnly ? .readOnly : .control
        filter = console.filter.text
        times = TimeFormat(utcOffsetSeconds: console.options.utcOffsetSeconds)
        overview = console.overview
        lastFault = console.lastFault
        replay = console.replay
        keymap = console.keymap
        trail = console.trail
        marks = console.marks
        undo = console.undo
        today = console.today
        present = console.past.present
        asked = console.asked
        wrapped = console.wrapped
        isZoomed = console.zoomed == console.focus
        moves = console.moves
        planner = console.options.planner
        demos = console.options.demos
        armed = console.armed.all
        journalTrouble = console.journalTrouble
    }

    func isFocused(_ pane: PaneID) -> Bool { focus == pane }

    /// The task the panes are about: the selected one, else the one submitted last; O(1).
    var task: TaskState? {
        let chosen = selection.task.flatMap { swarm.tasks[$0] }
        return chosen ?? overview.latest.flatMap { swarm.tasks[$0] }
    }

    /// Over the last ten seconds; 0 while nothing runs, however much the start has told.
    var messagesPerSecond: Double { hasRates ? log.messagesPerSecond(at: now) : 0 }
    var tasksPerSecond: Double { hasRates ? log.tasksPerSecond(at: now) : 0 }
    private var hasRates: Bool { replay != nil || swarm.totals.running > 0 }

    /// The key of an action as a sentence names it.
    func key(_ id: ActionID) -> String { keymap.name(id) }

    /// Where a task would stand before there is one.
    var noTask: String {
        switch mode {
        case .control: "No task yet. \(key(.newTask)) gives the swarm one."
        case .readOnly: "No task yet."
        case .replay: "No task yet at this point of the recording."
        }
    }

    /// Where the filter leaves nothing.
    var noMatch: String { "No match for '\(filter)'. \(key(.back)) clears the filter." }

    /// Whether a text passes the filter; capitals do not matter.
    func isShown(_ text: String) -> Bool {
        filter.isEmpty || text.lowercased().contains(filter.lowercased())
    }
}

/// What the operator has chosen, by id: rows move, ids do not.
struct Selection: Hashable, Sendable {
    var agent: AgentID?
    var task: TaskID?
    var subtask: Int?
    var fault: FaultID?
    /// The sequence of a row of the bus.
    var event: UInt64?
    /// Which of agent and task is meant where one thing is shown alone; nil: whichever changed last.
    var about: Subject?

    enum Subject: Hashable, Sendable { case agent, task }
}

/// What the operator may do here.
public enum Mode: Hashable, Sendable {
    /// Commands are sent to the swarm.
    case control
    /// Only looking: every command is refused before it is sent.
    case readOnly
    /// What is shown was recorded: there is nothing to command.
    case replay
}
