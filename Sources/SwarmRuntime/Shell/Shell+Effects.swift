import SwarmCore

/// What the swarm asks to be done once its events are durable.
extension Shell {
    mutating func perform(_ effect: Effect) {
        switch effect {
        case .acknowledge: break  // the reply to the command is the acknowledgement
        case .start(let key, let agent): start(key, agent)
        case .cancel(let key, _): works.removeValue(forKey: key)?.cancel()
        case .strike(let agent): strike(agent)
        case .faultsChanged: ports.office.line.update(from: swarm.state)
        case .deliver(let message, let token): deliver(message, token)
        case .refuseMessage(let token):
            if let token { ports.office.questions.close(token, with: nil) }
        case .review(let key, let agent): review(key, agent)
        case .grantCall(let token, let call):
            if !ports.office.calls.answer(token, with: .granted(call)) {
                ports.office.inbox.post(.settle(call, .unused))
            }
        case .refuseCall(let token, let refusal):
            ports.office.calls.answer(token, with: .refused(refusal))
        case .withdrawCall(let token): ports.office.calls.answer(token, with: .withdrawn)
        case .answerTool(let token, let number, let granted):
            ports.office.tools.answer(token, with: ToolAnswer(number: number, granted: granted))
        case .ended: break  // told from `ended`
        }
    }

    mutating func start(_ key: AttemptKey, _ agent: AgentID) {
        guard swarm.state.isLive(key), let order = order(key, agent) else { return }
        let desk = Desk(attempt: key, agent: agent, office: ports.office)
        guard let driver = ports.drivers[order.card.driver] else {
            desk.fail("this swarmtop has no \(order.card.driver.rawValue) driver")
            return
        }
        guard case .running(let body) = driver.begin(order, at: desk) else { return }
        let line = ports.office.line
        // Owned by `works`; ends with the attempt, or is cancelled with it.
        works[key] = Task {
            await body()
            line.passEnd(of: key, from: agent)
        }
    }

    mutating func order(_ key: AttemptKey, _ agent: AgentID) -> WorkOrder? {
        guard let brief = swarm.state.tasks.brief(of: key.task) else { return nil }
        let skill = brief.skills[Int(key.subtask)]
        return WorkOrder(
            attempt: key, agent: agent, card: swarm.state.agents[agent.position].card,
            brief: brief, skill: skill, skillName: swarm.state.skillNames[Int(skill.index)],
            stepName: brief.stepName(Int(key.subtask), swarm.state),
            inputs: brief.plan == nil ? [] : inputs(of: key), answer: answerNumber(key, brief),
            comments: key.number > 1 ? comments(for: key) : [],
            team: swarm.state.tasks.team(of: key.task), seed: swarm.state.seed,
            memory: swarm.state.agents[agent.position].memory,
            // A fault may stretch what is reported over a longer time.
            progressEvery: swarm.state.activeFaultCount > 0
                ? .zero : swarm.state.policies.progressInterval)
    }

    func inputs(of key: AttemptKey) -> [StepResult] {
        swarm.state.tasks[key.task]?.inputs(of: Int(key.subtask), swarm.state) ?? []
    }

    func answerNumber(_ key: AttemptKey, _ brief: TaskBrief) -> Int {
        guard let plan = brief.plan, let group = plan.steps[Int(key.subtask)].group else {
            return 0
        }
        return plan.groups[Int(group)].members.count { $0 < Int(key.subtask) }
    }

    /// What reviewers said of the attempt before this one, if they sent it back.
    func comments(for key: AttemptKey) -> [String] {
        let reviews = swarm.state.tasks[key.task]?.reviews ?? []
        return reviews.filter {
            $0.attempt.subtask == key.subtask && $0.attempt.number == key.number - 1
        }.compactMap { $0.note?.comment }.filter { !$0.isEmpty }
    }

    /// Asks an agent for its opinion; a hung one gives none.
    mutating func review(_ key: AttemptKey, _ agent: AgentID) {
        guard let order = reviewOrder(key, agent), let driver = ports.drivers[order.card.driver]
        else { return }
        let (inbox, line) = (ports.office.inbox, ports.office.line)
        let purse = Purse(purpose: .review(key, agent), office: ports.office)
        reviewing = reviewing.filter { swarm.state.isOpen($0.key.task) }
        // Owned by `reviewing`; ends by itself.
        let work = Task {
            guard let note = await driver.review(order, purse: purse), !line.isSilent(agent) else {
                return
            }
            inbox.post(.input(.reviewed(key, agent, note)))
        }
        reviewing[key, default: []].append(work)
    }

    func reviewOrder(_ key: AttemptKey, _ agent: AgentID) -> ReviewOrder? {
        guard let task = swarm.state.tasks[key.task],
            let product = task.subtasks[Int(key.subtask)].product
        else { return nil }
        let (brief, state) = (task.brief, swarm.state)
        let step = brief.stepName(Int(key.subtask), state)
        let failed = brief.recipe?.failedChecks(of: product.json, step: step, data: brief.data)
        return ReviewOrder(
            attempt: key, reviewer: agent, card: state.agents[agent.position].card, brief: brief,
            stepName: step, skillName: state.skillName(task.subtasks[Int(key.subtask)].skill),
            product: product, failedChecks: failed ?? [],
            threshold: brief.recipe?.threshold ?? Recipe.genericThreshold, seed: state.seed)
    }

    /// The agent's process ends: its work is gone, which its attempts report.
    mutating func strike(_ agent: AgentID) {
        for key in swarm.state.liveAttempts where swarm.state.agent(working: key) == agent {
            // First the report: cancelled work returns on another thread, and its silence would count.
            ports.office.inbox.post(.report(key, .failed(.crashed)))
            works.removeValue(forKey: key)?.cancel()
        }
    }

    mutating func deliver(_ message: Message, _ token: UInt64?) {
        if let token { ports.office.questions.sent(token: token, as: message.number) }
        switch (message.kind, message.recipient) {
        case (.answer, _):
            if let asked = message.causation {
                let answer = Answer(
                    payload: message.payload, by: message.sender.name(swarm.state))
                ports.office.questions.answer(to: asked, answer)
            }
        case (.question, .agent(let agent)):
            let brief = message.task.flatMap { swarm.state.tasks.brief(of: $0) }
            if ports.bus.deliver(Question(message: message, brief: brief), to: agent) {
                startAnswering(agent)
            } else if let token {
                ports.office.questions.close(token, with: nil)
            }
        case (.question, _), (.note, _): ports.bus.publish(message)
        }
    }

    /// Addresses a question to a team mate with the skill, else to the one of best reputation for it.
    mutating func ask(_ draft: MessageDraft, skill: String, _ now: Instant) {
        var draft = draft
        guard let colleague = colleague(of: draft, skill: skill) else {
            if let token = draft.token { ports.office.questions.close(token, with: nil) }
            return
        }
        draft.recipient = .agent(colleague)
        step(.message(draft), now)
    }

    mutating func colleague(of draft: MessageDraft, skill: String) -> AgentID? {
        guard let id = swarm.state.skillID(named: skill) else { return nil }
        let team = draft.task.map { swarm.state.tasks.team(of: $0) } ?? []
        let able = swarm.state.bestAgents(skill: id, swarm.state.agents.count).map(\.id)
            .filter { .agent($0) != draft.sender }
        return able.first { team.contains($0) } ?? able.first
    }

    /// One agent answers its questions one after another, in the order they came; a hung one does not.
    mutating func startAnswering(_ agent: AgentID) {
        let card = swarm.state.agents[agent.position].card
        guard let driver = ports.drivers[card.driver] else { return }
        let (bus, inbox, line) = (ports.bus, ports.office.inbox, ports.office.line)
        let office = ports.office
        let before = answering[agent]
        // Owned by `answering`; ends when the mailbox is empty.
        answering[agent] = Task {
            await before?.value
            while !Task.isCancelled, let question = bus.takeNext(for: agent) {
                let purse = Purse(
                    purpose: .answer(question.message.task, agent), office: office)
                let answer = await driver.answer(question, card: card, purse: purse)
                guard !line.isSilent(agent) else { continue }
                if let answer {
                    inbox.post(.message(question.message.answered(by: agent, with: answer)))
                } else if question.message.sender == .operator {
                    inbox.post(.message(question.message.unanswered(by: card.name)))
                }
            }
        }
    }
}

extension Message {
    /// Told to the operator, who would wait for nothing otherwise.
    func unanswered(by name: String) -> MessageDraft {
        MessageDraft(
            kind: .note, topic: "operator.reply", sender: .orchestrator, recipient: .operator,
            task: task, causation: number, payload: .string("\(name) has no answer to this."))
    }

    /// The answer to this question.
    func answered(by agent: AgentID, with payload: JSONValue) -> MessageDraft {
        let topic = topic.hasSuffix(".ask") ? String(topic.dropLast(4)) + ".reply" : topic
        return MessageDraft(
            kind: .answer, topic: topic, sender: .agent(agent), recipient: sender, task: task,
            causation: number, payload: payload)
    }
}
