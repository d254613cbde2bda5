import SwarmCore

/// Everything a driver needs to do one attempt.
public struct WorkOrder: Sendable {
    public let attempt: AttemptKey
    public let agent: AgentID
    public let card: AgentCard
    public let brief: TaskBrief
    public let skill: SkillID
    public let skillName: String
    /// The recipe's step; without a recipe's plan the skill's name.
    public let stepName: String
    /// The results of the steps this one waited for.
    public let inputs: [StepResult]
    /// Its number from 0 among several agents' answers to the same question.
    public let answer: Int
    /// What reviewers asked for, when it is done once more because of them.
    public let comments: [String]
    /// The agents of the team, this one included.
    public let team: [AgentID]
    public let seed: UInt64
    /// What the agent kept from earlier work, oldest first.
    public let memory: [MemoryNote]
    /// How often its progress is recorded; what it reports more often, nobody sees.
    public let progressEvery: TimeSpan

    /// The idempotency key of spec §6: `task/subtask/attempt`.
    public var key: String {
        "\(brief.name)/\(brief.name)_subtask_\(attempt.subtask + 1)/\(attempt.number)"
    }
}

/// Everything a driver needs to review a result.
public struct ReviewOrder: Sendable {
    public let attempt: AttemptKey
    public let reviewer: AgentID
    public let card: AgentCard
    public let brief: TaskBrief
    public let stepName: String
    public let skillName: String
    public let product: Product
    /// What the recipe's checks found missing, in words.
    public let failedChecks: [String]
    /// A score below it is a no.
    public let threshold: Int
    public let seed: UInt64
}

/// Does an agent's work. `begin` returns at once; the work reports through the desk and ends with exactly one of
/// `finish` and `fail`, unless it is cancelled first.
public protocol AgentDriver: Sendable {
    /// Starts an attempt. Work that takes time runs in the `Work` it returns, which the runtime owns and cancels.
    func begin(_ order: WorkOrder, at desk: Desk) -> Work

    /// Answers another agent's question for the agent of this card; nil when it has no answer.
    func answer(_ question: Question, card: AgentCard, purse: Purse) async -> JSONValue?

    /// Says what the agent of the order's card thinks of another's result; nil when it has nothing to say.
    func review(_ order: ReviewOrder, purse: Purse) async -> ReviewNote?
}

/// The drivers by kind, looked up for every attempt: a place in a list, since a hash would cost as much as the rest.
struct Drivers: Sendable {
    private let places: [(any AgentDriver)?]

    init(_ drivers: [DriverKind: any AgentDriver]) {
        places = DriverKind.allCases.map { drivers[$0] }
    }

    subscript(kind: DriverKind) -> (any AgentDriver)? {
        switch kind {
        case .offline: places[0]
        case .model: places[1]
        case .command: places[2]
        case .remote: places[3]
        }
    }
}

/// What `begin` leaves behind.
public enum Work: Sendable {
    /// Reported already; nothing runs on.
    case done
    /// To be run by the runtime until it returns or is cancelled.
    case running(@Sendable () async -> Void)
}

/// What a driver may do while it works: say how far it is, ask others, hand its product in.
public struct Desk: Sendable {
    let attempt: AttemptKey
    let agent: AgentID
    let office: Office

    /// What all desks share: one reference, since a desk is made for every attempt.
    final class Office: Sendable {
        let inbox: Inbox
        let questions: OpenQuestions
        let line: FaultLine
        let clock: any SwarmClock
        /// Who waits for leave to call a model or a tool.
        let calls = Waiters<CallAnswer>()
        let tools = Waiters<ToolAnswer>()

        init(
            inbox: Inbox, questions: OpenQuestions, line: FaultLine, clock: any SwarmClock
        ) {
            self.inbox = inbox
            self.questions = questions
            self.line = line
            self.clock = clock
        }
    }

    public func started() { office.line.pass(.started, of: attempt, from: agent) }

    /// The share done, 0...1, and what it does now.
    public func progress(_ fraction: Double, _ note: String? = nil) {
        office.line.pass(.progressed(fraction, note: note), of: attempt, from: agent)
    }

    /// Says that the agent does something, such as calling a tool; the same again and again counts as stuck.
    public func acts(_ action: String, _ arguments: JSONValue = .null) {
        let fingerprint = KeyedRandom.hash(action + "\u{0}" + arguments.jsonText())
        office.line.pass(.acted(fingerprint: fingerprint, action), of: attempt, from: agent)
    }

    public func finish(_ product: JSONObject) {
        office.line.pass(.finished(Product(product)), of: attempt, from: agent)
    }

    public func fail(_ reason: String) { fail(.gaveUp(reason)) }

    public func fail(_ failure: AttemptFailure) {
        office.line.pass(.failed(failure), of: attempt, from: agent)
    }

    /// Ends the attempt because what it works with will not serve before so long; it is tried again then.
    public func postpone(_ reason: String, by span: TimeSpan) {
        office.line.pass(.postponed(reason, by: span), of: attempt, from: agent)
    }

    /// What pays for the attempt's model calls.
    public var purse: Purse { Purse(purpose: .work(attempt, agent), office: office) }

    /// Calls a tool where everybody can see it, after the operator's yes if it needs one.
    public func use(
        _ tool: any AgentTool, _ arguments: JSONObject, needsApproval: Bool, order: WorkOrder
    ) async -> ToolOutput {
        let text = arguments.jsonText()
        acts("tool \(tool.name)", .object(arguments))
        let answer = await office.tools.wait { token in
            let draft = ToolDraft(
                name: tool.name, arguments: text, needsApproval: needsApproval, token: token)
            office.line.pass(.callsTool(draft), of: attempt, from: agent)
        }
        guard let answer, answer.granted else {
            let reason =
                answer == nil || answer?.number == 0
                ? "The attempt may call no more tools." : "The operator did not allow this call."
            return ToolOutput(reason, isError: true)
        }
        let output = await tool.call(arguments, by: ToolCaller(order: order, desk: self))
        office.line.pass(
            .toolFinished(number: answer.number, isError: output.isError, output: output.text),
            of: attempt, from: agent)
        return output
    }

    /// Keeps something of this work for later.
    public func remember(_ kind: MemoryNote.Kind, _ text: String, order: WorkOrder) {
        let source = "\(order.brief.name)_subtask_\(attempt.subtask + 1)"
        office.inbox.post(
            .remember(
                NoteDraft(
                    agent: agent, kind: kind, source: source, skill: order.skillName, text: text)))
    }

    /// Says which notes the attempt was reminded of.
    public func recalls(_ recalls: [Recall]) {
        office.line.pass(.recalls(recalls), of: attempt, from: agent)
    }

    /// Asks an agent with the skill, a team mate if there is one, and waits at most `within`.
    ///
    /// Nil when nobody else has the skill or no answer came in time.
    public func ask(
        skill: String, topic: String, _ question: JSONValue, within: TimeSpan
    ) async -> Answer? {
        let draft = MessageDraft(
            kind: .question, topic: topic, sender: .agent(agent), recipient: .everyone,
            task: attempt.task, payload: question)
        return await office.questions.ask(
            draft, skill: skill, within: within, inbox: office.inbox)
    }

    /// Tells everybody subscribed to the topic.
    public func publish(topic: String, _ payload: JSONValue) {
        office.inbox.post(
            .message(
                MessageDraft(
                    kind: .note, topic: topic, sender: .agent(agent), recipient: .everyone,
                    task: attempt.task, payload: payload)))
    }
}
