import SwarmCore

/// Operators' commands.
extension Shell {
    mutating func carryOut(_ command: Command, _ now: Instant) -> CommandReply {
        switch command {
        case .submit(let draft): return submit(draft, now)
        case .submitPlanned(let draft, let recipe): return submit(draft, with: recipe, now)
        case .cancel(let id):
            guard swarm.state.tasks.contains(id) else { return .refused(.noSuchTask) }
            if let status = swarm.state.tasks[id]?.status { return .refused(.alreadyEnded(status)) }
            step(.cancel(id), now)
        case .prioritize(let id, let priority): return change(id, .priority(priority), now)
        case .setBudget(let scope, let amount): return setBudget(scope, amount, now)
        case .ask(let agent, let task, let text): return ask(agent, about: task, text, now)
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
        case .answerApproval(let key, let granted): return answer(key, granted, now)
        case .answerTool(let key, let number, let granted):
            guard case .awaitingApproval? = swarm.state.toolCall(key, number)?.phase else {
                return .refused(.notAsked)
            }
            step(.answerTool(key, number: number, granted: granted), now)
        case .forget(let agent, let note): return forget(agent, note, now)
        case .reassign(let key, let agent): return reassign(key, to: agent, now)
        case .add(let card): return add(card, now)
        case .edit(let card):
            guard let id = swarm.state.agentID(named: card.name) else {
                return .refused(.noSuchAgent)
            }
            guard swarm.state.hasRoom(for: card) else { return .refused(.cannotAdd(card.name)) }
            step(.edit(id, card), now)
        case .retire(let id): return change(id, .retire(id), now)
        case .fork(let draft, let kept): return submit(draft, kept: kept, now)
        case .caption(let text): step(.caption(text), now)
        case .configure(let definition):
            for input in swarm.state.changes(to: definition) { step(input, now) }
        }
        return .done
    }

    mutating func change(_ id: TaskID, _ change: TaskChange, _ now: Instant) -> CommandReply {
        guard let task = swarm.state.tasks[id] else { return .refused(.noSuchTask) }
        if let status = task.status { return .refused(.alreadyEnded(status)) }
        step(.change(id, change), now)
        return .done
    }

    mutating func setBudget(
        _ scope: BudgetScope, _ amount: Money?, _ now: Instant
    ) -> CommandReply {
        switch scope {
        case .task(let id): return change(id, .budget(amount), now)
        case .agent(let id):
            guard swarm.state.agents.indices.contains(id.position) else {
                return .refused(.noSuchAgent)
            }
            step(.edit(id, swarm.state.agents[id.position].card.limited(to: amount)), now)
        case .day:
            var policies = swarm.state.policies
            policies.budgets.day = amount
            step(.setPolicies(policies), now)
        }
        return .done
    }

    mutating func ask(
        _ agent: AgentID, about task: TaskID?, _ text: String, _ now: Instant
    ) -> CommandReply {
        guard swarm.state.agents.indices.contains(agent.position) else {
            return .refused(.noSuchAgent)
        }
        if let task, !swarm.state.tasks.contains(task) { return .refused(.noSuchTask) }
        let draft = MessageDraft(
            kind: .question, topic: Message.operatorTopic, sender: .operator,
            recipient: .agent(agent), task: task, payload: .string(text))
        step(.message(draft), now)
        return .done
    }

    mutating func answer(_ key: SubtaskKey, _ granted: Bool, _ now: Instant) -> CommandReply {
        guard let task = swarm.state.tasks[key.task] else { return .refused(.noSuchTask) }
        guard task.awaitingApproval.contains(Int(key.index)) else { return .refused(.notAsked) }
        step(.answerApproval(key, granted: granted), now)
        return .done
    }

    mutating func forget(_ agent: AgentID, _ note: UInt32?, _ now: Instant) -> CommandReply {
        guard swarm.state.agents.indices.contains(agent.position) else {
            return .refused(.noSuchAgent)
        }
        let memory = swarm.state.agents[agent.position].memory
        let known = note.map { number in memory.contains { $0.number == number } }
        guard known ?? !memory.isEmpty else { return .refused(.nothingToForget) }
        step(.forget(agent, note: note), now)
        return .done
    }

    mutating func reassign(
        _ key: SubtaskKey, to agent: AgentID?, _ now: Instant
    ) -> CommandReply {
        let state = swarm.state
        guard let task = state.tasks[key.task] else { return .refused(.noSuchTask) }
        guard task.subtasks.indices.contains(Int(key.index)), state.isOpen(key.task),
            task.subtasks[Int(key.index)].canMove
        else { return .refused(.nothingToReassign) }
        if let agent {
            guard state.agents.indices.contains(agent.position) else {
                return .refused(.noSuchAgent)
            }
            let skill = state.skillName(task.subtasks[Int(key.index)].skill)
            let isSame = task.currentAttempt(of: Int(key.index)).map {
                $0.isLive && $0.agent == agent
            }
            guard isSame == true || swarm.mayTake(key, agent) else {
                return .refused(
                    .cannotTake(agent: state.agents[agent.position].card.name, skill: skill))
            }
        }
        step(.reassign(key, to: agent), now)
        return .done
    }

    mutating func add(_ card: AgentCard, _ now: Instant) -> CommandReply {
        let known = swarm.state.agentID(named: card.name)
        let isThere = known.map { !swarm.state.agents[$0.position].isRetired } ?? false
        guard !isThere, swarm.state.hasRoom(for: card) else {
            return .refused(.cannotAdd(card.name))
        }
        step(.register(card), now)
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
        return submit(task.brief.again(in: swarm.state, now: now), now)
    }

    mutating func submit(
        _ draft: TaskDraft, kept: [KeptResult] = [], _ now: Instant
    ) -> CommandReply {
        for card in draft.chosenRecipe(in: swarm.state)?.agents ?? [] { invite(card, now) }
        do {
            let brief = try draft.resolved(in: swarm.state, now: now, wall: ports.clock.wall())
            return submit(brief, kept: kept, now)
        } catch {
            return .refused(.invalidTask(error.faults))
        }
    }

    /// Checked before the recipe is taken in, so that a refused task leaves nothing behind.
    mutating func submit(
        _ draft: TaskDraft, with recipe: Recipe, _ now: Instant
    ) -> CommandReply {
        var tried = swarm.state
        tried.apply(.recipeDefined(recipe), at: tried.now)
        do {
            _ = try draft.resolved(in: tried, now: now, wall: ports.clock.wall())
        } catch {
            return .refused(.invalidTask(error.faults))
        }
        step(.define(recipe), now)
        return submit(draft, now)
    }

    /// A recipe's agent joins with the first task that may need it; one an operator retired stays away.
    mutating func invite(_ card: AgentCard, _ now: Instant) {
        if swarm.state.agentID(named: card.name) == nil { step(.register(card), now) }
    }

    mutating func submit(
        _ brief: TaskBrief, kept: [KeptResult] = [], _ now: Instant
    ) -> CommandReply {
        let id = swarm.state.tasks.nextID
        step(.submit(brief, kept: kept), now)
        return .submitted(id, name: brief.name)
    }
}

extension Subtask {
    /// Whether it may be given to another agent.
    fileprivate var canMove: Bool {
        switch phase {
        case .running, .waiting, .backingOff: true
        default: false
        }
    }
}
