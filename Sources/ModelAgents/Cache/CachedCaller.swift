import SwarmCore
import SwarmRuntime

/// Asks a model, or serves an earlier answer where the task allows it.
struct CachedCaller: Sendable {
    /// An answer with what is to be kept of it once it proved good.
    struct Served: Sendable {
        let answer: ModelAnswer
        let isCached: Bool
        /// Nil when nothing is to be kept.
        var lesson: StoredAnswer?
    }

    let caller: PaidCaller
    let equipment: ModelEquipment
    let policy: CachePolicy
    /// Earlier answers are only kept, not served: they led to work that has to be done once more.
    let isRepeat: Bool
    /// The agent and the step, by which nearly equal questions belong together.
    let place: String

    /// How long a nearly equal question may be served (spec §10), and how near it must be.
    static let similarFor = TimeSpan.seconds(3_600)
    static let leastSimilarity: Float = 0.97

    /// `subject` is what the question is about, without the words around it: what nearly equal questions are told by.
    func ask(
        _ request: ModelRequest, about subject: String, over routes: [Route]
    ) async throws(ModelFault) -> Served {
        guard let store = equipment.store, policy != .none else {
            return Served(answer: try await caller.ask(request, over: routes), isCached: false)
        }
        let question = request.canonicalText(over: routes)
        var key = StoredAnswer(
            question: question, group: group(of: request, routes), vector: nil, figures: [],
            at: equipment.clock.wall(), answer: .nothing)
        if policy == .similar, request.messages.count == 1 {
            // An endpoint that makes no vectors now costs the cache, not the work.
            key.vector = try? await equipment.embedder
                .vectors(of: [subject], payer: caller.payer).first
            key.figures = Self.figures(in: subject)
        }
        if !isRepeat, let known = find(key, in: store) {
            try await settleHit(known, over: routes, request)
            return Served(answer: known, isCached: true)
        }
        key.answer = try await caller.ask(request, over: routes)
        // Tools called for one question may be the wrong ones for another.
        if !key.answer.calls.isEmpty { key.vector = nil }
        return Served(answer: key.answer, isCached: false, lesson: key)
    }

    private func find(_ key: StoredAnswer, in store: any AnswerStore) -> ModelAnswer? {
        let since = WallTime(
            milliseconds: key.at.milliseconds - Self.similarFor.milliseconds)
        if policy == .static { return store.answer(to: key.question) }
        guard let vector = key.vector else { return nil }
        return store.answer(
            near: vector, figures: key.figures, in: key.group, least: Self.leastSimilarity,
            since: since)
    }

    private func group(of request: ModelRequest, _ routes: [Route]) -> String {
        var frame = request
        frame.messages = []
        return place + "\n" + frame.canonicalText(over: routes)
    }

    /// A call that costs nothing, with what it would have cost.
    private func settleHit(
        _ answer: ModelAnswer, over routes: [Route], _ request: ModelRequest
    ) async throws(ModelFault) {
        let model = answer.askedModel.isEmpty ? request.model : answer.askedModel
        switch await caller.payer.reserve(model: model, worst: .zero) {
        case .granted(let call):
            let rivals = caller.rivals.isEmpty ? [model] : caller.rivals
            caller.payer.settle(
                call,
                Settlement(
                    amount: .zero, basis: .cache,
                    largest: caller.prices.dearest(of: rivals, for: answer.usage)))
        case .refused(let refusal): throw ModelFault(.budget, refusal.sentence)
        case .withdrawn: throw ModelFault(.cancelled)
        }
    }

    /// Runs of digits in their order, so that "30000" and "30,000" are the same.
    static func figures(in text: String) -> [String] {
        var figures: [String] = []
        var figure: [UInt8] = []
        var owesComma = false
        func end() {
            if !figure.isEmpty { figures.append(String(decoding: figure, as: UTF8.self)) }
            figure = []
            owesComma = false
        }
        for byte in text.utf8 {
            if 0x30...0x39 ~= byte {
                figure.append(byte)
                owesComma = false
            } else if byte == UInt8(ascii: ","), !figure.isEmpty, !owesComma {
                owesComma = true
            } else {
                end()
            }
        }
        end()
        return figures
    }
}

extension ModelAnswer {
    fileprivate static let nothing = ModelAnswer(
        text: "", calls: [], finish: .stop, usage: .missing, model: "", id: "")
}
