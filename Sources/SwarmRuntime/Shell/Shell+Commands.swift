import SwarmCore

/// Operators' commands.
extension Shell {
    mutating func carryOut(_ command: Command, _ now: Instant) -> CommandReply {
        switch command {
        case .submit(let draft): return submit(draft, now)
        case .cancel(let id):
            guard swarm.state.tasks.contains(id) else { return .refused(.noSuchTask) }
            if let status = swarm.state.tasks[id]?.status { return .refused(.alreadyEnded(status)) }
            step(.cancel(id), now)
        case .retry(let id): return retry(id, now)
        case .pause(let id): return change(id, .pause(id), now)
        case .resume(let id): return change(id, .resume(id), now)
        case .pauseAll:
            for agent in swarm.state.agents.indices { step(.pause(AgentID(agent)), now) }
        case .resumeAll:
            for agent in swarm.state.agents.indices { step(.resume(AgentID(agent)), now) }
        case .inject(let spec): return inject(spec, now)
        case .revert(let id):
            guard swarm.state.fault(id)?.isActive == true else { return .refused(.noSuchFault) }
            step(.revert(id), now)
        }
        return .done
    }

    mutating func change(_ agent: AgentID, _ input: Input, _ now: Instant) -> CommandReply {
        guard swarm.state.agents.indices.contains(agent.position) else {
            return .refused(.noSuchAgent)
        }
        step(input, now)
        return .done
    }

    mutating func inject(_ spec: FaultSpec, _ now: Instant) -> CommandReply {
        let hitsSomebody = swarm.state.agents.contains {
            swarm.state.does(spec.target, include: $0.id)
        }
        guard hitsSomebody else { return .refused(.noTarget) }
        step(.inject(spec), now)
        return .injected(FaultID(UInt32(truncatingIfNeeded: swarm.state.faults.count)))
    }

    mutating func retry(_ id: TaskID, _ now: Instant) -> CommandReply {
        guard let task = swarm.state.tasks[id] else { return .refused(.noSuchTask) }
        guard let status = task.status, status != .succeeded else {
            return .refused(.nothingToRetry)
        }
        return submit(task.brief.again(in: swarm.state), now)
    }

    mutating func submit(_ draft: TaskDraft, _ now: Instant) -> CommandReply {
        do {
            let brief = try draft.resolved(in: swarm.state, recipes: ports.recipes)
            return submit(brief, now)
        } catch {
            return .refused(.invalidTask(error.faults))
        }
    }

    mutating func submit(_ brief: TaskBrief, _ now: Instant) -> CommandReply {
        let id = swarm.state.tasks.nextID
        step(.submit(brief), now)
        return .submitted(id, name: brief.name)
    }
}
