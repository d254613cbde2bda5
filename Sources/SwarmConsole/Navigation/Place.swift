import SwarmCore

/// Somewhere in the console: a pane, what is chosen there, and how far it is scrolled.
///
/// Every link leads to one, and the trail back is made of them. Everything in it is an id, so that it still means
/// the same when rows have moved.
struct Place: Hashable, Sendable {
    var pane: PaneID
    var selection: Selection
    /// Whether the pane has the screen to itself; nil: as panes are shown now.
    var isZoomed: Bool?
    /// How far the pane was scrolled when it was left.
    var position = 0

    init(_ pane: PaneID, _ selection: Selection, isZoomed: Bool? = nil) {
        self.pane = pane
        self.selection = selection
        self.isZoomed = isZoomed
    }

    /// Everything about an agent.
    static func agent(_ id: AgentID, from selection: Selection) -> Place {
        var chosen = selection
        (chosen.agent, chosen.about) = (id, .agent)
        return Place(.detail, chosen)
    }

    /// Why a task went where it went; with a subtask, that one is the chosen one.
    static func award(_ task: TaskID, subtask: Int? = nil, from selection: Selection) -> Place {
        var chosen = selection
        (chosen.task, chosen.subtask, chosen.about) = (task, subtask, .task)
        return Place(.detail, chosen)
    }

    /// A subtask's lane on the timeline.
    static func lane(_ key: SubtaskKey, from selection: Selection) -> Place {
        var chosen = selection
        (chosen.task, chosen.subtask) = (key.task, Int(key.index))
        return Place(.timeline, chosen)
    }

    /// A row of the bus.
    static func row(_ sequence: UInt64, from selection: Selection) -> Place {
        var chosen = selection
        chosen.event = sequence
        return Place(.bus, chosen)
    }

    /// A fault in the fault lab.
    static func fault(_ id: FaultID, from selection: Selection) -> Place {
        var chosen = selection
        chosen.fault = id
        return Place(.faults, chosen)
    }

    /// The same pane and the same thing chosen there, however it is shown.
    func isSame(as other: Place) -> Bool {
        pane == other.pane && selection == other.selection && isZoomed == other.isZoomed
    }

    /// Whether what it is about is still in memory.
    func exists(in swarm: SwarmState) -> Bool {
        let hasAgent = selection.agent.map { swarm.agents.indices.contains($0.position) } ?? true
        let hasTask = selection.task.map(swarm.tasks.contains) ?? true
        return hasAgent && hasTask
    }
}

extension Place {
    /// What an event speaks of: its fault, its agent's reputation, its result, or its award.
    ///
    /// Nil for what belongs to nothing of the swarm, such as the beginning of a run.
    init?(_ envelope: Envelope, _ row: BusRow, from selection: Selection) {
        var chosen = selection
        chosen.agent = row.link.agent ?? chosen.agent
        switch envelope.event {
        case .faultInjected(let id, _), .faultReverted(let id), .messageDropped(_, let id),
            .messageDelayed(_, let id, _):
            self = .fault(id, from: selection)
        case .reputationChanged(let id, _):
            chosen.agent = id
            self.init(.reputation, chosen)
        case .taskFinished(let id, _, _, _):
            (chosen.task, chosen.subtask) = (id, nil)
            self.init(.result, chosen)
        default:
            if let task = row.link.task {
                self = .award(task, subtask: row.link.subtask, from: chosen)
            } else if let agent = row.link.agent {
                self = .agent(agent, from: chosen)
            } else {
                return nil
            }
        }
    }
}

extension Place {
    /// `Finance`, `finance of Q1 Product Launch`, `0:41.262`: one step of the breadcrumb, after the pane's name.
    func subject(_ swarm: SwarmState, _ log: EventLog, _ times: TimeFormat) -> String {
        switch pane {
        case .agents, .reputation: return selection.agent.map(swarm.shortName) ?? ""
        case .bus:
            guard let sequence = selection.event, let envelope = log.envelope(sequence) else {
                return ""
            }
            return times.clock(envelope.at, decimals: 3)
        case .costs: return ""
        case .faults: return selection.fault.map { "fault \($0.number)" } ?? ""
        case .detail where selection.about == .agent:
            return selection.agent.map(swarm.shortName) ?? ""
        case .timeline, .result, .detail, .queue:
            guard let id = selection.task, let task = swarm.tasks[id] else { return "" }
            guard let index = selection.subtask, task.subtasks.indices.contains(index) else {
                return task.brief.title
            }
            return swarm.stepLabel(task, index)
        }
    }
}
