import ArgumentParser
import SwarmCore
import SwarmRuntime
import Synchronization

/// What a run without a console answers when a subtask needs approval.
enum ApprovalAnswer: String, CaseIterable, ExpressibleByArgument {
    case yes, no
    /// Leave the question open: for a console, or for the recipe's own time limit.
    case wait
}

struct ApprovalOptions: ParsableArguments {
    @Option(help: "What to answer when a subtask or a tool call needs approval.")
    var approve = ApprovalAnswer.no
}

/// Answers approvals while nobody sits at a console, and says so.
struct Approvals {
    let runtime: SwarmRuntime
    let answer: ApprovalAnswer

    /// Answers until cancelled.
    func run() async {
        guard answer != .wait else { return }
        // Looking through all tasks after every event would cost more than the tasks themselves.
        let mayAsk = Flag()
        let follower = Follower { if $0.mayAsk { mayAsk.raise() } }
        await follower.follow(runtime)
        var answered: Set<Question> = []
        while !Task.isCancelled {
            // Lowered first: whatever raises it from here on is not in the swarm that is read next.
            mayAsk.lower()
            let swarm = follower.swarm
            for question in swarm.questions where answered.insert(question).inserted {
                let granted = answer == .yes
                switch question {
                case .subtask(let key):
                    _ = await runtime.send(.answerApproval(key, granted: granted))
                    if !granted { Self.tell(key, swarm) }
                case .tool(let key, let number):
                    _ = await runtime.send(.answerTool(key, number: number, granted: granted))
                    if !granted { Self.tell(key, number, swarm) }
                }
            }
            guard await follower.wait(atMost: .century, until: { _ in mayAsk.isRaised }) else {
                return
            }
        }
    }

    /// What the swarm asks its operator.
    fileprivate enum Question: Hashable {
        case subtask(SubtaskKey)
        case tool(AttemptKey, UInt16)
    }

    private static func tell(_ key: AttemptKey, _ number: UInt16, _ swarm: SwarmState) {
        guard let brief = swarm.tasks.brief(of: key.task), let call = swarm.toolCall(key, number)
        else { return }
        StandardStreams.complain(
            "\(brief.name) wants to call the tool \(call.name) and nobody is here to ask: the answer "
                + "is no. Use --approve yes, or the console.")
    }

    private static func tell(_ key: SubtaskKey, _ swarm: SwarmState) {
        guard let brief = swarm.tasks.brief(of: key.task) else { return }
        let step = brief.stepName(Int(key.index), swarm)
        StandardStreams.complain(
            "\(step) of \(brief.name) needs approval and nobody is here to ask: the answer is no. "
                + "Use --approve yes, or the console.")
    }
}

/// Whether there may be a new question.
private final class Flag: Sendable {
    private let state = Mutex(false)

    var isRaised: Bool { state.withLock { $0 } }
    func raise() { state.withLock { $0 = true } }
    func lower() { state.withLock { $0 = false } }
}

extension Feed.Item {
    /// Whether the operator is asked something by it.
    fileprivate var mayAsk: Bool {
        switch self {
        case .events(let envelopes):
            envelopes.contains { envelope in
                switch envelope.event {
                case .approvalAsked: true
                case .toolCalled(let call): call.isAwaitingApproval
                default: false
                }
            }
        case .gap: true
        case .trouble: false
        }
    }
}

extension ToolCall {
    fileprivate var isAwaitingApproval: Bool {
        if case .awaitingApproval = phase { true } else { false }
    }
}

extension SwarmState {
    /// In the order of the tasks.
    fileprivate var questions: [Approvals.Question] {
        tasks.all.flatMap { task in
            task.awaitingApproval.map {
                Approvals.Question.subtask(SubtaskKey(task: task.id, index: $0))
            } + task.awaitingTools.map { .tool($0.attempt, $0.number) }
        }
    }
}
