import SwarmCore

extension Event {
    /// The task an event belongs to; nil for what concerns agents and faults only.
    var task: TaskID? {
        switch self {
        case .runStarted, .agentRegistered, .agentChanged, .agentEdited, .recipeDefined,
            .recipeRemoved, .policiesChanged, .messageDropped, .messageDelayed, .captionShown,
            .faultInjected, .faultReverted, .costSettled, .memoryKept, .memoryForgotten:
            nil
        case .taskSubmitted(let id, _), .taskChanged(let id, _), .taskQueued(let id, _, _),
            .taskAnnounced(let id, _, _),
            .bidReceived(let id, _), .reviewSeated(let id, _), .taskFinished(let id, _, _, _),
            .consensusReached(let id, _, _), .deadlinePassed(let id):
            id
        case .subtaskSkipped(let key, _), .subtaskReused(let key, _, _),
            .retryScheduled(let key, _), .subtaskFailed(let key), .approvalAsked(let key, _),
            .approvalGiven(let key, _, _):
            key.task
        case .subtaskAwarded(let key, _, _), .attemptStarted(let key),
            .attemptProgressed(let key, _, _), .attemptFinished(let key, _),
            .attemptFenced(let key), .reviewAsked(let key, _, _), .reviewGiven(let key, _, _),
            .reviewDecided(let key, _), .toolAnswered(let key, _, _, _),
            .toolFinished(let key, _, _, _), .memoryRecalled(let key, _):
            key.task
        case .costReserved(_, let request), .costRefused(let request, _): request.purpose.task
        case .toolCalled(let call): call.attempt.task
        case .messageSent(let message): message.task
        case .reputationChanged(_, let change): change.task
        }
    }
}
