import SwarmCore
import TerminalUI

extension Console {
    /// Marks what the focused pane's cursor is on, or takes the mark away, and goes on to the next row.
    mutating func markUnderCursor() {
        switch focus {
        case .agents, .reputation:
            guard let agent = selection.agent else { return }
            marks.toggle(agent)
        case .bus:
            guard let task = (desk[.bus] as? BusPane)?.task(glance()) else {
                say("This row belongs to no task.", .secondary)
                return
            }
            marks.toggle(task)
        case .costs:
            if case .agent(let agent)? = (desk[.costs] as? CostsPane)?.cursor {
                marks.toggle(agent)
            } else if let task = glance().task {
                marks.toggle(task.id)
            }
        case .timeline, .queue, .result, .faults:
            guard let task = glance().task else { return }
            marks.toggle(task.id)
        case .detail where selection.about == .agent:
            guard let agent = selection.agent else { return }
            marks.toggle(agent)
        case .detail:
            guard let task = glance().task else { return }
            marks.toggle(task.id)
        }
        guard focus == .agents || focus == .queue else { return }
        let glance = glance()
        _ = perform(desk.update(focus, .down, glance) ?? [])
    }

    /// Asks before something is done to everything marked; false when nothing is marked for it.
    mutating func askForMarked(_ id: ActionID) -> Bool {
        guard let question = question(id) else { return false }
        _ = perform([.open(.confirm(question))])
        return true
    }

    private func question(_ id: ActionID) -> Confirmation? {
        switch id {
        case .pause: pauseQuestion
        case .retire: retireQuestion
        case .cancel:
            tasksQuestion(
                "Cancel", "cancelled", of: marks.tasks.filter { swarm.tasks[$0]?.status == nil }
            ) { .cancel($0) }
        case .retry:
            tasksQuestion(
                "Try again", "run again",
                of: marks.tasks.filter { Keymap.canRetry(swarm.tasks[$0]?.status) }
            ) { .retry($0) }
        default: nil
        }
    }

    private var pauseQuestion: Confirmation? {
        let agents = marks.agents.map(swarm.agent)
        guard let first = agents.first else { return nil }
        let working = agents.filter { !$0.isPaused }
        let pauses = !working.isEmpty
        let chosen = pauses ? working : agents
        let verb = pauses ? "Pause" : "Resume"
        let what =
            chosen.count == 1
            ? first.card.shortName : Figures.count(chosen.count, "marked agent")
        return Confirmation(
            "\(verb) \(what)?", consequences: [Self.names(chosen.map(\.card.shortName))],
            verb: verb,
            actions: [
                .sendAll(
                    chosen.map { pauses ? .pause($0.id) : .resume($0.id) },
                    done: pauses
                        ? "\(what) paused."
                        : "\(what) take\(chosen.count == 1 ? "s" : "") bids again.")
            ])
    }

    private var retireQuestion: Confirmation? {
        let agents = marks.agents.map(swarm.agent)
        guard !agents.isEmpty else { return nil }
        let what = Figures.count(agents.count, "marked agent")
        return Confirmation(
            "Retire \(what)?",
            consequences: [
                Self.names(agents.map(\.card.shortName)), "They finish what they have.",
            ], verb: "Retire them",
            actions: [.sendAll(agents.map { .retire($0.id) }, done: "\(what) retired.")])
    }

    private func tasksQuestion(
        _ verb: String, _ done: String, of tasks: [TaskID], _ command: (TaskID) -> Command
    ) -> Confirmation? {
        guard !tasks.isEmpty else { return nil }
        let what = Figures.count(tasks.count, "marked task")
        return Confirmation(
            "\(verb) \(what)?", consequences: [Self.names(tasks.map(swarm.taskTitle))],
            verb: verb, actions: [.sendAll(tasks.map(command), done: "\(what) \(done).")])
    }

    /// The first few by name, the rest counted.
    private static func names(_ all: [String]) -> String {
        let shown = all.prefix(6)
        let more = all.count - shown.count
        return Figures.list(shown + (more > 0 ? ["\(more) more"] : [])) + "."
    }
}
