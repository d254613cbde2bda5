import SwarmCore

/// What models cost, by their names; in the format of LiteLLM's `model_prices_and_context_window.json`.
public struct PriceMap: Sendable {
    private var prices: [String: ModelPrice] = [:]

    public init() {}

    /// The names that have a price, in their order.
    public var models: [String] { prices.keys.sorted() }

    /// Sets or replaces a price.
    public mutating func set(_ price: ModelPrice, for model: String) { prices[model] = price }

    /// Takes the prices of a file over those that are there; what it said that could not be used, a sentence each.
    ///
    /// An entry is an object with `input_cost_per_token` and, unless it only reads (embeddings), `output_cost_per_token`;
    /// `cache_read_input_token_cost` and `cache_creation_input_token_cost` may follow. Other fields are not looked at, and
    /// entries without any of these have no price: that is not a fault, the format has models priced otherwise. A local
    /// model is free only if its entry says 0. Throws when the text is no JSON object.
    public mutating func merge(_ bytes: [UInt8]) throws(JSONFault) -> [String] {
        guard let entries = try JSONValue.parse(bytes, limitBytes: Self.mostBytes).object else {
            throw JSONFault(kind: .unexpected(byte: bytes.first ?? 0), line: 1, column: 1)
        }
        var faults: [String] = []
        for entry in entries.members where entry.key != Self.sample {
            switch Self.read(entry.value) {
            case .price(let price): prices[entry.key] = price
            case .none: break
            case .fault(let words): faults.append(Excerpt.of(entry.key, most: 80) + ": " + words)
            }
        }
        return faults
    }

    public static let mostBytes = 32 << 20
    /// The format's first entry describes the fields.
    private static let sample = "sample_spec"

    private enum Reading {
        case price(ModelPrice)
        case fault(String)
        case none
    }

    private static func read(_ entry: JSONValue) -> Reading {
        guard let entry = entry.object else { return .fault("an entry must be an object") }
        var figures: [Double?] = []
        for field in [
            "input_cost_per_token", "output_cost_per_token", "cache_read_input_token_cost",
            "cache_creation_input_token_cost",
        ] {
            guard let value = entry[field], value != .null else {
                figures.append(nil)
                continue
            }
            guard let dollars = value.double, 0...1_000 ~= dollars else {
                return .fault("\(field) must be dollars for a token, 0 or more")
            }
            figures.append(dollars)
        }
        let onlyReads = ["embedding", "rerank"].contains(entry["mode"]?.string ?? "")
        guard let input = figures[0], let output = figures[1] ?? (onlyReads ? 0 : nil),
            let price = ModelPrice(
                inputPerToken: input, outputPerToken: output, cachedPerToken: figures[2],
                creationPerToken: figures[3])
        else { return .none }
        return .price(price)
    }

    // MARK: Looking up

    /// The price of a model; nil when it has none, which is not the same as free.
    ///
    /// The exact name counts first, then the name with `provider/` before it or without its own prefix
    /// (`openai/gpt-4o`), then each of these without a date at its end (`gpt-4o-2024-08-06`, `claude-x-20250514`).
    public func price(of model: String, provider: String? = nil) -> ModelPrice? {
        for name in [model, Self.undated(model)].compactMap(\.self) {
            var candidates = [name]
            if let provider { candidates.append(provider + "/" + name) }
            if let slash = name.lastIndex(of: "/") {
                candidates.append(String(name[name.index(after: slash)...]))
            }
            for candidate in candidates {
                if let price = prices[candidate] { return price }
            }
        }
        return nil
    }

    /// The name without `-YYYYMMDD`, `@YYYYMMDD` or `-YYYY-MM-DD` at its end; nil when it has none.
    static func undated(_ model: String) -> String? {
        for (shape, separators) in [("-dddd-dd-dd", "-"), ("-dddddddd", "-@")] {
            let end = model.suffix(shape.count)
            guard model.count > shape.count, let first = end.first, separators.contains(first)
            else { continue }
            let fits = zip(end, shape).dropFirst().allSatisfy { character, wanted in
                wanted == "d" ? character.isASCII && character.isNumber : character == wanted
            }
            if fits { return String(model.dropLast(shape.count)) }
        }
        return nil
    }

    // MARK: Costs

    /// The most a request can cost at the model; nil without a price.
    public func worstCase(
        of request: ModelRequest, model: String, provider: String? = nil
    ) -> Money? {
        price(of: model, provider: provider)?.worstCase(
            inputTokens: request.mostInputTokens, outputTokens: request.mostOutputTokens)
    }

    /// What the usage cost at the model; nil without a price or without figures to trust.
    public func cost(
        of usage: ModelUsage, model: String, provider: String? = nil
    ) -> Money? {
        price(of: model, provider: provider)?.cost(of: usage)
    }
}
