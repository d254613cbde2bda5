import SwarmCore
import TerminalUI

extension Keymap {
    /// The keys as shipped.
    public static let standard = Keymap(
        bindings: steering + looking + inPanes + moving + leaving, replaying: standardReplaying)

    private static let steering: [KeyBinding] = [
        KeyBinding(
            .newTask, ["n"], "new task", "Give the swarm a task", short: "new", footer: 1,
            importance: 1, whyNot: readOnly),
        KeyBinding(
            .newTaskInEditor, ["N", Key("o", .control)], "in editor",
            "Write the task in $EDITOR", whyNot: readOnly),
        KeyBinding(
            .plan, [Key("l", .control)], "plan", "Let a model plan the new task",
            whyNot: readOnly),
        KeyBinding(
            .recall, [Key("t", .control)], "earlier task",
            "Begin the new task from an earlier one or a recipe", whyNot: readOnly),
        KeyBinding(
            .pause, ["p"], "pause", "Pause or resume the agent under the cursor", footer: 2,
            importance: 7,
            whyNot: { readOnly($0) ?? ($0.marks.agents.isEmpty ? noAgentChosen($0) : nil) }),
        KeyBinding(
            .pauseAll, ["P"], "pause all", "Pause or resume all agents; asks",
            whyNot: { readOnly($0) ?? noAgent($0) }),
        KeyBinding(
            .fault, ["x"], "fault", "Break something on purpose", footer: 3, importance: 3,
            whyNot: { readOnly($0) ?? noAgent($0) }),
        KeyBinding(
            .repeatFault, ["X"], "repeat fault", "Inject the last fault again",
            whyNot: { readOnly($0) ?? noFaultYet($0) }),
        KeyBinding(
            .cancel, ["d"], "cancel", "Cancel the selected task; asks", footer: 4, importance: 8,
            whyNot: { readOnly($0) ?? nothingToCancel($0) }),
        KeyBinding(
            .retry, ["r"], "retry", "Try the selected task again", footer: 5, importance: 10,
            whyNot: { readOnly($0) ?? nothingToRetry($0) }),
        KeyBinding(
            .retryAll, ["R"], "retry all", "Try all failed tasks again; asks",
            whyNot: { readOnly($0) ?? nothingFailed($0) }),
        KeyBinding(
            .assign, ["a"], "assign", "Give the subtask to another agent; asks",
            whyNot: { readOnly($0) ?? nothingToAssign($0) }),
        KeyBinding(
            .retire, ["D"], "retire", "Retire the agent under the cursor; asks",
            whyNot: {
                readOnly($0)
                    ?? ($0.marks.agents.isEmpty ? noAgentChosen($0) ?? isRetired($0) : nil)
            }),
        KeyBinding(
            .undo, ["u"], "undo", "Take back what was steered last (10 s)",
            whyNot: { readOnly($0) ?? ($0.undo == nil ? "nothing to take back" : nil) }),
        KeyBinding(
            .approve, ["y"], "approve", "Say yes to the question in the attention line",
            whyNot: { readOnly($0) ?? nothingAsked($0) }),
        KeyBinding(
            .deny, ["o"], "deny", "Say no to the question in the attention line",
            whyNot: { readOnly($0) ?? nothingAsked($0) }),
        KeyBinding(
            .ask, ["@"], "ask", "Ask the agent under the cursor something",
            whyNot: { readOnly($0) ?? noAgent($0) }),
        KeyBinding(
            .raisePriority, ["+"], "raise", "Serve the task, or all marked, earlier",
            panes: [.queue], footer: 13, importance: 13,
            whyNot: { readOnly($0) ?? noPriority($0, by: -1) }),
        KeyBinding(
            .lowerPriority, ["-"], "lower", "Serve the task, or all marked, later",
            panes: [.queue], footer: 14, importance: 14,
            whyNot: { readOnly($0) ?? noPriority($0, by: 1) }),
        KeyBinding(
            .budget, ["$"], "budget", "Change the budget of what the cursor is on, or of the day",
            panes: [.costs], footer: 14, importance: 14, whyNot: { readOnly($0) }),
        KeyBinding(
            .mark, [" "], "mark", "Mark, to act on all marked together",
            footer: 14, importance: 15,
            whyNot: { readOnly($0) }),
        KeyBinding(
            .clearMarks, ["M"], "clear marks", "Take all marks away",
            whyNot: { $0.marks.isEmpty ? "nothing is marked" : nil }),
    ]

    private static let looking: [KeyBinding] = [
        KeyBinding(
            .rewind, ["["], "back in time", "Look at the run as it was, an event back",
            whyNot: { nothingToRewind($0) }),
        KeyBinding(
            .rewindToMarker, ["{"], "marker before",
            "Look at the run as it was at the award, failure, fault or result before",
            whyNot: { nothingToRewind($0) }),
        KeyBinding(
            .copy, ["c"], "copy", "Copy what the cursor is on to the clipboard"),
        KeyBinding(.export, ["E"], "export", "Write what this pane shows to a file"),
        KeyBinding(
            .filter, ["/"], "filter", "Show only what holds these words", footer: 6, importance: 6),
        KeyBinding(
            .zoom, ["z"], "zoom", "Zoom the pane, or show all", footer: 7,
            importance: 5),
        KeyBinding(.widerPane, [Key(">", .alt)], "wider", "Make the pane wider"),
        KeyBinding(.narrowerPane, [Key("<", .alt)], "narrower", "Make the pane narrower"),
        KeyBinding(.tallerPane, [Key("+", .alt)], "taller", "Make the pane taller"),
        KeyBinding(.shorterPane, [Key("-", .alt)], "shorter", "Make the pane shorter"),
        KeyBinding(
            .resetPanes, [Key("=", .alt)], "usual sizes", "Put all lines between panes back"),
        KeyBinding(.big, ["B"], "big text", "Big letters for a room, or as before"),
        KeyBinding(.theme, ["T"], "theme", "Choose the colours", footer: 8, importance: 9),
        KeyBinding(
            .command, [":"], "command", "Type a command", footer: 9, importance: 4),
        KeyBinding(
            .palette, [Key("p", .control)], "find", "Find anything by a few letters"),
        KeyBinding(
            .help, ["?", Key(.function(1))], "help", "Show every key", footer: 10, importance: 2),
        KeyBinding(
            .screenshot, ["S"], "picture", "Save this screen as a picture", footer: 12,
            importance: 12),
        KeyBinding(
            .attention, ["!"], "next", "Go to the next thing that needs you"
        ),
    ]

    private static let inPanes: [KeyBinding] = [
        KeyBinding(
            .sort, ["s"], "sort", "Sort by the next column", panes: [.agents], footer: 13,
            importance: 13),
        KeyBinding(.reverse, ["I"], "reverse", "Turn the order around", panes: [.agents]),
        KeyBinding(
            .hideDone, ["H"], "fold done", "Fold finished subtasks into one line",
            panes: [.timeline], footer: 13, importance: 13),
        KeyBinding(
            .lanes, ["A"], "by agent", "A lane for each agent, or for each subtask",
            panes: [.timeline]),
        KeyBinding(
            .zoomIn, ["+"], "zoom time", "Show less time, larger", panes: [.timeline], footer: 14,
            importance: 14),
        KeyBinding(.zoomOut, ["-"], "more time", "Show more time, smaller", panes: [.timeline]),
        KeyBinding(
            .panEarlier, ["h", Key(.left)], "earlier", "Go to earlier, when zoomed",
            panes: [.timeline]),
        KeyBinding(
            .panLater, ["l", Key(.right)], "later", "Go to later, when zoomed",
            panes: [.timeline]),
        KeyBinding(
            .resetTime, ["=", "0"], "all time", "Show all the time again",
            panes: [.timeline, .reputation]),
        KeyBinding(
            .follow, ["F"], "follow", "Keep the newest line in view", panes: [.bus], footer: 13,
            importance: 13),
        KeyBinding(
            .freeze, ["Z"], "freeze", "Hold the lines still while they keep coming", panes: [.bus]),
        KeyBinding(
            .since, ["m"], "since now", "Show only what comes from now on",
            panes: [.bus], footer: 15, importance: 16),
        KeyBinding(
            .onlyMatching, ["&"], "only matching",
            "Leave out what does not match, or mark", panes: [.bus]),
        KeyBinding(
            .onlyTask, ["C"], "this task",
            "Follow the task of this line alone", panes: [.bus]),
        KeyBinding(
            .previousMatch, [Key(.left)], "match before", "Go to the line before that matches",
            panes: [.bus]),
        KeyBinding(
            .nextMatch, [Key(.right)], "next match", "Go to the next line that matches",
            panes: [.bus]),
        KeyBinding(
            .previousSection, [Key(.left)], "part before", "Go to the part before",
            panes: [.result]),
        KeyBinding(
            .nextSection, [Key(.right)], "next part", "Go to the next part", panes: [.result]),
        KeyBinding(
            .tree, ["t"], "JSON tree", "Show the parts as a tree of JSON", panes: [.result],
            footer: 13, importance: 13),
        KeyBinding(
            .wrap, ["w"], "wrap", "Break long lines instead of cutting them",
            panes: [.bus, .result, .detail]),
        KeyBinding(
            .otherSubject, [Key(.left), Key(.right)], "other",
            "Turn from the agent to the task, or back",
            panes: [.detail]),
        KeyBinding(
            .forget, ["f"], "forget", "Forget the note under the cursor; asks", panes: [.detail],
            whyNot: { readOnly($0) ?? noAgentChosen($0) }),
        KeyBinding(
            .forgetAll, ["F"], "forget all", "Forget every note of the agent; asks",
            panes: [.detail], whyNot: { readOnly($0) ?? noAgentChosen($0) }),
        KeyBinding(
            .raiseWeight, ["+"], "weight", "What if this weight were larger",
            panes: [.detail], footer: 13, importance: 13, whyNot: { noWhatIf($0) }),
        KeyBinding(
            .lowerWeight, ["-"], "less weight", "What if this weight were smaller",
            panes: [.detail], whyNot: { noWhatIf($0) }),
        KeyBinding(
            .resetWeights, ["0"], "reset", "Back to the weights the swarm goes by",
            panes: [.detail], whyNot: { noWhatIf($0) }),
        KeyBinding(
            .scoreRule, ["v"], "Jaccard or coverage", "What if skills matched by the other rule",
            short: "rule", panes: [.detail], footer: 14, importance: 14,
            whyNot: { noWhatIf($0) }),
        KeyBinding(
            .costsBy, ["s", Key(.right)], "sum by", "Add up by agent, model, task or day",
            panes: [.costs], footer: 13, importance: 13),
        KeyBinding(
            .earlier, ["h", Key(.left)], "earlier", "Go to the change before",
            panes: [.reputation], footer: 13, importance: 13),
        KeyBinding(
            .later, ["l", Key(.right)], "later", "Go to the next change", panes: [.reputation],
            footer: 14, importance: 14),
        KeyBinding(
            .bySkill, ["m"], "by skill", "Show who is how good at what, or how all stand",
            panes: [.reputation], footer: 15, importance: 15),
    ]

    private static let moving: [KeyBinding] =
        [
            KeyBinding(.up, ["k", Key(.up)], "up", "Move up"),
            KeyBinding(.down, ["j", Key(.down)], "down", "Move down"),
            KeyBinding(.first, ["g", Key(.home)], "first", "Go to the first row"),
            KeyBinding(.last, ["G", Key(.end)], "last", "Go to the last row"),
            KeyBinding(
                .pageUp, [Key("u", .control), Key(.pageUp)], "page up", "Move half a page up"),
            KeyBinding(
                .pageDown, [Key("d", .control), Key(.pageDown)], "page down",
                "Move half a page down"),
            KeyBinding(.open, [Key(.enter)], "open", "Open what is under the cursor"),
            KeyBinding(.nextPane, [Key(.tab)], "next pane", "Go to the next pane"),
            KeyBinding(.previousPane, [Key(.backTab)], "pane before", "Go to the pane before"),
        ]
        + ActionID.allCases.compactMap { id in
            id.pane.map {
                KeyBinding(id, [Key(Character("\($0.rawValue)"))], $0.name, "Go to \($0.name)")
            }
        }

    private static let leaving: [KeyBinding] = [
        KeyBinding(
            .back, [Key(.escape), Key(.backspace), Key(.left, .alt)], "back",
            "Close, or go back to where you came from"),
        KeyBinding(
            .forward, ["L", Key(.right, .alt)], "forward", "Go forward again",
            whyNot: { $0.trail.canGoForward ? nil : "nowhere to go forward to" }),
        KeyBinding(
            .quit, ["q"], "quit", "Back, then quit; asks while tasks run", footer: 11,
            importance: 11),
    ]
}

extension Keymap {
    @Sendable static func readOnly(_ glance: Glance) -> String? {
        switch glance.mode {
        case .control: nil
        case .readOnly: "read-only"
        case .replay: "this is a recording"
        }
    }

    @Sendable static func noAgent(_ glance: Glance) -> String? {
        glance.swarm.agents.isEmpty ? "no agents" : nil
    }

    @Sendable static func nothingToRewind(_ glance: Glance) -> String? {
        glance.overview.recent.isEmpty ? "nothing has happened yet" : nil
    }

    @Sendable static func noAgentChosen(_ glance: Glance) -> String? {
        noAgent(glance) ?? (glance.selection.agent == nil ? "choose an agent" : nil)
    }

    @Sendable static func noWhatIf(_ glance: Glance) -> String? {
        if glance.task == nil { return "no task" }
        return glance.isZoomed ? nil : "\(glance.key(.zoom)) shows the whole award first"
    }

    @Sendable static func isRetired(_ glance: Glance) -> String? {
        guard let id = glance.selection.agent, glance.swarm.agents.indices.contains(id.position)
        else { return "choose an agent" }
        return glance.swarm.agent(id).isRetired ? "retired already" : nil
    }

    @Sendable static func nothingToAssign(_ glance: Glance) -> String? {
        guard let task = glance.task else { return "no task" }
        guard let index = glance.selection.subtask, task.subtasks.indices.contains(index) else {
            return "choose a subtask"
        }
        return task.subtasks[index].phase.canMove ? nil : "\(Sign(task, index).word)"
    }

    @Sendable static func noFaultYet(_ glance: Glance) -> String? {
        glance.lastFault == nil ? "none by you" : nil
    }

    @Sendable static func nothingToCancel(_ glance: Glance) -> String? {
        guard glance.marks.tasks.isEmpty else {
            let open = glance.marks.tasks.contains { glance.swarm.tasks[$0]?.status == nil }
            return open ? nil : "all marked have ended"
        }
        guard let task = glance.task else { return "no task" }
        return task.status == nil ? nil : "already ended"
    }

    @Sendable static func nothingToRetry(_ glance: Glance) -> String? {
        guard glance.marks.tasks.isEmpty else {
            let some = glance.marks.tasks.contains { canRetry(glance.swarm.tasks[$0]?.status) }
            return some ? nil : "none marked failed"
        }
        guard let task = glance.task else { return "no task" }
        // Others may have: the reason is about the one that is chosen.
        return canRetry(task.status) ? nil : "not failed"
    }

    /// Only what failed, ended in part or was cancelled is tried again.
    static func canRetry(_ status: TaskStatus?) -> Bool {
        switch status {
        case .failed, .partial, .cancelled: true
        case .succeeded, nil: false
        }
    }

    @Sendable static func nothingFailed(_ glance: Glance) -> String? {
        glance.overview.failed.isEmpty ? "nothing failed" : nil
    }
}
