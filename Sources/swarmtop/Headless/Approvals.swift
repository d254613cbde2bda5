import ArgumentParser
import SwarmCore
import SwarmRuntime

/// What a run without a console answers when a subtask needs approval.
enum ApprovalAnswer: String, CaseIterable, ExpressibleByArgument {
    case yes, no
    /// Leave the question open: for a console, or for the recipe's own time limit.
    case wait
}

struct ApprovalOptions: ParsableArguments {
    @Option(help: "What to answer when a subtask needs approval.")
    var approve = ApprovalAnswer.no
}

/// Answers approvals while nobody sits at a console, and says so.
struct Approvals {
    let runtime: SwarmRuntime
    let answer: ApprovalAnswer

    /// Answers until cancelled.
    func run() async {
        guard answer != .wait else { return }
        let follower = Follower()
        await follower.follow(runtime)
        var answered: Set<SubtaskKey> = []
        while !Task.isCancelled {
            let known = answered
            let asked = await follower.wait(atMost: .century) {
                !$0.approvalsAsked.subtracting(known).isEmpty
            }
            guard asked else { return }
            let swarm = follower.swarm
            for key in swarm.approvalsAsked.subtracting(known).sorted(by: Self.isEarlier) {
                answered.insert(key)
                _ = await runtime.send(.answerApproval(key, granted: answer == .yes))
                if answer == .no { Self.tell(key, swarm) }
            }
        }
    }

    private static func isEarlier(_ a: SubtaskKey, _ b: SubtaskKey) -> Bool {
        (a.task.number, a.index) < (b.task.number, b.index)
    }

    private static func tell(_ key: SubtaskKey, _ swarm: SwarmState) {
        guard let brief = swarm.tasks.brief(of: key.task) else { return }
        let step = brief.stepName(Int(key.index), swarm)
        StandardStreams.complain(
            "\(step) of \(brief.name) needs approval and nobody is here to ask: the answer is no. "
                + "Use --approve yes, or the console.")
    }
}

extension SwarmState {
    fileprivate var approvalsAsked: Set<SubtaskKey> {
        Set(
            tasks.all.flatMap { task in
                task.awaitingApproval.map { SubtaskKey(task: task.id, index: $0) }
            })
    }
}
