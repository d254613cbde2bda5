import SwarmCore

/// The commands of the command line.
enum CommandWord: String, CaseIterable {
    case task, pause, resume, fault, revert, cancel, retry, theme, screenshot, filter, quit, help

    /// What follows the word; empty when nothing does.
    var argument: String {
        switch self {
        case .task, .filter: "TEXT"
        case .pause, .resume, .cancel, .retry, .theme: "NAME"
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
            "crash, hang, slow 3, flaky 30 or poor; an agent, a skill or all; 10s: for how long"
        case .revert: "end a fault now"
        case .cancel: "stop a task; asks"
        case .retry: "try a task again"
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
        case .pause: return ["all"] + swarm.agents.filter { !$0.isPaused }.map(\.card.shortName)
        case .resume: return ["all"] + swarm.agents.filter(\.isPaused).map(\.card.shortName)
        case .fault:
            let targets = swarm.agents.prefix(64).map(\.card.shortName) + ["all"]
            return ["crash", "hang", "slow 3", "flaky 30", "poor"].flatMap { kind in
                targets.map { "\(kind) \($0)" }
            }
        case .revert: return swarm.faults.filter(\.isActive).map { "\($0.id.number)" }
        case .cancel: return tasks(glance) { $0.status == nil }
        case .retry:
            return tasks(glance) { task in
                switch task.status {
                case .failed, .partial, .cancelled: true
                case .succeeded, nil: false
                }
            }
        case .theme: return themes.map(\.name)
        }
    }

    private func tasks(_ glance: Glance, _ isMeant: (TaskState) -> Bool) -> [String] {
        glance.overview.recent.reversed().compactMap { glance.swarm.tasks[$0] }
            .filter(isMeant).map(\.brief.name)
    }
}
