import Dispatch
import ModelAgents
import SwarmConsole
import SwarmRuntime
import Synchronization

/// Asks the planner for the console, one question at a time.
final class PlanDesk: Sendable {
    private let planner: Planner
    private let payer: any CallPayer
    /// The question on its way; ends with its answer, or cancelled by the next question or by `stop`.
    private let question = Mutex<Task<Void, Never>?>(nil)
    private static let patience = DispatchTimeInterval.seconds(2)

    init(_ planner: Planner, payer: any CallPayer) {
        self.planner = planner
        self.payer = payer
    }

    /// The name of the model that is asked.
    var model: String { planner.model }

    /// Gives the answer to `tell`, and before it what holds it up; nothing once it is stopped.
    func ask(_ asked: PlanQuestion, _ tell: @escaping @Sendable (ConsoleMessage) -> Void) {
        let task = Task.detached { [planner, payer] in
            let proposal = await planner.plan(asked.text, swarm: asked.swarm, payer: payer) {
                tell(.planning($0, question: asked.number))
            }
            guard !Task.isCancelled else { return }
            tell(.planned(PlannedTask(proposal), question: asked.number))
        }
        question.withLock { open in
            open?.cancel()
            open = task
        }
    }

    func stop() { question.withLock { $0?.cancel() } }

    /// Stops, and waits until what it cost is settled, for two seconds at the most.
    func close() {
        guard let open = question.withLock({ $0 }) else { return }
        open.cancel()
        let ended = DispatchSemaphore(value: 0)
        // Ends with the question.
        Task.detached {
            await open.value
            ended.signal()
        }
        _ = ended.wait(timeout: .now() + Self.patience)
    }
}

extension PlannedTask {
    init(_ proposal: PlanProposal) {
        let source: Source =
            switch proposal.source {
            case .model(let name): .model(name)
            case .keywords(let reason): .keywords(because: reason)
            }
        self.init(
            draft: proposal.draft, recipe: proposal.recipe, source: source,
            reason: proposal.reason, advice: proposal.advice?.sentence, cost: proposal.cost)
    }
}
