import SwarmCore

/// Dependencies, approvals, reviews, consensus and deadlines, and how a task ends.
extension Checker {
    // MARK: A step's turn

    /// All a step waits for has ended, and nothing it needs is missing.
    func checkTurn(of key: SubtaskKey, _ task: Int) {
        guard let plan = tasks[task].plan else { return }
        let step = plan.steps[Int(key.index)]
        for before in 0..<tasks[task].count where step.after.contains(before) {
            let phase = subtasks[tasks[task].first + before].phase
            expect(phase.isClosed, .outcome, "\(key) before step \(before) has ended")
            if let group = plan.steps[before].group {
                let isDecided = tasks[task].decided >> UInt64(group) & 1 == 1
                expect(isDecided, .outcome, "\(key) before answers \(group) are counted")
            } else {
                expect(
                    phase == .succeeded || phase == .notNeeded || plan.steps[before].isOptional,
                    .outcome, "\(key) though step \(before) is \(phase)")
            }
        }
        expect(
            step.approval == nil || subtasks[tasks[task].first + Int(key.index)].isApproved,
            .authority, "\(key) begins without the approval it needs")
    }

    mutating func skip(_ key: SubtaskKey, _ reason: SkipReason) {
        guard let place = subtask(key), isOpen(key, place) else { return }
        expect(subtasks[place].phase != .running, .outcome, "\(key) runs and is skipped")
        changeSubtask(place) { $0.phase = reason == .notNeeded ? .notNeeded : .skipped }
    }

    // MARK: Approvals

    mutating func askApproval(_ key: SubtaskKey) {
        guard let place = subtask(key), let task = task(key.task) else { return }
        expect(
            subtasks[place].phase == .open, .outcome, "\(key) asks while \(subtasks[place].phase)")
        expect(
            tasks[task].plan?.steps[Int(key.index)].approval != nil, .authority,
            "\(key) asks for an approval it does not need")
        move(key, to: .awaitingApproval)
    }

    mutating func giveApproval(
        _ key: SubtaskKey, _ granted: Bool, _ source: ApprovalSource, _ cause: Cause
    ) {
        guard let place = subtask(key) else { return fail(.authority, "\(key) is nothing") }
        switch (source, cause) {
        case (.operator, .operation): break
        case (.deadline, .time): expect(!granted, .authority, "time granted \(key)")
        default: fail(.authority, "\(key) answered by \(source) after \(cause)")
        }
        expect(
            subtasks[place].phase == .awaitingApproval, .authority,
            "\(key) is answered while \(subtasks[place].phase)")
        changeSubtask(place) {
            $0.phase = .open
            $0.isApproved = granted
        }
    }

    // MARK: Reviews

    mutating func askReview(_ key: AttemptKey, _ reviewer: AgentID) {
        guard let place = subtask(key.subtaskKey), subtasks[place].number == key.number else {
            return fail(.outcome, "\(key) is reviewed and is not the latest")
        }
        let bit = UInt64(1) << UInt64(reviewer.position & 63)
        expect(
            subtasks[place].agent != reviewer.index, .outcome, "\(key) is reviewed by its author")
        expect(subtasks[place].asked & bit == 0, .outcome, "\(reviewer) is asked twice for \(key)")
        expect(
            subtasks[place].phase == .succeeded || subtasks[place].phase == .inReview, .outcome,
            "\(key) is reviewed while \(subtasks[place].phase)")
        changeSubtask(place) {
            $0.phase = .inReview
            $0.asked |= bit
        }
    }

    mutating func giveReview(_ key: AttemptKey, _ reviewer: AgentID, _ cause: Cause) {
        guard let place = subtask(key.subtaskKey) else { return fail(.outcome, "\(key)") }
        let bit = UInt64(1) << UInt64(reviewer.position & 63)
        expect(
            subtasks[place].phase == .inReview && subtasks[place].number == key.number, .oneEnd,
            "a review of \(key) counts while \(subtasks[place].phase)")
        expect(
            subtasks[place].asked & bit != 0 && subtasks[place].answered & bit == 0, .authority,
            "\(reviewer) reviews \(key) unasked or twice")
        if case .review(let claimed, let agent) = cause {
            expect(
                claimed == key && agent == reviewer, .authority, "somebody else's review of \(key)")
        } else {
            fail(.authority, "a review of \(key) after \(cause)")
        }
        changeSubtask(place) { $0.answered |= bit }
    }

    mutating func decideReview(_ key: AttemptKey, _ verdict: Verdict) {
        guard let place = subtask(key.subtaskKey) else { return fail(.outcome, "\(key)") }
        let state = subtasks[place]
        expect(
            state.number == key.number
                && (state.phase == .inReview || (state.phase == .succeeded && state.asked == 0)),
            .outcome, "\(key) is decided while \(state.phase)")
        expect(
            Int(verdict.approvals) + Int(verdict.refusals) == state.answered.nonzeroBitCount,
            .outcome, "\(key): \(verdict) of \(state.answered.nonzeroBitCount) reviews")
        expect(
            verdict.outcome != .rework || state.reworks == 0, .caps, "\(key) is reworked again")
        let agent = UInt64(1) << UInt64(state.agent & 63)
        changeSubtask(place) {
            switch verdict.outcome {
            case .accepted, .unreviewed: $0.phase = .succeeded
            case .rework:
                $0.phase = .open
                $0.reworks += 1
                $0.failed |= agent
            case .rejected:
                $0.phase = .failed
                $0.failed |= agent
            }
        }
    }

    // MARK: Consensus and deadlines

    mutating func decide(_ id: TaskID, _ group: Int, _ consensus: Consensus) {
        guard let place = task(id), let plan = tasks[place].plan, group < plan.groups.count else {
            return fail(.outcome, "answers of no group")
        }
        let first = tasks[place].first
        expect(
            tasks[place].decided >> UInt64(group) & 1 == 0, .oneEnd,
            "answers \(group) of task \(id.number) are counted twice")
        var given = 0
        for member in 0..<tasks[place].count where plan.groups[group].members.contains(member) {
            let phase = subtasks[first + member].phase
            expect(phase.isClosed, .outcome, "answer \(member) is still open")
            if phase == .succeeded { given += 1 }
        }
        let counted = consensus.votes.reduce(0) { $0 + $1.members.count }
        expect(counted == given, .outcome, "\(counted) votes of \(given) answers")
        if let winner = consensus.winner {
            expect(
                subtasks[first + Int(winner)].phase == .succeeded
                    && given >= plan.groups[group].rule.quorum, .outcome,
                "answer \(winner) wins with \(given) answers")
        }
        changeTask(place) {
            $0.decided |= 1 << UInt64(group)
            while $0.winners.count <= group { $0.winners.append(nil) }
            $0.winners[group] = consensus.winner.map(Int.init)
        }
    }

    mutating func expire(_ id: TaskID, _ cause: Cause, _ now: Int64) {
        guard let place = task(id) else { return fail(.timers, "no task \(id.number) expires") }
        expect(tasks[place].due <= now, .timers, "task \(id.number) expires too early")
        if case .time = cause {
        } else {
            fail(.authority, "task \(id.number) expires after \(cause)")
        }
        changeTask(place) { $0.isExpired = true }
    }

    // MARK: The end

    mutating func end(_ id: TaskID, _ status: TaskStatus, _ quality: UInt8) {
        guard let place = task(id) else { return fail(.oneEnd, "no task \(id.number) to end") }
        let task = tasks[place]
        expect(task.status == nil, .oneEnd, "task \(id.number) ends a second time")
        changeTask(place) { $0.status = status }
        for index in task.first..<task.first + task.count {
            let phase = subtasks[index].phase
            expect(phase != .running, .outcome, "task \(id.number) ends while an attempt runs")
            expect(
                phase.isClosed || status == .cancelled, .outcome,
                "task \(id.number) ends while a subtask is \(phase)")
        }
        expect(quality <= 100, .outcome, "task \(id.number) has quality \(quality)")
        let expected = outcome(of: task)
        expect(
            status == .cancelled || status == expected, .outcome,
            "task \(id.number) is \(status.rawValue), not \(expected.rawValue)")
        expect(
            task.paid == (status == .cancelled ? 0 : takers(of: task)), .reputation,
            "task \(id.number) moved the reputations \(String(task.paid, radix: 2))")
    }

    /// Several answers count as one result; what was optional or not needed is not missed.
    private func outcome(of task: Task) -> TaskStatus {
        var (succeeded, missed) = (false, false)
        for index in 0..<task.count {
            var counts = true
            if let group = task.plan?.steps[index].group {
                let place = Int(group)
                let winner = task.winners.indices.contains(place) ? task.winners[place] : nil
                if let winner, winner != index { continue }
                counts = winner != nil
            }
            switch subtasks[task.first + index].phase {
            case .succeeded where counts: succeeded = true
            case .notNeeded: break
            default: if task.plan?.steps[index].isOptional != true { missed = true }
            }
        }
        return succeeded ? (missed ? .partial : .succeeded) : .failed
    }
}
