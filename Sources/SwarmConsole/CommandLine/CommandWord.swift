import SwarmCore

/// The commands of the command line.
enum CommandWord: String, CaseIterable {
    case task, pause, resume, fault, revert, cancel, retry, approve, deny, reassign, retire
    case reinstate, priority, budget, ask, go, undo, theme, layout, ascii, mouse, screenshot
    case export, filter, quit, help, demo, big

    /// What follows the word; empty when nothing does.
    var argument: String {
        switch self {
        case .task, .filter: "TEXT"
        case .pause, .resume, .cancel, .retry, .retire, .reinstate, .theme, .go, .layout: "NAME"
        case .ascii, .mouse: "on, off"
        case .approve, .deny: "TASK STEP"
        case .reassign: "STEP AGENT"
        case .fault: "KIND TARGET"
        case .revert: "NUMBER"
        case .priority: "LEVEL TASK"
        case .budget: "WHOSE $"
        case .ask: "AGENT TEXT"
        case .demo: "NAME"
        case .screenshot, .export, .quit, .help, .undo, .big: ""
        }
    }

    /// It changes the swarm, which nobody can do over a recording or when only looking.
    var steers: Bool {
        switch self {
        case .task, .pause, .resume, .fault, .revert, .cancel, .retry, .approve, .deny, .reassign,
            .retire, .reinstate, .priority, .budget, .ask, .undo:
            true
        case .go, .theme, .layout, .ascii, .mouse, .screenshot, .export, .filter, .quit, .help,
            .demo, .big:
            false
        }
    }

    var summary: String {
        switch self {
        case .task: "give the swarm a task in your words"
        case .pause: "an agent takes no new work; all for everybody"
        case .resume: "an agent takes bids again; all for everybody"
        case .fault:
            "crash, slow 3, flaky 30, delay 2s; an agent, a skill, all; 10s: how long; 2x: how often; now"
        case .revert: "end a fault now"
        case .cancel: "stop a task; asks"
        case .retry: "try a task again"
        case .approve: "say yes to a step or a tool that asks"
        case .deny: "say no to a step or a tool that asks"
        case .reassign: "give a step of a task to another agent, or to the best; asks"
        case .retire: "an agent finishes what it has and takes no more; asks"
        case .reinstate: "a retired agent is back"
        case .priority: "critical, high, normal or low: when a task is served; or all marked"
        case .budget: "what may be spent: 10, day none, task 2, agent Finance 0.50"
        case .ask: "ask an agent something; its answer comes over the bus"
        case .go: "a pane, an agent or a task"
        case .undo: "take back what was steered last"
        case .theme: "change the colours"
        case .ascii: "draw with ASCII only, from the next start on"
        case .mouse: "use the mouse, from the next start on"
        case .layout: "panes as saved; save, forget NAME; wider 5, reset"
        case .screenshot: "save this screen as a picture"
        case .export: "write what this pane shows to a file"
        case .filter: "show only rows that hold these words"
        case .quit: "leave"
        case .help: "show every key"
        case .demo: "watch an example on this swarm"
        case .big: "big letters for a room, or as before"
        }
    }

    /// What the argument may be, for completion.
    func candidates(
        _ glance: Glance, _ themes: [Theme], _ layouts: [String]
    ) -> [String] {
        let swarm = glance.swarm
        switch self {
        case .task, .filter, .screenshot, .export, .quit, .help, .undo, .big: return []
        case .demo: return glance.demos
        case .priority:
            let open = tasks(glance) { $0.status == nil }
            return Priority.allCases.flatMap { level in
                [level.rawValue] + open.map { "\(level.rawValue) \($0)" }
            }
        case .budget:
            let agents = swarm.agents.filter { !$0.isRetired }.prefix(64)
            return ["day ", "day none"]
                + tasks(glance) { $0.status == nil }.map { "task \($0) " }
                + agents.map { "agent \($0.card.shortName) " }
        case .ask:
            return swarm.agents.filter { !$0.isRetired }.map { "\($0.card.shortName) " }
        case .pause:
            return ["all"]
                + swarm.agents.filter { !$0.isPaused && !$0.isRetired }.map(\.card.shortName)
        case .resume: return ["all"] + swarm.agents.filter(\.isPaused).map(\.card.shortName)
        case .fault:
            let targets =
                swarm.agents.filter { !$0.isRetired }.prefix(64).map(\.card.shortName) + ["all"]
            let kinds = [
                "crash", "hang", "slow 3", "flaky 30", "poor", "corrupt", "drop 30", "delay 2s",
                "partition", "health",
            ]
            return kinds.flatMap { kind in targets.map { "\(kind) \($0)" } } + ["journal 100ms"]
        case .revert: return swarm.faults.filter(\.isActive).map { "\($0.id.number)" }
        case .cancel: return tasks(glance) { $0.status == nil }
        case .retry:
            return tasks(glance) { task in
                switch task.status {
                case .failed, .partial, .cancelled: true
                case .succeeded, nil: false
                }
            }
        case .approve, .deny:
            return glance.approvals.map { "\($0.task.brief.name) \($0.word)" }
        case .reassign:
            guard let task = glance.task else { return [] }
            return task.subtasks.indices.filter { task.subtasks[$0].phase.canMove }.flatMap {
                index in
                let step = swarm.stepLabel(task, index)
                let key = SubtaskKey(task: task.id, index: index)
                return ["best"].map { "\(step) \($0)" }
                    + ReassignMenu.capable(key, swarm).prefix(16).map {
                        "\(step) \($0.card.shortName)"
                    }
            }
        case .retire: return swarm.agents.filter { !$0.isRetired }.map(\.card.shortName)
        case .reinstate: return swarm.agents.filter(\.isRetired).map(\.card.shortName)
        case .theme: return themes.map(\.name)
        case .ascii, .mouse: return ["on", "off"]
        case .layout:
            return layouts + ["save "] + layouts.map { "forget \($0)" }
                + CommandReading.paneSizes.map(\.word)
        case .go:
            return PaneID.allCases.map(\.word)
                + swarm.agents.filter { !$0.isRetired }.prefix(256).map(\.card.shortName)
                + glance.overview.recent.reversed().compactMap { swarm.tasks[$0]?.brief.name }
        }
    }

    private func tasks(_ glance: Glance, _ isMeant: (TaskState) -> Bool) -> [String] {
        glance.overview.recent.reversed().compactMap { glance.swarm.tasks[$0] }
            .filter(isMeant).map(\.brief.name)
    }
}
