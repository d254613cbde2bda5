import SwarmCore

/// One wire format: how a request is written and an answer read.
protocol Provider: Sendable {
    /// The path for answers under an endpoint's base URL.
    func answersURL(base: String) -> String
    func headers(key: String?) -> [(name: String, value: String)]
    /// The body that asks `model`; streamed.
    func body(_ request: ModelRequest, model: String, on endpoint: Endpoint) -> JSONObject
    func reader() -> any AnswerReader
    func rateLimits(in head: TransportHead, at moment: HeaderMoment) -> [RateLimit]
}

/// Reads one answer, in pieces or whole.
protocol AnswerReader: Sendable {
    var draft: AnswerDraft { get }

    /// Takes the data of one event; what it brought for progress, or nil when it says nothing about the answer, as
    /// pings and unknown events. Whatever comes after the end mark is ignored.
    mutating func take(_ event: [UInt8]) throws(ModelFault) -> [ModelStreamEvent]?
    /// Takes an answer that came as one JSON value though a stream was asked for.
    mutating func takeWhole(_ json: JSONValue) throws(ModelFault)
}

/// What has come of an answer so far.
struct AnswerDraft: Sendable {
    /// More tool calls in one answer are refused.
    static let mostCalls = 128

    struct CallDraft: Sendable {
        let index: Int64
        var id = ""
        var name = ""
        var arguments = ""
        /// Arguments that came parsed.
        var input: JSONObject?
    }

    var id = ""
    var model = ""
    var text = ""
    var refusal = ""
    /// Ascending by index.
    private(set) var calls: [CallDraft] = []
    var finish: FinishReason?
    /// Set when the model or a filter ended the answer against the asker.
    var denial: ModelFault.Code?
    var usage = ModelUsage.missing
    /// Whether the end mark came.
    var hasEnded = false

    /// The place in `calls` of the call of that index, made when it is new.
    mutating func place(ofCall index: Int64) throws(ModelFault) -> Int {
        let place = calls.firstIndex { $0.index >= index } ?? calls.count
        if place < calls.count, calls[place].index == index { return place }
        guard calls.count < Self.mostCalls else {
            throw ModelFault(.tooLarge, "more than \(Self.mostCalls) tool calls")
        }
        calls.insert(CallDraft(index: index), at: place)
        return place
    }

    mutating func change(_ place: Int, _ body: (inout CallDraft) -> Void) { body(&calls[place]) }

    /// The answer, if it came to its end: with the end mark and a reason to stop.
    ///
    /// Cut JSON and cut tool calls are faults; cut text is an answer that says so.
    func answer(to request: ModelRequest) throws(ModelFault) -> ModelAnswer {
        guard hasEnded, let finish else { throw evident(ModelFault(.truncated)) }
        if let denial { throw evident(ModelFault(denial, refusal)) }
        if !refusal.isEmpty { throw evident(ModelFault(.refused, refusal)) }
        if finish == .length, request.output != nil || !calls.isEmpty {
            throw evident(ModelFault(.outputCut))
        }
        // Something was written, so no tokens for it cannot be.
        let isFree = usage.standing == .reported && usage.output == 0
        let contradicts = isFree && !(text.isEmpty && calls.isEmpty)
        return ModelAnswer(
            text: text, calls: calls.map(ModelToolCall.init), finish: finish,
            usage: contradicts ? ModelUsage(standing: .implausible) : usage,
            model: Excerpt.of(model), id: Excerpt.of(id))
    }

    /// The fault with what came before it.
    func evident(_ fault: ModelFault) -> ModelFault {
        var fault = fault
        fault.partialText = String(text.unicodeScalars.prefix(ModelFault.mostPartialText))
        fault.usage = usage
        return fault
    }
}

extension ModelToolCall {
    /// No arguments at all are an empty object, as both providers have it.
    init(_ draft: AnswerDraft.CallDraft) {
        id = draft.id
        name = draft.name
        if draft.arguments.utf8.allSatisfy({ $0 <= 0x20 }) {
            arguments = .object(draft.input ?? JSONObject())
            return
        }
        do throws(JSONFault) {
            if let object = try JSONValue.parse(draft.arguments).object {
                arguments = .object(object)
            } else {
                arguments = .broken(draft.arguments, why: "the arguments are no JSON object")
            }
        } catch {
            arguments = .broken(draft.arguments, why: "the arguments are no JSON: \(error.message)")
        }
    }
}

extension JSONValue {
    /// An event's or a body's JSON; anything else is `BAD_JSON` with an excerpt.
    static func wire(_ bytes: [UInt8]) throws(ModelFault) -> JSONValue {
        do throws(JSONFault) {
            return try parse(bytes)
        } catch {
            throw ModelFault(.badJSON, error.message + "; it begins: " + Excerpt.of(bytes: bytes))
        }
    }

    /// The text of a string, or of a list of parts with a `text` each.
    var parts: String {
        if let string { return string }
        return (array ?? []).reduce(into: "") { $0 += $1["text"]?.string ?? "" }
    }

    /// The value unless it is null.
    func present(_ key: String) -> JSONValue? {
        let value = self[key]
        return value == .null ? nil : value
    }
}
