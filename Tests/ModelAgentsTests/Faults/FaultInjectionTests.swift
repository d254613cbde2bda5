import SwarmCore
import SwarmRuntime
import Testing

@testable import ModelAgents

@Suite struct FaultInjectionTests {
    private let time = TestTime()
    private let payer = TestPayer()
    private let model = ScriptedModel { _ in .text(String(repeating: "many words ", count: 60)) }

    private func ask(
        _ faults: [FaultKind], seed: UInt64 = 1, _ transport: FakeTransport? = nil
    ) async -> Result<ModelAnswer, ModelFault> {
        payer.inject(faults)
        var policy = RetryPolicy()
        policy.attemptsEach = 1
        let faulty = FaultyTransport(
            transport ?? model.transport, sleep: { [time] in try await time.sleep($0) })
        var caller = PaidCaller(
            client: time.client(faulty, policy: policy), prices: ModelSwarm.prices, payer: payer)
        caller.seed = seed
        do throws(ModelFault) {
            let request = ModelRequest(model: "small", messages: [.user("Hello?")])
            return .success(try await caller.ask(request, over: [Route("main")]))
        } catch {
            return .failure(error)
        }
    }

    @Test func withoutAFaultNothingHappens() async {
        #expect(await ask([]).value != nil)
        #expect(await ask([.slow(factor: 9), .hang]).value != nil)
        #expect(payer.settlements.map(\.basis) == [.usage, .usage])
        #expect(time.waits.isEmpty)
    }

    @Test func refusalsLookLikeTheEndpointsOwnAndCostNothing() async {
        let limited = await ask([.rateLimit]).fault
        #expect(limited?.code == .rateLimited)
        #expect(limited?.status == 429)
        #expect(limited?.retryAfter == .seconds(1))
        let overloaded = await ask([.overloaded]).fault
        #expect(overloaded?.code == .overloaded)
        #expect(overloaded?.status == 529)
        #expect(payer.settlements == [.unused, .unused])
        #expect(model.asked.isEmpty)
    }

    @Test func aTruncatedStreamIsNoAnswerAndKeepsTheReservation() async {
        let first = await ask([.truncatedStream], seed: 5).fault
        let second = await ask([.truncatedStream], seed: 5).fault
        #expect(first?.code == .truncated)
        #expect(first?.partialText == second?.partialText)
        #expect((first?.partialText.utf8.count ?? .max) < 300)
        #expect(payer.settlements == [.unknown, .unknown])
    }

    @Test func garbageIsATypedFault() async {
        for seed in 0..<20 {
            let fault = await ask([.garbage], seed: UInt64(seed)).fault
            #expect([.truncated, .badJSON, .tooLarge].contains(fault?.code), "\(seed)")
        }
        #expect(payer.settlements.allSatisfy { $0 == .unknown })
        #expect(payer.isBalanced)
    }

    @Test func slowTokensComeLaterAndWhole() async {
        let answer = await ask([.slowTokens(factor: 3)]).value
        #expect(answer?.text.hasPrefix("many words") == true)
        #expect(time.waits.count == 6)
        #expect(time.waits.allSatisfy { $0 >= .milliseconds(40) })
    }

    @Test func aWrongCountIsNotPaidBy() async {
        for kind in [Endpoint.Kind.openAI, .anthropic] {
            var pieces = ScriptedModel.openAI("hello").pieces
            if kind == .openAI { pieces = Array(pieces.joined()).map { [$0] } }
            var reply = FakeTransport.Reply.events("")
            reply.pieces = pieces
            let answer = await ask([.wrongUsage], FakeTransport(reply)).value
            #expect(answer?.text == "hello")
            #expect(answer?.usage.standing == .implausible)
        }
        #expect(payer.settlements == [.unknown, .unknown])
    }

    @Test func anAgentUnderAFaultFailsAndWorksAgainWhenItIsReverted() async throws {
        let model = ScriptedModel { _ in .json(["summary": "s", "text": "t"]) }
        var policies = ModelSwarm.patient
        policies.attempts.most = 2
        let swarm = ModelSwarm(agents: [.model("a")], policies: policies)
        try await swarm.run(model.transport) { play in
            let spec = FaultSpec(
                kind: .overloaded, target: .everyone, duration: nil, seed: 3)
            guard case .injected(let fault) = await play.runtime.send(.inject(spec)) else {
                Issue.record("not injected")
                return
            }
            let broken = try await play.finish(.of("write"))
            #expect(broken.status == .failed)
            for attempt in broken.attempts {
                guard case .unavailable(let reason) = attempt.failure else {
                    Issue.record("\(String(describing: attempt.failure))")
                    continue
                }
                #expect(reason.contains("OVERLOADED") || reason.contains("BREAKER_OPEN"))
            }
            #expect(model.asked.isEmpty)
            #expect(broken.costs().spent == .zero)
            #expect(play.swarm.agents[0].reputation == ReputationPolicy.start)
            _ = await play.runtime.send(.revert(fault))
            // Past the rest of the endpoint's breaker.
            swarm.time.clock.advance(by: .seconds(61))
            #expect(try await play.finish(.of("write")).status == .succeeded)
        }
    }
}
