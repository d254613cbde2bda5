import SwarmCore

/// One limit of an endpoint, as the headers of an answer tell it.
struct RateLimit: Hashable, Sendable {
    enum Unit: Int, CaseIterable, Sendable {
        case requests, tokens, inputTokens, outputTokens

        var words: String {
            switch self {
            case .requests: "requests"
            case .tokens: "tokens"
            case .inputTokens: "input tokens"
            case .outputTokens: "output tokens"
            }
        }
    }

    let unit: Unit
    let limit: Int64
    let remaining: Int64
    let resetsAt: Instant?

    /// Nil unless both figures are there and can be: gateways send −1 and 0 for what they do not know, so a limit
    /// below 1, less than nothing remaining, or nothing remaining without a reset is no news.
    init?(_ unit: Unit, limit: String?, remaining: String?, resets: Instant?) {
        guard let limit = limit.flatMap(Int64.init), let remaining = remaining.flatMap(Int64.init),
            limit > 0, remaining >= 0, remaining > 0 || resets != nil
        else { return nil }
        self.unit = unit
        self.limit = limit
        self.remaining = remaining
        resetsAt = resets
    }
}

/// What one request is reckoned to take of each limit.
struct CallWeight: Hashable, Sendable {
    var inputTokens: Int64
    var outputTokens: Int64

    /// Four bytes a token, which is about right for text: limits need no bound, and answers correct it.
    init(bodyBytes: Int, mostOutputTokens: Int) {
        inputTokens = Int64(bodyBytes / 4)
        outputTokens = Int64(mostOutputTokens)
    }

    subscript(unit: RateLimit.Unit) -> Int64 {
        switch unit {
        case .requests: 1
        case .tokens: inputTokens + outputTokens
        case .inputTokens: inputTokens
        case .outputTokens: outputTokens
        }
    }
}
