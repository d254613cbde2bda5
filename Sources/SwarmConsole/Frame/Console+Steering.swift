import SwarmCore
import TerminalUI

extension Console {
    /// The keys that change the swarm. `whyNot` has been asked before.
    mutating func steer(_ id: ActionID) -> [ConsoleEffect] {
        if askForMarked(id) { return [] }
        switch id {
        case .undo: return takeBack()
        case .pause: return pauseOrResume()
        case .pauseAll: askToPauseAll()
        case .repeatFault:
            guard let fault = lastFault else { return [] }
            let done = FaultChoice.done(fault, swarm)
            return perform([.inject(fault, waits: armed.lastWaits, done: "\(done) again.")])
        case .cancel: askToCancel()
        case .retry:
            guard let task = glance().task else { return [] }
            overview.forget(task.id)
            return perform([.send(.retry(task.id), done: "\(task.brief.title) runs again.")])
        case .retryAll: askToRetryAll()
        case .assign: open(.reassign)
        case .retire: askToRetire()
        default: break
        }
        return []
    }

    private mutating func pauseOrResume() -> [ConsoleEffect] {
        guard let id = selection.agent, swarm.agents.indices.contains(id.position) else {
            return []
        }
        let agent = swarm.agent(id)
        let name = agent.card.shortName
        return perform([
            agent.isPaused
                ? .send(.resume(id), done: "\(name) takes bids again.")
                : .send(.pause(id), done: "\(name) paused. \(keymap.name(.pause)) resumes it.")
        ])
    }

    private mutating func askToRetire() {
        guard let id = selection.agent, swarm.agents.indices.contains(id.position) else { return }
        ask(.retiring(swarm.agent(id), swarm))
    }

    private mutating func askToPauseAll() {
        let working = swarm.agents.count { !$0.isPaused && !$0.isRetired }
        ask(
            working > 0
                ? Confirmation(
                    "Pause all agents?",
                    consequences: [
                        "\(Figures.count(working, "agent")) take no new work; what runs goes on."
                    ], verb: "Pause",
                    actions: [
                        .send(
                            .pauseAll,
                            done: "All agents paused. \(keymap.name(.pauseAll)) resumes them.")
                    ])
                : Confirmation(
                    "Resume all agents?", verb: "Resume",
                    actions: [.send(.resumeAll, done: "All agents take bids again.")]))
    }

    private mutating func askToCancel() {
        guard let task = glance().task else { return }
        let running = task.subtasks.count { $0.phase == .running }
        let title = task.brief.title
        ask(
            Confirmation(
                "Cancel \(title)?",
                consequences: running == 0
                    ? ["Nothing of it runs yet."]
                    : [
                        "\(Figures.count(running, "running subtask")) stop\(running == 1 ? "s" : "")."
                    ],
                verb: "Cancel it",
                actions: [
                    .send(
                        .cancel(task.id), done: "Cancelled. \(keymap.name(.retry)) runs it again.")
                ]))
    }

    private mutating func askToRetryAll() {
        let failed = overview.failed
        ask(
            Confirmation(
                "Try \(failed.count == 1 ? "it" : "all") again?",
                consequences: [
                    "\(Figures.count(failed.count, "task")) failed or ended in part; each runs again "
                        + "under a new name."
                ], verb: "Try again",
                actions: failed.map { .send(.retry($0), done: "") }))
    }

    mutating func askToQuit() -> [ConsoleEffect] {
        let open = swarm.totals.running + swarm.totals.waiting
        guard zoomed == nil, filter.text.isEmpty else {
            goBack()
            return []
        }
        guard past.present == nil else { return returnToPresent() }
        guard !options.readOnly, replay == nil, open > 0 || !armed.all.isEmpty else {
            return finish()
        }
        let tasks = open > 0 ? "\(Figures.count(open, "task")) not finished." : nil
        ask(
            Confirmation(
                "Quit now?", consequences: [tasks, droppedFaults].compactMap { $0 },
                verb: "Quit", actions: [.effect(.quit)]))
        return []
    }

    /// Faults that wait for work wait in this console only.
    private var droppedFaults: String? {
        guard let fault = armed.all.first?.spec else { return nil }
        let rest = armed.all.count - 1
        return rest > 0
            ? "\(armed.all.count) faults that wait for work are forgotten."
            : "The \(fault.kind.label) on \(swarm.targetName(fault.target)) waits for work and is "
                + "forgotten."
    }

    private mutating func ask(_ question: Confirmation) {
        _ = perform([.open(.confirm(question))])
    }

    /// Goes to the next thing that needs a person; a failed task that was looked at needs nobody.
    mutating func goToNextAttention() {
        if let task = visited { overview.forget(task) }
        visited = nil
        let items = Attention(glance()).items
        guard !items.isEmpty else {
            say("Nothing needs you.", .dim)
            return
        }
        let item = items[attentionPlace % items.count]
        if item.selection.task != nil, item.pane == .timeline, item.asks == nil {
            visited = item.selection.task
            attentionPlace = 0
        } else {
            attentionPlace = (attentionPlace + 1) % items.count
        }
        var chosen = selection
        chosen.agent = item.selection.agent ?? chosen.agent
        if let task = item.selection.task {
            chosen.task = task
            chosen.subtask = item.selection.subtask
        }
        go(to: Place(item.pane, chosen))
        if let key = item.asks { open(.approvals(key)) }
    }

    /// This screen as a picture.
    func picture() -> String {
        var canvas = Canvas(size: size, glyphs: look.glyphs)
        view(&canvas)
        return SVGWriter(look).picture(of: canvas)
    }
}
