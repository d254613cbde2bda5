import SwarmCore

/// What a schedule left: its hash, and what it went through.
extension Simulator {
    /// The hash of all events in order; notes the features on the way.
    mutating func summarise() -> UInt64 {
        var digest = Digest()
        for record in records {
            digest.add(record.at.microseconds)
            add(record.event, to: &digest)
        }
        digest.add(swarm.state.digest)
        return digest.value
    }

    private mutating func add(_ event: Event, to digest: inout Digest) {
        switch event {
        case .runStarted(let number, let seed):
            digest.add(1 as UInt64)
            digest.add(number)
            digest.add(seed)
        case .agentRegistered(let id, _):
            features.insert(.scaledUp)
            digest.add(2 as UInt64)
            digest.add(id.index)
        case .agentChanged(let id, let change):
            digest.add(3 as UInt64)
            digest.add(id.index)
            add(change, to: &digest)
        case .taskSubmitted(let id, let brief):
            digest.add(4 as UInt64)
            digest.add(id)
            digest.add(brief.name)
        case .taskChanged(let id, _):
            features.insert(.taskChanged)
            digest.add(40 as UInt64)
            digest.add(id)
        case .taskQueued(let id, let subtask, let skill):
            features.insert(subtask == nil ? .taskQueued : .subtaskQueued)
            digest.add(5 as UInt64)
            digest.add(id)
            digest.add(UInt64(subtask ?? 255) << 8 | UInt64(skill.index))
        case .taskAnnounced(let id, let census, _):
            digest.add(6 as UInt64)
            digest.add(id)
            digest.add(census.willing)
        case .bidReceived(let id, let bid):
            digest.add(7 as UInt64)
            digest.add(id)
            digest.add(bid.agent.index)
            digest.add(bid.score.raw)
        case .reviewSeated(let id, let agent):
            features.insert(.reviewSeated)
            digest.add(8 as UInt64)
            digest.add(id)
            digest.add(agent.index)
        case .messageSent(let message):
            digest.add(9 as UInt64)
            digest.add(message.number)
        case .faultInjected(let id, _), .faultReverted(let id):
            digest.add(10 as UInt64)
            digest.add(id.number)
        case .reputationChanged(let agent, let change):
            digest.add(11 as UInt64)
            digest.add(agent.index)
            digest.add(change.after.raw)
        case .taskFinished(let id, let status, let quality, _):
            note(status)
            digest.add(12 as UInt64)
            digest.add(id)
            digest.add(quality)
        default: addWork(event, to: &digest)
        }
    }

    private mutating func addWork(_ event: Event, to digest: inout Digest) {
        switch event {
        case .subtaskSkipped(let key, let reason):
            features.insert(reason == .leftOut ? .skillLeftOut : .skipped)
            digest.add(key.task)
            digest.add(UInt64(key.index) + 100)
        case .subtaskFailed(let key):
            features.insert(.subtaskFailed)
            digest.add(key.task)
            digest.add(UInt64(key.index) + 200)
        case .subtaskAwarded(let key, let agent, _):
            digest.add(key)
            digest.add(agent.index)
        case .attemptStarted(let key):
            digest.add(13 as UInt64)
            digest.add(key)
        case .attemptProgressed(let key, let permille, _):
            features.insert(.progressed)
            digest.add(key)
            digest.add(permille)
        case .attemptFinished(let key, let outcome):
            digest.add(key)
            add(outcome, to: &digest)
        case .attemptFenced(let key):
            features.insert(.fenced)
            digest.add(14 as UInt64)
            digest.add(key)
        case .retryScheduled(let key, let until):
            features.insert(.retry)
            digest.add(key.task)
            digest.add(until.microseconds)
        default: addPlan(event, to: &digest)
        }
    }

    private mutating func addPlan(_ event: Event, to digest: inout Digest) {
        digest.add(event.type.rawValue)
        switch event {
        case .subtaskReused: features.insert(.reused)
        case .approvalGiven(_, let granted, _):
            digest.add(granted)
            if !granted { features.insert(.approvalDenied) }
        case .reviewAsked(let key, let agent, _), .reviewGiven(let key, let agent, _):
            digest.add(key)
            digest.add(agent.index)
        case .reviewDecided(let key, let verdict):
            digest.add(key)
            digest.add(verdict.quality)
            note(verdict.outcome)
        case .consensusReached(let id, _, let consensus):
            features.insert(consensus.votes.count > 1 ? .dissent : .consensus)
            digest.add(id)
            digest.add(consensus.winner ?? 255)
        case .deadlinePassed(let id):
            features.insert(.deadlinePassed)
            digest.add(id)
        default: addCosts(event, to: &digest)
        }
    }

    private mutating func addCosts(_ event: Event, to digest: inout Digest) {
        switch event {
        case .messageDropped(let number, _):
            features.insert(.messageLost)
            digest.add(number)
        case .messageDelayed(let number, _, _):
            features.insert(.messageDelayed)
            digest.add(number)
        case .costReserved(let id, let request):
            features.insert(.callReserved)
            digest.add(id.number)
            digest.add(request.worst?.nanodollars ?? -1)
        case .costSettled(let id, let settlement):
            digest.add(id.number)
            digest.add(settlement.amount?.nanodollars ?? -1)
        case .costRefused(_, let refusal):
            features.insert(.callRefused)
            digest.add(refusal.scope.rawValue)
        case .toolCalled(let call):
            features.insert(.toolCalled)
            digest.add(call.attempt)
            digest.add(call.number)
        case .toolAnswered(let key, let number, let granted, let source):
            if !granted { features.insert(source == .deadline ? .toolOverdue : .toolDenied) }
            digest.add(key)
            digest.add(number)
            digest.add(granted)
        case .toolFinished(let key, let number, _, _):
            digest.add(key)
            digest.add(number)
        case .memoryKept(let id, let note):
            features.insert(.remembered)
            digest.add(id.index)
            digest.add(note.number)
        case .memoryForgotten: features.insert(.forgotten)
        case .memoryRecalled: features.insert(.recalled)
        default: break
        }
    }

    private mutating func note(_ outcome: Verdict.Outcome) {
        switch outcome {
        case .accepted: break
        case .rework: features.insert(.reworked)
        case .rejected: features.insert(.rejected)
        case .unreviewed: features.insert(.unreviewed)
        }
    }

    private mutating func add(_ outcome: AttemptOutcome, to digest: inout Digest) {
        switch outcome {
        case .succeeded(_, let quality): digest.add(quality)
        case .failed(let failure):
            digest.add(1_000 as UInt64)
            switch failure {
            case .hung: features.insert(.hung)
            case .ranTooLong: features.insert(.ranTooLong)
            case .interrupted: features.insert(.interrupted)
            case .poorQuality: features.insert(.poorQuality)
            case .stuck: features.insert(.stuck)
            case .unavailable("busy"): features.insert(.postponed)
            case .unavailable: features.insert(.unavailable)
            case .refused: features.insert(.refused)
            case .overBudget: features.insert(.overBudget)
            case .crashed, .gaveUp, .cancelled, .rejected, .expired, .reassigned: break
            }
        }
    }

    private mutating func add(_ change: AgentChange, to digest: inout Digest) {
        switch change {
        case .paused: features.insert(.agentPaused)
        case .wentOffline: features.insert(.agentOffline)
        case .breakerOpened(let until):
            digest.add(until.microseconds)
            features.insert(
                features.contains(.breakerHalfOpened) ? .breakerReopened : .breakerOpened)
        case .breakerHalfOpened: features.insert(.breakerHalfOpened)
        case .breakerClosed: features.insert(.breakerClosed)
        case .resumed, .cameBack, .degraded, .recovered, .healthDropped, .healthRestored, .retired,
            .reinstated:
            break
        }
        digest.add(change.name)
    }

    private mutating func note(_ status: TaskStatus) {
        switch status {
        case .succeeded: features.insert(.taskSucceeded)
        case .partial: features.insert(.taskPartial)
        case .failed: features.insert(.taskFailed)
        case .cancelled: features.insert(.taskCancelled)
        }
    }
}
