import SwarmCore

/// Vectors from an endpoint's embeddings, asked for in as few requests as possible and paid like every call.
public struct EndpointEmbedder: Embedder {
    public let threshold: Float
    private let client: ModelClient
    private let prices: PriceMap
    private let model: String
    private let dimensions: Int?
    private let routes: [Route]
    private let known = VectorCache()

    /// `dimensions` asks for shorter vectors; nil leaves them as the model makes them. `threshold` depends on the model;
    /// 0.35 suits OpenAI's.
    public init(
        client: ModelClient, prices: PriceMap, model: String, dimensions: Int? = 256,
        over routes: [Route], threshold: Float = 0.35
    ) {
        self.client = client
        self.prices = prices
        self.model = model
        self.dimensions = dimensions
        self.routes = routes
        self.threshold = threshold
    }

    public func vectors(
        of texts: [String], payer: any CallPayer
    ) async throws(ModelFault) -> [[Float]] {
        var vectors = texts.map { known.find($0) ?? [] }
        var places: [String: Int] = [:]
        var missing: [String] = []
        // Endpoints refuse an empty text.
        for (text, vector) in zip(texts, vectors) where vector.isEmpty && places[text] == nil {
            guard !text.isEmpty else { continue }
            places[text] = missing.count
            missing.append(text)
        }
        guard !missing.isEmpty else { return vectors }
        let caller = PaidCaller(client: client, prices: prices, payer: payer)
        let made = try await caller.embed(
            missing, model: model, dimensions: dimensions, over: routes
        ).vectors.map(Similarity.normalised)
        for (text, vector) in zip(missing, made) { known.keep(vector, of: text) }
        for place in vectors.indices where vectors[place].isEmpty {
            vectors[place] =
                places[texts[place]].map { made[$0] } ?? [Float](repeating: 0, count: made[0].count)
        }
        return vectors
    }
}
