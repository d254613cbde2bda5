import SwarmCore

/// What a model's tokens cost, each kind for one token, in billionths of a thousandth of a dollar (10⁻¹² $): cheap models
/// cost less than a billionth of a dollar a token.
public struct ModelPrice: Hashable, Sendable {
    public static let unitsPerDollar = 1_000_000_000_000.0

    /// 10⁻¹² $ for a token that is read and neither from nor into a cache.
    public var input: Int64
    /// 10⁻¹² $ for a token that is written.
    public var output: Int64
    /// 10⁻¹² $ for an input token from the endpoint's cache.
    public var cachedInput: Int64
    /// 10⁻¹² $ for an input token into the endpoint's cache.
    public var cacheCreation: Int64

    /// Prices in dollars for a million tokens, as providers list them; a cache price that is not given is the input's.
    /// Nil for a price that is negative, not finite or above a thousand dollars a token.
    public init?(
        inputPerMillion: Double, outputPerMillion: Double, cachedPerMillion: Double? = nil,
        creationPerMillion: Double? = nil
    ) {
        self.init(
            inputPerToken: inputPerMillion / 1e6, outputPerToken: outputPerMillion / 1e6,
            cachedPerToken: cachedPerMillion.map { $0 / 1e6 },
            creationPerToken: creationPerMillion.map { $0 / 1e6 })
    }

    init?(
        inputPerToken: Double, outputPerToken: Double, cachedPerToken: Double? = nil,
        creationPerToken: Double? = nil
    ) {
        guard let input = Self.units(inputPerToken), let output = Self.units(outputPerToken),
            let cached = Self.units(cachedPerToken ?? inputPerToken),
            let creation = Self.units(creationPerToken ?? inputPerToken)
        else { return nil }
        self.input = input
        self.output = output
        cachedInput = cached
        cacheCreation = creation
    }

    /// Rounded to the next unit, so that 2.5e-06 is 2,500,000 however its binary form falls.
    private static func units(_ dollars: Double) -> Int64? {
        guard dollars >= 0, dollars <= 1_000 else { return nil }
        return Int64(exactly: (dollars * unitsPerDollar).rounded())
    }

    /// What the tokens cost, rounded up; nil when the endpoint's figures are not to be trusted, and what was reserved
    /// stays spent.
    public func cost(of usage: ModelUsage) -> Money? {
        guard usage.standing == .reported else { return nil }
        let plain = max(0, usage.input - usage.cachedInput - usage.cacheCreation)
        return Self.sum([
            (plain, input), (usage.cachedInput, cachedInput),
            (usage.cacheCreation, cacheCreation), (usage.output, output),
        ])
    }

    /// The most a call can cost that reads at most `inputTokens` and writes at most `outputTokens`.
    public func worstCase(inputTokens: Int, outputTokens: Int) -> Money {
        Self.sum([(inputTokens, max(input, cachedInput, cacheCreation)), (outputTokens, output)])
    }

    /// Amounts beyond what `Money` holds stay at the most there is.
    private static func sum(_ parts: [(tokens: Int, price: Int64)]) -> Money {
        var units: Int64 = 0
        for (tokens, price) in parts {
            let (product, tooMuch) = Int64(max(0, tokens)).multipliedReportingOverflow(by: price)
            let (next, overflows) = units.addingReportingOverflow(product)
            if tooMuch || overflows { return Money(nanodollars: .max) }
            units = next
        }
        return Money(nanodollars: units / 1_000 + (units % 1_000 > 0 ? 1 : 0))
    }
}

extension ModelRequest {
    /// More input tokens than the request can be. A token is at least one byte of text (byte-pair vocabularies have
    /// every byte, and no token is empty); what providers add for roles and tools is covered with `roleTokens` a
    /// message and `toolTokens` once (Anthropic documents 313 to 530 for its tool prompt).
    public var mostInputTokens: Int {
        var bytes = system.utf8.count + Self.roleTokens
        for message in messages {
            bytes += Self.roleTokens
            switch message {
            case .user(let text): bytes += text.utf8.count
            case .assistant(let text, let calls):
                bytes += text.utf8.count + calls.reduce(0) { $0 + $1.bytes }
            case .toolResults(let results):
                for result in results {
                    bytes += Self.roleTokens + result.text.utf8.count + result.callID.utf8.count
                }
            }
        }
        for tool in tools {
            bytes += Self.roleTokens + tool.name.utf8.count + tool.summary.utf8.count
            bytes += tool.parameters.jsonText().utf8.count
        }
        if !tools.isEmpty { bytes += Self.toolTokens }
        if let output { bytes += Self.toolTokens + output.schema.jsonText().utf8.count }
        return bytes
    }

    static let roleTokens = 16
    static let toolTokens = 600
}

extension ModelToolCall {
    fileprivate var bytes: Int {
        let written =
            switch arguments {
            case .object(let object): object.jsonText().utf8.count
            case .broken(let text, _): text.utf8.count
            }
        return id.utf8.count + name.utf8.count + written + ModelRequest.roleTokens
    }
}
