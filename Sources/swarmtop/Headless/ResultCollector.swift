import SwarmCore
import SwarmRuntime
import Synchronization

/// Gathers the results of the tasks a run waits for, in the order of submission.
final class ResultCollector: Sendable {
    /// Why the wait is over.
    enum End: Sendable {
        case done
        case journal(JournalFault)
        case outputClosed
        case signal(Int32)
    }

    private struct State {
        /// Each task's place in the order of submission.
        var places: [TaskID: Int] = [:]
        var documents: [Int: JSONObject] = [:]
        var failed = 0
        var overBudget = 0
        var missing: Int
        var end: End?
        var waiter: CheckedContinuation<End, Never>?
    }

    private let state: Mutex<State>

    init(expecting count: Int) {
        state = Mutex(State(missing: count))
    }

    /// Notes the id of a submission. A refusal here was checked for before and counts as a failed task; one by a
    /// journal that cannot write is told by whoever runs the swarm, with its reason.
    func note(_ reply: CommandReply, at place: Int) {
        state.withLock { state in
            switch reply {
            case .submitted(let id, _): state.places[id] = place
            case .refused(.journalFailed): break
            case .refused, .injected, .done:
                state.failed += 1
                state.missing -= 1
            }
        }
        finishIfComplete()
    }

    /// Called for every task that ends; keeps those it waits for.
    func take(_ task: TaskState, _ swarm: SwarmState) {
        guard state.withLock({ $0.places[task.id] }) != nil else { return }
        let document = ResultDocument.json(task, swarm: swarm, time: SystemClock().wall())
        state.withLock { state in
            guard let place = state.places[task.id] else { return }
            state.documents[place] = document
            state.missing -= 1
            if task.status != .succeeded { state.failed += 1 }
            if task.status != .succeeded, task.ranOutOfMoney { state.overBudget += 1 }
        }
        finishIfComplete()
    }

    func stop(_ end: End) {
        let waiter = state.withLock { state -> CheckedContinuation<End, Never>? in
            if state.end == nil { state.end = end }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: end)
    }

    /// Waits until all tasks ended or something stopped it.
    func end() async -> End {
        await withCheckedContinuation { continuation in
            let end = state.withLock { state -> End? in
                if state.end == nil { state.waiter = continuation }
                return state.end
            }
            if let end { continuation.resume(returning: end) }
        }
    }

    var documents: [JSONObject] {
        state.withLock { state in state.documents.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// How the process ends because of its tasks; nil when all of them succeeded.
    var failure: ExitStatus? {
        state.withLock { state in
            if state.failed == 0 { return nil }
            return state.overBudget > 0 ? .budget : .taskFailed
        }
    }

    private func finishIfComplete() {
        if state.withLock({ $0.missing == 0 }) { stop(.done) }
    }
}

extension TaskState {
    /// Whether a call that did not fit a budget is why a subtask has no result.
    fileprivate var ranOutOfMoney: Bool {
        subtasks.indices.contains { index in
            guard case .overBudget? = currentAttempt(of: index)?.failure else { return false }
            return subtasks[index].phase == .failed
        }
    }
}
