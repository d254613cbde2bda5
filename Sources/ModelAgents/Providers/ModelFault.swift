import SwarmCore

/// Why a call of a model did not end in an answer.
public struct ModelFault: Error, Hashable, Sendable {
    /// What went wrong, by a name that never changes.
    public enum Code: String, CaseIterable, Sendable {
        case truncated = "TRUNCATED"
        case badJSON = "BAD_JSON"
        case contentType = "CONTENT_TYPE"
        case redirect = "REDIRECT"
        case tooLarge = "TOO_LARGE"
        case timeout = "TIMEOUT"
        case noSuchHost = "DNS"
        case connection = "CONNECT"
        case tls = "TLS"
        case badAddress = "BAD_ADDRESS"
        case rateLimited = "RATE_LIMITED"
        case quota = "QUOTA"
        case overloaded = "OVERLOADED"
        case server = "SERVER"
        case badRequest = "BAD_REQUEST"
        case contextLength = "CONTEXT_LENGTH"
        case unauthorised = "AUTH"
        case notFound = "NOT_FOUND"
        case refused = "REFUSED"
        case contentFilter = "CONTENT_FILTER"
        case outputCut = "LENGTH"
        case breakerOpen = "BREAKER_OPEN"
        case budget = "BUDGET"
        case cancelled = "CANCELLED"
    }

    public let code: Code
    /// What the endpoint or the transport said: at most 200 characters, safe to print; empty when the code says all.
    public private(set) var detail: String
    /// The HTTP status, when there was one.
    public var status: Int?
    /// How long to leave the endpoint alone, when it or its breaker said so. A caller parks the work for so long.
    public var retryAfter: TimeSpan?
    /// What the endpoint said with `x-should-retry`, or this client by the kind of deadline; nil leaves it to the code.
    public var shouldRetry: Bool?
    /// What had come before the fault, at most `mostPartialText` characters: evidence, never a result.
    public var partialText = ""
    /// What the endpoint had said of tokens: the call may cost although it failed.
    public var usage = ModelUsage.missing
    /// The name of the endpoint, once it is known.
    public var endpoint = ""
    /// Requests sent by the call so far, to whichever endpoint.
    public var attempts = 0

    public static let mostPartialText = 4_000

    /// `detail` may be any text; an excerpt of it is kept.
    public init(_ code: Code, _ detail: String = "", status: Int? = nil) {
        self.code = code
        self.detail = Excerpt.of(detail)
        self.status = status
    }

    /// The same without the key, should the endpoint have echoed it.
    func redacted(_ key: APIKey) -> ModelFault {
        var fault = self
        fault.detail = key.redacted(detail)
        fault.partialText = key.redacted(partialText)
        return fault
    }

    /// Whether the same request may succeed a moment later.
    public var isRetryable: Bool { shouldRetry ?? code.rule.retries }
    /// Whether it says that the endpoint is ill, rather than the request, the key or the account.
    public var countsAgainstBreaker: Bool { code.rule.breaks }
    /// Whether another endpoint or model may do better.
    public var helpsElsewhere: Bool { code.rule.elsewhere }

    /// One line for a person: the code, what to do, and what was said. Safe to print.
    public var message: String {
        var text = endpoint.isEmpty ? "" : "\(Excerpt.of(endpoint, most: 60)): "
        text += code.rawValue
        if let status { text += " \(status)" }
        text += ": " + code.rule.words
        if let retryAfter { text += "; it may be asked again in \(retryAfter.inWords)" }
        if !detail.isEmpty { text += " (\(detail))" }
        return text
    }
}

extension ModelFault.Code {
    struct Rule {
        let retries: Bool
        let breaks: Bool
        let elsewhere: Bool
        let words: String

        init(retries: Bool = false, breaks: Bool = false, elsewhere: Bool = true, _ words: String) {
            self.retries = retries
            self.breaks = breaks
            self.elsewhere = elsewhere
            self.words = words
        }

        /// The endpoint does not work at the moment.
        static func ill(_ words: String) -> Rule { Rule(retries: true, breaks: true, words) }
    }

    /// What follows from a fault; the one place where that is decided.
    var rule: Rule {
        switch self {
        case .truncated: .ill("the answer broke off before its end mark")
        case .badJSON: .ill("the answer is not in the format of the endpoint's kind")
        case .timeout: .ill("the endpoint was silent for too long")
        case .noSuchHost: .ill("the host has no address; check the base URL and the network")
        case .connection: .ill("the connection failed; check that the server runs")
        case .overloaded: .ill("the endpoint is overloaded")
        case .server: .ill("the endpoint failed")
        case .contentType:
            Rule(breaks: true, "the answer is neither JSON nor an event stream; check the base URL")
        case .redirect:
            Rule(breaks: true, "it points to another address, which is never followed; correct it")
        case .tooLarge: Rule(breaks: true, "the answer is larger than allowed")
        case .tls: Rule(breaks: true, "no trusted connection; check the certificate or CA file")
        case .rateLimited: Rule(retries: true, "too many calls for the endpoint's limits")
        case .badAddress:
            Rule("the base URL cannot be called; write http:// or https:// and a host")
        case .quota: Rule("the account has no credit left; raise its limit")
        case .unauthorised: Rule("the key is missing or not accepted; set the endpoint's variable")
        case .notFound: Rule("no such model or path; check the model's name and the base URL")
        case .contextLength: Rule("the request is longer than the model takes; shorten it")
        case .breakerOpen: Rule("left alone after repeated failures")
        case .badRequest: Rule(elsewhere: false, "the endpoint does not take this request")
        case .refused: Rule(elsewhere: false, "the model refused")
        case .contentFilter: Rule(elsewhere: false, "the endpoint's content filter held it back")
        case .outputCut:
            Rule(elsewhere: false, "the output limit cut JSON in the middle; allow more tokens")
        case .budget: Rule(elsewhere: false, "the call does not fit the budget")
        case .cancelled: Rule(elsewhere: false, "cancelled")
        }
    }
}

extension TimeSpan {
    /// `0.5 s`, `20 s`, `6 min`: for sentences.
    var inWords: String {
        if microseconds >= 120_000_000 {
            return "\((microseconds / 1_000_000 + 59) / 60) min"
        }
        let tenths = (max(0, microseconds) + 99_999) / 100_000
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}
