import SwarmCore

/// The commands of the command line.
enum CommandWord: String, CaseIterable {
    case task, pause, resume, fault, revert, cancel, retry, approve, deny, reassign, retire
    case reinstate, theme, screenshot, filter, quit, help

    /// What follows the word; empty when nothing does.
    var argument: String {
        switch self {
        case .task, .filter: "TEXT"
        case .pause, .resume, .cancel, .retry, .retire, .reinstate, .theme: "NAME"
        case .approve, .deny: "TASK STEP"
        case .reassign: "STEP AGENT"
        case .fault: "KIND TARGET"
        case .revert: "NUMBER"
        case .screenshot, .quit, .help: ""
        }
    }

    var summary: String {
        switch self {
        case .task: "give the swarm a task in your words"
        case .pause: "an agent takes no new work; all for everybody"
        case .resume: "an agent takes bids again; all for everybody"
        case .fault:
            "crash, slow 3, flaky 30, delay 2s; an agent, a skill, all; 10s: how long; 2x: how often"
        case .revert: "end a fault now"
        case .cancel: "stop a task; asks"
        case .retry: "try a task again"
        case .approve: "let a step that asks begin"
        case .deny: "leave a step that asks out"
        case .reassign: "give a step of a task to another agent, or to the best; asks"
        case .retire: "an agent finishes what it has and takes no more; asks"
        case .reinstate: "a retired agent is back"
        case .theme: "change the colours"
        case .screenshot: "save this screen as a picture"
        case .filter: "show only rows that hold these words"
        case .quit: "leave"
        case .help: "show every key"
        }
    }

    /// What the argument may be, for completion.
    func candidates(_ glance: Glance, _ themes: [Theme]) -> [String] {
        let swarm = glance.swarm
        switch self {
        case .task, .filter, .screenshot, .quit, .help: return []
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
            return glance.approvals.map { "\($0.task.brief.name) \($0.step)" }
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
        }
    }

    private func tasks(_ glance: Glance, _ isMeant: (TaskState) -> Bool) -> [String] {
        glance.overview.recent.reversed().compactMap { glance.swarm.tasks[$0] }
            .filter(isMeant).map(\.brief.name)
    }
}
