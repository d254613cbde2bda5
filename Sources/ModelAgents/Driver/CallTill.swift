import SwarmCore
import SwarmRuntime
import Synchronization

/// Pays for the requests of one call: sets the worst case of each aside before it goes, and settles each exactly once.
final class CallTill: Sendable {
    struct Bill: Sendable {
        let payer: any CallPayer
        let prices: PriceMap
        /// The models "saved" is measured against: the dearest of them.
        let rivals: [String]
        let mostInputTokens: Int
        let mostOutputTokens: Int
        /// The kind of an endpoint by its name, which is what a price may be filed under.
        let provider: @Sendable (String) -> String?
    }

    private struct State {
        /// Granted and not settled, by the number of the request.
        var open: [Int: CallID] = [:]
        var refusal: BudgetRefusal?
    }

    private let bill: Bill
    private let state = Mutex(State())

    init(_ bill: Bill) { self.bill = bill }

    /// Why the budget had no room; nil when it had.
    var refusal: BudgetRefusal? { state.withLock { $0.refusal } }

    /// Before a request: throws `BUDGET` when it may not be made, and `CANCELLED` when nobody wants it any more.
    func willSend(_ attempt: CallAttempt) async throws(ModelFault) {
        let worst = bill.prices.price(of: attempt.model, provider: bill.provider(attempt.endpoint))?
            .worstCase(
                inputTokens: bill.mostInputTokens, outputTokens: bill.mostOutputTokens)
        switch await bill.payer.reserve(model: attempt.model, worst: worst) {
        case .granted(let call):
            if Task.isCancelled {
                bill.payer.settle(call, .unused)
                throw ModelFault(.cancelled)
            }
            state.withLock { $0.open[attempt.number] = call }
        case .refused(let refusal):
            state.withLock { $0.refusal = refusal }
            throw ModelFault(.budget, refusal.sentence)
        case .withdrawn: throw ModelFault(.cancelled)
        }
    }

    /// After a request.
    func didEnd(_ attempt: CallAttempt, _ usage: ModelUsage, _ fault: ModelFault?) {
        guard let call = state.withLock({ $0.open.removeValue(forKey: attempt.number) }) else {
            return
        }
        bill.payer.settle(call, settlement(of: attempt, usage, fault))
    }

    /// After the call: what is still open may have cost.
    func close() {
        let open = state.withLock { state in
            defer { state.open = [:] }
            return state.open.sorted { $0.key < $1.key }.map(\.value)
        }
        for call in open { bill.payer.settle(call, .unknown) }
    }

    private func settlement(
        of attempt: CallAttempt, _ usage: ModelUsage, _ fault: ModelFault?
    ) -> Settlement {
        if let fault, fault.isSurelyFree { return .unused }
        guard fault?.cameToItsEnd ?? true, isPlausible(usage) else { return .unknown }
        let provider = bill.provider(attempt.endpoint)
        let isPriced = bill.prices.price(of: attempt.model, provider: provider) != nil
        let cost = bill.prices.cost(of: usage, model: attempt.model, provider: provider)
        guard let amount = isPriced ? cost : .zero else { return .unknown }
        return Settlement(
            amount: amount, usage: CallUsage(usage), basis: .usage,
            largest: bill.prices.dearest(of: bill.rivals, for: usage))
    }

    /// Whether the count fits what was asked. Twice the bounds: gateways add prompts of their own, and some servers
    /// count what a model thinks on top of the limit.
    private func isPlausible(_ usage: ModelUsage) -> Bool {
        usage.standing == .reported
            && usage.input <= 2 * bill.mostInputTokens + 4_096
            && usage.output <= 2 * bill.mostOutputTokens
    }
}

extension CallUsage {
    init(_ usage: ModelUsage) {
        self.init(input: usage.input, cachedInput: usage.cachedInput, output: usage.output)
    }
}

extension PriceMap {
    /// What the tokens would have cost at the dearest of the models by output, then input, then name; nil when none
    /// has a price.
    func dearest(of models: [String], for usage: ModelUsage) -> Money? {
        let priced = models.sorted().compactMap { model in price(of: model).map { (model, $0) } }
        let dearest = priced.max { a, b in
            (a.1.output, a.1.input, b.0) < (b.1.output, b.1.input, a.0)
        }
        return dearest.flatMap { cost(of: usage, model: $0.0) }
    }
}

extension ModelFault {
    /// Whether the endpoint cannot have charged: it was not reached, or refused with an error's status.
    fileprivate var isSurelyFree: Bool {
        if let status, !(200..<300 ~= status) { return true }
        switch code {
        case .noSuchHost, .tls, .badAddress, .breakerOpen, .budget: return true
        // With words it is anything the transport reports, also of a connection that stood.
        case .connection: return detail.isEmpty
        default: return false
        }
    }

    /// Whether the model said all it wanted, so that the count is the last one.
    fileprivate var cameToItsEnd: Bool {
        code == .refused || code == .contentFilter || code == .outputCut
    }
}
