extension PriceMap {
    /// A few models, so that costs are known without a file: `gpt-4` and `gpt-3.5-turbo` as the design documents have
    /// them (0.03/0.06 and 0.0015/0.002 $ per 1,000), the others from LiteLLM's map and the providers' lists of 2025.
    /// A file of prices goes over these.
    public static let builtIn: PriceMap = {
        var map = PriceMap()
        for row in rows {
            let price = ModelPrice(
                inputPerMillion: row.input, outputPerMillion: row.output,
                cachedPerMillion: row.cached, creationPerMillion: row.creation)
            if let price { map.set(price, for: row.model) }
        }
        return map
    }()

    private struct Row {
        let model: String
        let input, output: Double
        let cached, creation: Double?

        init(
            _ model: String, _ input: Double, _ output: Double, _ cached: Double? = nil,
            _ creation: Double? = nil
        ) {
            self.model = model
            self.input = input
            self.output = output
            self.cached = cached
            self.creation = creation
        }
    }

    /// Dollars for a million tokens: input, output, from the cache, into the cache.
    private static let rows = [
        Row("gpt-4", 30, 60),
        Row("gpt-3.5-turbo", 1.5, 2),
        Row("gpt-4o", 2.5, 10, 1.25),
        Row("gpt-4o-mini", 0.15, 0.6, 0.075),
        Row("gpt-4.1", 2, 8, 0.5),
        Row("gpt-4.1-mini", 0.4, 1.6, 0.1),
        Row("gpt-4.1-nano", 0.1, 0.4, 0.025),
        Row("gpt-5", 1.25, 10, 0.125),
        Row("gpt-5-mini", 0.25, 2, 0.025),
        Row("gpt-5-nano", 0.05, 0.4, 0.005),
        Row("o4-mini", 1.1, 4.4, 0.275),
        Row("claude-opus-4", 15, 75, 1.5, 18.75),
        Row("claude-opus-4-1", 15, 75, 1.5, 18.75),
        Row("claude-opus-4-5", 5, 25, 0.5, 6.25),
        Row("claude-sonnet-4", 3, 15, 0.3, 3.75),
        Row("claude-sonnet-4-5", 3, 15, 0.3, 3.75),
        Row("claude-haiku-4-5", 1, 5, 0.1, 1.25),
        Row("claude-3-5-haiku", 0.8, 4, 0.08, 1),
        Row("text-embedding-3-small", 0.02, 0),
        Row("text-embedding-3-large", 0.13, 0),
    ]
}
