/// A plan's steps one after another: what is ready begins, what cannot be is passed over (spec §5, §7).
extension Swarm {
    /// Begins every subtask whose turn has come, and ends the task when nothing is open.
    mutating func advance(_ id: TaskID, _ now: Instant, _ out: inout Decision) {
        guard state.isOpen(id) else { return }
        if let plan = state.tasks[checked: id].brief.plan {
            var moved = true
            while moved {
                moved = decideAnswers(id, plan, now, &out)
                for index in plan.steps.indices where isTurn(of: index, id, plan) {
                    take(SubtaskKey(task: id, index: index), plan, now, &out)
                    moved = true
                }
            }
            offerAnswersAgain(id, plan, now, &out)
        } else {
            for index in state.tasks[checked: id].subtasks.indices
            where state.tasks[checked: id].subtasks[index].isNew {
                placeInTeam(SubtaskKey(task: id, index: index), now, &out)
            }
        }
        endTaskIfDone(id, now, &out)
    }

    /// Whoever waits for an agent that answers nothing beside it may find one, now that something ended here.
    private mutating func offerAnswersAgain(
        _ id: TaskID, _ plan: Plan, _ now: Instant, _ out: inout Decision
    ) {
        for group in plan.groups {
            for index in group.members
            where state.tasks[checked: id].subtasks[index].phase == .waiting {
                placeAgain(SubtaskKey(task: id, index: index), now, &out)
            }
        }
    }

    /// Planned, never begun, and all it waits for has ended.
    private func isTurn(of index: Int, _ id: TaskID, _ plan: Plan) -> Bool {
        let isNew = state.tasks[checked: id].subtasks[index].isNew
        return isNew && plan.steps[index].after.allSatisfy { isSettled($0, id, plan) }
    }

    private func isSettled(_ index: Int, _ id: TaskID, _ plan: Plan) -> Bool {
        guard state.tasks[checked: id].subtasks[index].phase.isClosed else { return false }
        return plan.steps[index].group.map {
            state.tasks[checked: id].consensus[Int($0)] != nil
        } ?? true
    }

    private mutating func take(
        _ key: SubtaskKey, _ plan: Plan, _ now: Instant, _ out: inout Decision
    ) {
        let step = plan.steps[Int(key.index)]
        let task = state.tasks[checked: key.task]
        if step.after.contains(where: { blocks($0, task, plan) }) {
            emit(.subtaskSkipped(key, .blocked), now, &out)
        } else if let condition = step.condition, !holds(condition, task, plan) {
            emit(.subtaskSkipped(key, .notNeeded), now, &out)
        } else if let approval = step.approval, !task.subtasks[Int(key.index)].isApproved {
            let until = approval.within.map { now + $0 }
            emit(.approvalAsked(key, until: until), now, &out)
            if let until { schedule(.approval(key), at: until) }
        } else {
            placeInTeam(key, now, &out)
        }
    }

    /// Whether what comes after a step cannot be done without it.
    private func blocks(_ index: Int, _ task: TaskState, _ plan: Plan) -> Bool {
        if task.subtasks[index].phase == .skipped(.notNeeded) { return false }
        if let group = plan.steps[index].group {
            let isLost = task.consensus[Int(group)]?.winner == nil
            return isLost && !plan.steps[index].isOptional
        }
        return task.subtasks[index].phase != .succeeded && !plan.steps[index].isOptional
    }

    private func holds(_ condition: Plan.Condition, _ task: TaskState, _ plan: Plan) -> Bool {
        let index = task.decidedIndex(of: Int(condition.step))
        guard let index, task.subtasks[index].phase == .succeeded else { return false }
        return task.subtasks[index].product?.json.value(at: condition.path) == condition.equals
    }

    // MARK: Approval

    mutating func answer(
        _ key: SubtaskKey, _ granted: Bool, by source: ApprovalSource, _ now: Instant,
        _ out: inout Decision
    ) {
        guard state.isOpen(key.task),
            Int(key.index) < state.tasks[checked: key.task].subtasks.count,
            case .awaitingApproval(let until) = state.tasks[checked: key.task]
                .subtasks[Int(key.index)].phase
        else { return }
        // A timer of an earlier question is not this one's.
        if source == .deadline, until.map({ $0 > now }) ?? true { return }
        emit(.approvalGiven(key, granted: granted, by: source), now, &out)
        if !granted { emit(.subtaskSkipped(key, .denied), now, &out) }
        advance(key.task, now, &out)
    }

    // MARK: The deadline

    /// What still runs is stopped, what has not begun is passed over, and the task ends with what it has.
    mutating func expire(_ id: TaskID, _ now: Instant, _ out: inout Decision) {
        guard state.isOpen(id) else { return }
        emit(.deadlinePassed(id), now, &out)
        let freed = expire(Array(state.tasks[checked: id].subtasks.indices), of: id, now, &out)
        if let plan = state.tasks[checked: id].brief.plan {
            _ = decideAnswers(id, plan, now, &out)
        }
        endTask(id, now, &out)
        for agent in freed { wake(agent, now, &out) }
    }

    /// Ends what is still open of these subtasks; the agents that have room again.
    ///
    /// What runs is stopped, what is with reviewers is decided by the reviews that came.
    mutating func expire(
        _ subtasks: [Int], of id: TaskID, _ now: Instant, _ out: inout Decision
    ) -> [AgentID] {
        var freed: [AgentID] = []
        for index in subtasks {
            let attempt = state.tasks[checked: id].currentAttempt(of: index)
            let phase = state.tasks[checked: id].subtasks[index].phase
            if phase == .running, let attempt {
                out.effects.append(.cancel(attempt.key, attempt.agent))
                if let agent = close(attempt.key, .failed(.expired), now, &out) {
                    freed.append(agent)
                }
            } else if phase == .inReview, let attempt {
                settleReviews(of: attempt.key, now, &out)
            }
            if !state.tasks[checked: id].subtasks[index].phase.isClosed {
                emit(.subtaskSkipped(SubtaskKey(task: id, index: index), .expired), now, &out)
            }
        }
        return freed
    }

    // MARK: Another agent

    /// Whether the agent could be given the subtask now: it has the skill and room, answers nothing beside it,
    /// and the attempts are not used up.
    public func mayTake(_ key: SubtaskKey, _ agent: AgentID) -> Bool {
        guard state.isOpen(key.task), state.agents.indices.contains(agent.position),
            state.tasks[checked: key.task].subtasks.indices.contains(Int(key.index))
        else { return false }
        let subtask = state.tasks[checked: key.task].subtasks[Int(key.index)]
        return subtask.attempts < Self.mostAttempts && canTake(agent, subtask.skill)
            && !takenByOthers(key).contains(agent)
    }

    /// An agent that cannot take it changes nothing.
    mutating func reassign(
        _ key: SubtaskKey, to agent: AgentID?, _ now: Instant, _ out: inout Decision
    ) {
        guard state.isOpen(key.task), Int(key.index) < state.tasks[checked: key.task].subtasks.count
        else { return }
        let subtask = state.tasks[checked: key.task].subtasks[Int(key.index)]
        guard subtask.canMove, subtask.attempts < Self.mostAttempts else { return }
        let live = state.tasks[checked: key.task].currentAttempt(of: Int(key.index)).flatMap {
            $0.isLive ? $0 : nil
        }
        if let agent, agent != live?.agent, !mayTake(key, agent) { return }
        var freed: AgentID?
        if let live {
            out.effects.append(.cancel(live.key, live.agent))
            freed = close(live.key, .failed(.reassigned), now, &out)
        }
        if let agent, canTake(agent, subtask.skill) {
            let skills = SkillSet([subtask.skill])
            let bid = state.assess(agent, skills: skills)
            emit(.bidReceived(key.task, bid), now, &out)
            award(key, to: agent, score: bid.score, now, &out)
        } else {
            placeOrPark(key, now, &out)
        }
        if let freed { wake(freed, now, &out) }
    }
}

extension Subtask {
    /// Planned and never begun: not one whose attempt has just ended.
    var isNew: Bool { phase == .planned && attempts == 0 }

    /// Whether it may be given to another agent.
    var canMove: Bool {
        switch phase {
        case .running, .waiting, .backingOff: true
        case .planned, .inReview, .awaitingApproval, .succeeded, .failed, .cancelled, .skipped:
            false
        }
    }

    /// Whether its agent has answered or may still.
    var mayAnswer: Bool {
        switch phase {
        case .running, .waiting, .backingOff, .inReview, .succeeded: true
        case .planned, .awaitingApproval, .failed, .cancelled, .skipped: false
        }
    }
}

extension TaskState {
    /// The subtask whose product counts for a step: of several answers the agreed one; nil when there is none.
    public func decidedIndex(of index: Int) -> Int? {
        guard let group = brief.plan?.steps[index].group else { return index }
        return consensus[Int(group)]?.winner.map(Int.init)
    }
}
