import SwarmCore

extension Event {
    /// The task an event belongs to; nil for what concerns agents and faults only.
    var task: TaskID? {
        switch self {
        case .runStarted, .agentRegistered, .agentChanged, .faultInjected, .faultReverted: nil
        case .taskSubmitted(let id, _), .taskQueued(let id, _, _), .taskAnnounced(let id, _, _),
            .bidReceived(let id, _), .reviewSeated(let id, _), .taskFinished(let id, _, _, _):
            id
        case .skillLeftOut(let key), .retryScheduled(let key, _), .subtaskFailed(let key): key.task
        case .subtaskAwarded(let key, _, _), .attemptStarted(let key),
            .attemptProgressed(let key, _, _), .attemptFinished(let key, _),
            .attemptFenced(let key):
            key.task
        case .messageSent(let message): message.task
        case .reputationChanged(_, let change): change.task
        }
    }
}
