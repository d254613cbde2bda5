import SwarmCore
import SwarmRuntime

/// Pays for model calls: `Purse`, or what stands for it where there is no swarm to pay.
///
/// Each call granted is settled exactly once.
public protocol CallPayer: Sendable {
    /// Sets the worst case aside, or says why not; nil as worst case is a model without a known price.
    func reserve(model: String, worst: Money?) async -> CallAnswer
    func settle(_ call: CallID, _ settlement: Settlement)
    /// What is to happen to the calls now, because somebody injected it.
    var modelFaults: [FaultKind] { get }
}

extension Purse: CallPayer {}
