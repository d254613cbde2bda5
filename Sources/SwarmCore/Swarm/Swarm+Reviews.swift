/// Other agents check a result before it counts (spec §7).
extension Swarm {
    /// Asks reviewers for a result that has just passed its checks; false when nobody has to be asked.
    mutating func askReviews(
        of key: AttemptKey, by author: AgentID, _ now: Instant, _ out: inout Decision
    ) -> Bool {
        guard let rule = reviewRule(of: key) else { return false }
        let reviewers = chooseReviewers(rule.reviewers, for: key.task, besides: author)
        guard !reviewers.isEmpty else {
            let quality = state.tasks[checked: key.task].subtasks[Int(key.subtask)].quality
            let verdict = Verdict(
                outcome: .unreviewed, quality: quality, approvals: 0, refusals: 0,
                missing: rule.reviewers)
            emit(.reviewDecided(key, verdict), now, &out)
            return false
        }
        let until = now + rule.within
        for agent in reviewers {
            emit(.reviewAsked(key, agent, until: until), now, &out)
            out.effects.append(.review(key, agent))
        }
        schedule(.reviews(key), at: until)
        return true
    }

    /// The step's own rule; without one, whoever has a reviewer's seat in the team is asked.
    private func reviewRule(of key: AttemptKey) -> ReviewRule? {
        let task = state.tasks[checked: key.task]
        if let rule = task.brief.plan?.steps[Int(key.subtask)].review { return rule }
        return task.reviewers.isEmpty ? nil : ReviewRule(reviewers: task.reviewers.count)
    }

    /// Reviewers' seats first, then the team, then whoever is willing and of the best reputation.
    private func chooseReviewers(
        _ count: Int, for id: TaskID, besides author: AgentID
    ) -> [AgentID] {
        let task = state.tasks[checked: id]
        var chosen: [AgentID] = []
        func offer(_ agent: AgentID) {
            guard chosen.count < count, agent != author, !chosen.contains(agent) else { return }
            guard state.agents[agent.position].mayReview else { return }
            chosen.append(agent)
        }
        for agent in task.reviewers + task.team { offer(agent) }
        if chosen.count < count {
            let others = state.agents.filter(\.mayReview)
                .sorted { ($0.reputation, $1.id) > ($1.reputation, $0.id) }
            for agent in others { offer(agent.id) }
        }
        return chosen
    }

    /// Takes a review in; one nobody asked for, or that comes twice or too late, changes nothing.
    mutating func take(
        _ note: ReviewNote, on key: AttemptKey, by agent: AgentID, _ now: Instant,
        _ out: inout Decision
    ) {
        guard isInReview(key),
            state.tasks[checked: key.task].reviews.contains(where: {
                $0.attempt == key && $0.reviewer == agent && $0.note == nil
            })
        else { return }
        emit(.reviewGiven(key, agent, note), now, &out)
        let isComplete = state.tasks[checked: key.task].reviews
            .allSatisfy { $0.attempt != key || $0.note != nil }
        if isComplete { decideReviews(of: key, now, &out) }
    }

    private func isInReview(_ key: AttemptKey) -> Bool {
        guard state.isOpen(key.task),
            Int(key.subtask) < state.tasks[checked: key.task].subtasks.count
        else { return false }
        let subtask = state.tasks[checked: key.task].subtasks[Int(key.subtask)]
        return subtask.phase == .inReview && subtask.attempts == key.number
    }

    /// All reviews are in, or their time is up.
    mutating func decideReviews(of key: AttemptKey, _ now: Instant, _ out: inout Decision) {
        guard isInReview(key) else { return }
        if settleReviews(of: key, now, &out) == .rework {
            placeOrPark(key.subtaskKey, now, &out)
        }
        advance(key.task, now, &out)
    }

    /// Counts the reviews that came; nil when the result is not with reviewers.
    @discardableResult
    mutating func settleReviews(
        of key: AttemptKey, _ now: Instant, _ out: inout Decision
    ) -> Verdict.Outcome? {
        guard isInReview(key), let rule = reviewRule(of: key) else { return nil }
        let verdict = verdict(on: key, rule)
        emit(.reviewDecided(key, verdict), now, &out)
        return verdict.outcome
    }

    private func verdict(on key: AttemptKey, _ rule: ReviewRule) -> Verdict {
        let task = state.tasks[checked: key.task]
        let reviews = task.reviews.filter { $0.attempt == key }
        let given = reviews.compactMap { review in review.note.map { (review.reviewer, $0.score) } }
        let checked = task.subtasks[Int(key.subtask)].quality
        let threshold = task.brief.recipe?.threshold ?? Recipe.genericThreshold
        let approvals = given.filter { Int($0.1) >= threshold }
        let refusals = given.count - approvals.count
        let missing = max(0, rule.reviewers - given.count)
        guard given.count >= max(1, rule.quorum) else {
            return Verdict(
                outcome: .unreviewed, quality: checked, approvals: approvals.count,
                refusals: refusals, missing: missing)
        }
        let accepted: Bool
        switch rule.rule {
        case .majority: accepted = approvals.count * 2 > given.count
        case .unanimous: accepted = refusals == 0
        case .reputationWeighted:
            let weight = { (agent: AgentID) in Int64(state.agents[agent.position].reputation.raw) }
            let all = given.reduce(Int64(0)) { $0 &+ weight($1.0) }
            accepted = approvals.reduce(Int64(0)) { $0 &+ weight($1.0) } &* 2 > all
        }
        let scores = given.map(\.1).sorted()
        let low = scores[(scores.count - 1) / 2]
        let high = scores[scores.count / 2]
        let median = UInt8((Int(low) + Int(high)) / 2)
        let isAgain = task.subtasks[Int(key.subtask)].reworks > 0
        return Verdict(
            outcome: accepted ? .accepted : isAgain ? .rejected : .rework,
            quality: min(checked, median), approvals: approvals.count, refusals: refusals,
            missing: missing)
    }
}

extension AgentState {
    /// Whether it can be asked for a review: at work and well; a review adds no load.
    fileprivate var mayReview: Bool {
        switch health {
        case .healthy, .degraded: !isRetired
        case .unhealthy, .paused, .offline: false
        }
    }
}
