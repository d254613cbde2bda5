import SwarmCore
import SwarmRuntime
import Synchronization

/// What all model agents of a program share: the way to the endpoints, prices, earlier answers, and who goes when.
public final class ModelEquipment: Sendable {
    let client: ModelClient
    let prices: PriceMap
    let defaults: ModelDefaults
    let store: (any AnswerStore)?
    let embedder: any Embedder
    let clock: any SwarmClock
    let paces: AgentPaces
    let lengths = ExpectedLengths()

    /// `store` keeps answers for tasks that allow it; nil for none at all.
    public init(
        client: ModelClient, prices: PriceMap = .builtIn, defaults: ModelDefaults,
        store: (any AnswerStore)? = nil, embedder: any Embedder = NgramEmbedder(),
        clock: any SwarmClock = SystemClock()
    ) {
        self.client = client
        self.prices = prices
        self.defaults = defaults
        self.store = store
        self.embedder = embedder
        self.clock = clock
        paces = AgentPaces(time: client.time)
    }
}

/// Where agents that do not say otherwise send their calls.
public struct ModelDefaults: Hashable, Sendable {
    /// An endpoint's name.
    public var endpoint: String
    /// For simple work, and for moderate work unless an agent wants the large one for it.
    public var small: String
    /// For complex work.
    public var large: String
    /// Where a call goes when the first endpoint will not serve, in their order.
    public var fallbacks: [Route] = []

    public init(endpoint: String, small: String, large: String? = nil) {
        self.endpoint = endpoint
        self.small = small
        self.large = large ?? small
    }
}

/// How long answers have been, by agent and step: the measure of progress.
final class ExpectedLengths: Sendable {
    /// With more agents and steps the first known are forgotten all at once.
    private static let most = 1_000
    /// Bytes of text to a token, about.
    static let bytesPerToken = 4

    private let known = Mutex<[String: Int]>([:])

    /// Tokens an answer may have: as many as before, or a quarter of what it may have at the most.
    func tokens(of name: String, most: Int) -> Int {
        max(1, min(most, known.withLock { $0[name] } ?? max(most / 4, 1)))
    }

    /// Notes an answer's length in tokens; the latest counts half.
    func learn(_ name: String, tokens: Int) {
        known.withLock { known in
            if known.count >= Self.most, known[name] == nil { known = [:] }
            known[name] = known[name].map { ($0 + tokens) / 2 } ?? tokens
        }
    }
}
