import SwarmCore

/// An answer that may serve again, with the question it was given to.
public struct StoredAnswer: Hashable, Sendable {
    /// Everything the answer depends on, as canonical JSON.
    public var question: String
    /// What must be the same for a nearly equal question: agent, step, model, rules and form, as canonical JSON.
    public var group: String
    /// Of the question's variable part; nil unless nearly equal questions may be served.
    public var vector: [Float]?
    /// The figures in that part: with other figures it is another question.
    public var figures: [String]
    public var at: WallTime
    public var answer: ModelAnswer
}

/// Keeps answers. What it holds came from models and tasks: data.
public protocol AnswerStore: Sendable {
    /// The answer to exactly this question.
    func answer(to question: String) -> ModelAnswer?
    /// The answer to the nearest question of the group with the same figures that is at least as similar as `least`
    /// and no older than `since`.
    func answer(
        near vector: [Float], figures: [String], in group: String, least: Float, since: WallTime
    ) -> ModelAnswer?
    /// Keeps it in the place of one to the same question.
    func keep(_ answer: StoredAnswer)
}

extension StoredAnswer {
    /// One line of a file; holds no header and so no key.
    var json: JSONObject {
        var json: JSONObject = [
            "at": .integer(at.milliseconds), "question": .string(question),
            "group": .string(group), "figures": .array(figures.map(JSONValue.string)),
            "text": .string(answer.text), "calls": .array(answer.calls.map(\.json)),
            "usage": [
                .integer(Int64(answer.usage.input)), .integer(Int64(answer.usage.cachedInput)),
                .integer(Int64(answer.usage.cacheCreation)), .integer(Int64(answer.usage.output)),
            ],
            "counted": .bool(answer.usage.standing == .reported),
            "model": .string(answer.model), "asked": .string(answer.askedModel),
            "endpoint": .string(answer.endpoint),
        ]
        json["vector"] = vector.map { .array($0.map { .number(Double($0)) }) }
        return json
    }

    /// Reads what `json` wrote; nil for anything else.
    init?(_ json: JSONValue) {
        guard let at = json["at"]?.integer, let question = json["question"]?.string,
            let group = json["group"]?.string, let text = json["text"]?.string,
            let calls = json["calls"]?.array?.map(ModelToolCall.init), !calls.contains(nil),
            let figures = json["figures"]?.array?.compactMap(\.string),
            let usage = Self.usage(json), let model = json["model"]?.string,
            let asked = json["asked"]?.string, let endpoint = json["endpoint"]?.string
        else { return nil }
        let vector = json["vector"]?.array?.map { Float($0.double ?? .nan) }
        if let vector, vector.isEmpty || !vector.allSatisfy(\.isFinite) { return nil }
        let known = calls.compactMap(\.self)
        self.init(
            question: question, group: group, vector: vector, figures: figures,
            at: WallTime(milliseconds: at),
            answer: ModelAnswer(
                text: text, calls: known, finish: known.isEmpty ? .stop : .toolCalls,
                usage: usage, model: model, id: "", endpoint: endpoint, askedModel: asked,
                attempts: 0))
    }

    private static func usage(_ json: JSONValue) -> ModelUsage? {
        guard let figures = json["usage"]?.array, figures.count == 4 else { return nil }
        let counts = figures.map { $0.integer.flatMap { Int(exactly: $0) } ?? -1 }
        guard counts.allSatisfy({ 0...ModelUsage.most ~= $0 }) else { return nil }
        guard json["counted"] == true else { return .missing }
        return ModelUsage(
            input: counts[0], cachedInput: counts[1], cacheCreation: counts[2], output: counts[3])
    }
}
