import SwarmCore
import SwarmRuntime
import Synchronization

/// Adds up what somebody else pays.
final class TallyingPayer: CallPayer {
    private struct State {
        /// Reserved and not settled.
        var open: [CallID: Money] = [:]
        var settled = Money.zero
    }

    private let payer: any CallPayer
    private let state = Mutex(State())

    init(_ payer: any CallPayer) { self.payer = payer }

    /// What was settled so far; what was reserved where nobody knows the cost.
    var cost: Money { state.withLock { $0.settled } }

    var modelFaults: [FaultKind] { payer.modelFaults }

    func reserve(model: String, worst: Money?) async -> CallAnswer {
        let answer = await payer.reserve(model: model, worst: worst)
        if case .granted(let call) = answer {
            state.withLock { $0.open[call] = worst ?? .zero }
        }
        return answer
    }

    func settle(_ call: CallID, _ settlement: Settlement) {
        state.withLock { state in
            let reserved = state.open.removeValue(forKey: call) ?? .zero
            state.settled += settlement.amount ?? reserved
        }
        payer.settle(call, settlement)
    }
}
