/// Several agents' answers to the same question (spec §7).
extension Swarm {
    /// The time for all answers begins with the first award.
    mutating func startAnswerClock(_ key: SubtaskKey, _ now: Instant) {
        guard let plan = state.tasks[checked: key.task].brief.plan,
            let group = plan.steps[Int(key.index)].group,
            let within = plan.groups[Int(group)].rule.within,
            plan.groups[Int(group)].members.allSatisfy({
                state.tasks[checked: key.task].subtasks[$0].attempts == 0
            })
        else { return }
        schedule(.answers(key.task, group: Int(group)), at: now + within)
    }

    /// What is missing when the time is up does not count.
    mutating func closeAnswers(
        _ id: TaskID, _ group: Int, _ now: Instant, _ out: inout Decision
    ) {
        guard state.isOpen(id), let plan = state.tasks[checked: id].brief.plan else { return }
        let freed = expire(Array(plan.groups[group].members), of: id, now, &out)
        advance(id, now, &out)
        for agent in freed { wake(agent, now, &out) }
    }

    /// Counts the votes of each group whose members have all ended; whether there was one.
    mutating func decideAnswers(
        _ id: TaskID, _ plan: Plan, _ now: Instant, _ out: inout Decision
    ) -> Bool {
        var decided = false
        for (place, group) in plan.groups.enumerated() {
            let task = state.tasks[checked: id]
            guard task.consensus[place] == nil,
                group.members.allSatisfy({ task.subtasks[$0].phase.isClosed })
            else { continue }
            let consensus = consensus(of: group, task)
            emit(.consensusReached(id, group: UInt8(clamping: place), consensus), now, &out)
            decided = true
        }
        return decided
    }

    private func consensus(of group: Plan.AnswerGroup, _ task: TaskState) -> Consensus {
        var answers: [(answer: JSONValue, members: [Int], reputation: Points)] = []
        var missing = 0
        for index in group.members {
            guard task.subtasks[index].phase == .succeeded,
                let product = task.subtasks[index].product
            else {
                missing += 1
                continue
            }
            let answer = product.json.value(at: group.rule.path) ?? .null
            // An answer kept from an earlier task is nobody's here.
            let reputation =
                task.subtasks[index].agent.map { state.agents[$0.position].reputation }
                ?? ReputationPolicy.start
            if let known = answers.firstIndex(where: { $0.answer == answer }) {
                answers[known].members.append(index)
                answers[known].reputation = answers[known].reputation + reputation
            } else {
                answers.append((answer, [index], reputation))
            }
        }
        // Stable: of equals the one given first stays first.
        let ranked = answers.enumerated().sorted { a, b in
            let (x, y) = (a.element, b.element)
            if group.rule.rule == .reputationWeighted, x.reputation != y.reputation {
                return x.reputation > y.reputation
            }
            return (x.members.count, b.offset) > (y.members.count, a.offset)
        }.map(\.element)
        let votes = ranked.map {
            Consensus.Vote(
                answer: $0.answer, members: StepSet($0.members), reputation: $0.reputation)
        }
        let given = votes.reduce(0) { $0 + $1.members.count }
        let agrees =
            given >= group.rule.quorum && isAgreed(votes, given, group.rule.rule)
        let winner =
            agrees ? ranked.first?.members.max { quality($0, task) < quality($1, task) } : nil
        return Consensus(winner: winner, votes: votes, missing: missing)
    }

    private func quality(_ index: Int, _ task: TaskState) -> (UInt8, Int) {
        (task.subtasks[index].quality, -index)
    }

    private func isAgreed(_ votes: [Consensus.Vote], _ given: Int, _ rule: ConsensusRule) -> Bool {
        guard let first = votes.first else { return false }
        switch rule {
        case .majority: return first.members.count * 2 > given
        case .reputationWeighted:
            let all = votes.reduce(Int64(0)) { $0 &+ Int64($1.reputation.raw) }
            return Int64(first.reputation.raw) &* 2 > all
        case .unanimous: return votes.count == 1
        }
    }

    /// Disagreement is told, never hidden.
    func disagreements(_ id: TaskID) -> [String] {
        let task = state.tasks[checked: id]
        var told: [String] = []
        for (place, group) in (task.brief.plan?.groups ?? []).enumerated() {
            guard let consensus = task.consensus[place],
                !group.members.allSatisfy({ task.subtasks[$0].phase == .skipped(.notNeeded) })
            else { continue }
            let all = consensus.votes.map { "\($0.answer.jsonText()) ×\($0.members.count)" }
                .joined(separator: ", ")
            if consensus.winner == nil {
                told.append("No agreement on \(group.name): \(all.isEmpty ? "no answer" : all)")
            } else if consensus.votes.count > 1 {
                told.append("Answers to \(group.name) differ: \(all)")
            }
        }
        for (index, subtask) in task.subtasks.enumerated() {
            guard let verdict = subtask.verdict else { continue }
            let name = task.brief.stepName(index, state)
            switch verdict.outcome {
            case .unreviewed:
                told.append("Too few reviews of \(name) came; it stands by its checks")
            case .accepted where verdict.refusals > 0:
                told.append(
                    "Reviewers disagreed on \(name): \(verdict.approvals) for it, "
                        + "\(verdict.refusals) against")
            case .accepted, .rework, .rejected: break
            }
        }
        return told
    }
}
