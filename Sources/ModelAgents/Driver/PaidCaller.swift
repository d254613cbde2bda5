import SwarmCore
import SwarmRuntime

/// Makes model calls that are paid, paced and, while somebody asks for it, broken: for one agent and one purpose.
struct PaidCaller: Sendable {
    let client: ModelClient
    let prices: PriceMap
    let payer: any CallPayer
    /// Waits for the agent's turn to make one more call; nil for calls no agent makes.
    var turn: (@Sendable (@Sendable (String) async -> Void) async throws(ModelFault) -> Void)?
    /// Models the agent may use; "saved" is measured against the dearest.
    var rivals: [String] = []
    /// Decides what injected faults do, together with the number of the request.
    var seed: UInt64 = 0
    var note: @Sendable (String) async -> Void = { _ in }
    var event: (@Sendable (ModelStreamEvent) async -> Void)?
    /// Told when a request is about to leave: nobody waits any more.
    var sends: @Sendable () async -> Void = {}

    /// An answer from the model; `BUDGET` when there is no money for it.
    func ask(
        _ request: ModelRequest, over routes: [Route]
    ) async throws(ModelFault) -> ModelAnswer {
        let till = till(
            input: request.mostInputTokens, output: request.mostOutputTokens)
        return try await paid(till) { watch async throws(ModelFault) in
            try await client.answer(request, over: routes, watch: watch)
        }
    }

    /// The texts' vectors, as long as the model makes them.
    func embed(
        _ texts: [String], model: String, dimensions: Int?, over routes: [Route]
    ) async throws(ModelFault) -> Embeddings {
        // What a request may hold at the most, since the texts may be split over several.
        let bytes = texts.reduce(0) { $0 + $1.utf8.count }
        let most = texts.map(\.utf8.count).max() ?? 0
        let till = till(input: min(bytes, EmbeddingCall.mostBytes + most) + 16, output: 0)
        return try await paid(till) { watch async throws(ModelFault) in
            try await client.embed(
                texts, model: model, dimensions: dimensions, over: routes, watch: watch)
        }
    }

    private func till(input: Int, output: Int) -> CallTill {
        CallTill(
            CallTill.Bill(
                payer: payer, prices: prices, rivals: rivals, mostInputTokens: input,
                mostOutputTokens: output,
                provider: { [client] name in
                    client.gate(named: name)?.endpoint.kind.rawValue
                }))
    }

    private func paid<Answer: Sendable>(
        _ till: CallTill, _ call: @Sendable (CallWatch) async throws(ModelFault) -> Answer
    ) async throws(ModelFault) -> Answer {
        // The agent's own limit first: who waits for it must not hold an endpoint's turn.
        try await waitForTurn()
        defer { till.close() }
        let injection = ModelFaultInjection(seed: seed, faults: { payer.modelFaults })
        let result = await ModelFaultInjection.$current.withValue(injection) {
            () async -> Result<Answer, ModelFault> in
            do throws(ModelFault) {
                return .success(try await call(watch(till)))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func watch(_ till: CallTill) -> CallWatch {
        var watch = CallWatch(note: note, event: event)
        watch.mayRestart = true
        watch.willSend = { attempt async throws(ModelFault) in
            if attempt.number > 1 { try await waitForTurn() }
            try await till.willSend(attempt)
            await sends()
        }
        watch.didEnd = { attempt, usage, fault async in till.didEnd(attempt, usage, fault) }
        return watch
    }

    private func waitForTurn() async throws(ModelFault) {
        try await turn?(note)
    }
}
