import SwarmCore
import SwarmRuntime

/// One attempt with a model, from the prompt to the product.
struct AttemptWork: Sendable {
    private let order: WorkOrder
    private let desk: Desk
    private let equipment: ModelEquipment
    private let settings: AgentSettings
    private let shape: StepShape
    private let model: String
    private let progress: AttemptProgress
    private let caller: CachedCaller
    private let lengthName: String
    /// What the work is about, without the words around it.
    private let subject: String
    /// A longer answer is nobody's product.
    private static let mostAnswerBytes = 1 << 20

    /// Why an attempt ends without a product.
    private enum Setback: Error {
        case fault(ModelFault)
        case gaveUp(String)
    }

    init(
        _ order: WorkOrder, _ desk: Desk, _ equipment: ModelEquipment, _ settings: AgentSettings
    ) {
        self.order = order
        self.desk = desk
        self.equipment = equipment
        self.settings = settings
        shape = StepShape(order.brief, step: order.stepName)
        model = settings.model(for: order.brief.complexity)
        let brief = order.brief
        let inputs = order.inputs.map { $0.product.json.jsonText() }
        subject = ([brief.title, brief.text, brief.data.jsonText()] + inputs)
            .joined(separator: "\n")
        lengthName = order.card.name + "\n" + order.stepName
        let progress = AttemptProgress(
            expectedTokens: equipment.lengths.tokens(of: lengthName, most: settings.mostTokens),
            report: { desk.progress($0, $1) })
        self.progress = progress
        var caller = equipment.caller(for: order.agent, order.card, settings, payer: desk.purse)
        let key = order.attempt
        caller.seed =
            KeyedRandom(seed: order.seed).draw(
                UInt64(key.task.number), UInt64(key.subtask), UInt64(key.number))
        caller.note = { progress.waits($0) }
        caller.event = { progress.take($0) }
        caller.sends = { progress.sends() }
        let asked = order.brief.cache == .none ? settings.cache ?? .none : order.brief.cache
        self.caller = CachedCaller(
            caller: caller, equipment: equipment, policy: asked,
            isRepeat: key.number > 1 || !order.comments.isEmpty, place: lengthName)
    }

    func run(with bench: ToolBench) async {
        desk.started()
        let idle = order.card.idleTimeout ?? .seconds(3)
        let period = Duration.microseconds(max(10_000, min(1_000_000, idle.microseconds / 3)))
        await withTaskGroup(of: Void.self) { group in
            let progress = progress
            group.addTask { await progress.beat(each: period) }
            await work(bench)
            group.cancelAll()
        }
    }

    private func work(_ bench: ToolBench) async {
        do throws(Setback) {
            let recalled = await recall()
            var talk = Talk(
                request: PromptWriter(settings: settings, model: model, equipment: equipment)
                    .work(order, shape, recalled), bench: bench)
            talk.request.tools = bench.descriptions
            let (product, flaws) = try await product(of: &talk)
            let isGood = flaws.isEmpty && shape.passes(product)
            if isGood { for lesson in talk.kept { equipment.store?.keep(lesson) } }
            desk.finish(product)
            remember(isGood ? product : nil, flaws.isEmpty ? talk.mended : flaws)
        } catch {
            switch error {
            case .fault(let fault): desk.fail(fault)
            case .gaveUp(let reason): desk.fail(reason)
            }
        }
    }

    // MARK: The conversation

    /// What was said so far, and what is to be kept of it.
    private struct Talk {
        var request: ModelRequest
        var bench: ToolBench
        var turns = 0
        var kept: [StoredAnswer] = []
        var servedBy = ""
        /// What was wrong with the first answer, when it had to be mended.
        var mended: [String] = []
    }

    /// The product with what is still wrong with it.
    private func product(
        of talk: inout Talk
    ) async throws(Setback) -> (JSONObject, flaws: [String]) {
        let first = try await answer(&talk)
        switch shape.read(first) {
        case .good(let object): return (labelled(object, talk), [])
        case .wrong(let faults, let object):
            talk.mended = faults
            progress.says("mends its answer: \(Excerpt.of(faults[0], most: 80))")
            talk.request.messages += [.assistant(first), OutputFormat.repair(faults)]
            return try await mended(&talk, object)
        }
    }

    /// The one repair. Whether what comes of it will do is for the recipe's checks to say.
    private func mended(
        _ talk: inout Talk, _ object: JSONObject?
    ) async throws(Setback) -> (JSONObject, flaws: [String]) {
        let second = try await answer(&talk)
        switch shape.read(second) {
        case .good(let better): return (labelled(better, talk), [])
        case .wrong(let faults, let better):
            if let best = better ?? object { return (labelled(best, talk), faults) }
            throw .gaveUp(
                "the model gave no product, also when asked again; it said: "
                    + Excerpt.of(second.isEmpty ? "nothing" : second, most: 120))
        }
    }

    /// The next answer without tool calls; those before it are carried out.
    private func answer(_ talk: inout Talk) async throws(Setback) -> String {
        while true {
            talk.turns += 1
            let served = try await ask(talk.request)
            if let lesson = served.lesson { talk.kept.append(lesson) }
            let answer = served.answer
            talk.servedBy = answer.askedModel
            if Task.isCancelled { throw .fault(ModelFault(.cancelled)) }
            guard answer.text.utf8.count <= Self.mostAnswerBytes else {
                throw .gaveUp("the model's answer is larger than \(Self.mostAnswerBytes) bytes")
            }
            if answer.finish == .length, JSONInText.object(in: answer.text) == nil {
                throw .gaveUp("the output limit cut the answer; raise max_tokens in its settings")
            }
            if answer.calls.isEmpty { return answer.text }
            // One turn more than there are for calls, to answer without them.
            guard talk.turns <= settings.mostTurns else {
                throw .gaveUp("it called tools in \(talk.turns) turns and gave no answer")
            }
            talk.request.messages.append(.assistant(answer.text, calls: answer.calls))
            let results = await talk.bench.carryOut(
                answer.calls, mayCall: talk.turns < settings.mostTurns, at: desk, order: order)
            talk.request.messages.append(.toolResults(results))
        }
    }

    private func ask(_ request: ModelRequest) async throws(Setback) -> CachedCaller.Served {
        do throws(ModelFault) {
            let served = try await caller.ask(
                request, about: subject, over: settings.routes(model: model))
            // A remark at the end of a call is no wait.
            progress.sends()
            if served.isCached {
                progress.says("from cache")
            } else {
                equipment.lengths.learn(
                    lengthName,
                    tokens: served.answer.text.utf8.count / ExpectedLengths.bytesPerToken)
            }
            return served
        } catch {
            throw .fault(error)
        }
    }

    /// The product with the model's name, which is shown beside it; the order's fields stay first.
    private func labelled(_ object: JSONObject, _ talk: Talk) -> JSONObject {
        var product = object
        let asks = shape.format.schema["properties"]?["model"] != nil
        if !asks { product["model"] = .string(talk.servedBy.isEmpty ? model : talk.servedBy) }
        return product
    }

    // MARK: Memory

    private func recall() async -> Recollection {
        guard settings.remembers else { return .nothing }
        let near = [order.stepName, order.skillName, subject]
        let recalled = await Recollection.of(
            order.memory, near: near.joined(separator: "\n"), by: equipment.embedder,
            payer: desk.purse)
        desk.recalls(recalled.recalls)
        return recalled
    }

    /// Keeps what reviewers asked for, what was wrong at first, and a product that will do.
    private func remember(_ product: JSONObject?, _ wrong: [String]) {
        guard settings.remembers else { return }
        let place = "\(order.brief.title), \(order.stepName)"
        if !order.comments.isEmpty {
            let asked = order.comments.joined(separator: " ")
            desk.remember(.lesson, "\(place): reviewers asked: \(asked)", order: order)
        }
        if !wrong.isEmpty {
            let list = wrong.prefix(10).joined(separator: "; ")
            desk.remember(.lesson, "\(place): was wrong at first: \(list)", order: order)
        }
        if let product {
            let text = product.jsonText().prefix(MemoryNote.mostCharacters)
            desk.remember(.result, "\(place): \(text)", order: order)
        }
    }
}
