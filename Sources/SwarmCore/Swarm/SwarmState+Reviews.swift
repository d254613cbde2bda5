/// What the events about reviews change.
extension SwarmState {
    /// The subtask is open again until its reviews are decided.
    mutating func askReview(
        _ key: AttemptKey, _ agent: AgentID, _ until: Instant, _ time: Instant
    ) {
        guard tasks.contains(key.task) else { return }
        tasks[checked: key.task].reviews.append(
            Review(attempt: key, reviewer: agent, askedAt: time, until: until))
        guard tasks[checked: key.task].subtasks[Int(key.subtask)].phase == .succeeded else {
            return
        }
        tasks[checked: key.task].subtasks[Int(key.subtask)].phase = .inReview
        tasks[checked: key.task].openSubtasks &+= 1
    }

    mutating func giveReview(
        _ key: AttemptKey, _ agent: AgentID, _ note: ReviewNote, _ time: Instant
    ) {
        guard
            let place = tasks[key.task]?.reviews.firstIndex(where: {
                $0.attempt == key && $0.reviewer == agent && $0.note == nil
            })
        else { return }
        tasks[checked: key.task].reviews[place].note = note
        tasks[checked: key.task].reviews[place].givenAt = time
    }

    mutating func decideReview(_ key: AttemptKey, _ verdict: Verdict) {
        guard tasks.contains(key.task) else { return }
        let index = Int(key.subtask)
        tasks[checked: key.task].subtasks[index].verdict = verdict
        switch verdict.outcome {
        case .accepted, .unreviewed:
            noteQuality(of: key, verdict.quality)
            close(key.subtaskKey, as: .succeeded)
        case .rework:
            refuse(key, verdict)
            tasks[checked: key.task].subtasks[index].reworks &+= 1
            tasks[checked: key.task].subtasks[index].phase = .planned
        case .rejected:
            refuse(key, verdict)
            close(key.subtaskKey, as: .failed)
        }
    }

    /// What the reviewers found is what the agent's mean counts.
    private mutating func noteQuality(of key: AttemptKey, _ quality: UInt8) {
        let index = Int(key.subtask)
        let checked = tasks[checked: key.task].subtasks[index].quality
        tasks[checked: key.task].subtasks[index].quality = quality
        guard let agent = tasks[checked: key.task].subtasks[index].agent else { return }
        agents[agent.position].qualitySum += Int(quality) - Int(checked)
    }

    /// The attempt counts as failed after all.
    private mutating func refuse(_ key: AttemptKey, _ verdict: Verdict) {
        let index = Int(key.subtask)
        let place = Int(tasks[checked: key.task].subtasks[index].current)
        guard tasks[checked: key.task].attempts.indices.contains(place) else { return }
        let agent = tasks[checked: key.task].attempts[place].agent.position
        agents[agent].completed -= 1
        agents[agent].failed += 1
        agents[agent].qualitySum -= Int(tasks[checked: key.task].subtasks[index].quality)
        tasks[checked: key.task].attempts[place].failure = .rejected(Int(verdict.quality))
        tasks[checked: key.task].subtasks[index].product = nil
        tasks[checked: key.task].subtasks[index].quality = 0
    }
}
