import SwarmCore

/// Why nobody makes good any more what a fault broke.
enum BrokenWork {
    case taskFailed, subtaskFailed, cancelled, skipped, gone

    /// In a column of ten cells.
    var short: String {
        switch self {
        case .taskFailed, .subtaskFailed: "failed"
        case .cancelled: "cancelled"
        case .skipped: "left out"
        case .gone: "never"
        }
    }

    var words: String {
        switch self {
        case .taskFailed: "task failed"
        case .subtaskFailed: "given up"
        case .cancelled: "task cancelled"
        case .skipped: "left out"
        case .gone: "not made good"
        }
    }

    var isFailure: Bool {
        switch self {
        case .taskFailed, .subtaskFailed: true
        case .cancelled, .skipped, .gone: false
        }
    }
}

extension SwarmState {
    /// What came of the attempt a fault broke, where it can no longer be made good; nil while it can, or once it was.
    func whatCameOf(_ fault: FaultState) -> BrokenWork? {
        guard fault.recoveredAt == nil, let broken = fault.broken else { return nil }
        guard let task = tasks[broken.task],
            task.subtasks.indices.contains(Int(broken.subtask))
        else { return .gone }
        switch task.status {
        case .failed: return .taskFailed
        case .cancelled: return .cancelled
        case .succeeded, .partial, nil: break
        }
        switch task.subtasks[Int(broken.subtask)].phase {
        case .failed: return .subtaskFailed
        case .cancelled: return .cancelled
        case .skipped: return .skipped
        case .planned, .waiting, .backingOff, .running, .inReview, .awaitingApproval, .succeeded:
            return task.status == nil ? nil : .gone
        }
    }
}
