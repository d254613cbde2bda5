import SwarmCore

/// A server that answers for models, as the swarm file names it.
public struct Endpoint: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        /// Chat Completions: OpenAI, Ollama, vLLM, llama.cpp, gateways.
        case openAI = "openai"
        case anthropic
    }

    /// The field that carries the output limit. OpenAI's own models want the newer, many local servers know only the older.
    public enum OutputLimitField: String, CaseIterable, Sendable {
        case mostCompletionTokens = "max_completion_tokens"
        case mostTokens = "max_tokens"
    }

    public struct Header: Hashable, Sendable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Unique among the endpoints.
    public var name: String
    public var kind: Kind
    /// With `http` or `https`: `https://api.openai.com/v1`, `http://localhost:11434/v1`, `https://api.anthropic.com`.
    public var baseURL: String
    /// The environment variable that holds the key; nil for an endpoint that wants none.
    public var keyVariable: String?
    /// Sent besides the provider's own. No place for a key: these are shown.
    public var headers: [Header] = []
    public var deadlines = TransportDeadlines()
    /// Requests begun in any minute, at most; nil leaves it to what the endpoint says.
    public var callsPerMinute: Int?
    public var outputLimit = OutputLimitField.mostCompletionTokens
    /// Whether a stream is asked to end with its usage; old servers refuse the field.
    public var asksForUsage = true
    /// A file of certificates to trust instead of the system's.
    public var certificates: String?

    public init(name: String, kind: Kind, baseURL: String, keyVariable: String? = nil) {
        self.name = name
        self.kind = kind
        self.baseURL = baseURL
        self.keyVariable = keyVariable
    }

    /// What is wrong with it, a sentence each; empty when it can be used.
    public var faults: [String] {
        var faults: [String] = []
        if name.isEmpty { faults.append("an endpoint needs a name") }
        if !["http://", "https://"].contains(where: { baseURL.hasPrefix($0) }) {
            faults.append("\(name): the base URL must begin with http:// or https://")
        }
        if let callsPerMinute, !(1...Pace.mostCallsPerMinute ~= callsPerMinute) {
            faults.append("\(name): calls per minute are 1 to \(Pace.mostCallsPerMinute)")
        }
        for header in headers where !header.canBeSent {
            faults.append("\(name): a header's name or value holds what cannot be sent")
        }
        return faults
    }

    var provider: any Provider {
        switch kind {
        case .openAI: OpenAIProvider()
        case .anthropic: AnthropicProvider()
        }
    }

    /// The base URL without a slash at its end.
    var base: String {
        var base = baseURL
        while base.hasSuffix("/") { base.removeLast() }
        return base
    }
}

extension Endpoint.Header {
    /// A token as name (RFC 9110, §5.6.2) and a value without controls.
    fileprivate var canBeSent: Bool {
        let isToken = name.utf8.allSatisfy { byte in
            0x21...0x7E ~= byte && !"\"(),/:;<=>?@[\\]{}".utf8.contains(byte)
        }
        return !name.isEmpty && isToken && value.utf8.allSatisfy { 0x20...0x7E ~= $0 }
    }
}

/// One choice of where a request may go: the first of a list is meant, the others are fallbacks in their order.
public struct Route: Hashable, Sendable {
    /// An endpoint's name.
    public var endpoint: String
    /// The model to ask there; nil for the request's own.
    public var model: String?

    public init(_ endpoint: String, model: String? = nil) {
        self.endpoint = endpoint
        self.model = model
    }
}
