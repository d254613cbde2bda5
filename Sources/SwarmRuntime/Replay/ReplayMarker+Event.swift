import SwarmCore

extension ReplayMarker {
    /// The marker an event leaves, if it leaves one. `state` has taken the event in.
    ///
    /// Of a task only the first award is marked: the moment its work begins.
    init?(_ envelope: Envelope, _ state: SwarmState) {
        guard let (kind, label) = Self.words(envelope.event, state) else { return nil }
        var status: TaskStatus?
        if case .taskFinished(_, let how, _, _) = envelope.event { status = how }
        self.init(
            event: envelope.sequence, at: envelope.at, kind: kind, label: label, status: status)
    }

    private static func words(_ event: Event, _ state: SwarmState) -> (Kind, String)? {
        switch event {
        case .subtaskAwarded(let key, _, _):
            guard let task = state.tasks[key.task], task.attempts.count == 1 else { return nil }
            return (.award, "\(task.brief.title) awarded")
        case .attemptFinished(let key, .failed(let failure)) where failure.isAgents:
            guard let task = state.tasks[key.task],
                let attempt = task.attempts.last(where: { $0.key == key })
            else { return nil }
            return (.failure, "\(state.agent(attempt.agent).card.name): \(failure.words)")
        case .faultInjected(_, let spec):
            return (.faultInjected, "\(words(spec, state)) injected")
        case .faultReverted(let id):
            guard let fault = state.fault(id) else { return nil }
            return (.faultReverted, "\(words(fault.spec, state)) reverted")
        case .taskFinished(let id, let status, _, _):
            guard let task = state.tasks[id] else { return nil }
            return (.result, "\(task.brief.title) \(status.rawValue)")
        default: return nil
        }
    }

    private static func words(_ spec: FaultSpec, _ state: SwarmState) -> String {
        let kind = spec.kind.name.map { $0 == "_" ? " " : $0 }
        let target =
            switch spec.target {
            case .agent(let id): state.agent(id).card.name
            case .skill(let id): state.skillName(id)
            case .everyone: "everyone"
            }
        return "\(String(kind)) on \(target)"
    }
}
