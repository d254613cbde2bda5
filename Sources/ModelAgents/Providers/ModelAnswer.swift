import SwarmCore

/// A whole answer of a model: one that ended with its end mark.
public struct ModelAnswer: Hashable, Sendable {
    /// As the model wrote it, controls and all: data, to be made safe where it is shown.
    public var text: String
    /// In the model's order.
    public var calls: [ModelToolCall]
    public var finish: FinishReason
    public var usage: ModelUsage
    /// What the endpoint says answered, made safe to show and at most 200 characters; never to be used as a path.
    public var model: String
    /// The endpoint's name for the answer, treated alike.
    public var id: String
    /// The name of the endpoint that answered.
    public var endpoint = ""
    /// The route's model, by which it is priced: what the endpoint says may be another name for it.
    public var askedModel = ""
    /// How many requests were sent for it, failed ones included.
    public var attempts = 1

    /// The same without the key, should the endpoint have told it back.
    func redacted(_ key: APIKey) -> ModelAnswer {
        var answer = self
        answer.text = key.redacted(text)
        answer.model = key.redacted(model)
        answer.id = key.redacted(id)
        answer.calls = calls.map { $0.redacted(key) }
        return answer
    }
}

extension ModelToolCall {
    /// The same without the key; the endpoint's name for the call goes back to it alone.
    fileprivate func redacted(_ key: APIKey) -> ModelToolCall {
        var call = self
        call.name = key.redacted(name)
        switch arguments {
        case .object(let object):
            let text = object.jsonText()
            let shown = key.redacted(text)
            if shown != text, let object = (try? JSONValue.parse(shown))?.object {
                call.arguments = .object(object)
            }
        case .broken(let text, let why):
            call.arguments = .broken(key.redacted(text), why: key.redacted(why))
        }
        return call
    }
}

/// Why a model stopped.
public enum FinishReason: Hashable, Sendable {
    /// It had said everything, or met a stop sequence.
    case stop
    /// It came to the limit of its output or context: text may miss its end. Never given with JSON or tool
    /// calls, which are worth nothing without theirs: those end as `LENGTH`.
    case length
    case toolCalls
    /// A reason this program does not know, made safe to show. The answer counts as whole, since its end mark
    /// came; whoever watches the call is told.
    case other(String)
}

/// The tokens a call took, as its endpoint says.
public struct ModelUsage: Hashable, Sendable {
    public enum Standing: Hashable, Sendable {
        case reported
        /// The endpoint said nothing: what was reserved for the call stays spent.
        case missing
        /// Negative, fractional, beyond `most` or contradictory: not to be reckoned with; the same as missing.
        case implausible
    }

    /// More tokens than this in one call are not believed.
    public static let most = 100_000_000

    public var standing: Standing
    /// All input, cached and cache-creating tokens included.
    public var input = 0
    /// Of the input, read from the endpoint's cache.
    public var cachedInput = 0
    /// Of the input, written to the endpoint's cache.
    public var cacheCreation = 0
    public var output = 0

    public static let missing = ModelUsage(standing: .missing)

    /// Figures to trust as they are; each at least 0.
    public init(input: Int, cachedInput: Int = 0, cacheCreation: Int = 0, output: Int) {
        self.init(standing: .reported)
        self.input = input
        self.cachedInput = cachedInput
        self.cacheCreation = cacheCreation
        self.output = output
    }

    init(standing: Standing) { self.standing = standing }
}

/// What becomes known while an answer comes in: for progress, never a result.
public enum ModelStreamEvent: Hashable, Sendable {
    case text(String)
    case toolCallBegan(name: String)
    /// Cumulative; each replaces the one before.
    case usage(ModelUsage)
    /// The call is tried again: forget what came before.
    case restarted
}
