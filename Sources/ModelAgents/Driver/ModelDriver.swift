import SwarmCore
import SwarmRuntime

/// Does an agent's work with a language model: asks, calls tools, mends its answer once, hands it in.
public struct ModelDriver: AgentDriver {
    let equipment: ModelEquipment
    private let shelf: ToolShelf

    /// An agent gets the tools its settings name.
    public init(_ equipment: ModelEquipment, tools: ToolShelf = ToolShelf()) {
        self.equipment = equipment
        shelf = tools
    }

    /// What is wrong with a card's settings, a sentence each; its agent refuses to work until they are mended.
    public func faults(of card: AgentCard) -> [String] {
        var faults: [String] = []
        let settings = AgentSettings(card, equipment.defaults, &faults)
        let known = equipment.client.endpoints.map(\.name)
        for route in settings.routes(model: settings.small) where !known.contains(route.endpoint) {
            let name = Excerpt.of(route.endpoint, most: 60)
            let hint = known.isEmpty ? "none is set up" : "known: " + known.joined(separator: ", ")
            faults.append("there is no endpoint \(name); \(hint)")
        }
        let names = shelf.tools.map(\.name) + ["memory"]
        for choice in settings.tools where !names.contains(where: choice.fits) {
            let name = Excerpt.of(choice.pattern, most: 64)
            faults.append("there is no tool \(name); known: \(names.joined(separator: ", "))")
        }
        return faults
    }

    public func begin(_ order: WorkOrder, at desk: Desk) -> Work {
        let faults = faults(of: order.card)
        guard faults.isEmpty else {
            desk.fail(
                .refused(
                    "The agent's settings do not work: " + faults.joined(separator: "; ") + "."))
            return .done
        }
        var ignored: [String] = []
        let settings = AgentSettings(order.card, equipment.defaults, &ignored)
        let bench = ToolBench(
            settings, shelf, memory: MemoryTool(embedder: equipment.embedder))
        return .running { [equipment] in
            await AttemptWork(order, desk, equipment, settings).run(with: bench)
        }
    }

    public func review(_ order: ReviewOrder, purse: Purse) async -> ReviewNote? {
        await review(order, payer: purse)
    }

    public func answer(_ question: Question, card: AgentCard, purse: Purse) async -> JSONValue? {
        guard let agent = purse.purpose.agent else { return nil }
        let complexity = question.brief?.complexity ?? .simple
        guard let talk = ShortTalk(equipment, card, agent, complexity, payer: purse) else {
            return nil
        }
        let request = talk.writer.answer(question, card)
        let answer = await talk.object(request, PromptWriter.answerFormat)?["answer"]
        return answer == .null ? nil : answer
    }

    func review(_ order: ReviewOrder, payer: any CallPayer) async -> ReviewNote? {
        guard
            let talk = ShortTalk(
                equipment, order.card, order.reviewer, order.brief.complexity, payer: payer,
                seed: order.seed)
        else { return nil }
        let request = talk.writer.review(order)
        guard let review = await talk.object(request, PromptWriter.reviewFormat),
            let score = review["score"]?.integer.flatMap({ Int(exactly: $0) }),
            let comment = review["comment"]?.string
        else { return nil }
        return ReviewNote(score: score, comment: comment)
    }
}

/// One question to a model with a form for its answer, and one repair: for reviews and colleagues' questions.
private struct ShortTalk {
    let writer: PromptWriter
    let caller: PaidCaller
    let routes: [Route]

    /// Nil when the card's settings do not work.
    init?(
        _ equipment: ModelEquipment, _ card: AgentCard, _ agent: AgentID,
        _ complexity: Complexity, payer: any CallPayer, seed: UInt64 = 0
    ) {
        var faults: [String] = []
        let settings = AgentSettings(card, equipment.defaults, &faults)
        guard faults.isEmpty else { return nil }
        let model = settings.model(for: complexity)
        writer = PromptWriter(settings: settings, model: model, equipment: equipment)
        routes = settings.routes(model: model)
        var caller = equipment.caller(for: agent, card, settings, payer: payer)
        caller.seed = seed
        self.caller = caller
    }

    /// Nil when no answer of the form came.
    func object(_ request: ModelRequest, _ format: OutputFormat) async -> JSONObject? {
        var request = request
        for _ in 0..<2 {
            guard let answer = try? await caller.ask(request, over: routes) else { return nil }
            switch format.read(answer.text) {
            case .object(let object): return object
            case .wrong(let faults):
                request.messages += [.assistant(answer.text), OutputFormat.repair(faults)]
            }
        }
        return nil
    }
}

extension ModelEquipment {
    /// The caller for an agent's calls, paced as its card says.
    func caller(
        for agent: AgentID, _ card: AgentCard, _ settings: AgentSettings, payer: any CallPayer
    ) -> PaidCaller {
        var caller = PaidCaller(client: client, prices: prices, payer: payer)
        caller.rivals = settings.rivals(defaults)
        let (paces, callsPerMinute) = (paces, card.limits.callsPerMinute)
        caller.turn = { note async throws(ModelFault) in
            try await paces.wait(agent, callsPerMinute: callsPerMinute, note: note)
        }
        return caller
    }
}
