import SwarmCore

/// What has happened so far in the run that goes on, shown on the same screens, while the run itself is put aside.
struct PastView {
    /// Counts how often the past was asked for; what is told of an earlier time comes too late.
    private(set) var number = 0
    /// It was asked for, and is shown or on its way.
    private(set) var isWanted = false
    /// Set while the past is on the screen.
    var present: Present?

    mutating func ask() {
        number += 1
        isWanted = true
    }

    mutating func leave() {
        isWanted = false
        present = nil
    }

    func expects(_ view: Int) -> Bool { isWanted && view == number }
}

/// The run that goes on while its past is shown: it takes its events in behind the screen, so that it is back at once.
struct Present: Sendable {
    var swarm: SwarmState
    var log: EventLog
    var overview: Overview
    var clock: ConsoleClock
    var isBehind: Bool
    var runStart: Instant
    var selection: Selection
    var trail: Trail
    var marks: Marks
    var undo: Undo?

    /// `3 running, 1 asks you`: what goes on meanwhile; empty when nothing does.
    var words: String {
        var parts: [String] = []
        if swarm.totals.running > 0 { parts.append("\(swarm.totals.running) running") }
        if !overview.asking.isEmpty { parts.append("\(overview.asking.count) asking you") }
        return parts.joined(separator: ", ")
    }
}

extension Console {
    /// Asks for the past of this run, to be shown from that move on.
    mutating func rewind(_ move: ReplayMove) -> [ConsoleEffect] {
        past.ask()
        say("Reading what has happened so far.", .secondary)
        return [.rewind(view: past.number, run: swarm.run, move)]
    }

    /// Takes what is told of the past; its first position puts the present aside.
    mutating func takePast(_ view: Int, _ message: ConsoleMessage) -> [ConsoleEffect] {
        guard past.expects(view) else { return [] }
        if past.present == nil {
            guard case .replay = message else {
                past.leave()
                return takeAsShown(message)
            }
            enterPast()
        }
        return takeAsShown(message)
    }

    private mutating func enterPast() {
        past.present = Present(
            swarm: swarm, log: log, overview: overview, clock: clock, isBehind: isBehind,
            runStart: runStart, selection: selection, trail: trail, marks: marks, undo: undo)
        (trail, marks, undo, notice) = (Trail(), Marks(), nil, nil)
        overlay.show(nil)
    }

    /// Shows the run again as it is now. What was chosen in its past stays chosen.
    mutating func returnToPresent() -> [ConsoleEffect] {
        guard past.present != nil else { return [] }
        let chosen = selection
        exchange()
        past.leave()
        (replay, askedSpeed, notice) = (nil, nil, nil)
        keymap = options.keymap
        if let task = chosen.task { (selection.task, selection.subtask) = (task, chosen.subtask) }
        selection.agent = chosen.agent ?? selection.agent
        asksClock = true
        return [.leavePast, .readClock]
    }

    /// Lets the present take something in, behind the past that is shown.
    mutating func inPresent(_ body: (inout Console) -> [ConsoleEffect]) -> [ConsoleEffect] {
        let position = replay
        exchange()
        replay = nil
        defer {
            exchange()
            replay = position
        }
        return body(&self)
    }

    /// Swaps what is shown with what is put aside.
    private mutating func exchange() {
        guard var other = past.present else { return }
        swap(&swarm, &other.swarm)
        swap(&log, &other.log)
        swap(&overview, &other.overview)
        swap(&clock, &other.clock)
        swap(&isBehind, &other.isBehind)
        swap(&runStart, &other.runStart)
        swap(&selection, &other.selection)
        swap(&trail, &other.trail)
        swap(&marks, &other.marks)
        swap(&undo, &other.undo)
        past.present = other
    }
}

extension ConsoleMessage {
    /// Told of the run that goes on, not of its past.
    var isOfThePresent: Bool {
        switch self {
        case .attached, .events, .reply, .clock: true
        case .saved, .failed, .journal, .replay, .past, .planned, .planning, .edited: false
        }
    }
}
