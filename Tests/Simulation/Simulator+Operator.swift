import SwarmCore

/// What operators ask for, sensible or not.
extension Simulator {
    mutating func submit() {
        guard submitted < Cast.mostTasks else { return }
        let chosen = submitted * Cast.variants + dice.below(Cast.variants)
        submitted += 1
        let brief = cast.briefs[chosen]
        if !cast.isFeasible[chosen] {
            // One that no swarm of these agents can do would wait for ever, rightly.
            if isCalm { return }
            infeasible.insert(brief.name)
        }
        // What is left of a best-effort task may be what nobody here can do.
        let isReused = dice.chance(50) && !brief.bestEffort
        let kept =
            isReused
            ? [KeptResult(subtask: 0, product: Saying.goodProduct, quality: 70)] : []
        guard options.mutant == .dependentFirst else {
            return step(.submit(brief, kept: kept), .operation)
        }
        promised = brief
        step(.submit(brief.withoutOrder(), kept: kept), .operation)
        promised = nil
    }

    mutating func operate() {
        guard !isCalm else { return }
        if temper.isReconfigured, dice.chance(500) { return reconfigure() }
        let agent = AgentID(dice.below(cast.agents + 1))
        switch dice.below(13) {
        case 0, 1:
            if let task = someTask() {
                features.insert(.cancel)
                step(.cancel(task), .operation)
            }
        case 2, 3: step(.pause(agent), .operation)
        case 4: step(.resume(agent), .operation)
        case 5, 6, 7: inject(agent)
        case 8: step(.revert(FaultID(UInt32(dice.within(0...4)))), .operation)
        case 9:
            if let task = someTask() {
                features.insert(.reassign)
                let to = dice.chance(500) ? AgentID(dice.below(cast.agents)) : nil
                checker.isReassigning = true
                step(.reassign(SubtaskKey(task: task, index: dice.below(3)), to: to), .operation)
                checker.isReassigning = false
            }
        case 10:
            features.insert(.retired)
            step(.retire(agent), .operation)
        case 11: edit()
        default:
            // Again: the same shape of task under another name.
            submit()
        }
    }

    private mutating func someTask() -> TaskID? {
        guard !checker.tasks.isEmpty else { return nil }
        let id = checker.tasks[dice.below(checker.tasks.count)].id
        return dice.chance(50) ? TaskID(slot: id.slot, number: id.number &+ 7) : id
    }

    private mutating func inject(_ agent: AgentID) {
        features.insert(.fault)
        var kinds: [FaultKind] = [
            .crash, .hang, .slow(factor: 4), .flaky(percent: 50), .poorQuality, .corrupt,
            .partition, .healthDrop, .dropMessages(percent: 50), .delayMessages(.milliseconds(700)),
        ]
        if temper.hasModels {
            kinds += [
                .rateLimit, .overloaded, .truncatedStream, .slowTokens(factor: 5), .garbage,
                .wrongUsage, .journalStall(.milliseconds(20)),
            ]
        }
        let skills = swarm.state.skillNames.count
        let target: FaultTarget =
            switch dice.below(4) {
            case 0: .skill(SkillID(dice.below(skills)))
            case 1: .everyone
            default: .agent(agent)
            }
        let duration = dice.chance(700) ? TimeSpan(microseconds: dice.span(upTo: 8_000_000)) : nil
        let spec = FaultSpec(
            kind: kinds[dice.below(kinds.count)], target: target, duration: duration,
            count: dice.chance(300) ? dice.within(1...3) : nil, seed: 1)
        // The shell refuses a fault that hits nobody.
        guard swarm.state.agents.contains(where: { swarm.state.does(target, include: $0.id) })
        else { return }
        step(.inject(spec), .operation)
    }

    /// Another card under the same name: one skill fewer or more, other loads.
    private mutating func edit() {
        features.insert(.edited)
        let agent = AgentID(dice.below(cast.agents))
        let card = cast.swarm.state.agents[agent.position].card
        let other = cast.swarm.state.agents[dice.below(cast.agents)].card
        let load = [10, 25, 50, 100][dice.below(4)]
        step(
            .edit(
                agent,
                AgentCard(
                    name: card.name, skills: other.skills, domains: other.domains,
                    loadPerSubtask: load, replicas: card.replicas, replicaOf: card.replicaOf)),
            .operation)
    }

    /// Other numbers, recipes, agents and notes than the swarm began with.
    private mutating func reconfigure() {
        let agent = AgentID(dice.below(swarm.state.agents.count))
        switch dice.below(10) {
        case 8:
            if let task = someTask() {
                step(.change(task, .priority(Priority.allCases[dice.below(4)])), .operation)
            }
        case 9:
            if let task = someTask() {
                let amount = dice.chance(800) ? Cast.money(60, &dice) : nil
                step(.change(task, .budget(amount)), .operation)
            }
        case 0, 1, 2:
            features.insert(.policiesChanged)
            let isOther = swarm.state.policies == cast.policies
            step(.setPolicies(isOther ? cast.otherPolicies : cast.policies), .operation)
        case 3:
            features.insert(.recipeChanged)
            let name = "r\(dice.below(2))"
            if dice.chance(600) {
                let steps = [RecipeStep(name: "x", skill: "s\(dice.below(3))")]
                let recipe = Recipe(
                    name: name, title: name, type: "kind", steps: steps, complexity: .simple)
                step(.define(recipe), .operation)
            } else {
                step(.removeRecipe(name), .operation)
            }
        case 4:
            features.insert(.captioned)
            step(.caption(dice.chance(600) ? "look" : nil), .operation)
        case 5:
            let note = dice.chance(500) ? nil : UInt32(dice.within(0...6))
            step(.forget(agent, note: note), .operation)
        case 6: limit(agent)
        default:
            let card = cast.swarm.state.agents[agent.position % cast.agents].card
            step(.register(card), .operation)
        }
    }

    /// The agent gets other limits, or there may be more or fewer of it.
    private mutating func limit(_ agent: AgentID) {
        features.insert(.edited)
        let card = swarm.state.agents[agent.position].card
        let isFirst = card.replicaOf == nil && card.replicas.upperBound > 1
        let edited = AgentCard(
            name: card.name, skills: card.skills, domains: card.domains, driver: card.driver,
            model: card.model, maxLoad: card.maxLoad, loadPerSubtask: card.loadPerSubtask,
            replicas: isFirst ? 1...dice.within(1...3) : card.replicas, replicaOf: card.replicaOf,
            limits: dice.chance(700) ? Cast.limits(&dice) : AgentLimits())
        step(.edit(agent, edited), .operation)
    }

    /// The operator answers a question, later, twice, or never.
    mutating func think(about key: SubtaskKey) {
        features.insert(.approvalAsked)
        if isCalm { return add(.approve(key, granted: true), at: time) }
        let answers = [0, 1, 1, 1, 2][dice.below(5)]
        for _ in 0..<answers {
            add(.approve(key, granted: dice.chance(700)), at: time + dice.span(upTo: 3_000_000))
        }
    }

    /// Faults stop: the operator puts right whatever can be put right, and gives up what never could be done.
    mutating func calmDown() {
        isCalm = true
        step(.setPolicies(cast.policies), .operation)
        for fault in swarm.state.faults where fault.isActive { step(.revert(fault.id), .operation) }
        for agent in swarm.state.agents {
            // Replicas come and go by themselves.
            if agent.id.position < cast.agents {
                step(.register(cast.swarm.state.agents[agent.id.position].card), .operation)
                step(.edit(agent.id, cast.swarm.state.agents[agent.id.position].card), .operation)
            }
            step(.resume(agent.id), .operation)
        }
        for task in swarm.state.tasks.all where task.status == nil {
            for index in task.awaitingApproval {
                step(
                    .answerApproval(SubtaskKey(task: task.id, index: index), granted: true),
                    .operation)
            }
        }
        for call in swarm.state.tasks.all.flatMap(\.awaitingTools) {
            step(.answerTool(call.attempt, number: call.number, granted: true), .operation)
        }
        guard !infeasible.isEmpty else { return }
        for task in swarm.state.tasks.all
        where task.status == nil && infeasible.contains(task.brief.name) {
            step(.cancel(task.id), .operation)
        }
    }
}
