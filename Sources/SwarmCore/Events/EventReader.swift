/// Why a journal line could not be read.
public enum EventFault: Error, Hashable, Sendable {
    case json(JSONFault)
    /// The line's sequence is not the one after the last.
    case outOfSequence(expected: UInt64, found: Int64)
    /// A type this version does not know.
    case unknownType(String)
    /// A member is missing or does not name anything known.
    case badMember(type: String, member: String)
}

/// Reads the lines that `EventWriter` wrote, against the state of everything before them.
public struct EventReader: Sendable {
    public init() {}

    /// Reads one line without its line feed. `state` holds every event before it.
    public func read(_ line: [UInt8], state: SwarmState) throws(EventFault) -> Envelope {
        let json: JSONValue
        do {
            json = try JSONValue.parse(line)
        } catch {
            throw .json(error)
        }
        let members = Members(json.object ?? JSONObject(), state)
        let sequence = try members.integer("seq")
        guard sequence == Int64(truncatingIfNeeded: state.sequence &+ 1) else {
            throw .outOfSequence(expected: state.sequence &+ 1, found: sequence)
        }
        guard let time = WallTime(rfc3339: try members.text("time")) else {
            throw .badMember(type: "", member: "time")
        }
        return Envelope(
            sequence: state.sequence &+ 1, at: Instant(microseconds: try members.integer("at")),
            time: time, event: try event(members))
    }

    private func event(_ m: Members) throws(EventFault) -> Event {
        guard let type = EventType(rawValue: m.type) else { throw .unknownType(m.type) }
        switch type {
        case .runStarted:
            return .runStarted(number: try m.int("run"), seed: try m.unsigned("seed"))
        case .agentRegistered:
            return .agentRegistered(AgentID(m.state.agents.count), try m.card())
        case .agentChanged: return .agentChanged(try m.agent(), try m.change())
        case .agentEdited: return .agentEdited(try m.agent(), try m.card())
        case .recipeDefined: return .recipeDefined(try m.recipe())
        case .recipeRemoved: return .recipeRemoved(try m.text("recipe"))
        case .policiesChanged: return .policiesChanged(try m.policies())
        case .taskSubmitted:
            return .taskSubmitted(m.state.tasks.nextID, try m.brief())
        case .taskChanged:
            let change: TaskChange =
                m.has("priority")
                ? .priority(try m.name("priority")) : .budget(try m.optionalMoney("budget_nano"))
            return .taskChanged(try m.task(), change)
        case .taskQueued:
            let index = m.has("subtask") ? try m.subtask().index : nil
            return .taskQueued(try m.task(), subtask: index, skill: try m.skill("skill"))
        case .taskAnnounced:
            return .taskAnnounced(
                try m.task(), try m.census(), ranAsTeam: m.flag("ran_as_team") ?? false)
        case .bidReceived: return .bidReceived(try m.task(), try m.bid())
        case .reviewSeated: return .reviewSeated(try m.task(), try m.agent())
        case .subtaskSkipped: return .subtaskSkipped(try m.subtask(), try m.name("reason"))
        case .subtaskReused:
            return .subtaskReused(
                try m.subtask(), Product(try m.jsonObject("product")),
                quality: try m.byte("quality"))
        case .approvalAsked:
            let until = m.has("until") ? try m.instant("until") : nil
            return .approvalAsked(try m.subtask(), until: until)
        case .approvalGiven:
            return .approvalGiven(
                try m.subtask(), granted: m.flag("granted") ?? false, by: try m.name("by"))
        case .reviewAsked:
            return .reviewAsked(try m.attempt(), try m.agent(), until: try m.instant("until"))
        case .reviewGiven: return .reviewGiven(try m.attempt(), try m.agent(), try m.reviewNote())
        case .reviewDecided: return .reviewDecided(try m.attempt(), try m.verdict())
        case .consensusReached:
            return .consensusReached(
                try m.task(), group: try m.byte("group"), try m.consensus())
        case .deadlinePassed: return .deadlinePassed(try m.task())
        case .subtaskFailed: return .subtaskFailed(try m.subtask())
        case .subtaskAwarded:
            return .subtaskAwarded(try m.attempt(), try m.agent(), score: try m.points("score"))
        case .attemptStarted: return .attemptStarted(try m.attempt())
        case .attemptFenced: return .attemptFenced(try m.attempt())
        case .attemptProgressed:
            let share = try m.points("fraction").raw / 100
            return .attemptProgressed(
                try m.attempt(), permille: UInt16(clamping: share), note: m.optionalText("note"))
        case .attemptFinished: return .attemptFinished(try m.attempt(), try m.outcome())
        case .retryScheduled:
            return .retryScheduled(try m.subtask(), until: try m.instant("until"))
        case .messageSent: return .messageSent(try m.message())
        case .messageDropped:
            return .messageDropped(try m.messageNumber(), try m.fault())
        case .messageDelayed:
            return .messageDelayed(
                try m.messageNumber(), try m.fault(), until: try m.instant("until"))
        case .costReserved: return .costReserved(try m.call(), try m.callRequest())
        case .costSettled: return .costSettled(try m.call(), try m.settlement())
        case .costRefused: return .costRefused(try m.callRequest(), try m.refusal())
        case .toolCalled: return .toolCalled(try m.toolCall())
        case .toolAnswered:
            return .toolAnswered(
                try m.attempt(), number: try m.toolNumber(), granted: m.flag("granted") ?? false,
                by: try m.name("by"))
        case .toolFinished:
            return .toolFinished(
                try m.attempt(), number: try m.toolNumber(), isError: m.flag("error") ?? false,
                output: try m.text("output"))
        case .memoryKept: return .memoryKept(try m.agent(), try m.note())
        case .memoryForgotten:
            return .memoryForgotten(try m.agent(), note: m.has("note") ? try m.noteNumber() : nil)
        case .memoryRecalled: return .memoryRecalled(try m.attempt(), try m.recalls())
        case .captionShown: return .captionShown(m.optionalText("text"))
        case .faultInjected: return .faultInjected(try m.fault(), try m.faultSpec())
        case .faultReverted: return .faultReverted(try m.fault())
        case .reputationChanged:
            return .reputationChanged(try m.agent(), try m.reputationChange())
        case .taskFinished:
            return .taskFinished(
                try m.task(), try m.name("status"), quality: try m.byte("quality"),
                warnings: try m.texts("warnings"))
        }
    }
}
