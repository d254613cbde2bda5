import SwarmCore

/// Pays for model calls: nothing is called before its worst case is set aside, durably.
public struct Purse: Sendable {
    public let purpose: CallPurpose
    let office: Desk.Office

    /// Sets the worst case aside, or says why not. `worst` is nil when the model has no known price.
    ///
    /// Each call granted must be settled, whatever becomes of it.
    public func reserve(model: String, worst: Money?) async -> CallAnswer {
        let day = Int32(truncatingIfNeeded: office.clock.wall().milliseconds / 86_400_000)
        let request = CallRequest(purpose: purpose, model: model, worst: worst, day: day)
        return await office.calls.wait { token in
            office.inbox.post(.reserve(request, token: token))
        } ?? .withdrawn
    }

    /// Says what a call came to; `.unknown` keeps the reservation.
    public func settle(_ call: CallID, _ settlement: Settlement) {
        office.inbox.post(.settle(call, settlement))
    }

    /// What is to happen to the model calls now, because somebody injected it.
    public var modelFaults: [FaultKind] {
        purpose.agent.map { office.line.modelFaults(of: $0) } ?? []
    }
}

/// Whether a model call may be made.
public enum CallAnswer: Sendable {
    case granted(CallID)
    case refused(BudgetRefusal)
    /// What it was for is over.
    case withdrawn
}

/// Whether a tool may be called.
struct ToolAnswer: Sendable {
    /// From 1 in its task; 0 when it was not even recorded.
    let number: UInt16
    let granted: Bool
}
