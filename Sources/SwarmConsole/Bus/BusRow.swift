import SwarmCore
import TerminalUI

/// One line of the bus: who told whom what, made from one event (visual language, section 8).
///
/// A pure function of the envelope and the swarm; an event whose task has left memory is named by number.
struct BusRow: Hashable, Sendable {
    /// How the text looks.
    enum Tone: Hashable, Sendable {
        case plain
        /// Questions and answers between agents: they are the story.
        case story
        case role(Role)
    }

    /// What Enter on the row opens.
    struct Link: Hashable, Sendable {
        var task: TaskID?
        var subtask: Int?
        var agent: AgentID?
    }

    let sequence: UInt64
    let at: Instant
    let topic: String
    let sender: String
    let recipient: String
    /// A fault has `▼` where others have an arrow.
    let isFault: Bool
    let sign: Sign?
    var text: String
    let tone: Tone
    let link: Link

    /// Whether the swarm itself told one agent: then the agent is who matters.
    var isToOne: Bool { sender == "orchestrator" && recipient != "all" }

    /// - Parameter again: When a failed attempt's subtask runs again, if that is decided.
    init(_ envelope: Envelope, _ swarm: SwarmState, again: Instant? = nil) {
        let telling = Telling(envelope, swarm, again: again)
        sequence = envelope.sequence
        at = envelope.at
        topic = telling.topic
        sender = telling.sender
        recipient = telling.recipient
        isFault = telling.isFault
        sign = telling.sign
        text = telling.text
        tone = telling.tone
        link = telling.link
    }

    /// Whether an event has a row of its own.
    ///
    /// A first attempt starts with its award and a retry's award is its start, so one row tells both; a retry's
    /// time stands in the row of the failure; what a call came to tells what it was; progress without words is on the timeline.
    static func isWorthShowing(_ event: Event) -> Bool {
        switch event {
        case .attemptProgressed(_, _, let note): note != nil
        case .subtaskAwarded(let key, _, _): key.number <= 1
        case .attemptStarted(let key): key.number > 1
        case .retryScheduled, .costReserved: false
        case .runStarted, .agentRegistered, .agentChanged, .taskSubmitted, .taskChanged,
            .taskQueued,
            .taskAnnounced, .bidReceived, .reviewSeated, .subtaskSkipped, .subtaskReused,
            .attemptFinished, .attemptFenced, .subtaskFailed, .approvalAsked, .approvalGiven,
            .reviewAsked, .reviewGiven, .reviewDecided, .consensusReached, .deadlinePassed,
            .messageSent, .messageDropped, .messageDelayed, .captionShown, .faultInjected,
            .faultReverted, .reputationChanged, .taskFinished, .agentEdited, .recipeDefined,
            .recipeRemoved, .policiesChanged, .costSettled, .costRefused, .toolCalled,
            .toolAnswered, .toolFinished, .memoryKept, .memoryForgotten, .memoryRecalled:
            true
        }
    }
}
