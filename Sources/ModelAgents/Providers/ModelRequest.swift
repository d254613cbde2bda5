import SwarmCore

/// What a model is asked, in no provider's format.
public struct ModelRequest: Hashable, Sendable {
    /// The model's name as its endpoint knows it; a route may name another.
    public var model: String
    /// What the model is told before the conversation; empty for nothing.
    public var system: String
    public var messages: [ModelMessage]
    public var tools: [ToolDescription]
    /// What the answer's text must be; nil for free text.
    public var output: OutputFormat?
    /// At least 1; also the output a call's worst case is reckoned with.
    public var mostOutputTokens: Int
    /// 0...2, lower is steadier; nil leaves it to the endpoint.
    public var temperature: Double?
    /// Asks for the same answer again; Anthropic knows no such field and never gets it.
    public var seed: Int64?

    public init(
        model: String, system: String = "", messages: [ModelMessage],
        tools: [ToolDescription] = [], mostOutputTokens: Int = 4_096
    ) {
        self.model = model
        self.system = system
        self.messages = messages
        self.tools = tools
        self.mostOutputTokens = max(1, mostOutputTokens)
    }
}

/// One turn of a conversation with a model.
public enum ModelMessage: Hashable, Sendable {
    case user(String)
    case assistant(String, calls: [ModelToolCall] = [])
    /// All results of the calls in the turn before: Anthropic wants them in one message.
    case toolResults([ToolResult])
}

/// A tool as a model is told of it.
public struct ToolDescription: Hashable, Sendable {
    /// 1 to 64 of `A-Z a-z 0-9 _ -`.
    public var name: String
    public var summary: String
    /// JSON schema of its arguments, an object's.
    public var parameters: JSONObject

    public init(name: String, summary: String, parameters: JSONObject) {
        self.name = name
        self.summary = summary
        self.parameters = parameters
    }
}

/// A tool a model wants called.
public struct ModelToolCall: Hashable, Sendable {
    public enum Arguments: Hashable, Sendable {
        case object(JSONObject)
        /// What the model wrote instead of a JSON object, to be shown to it for repair; `why` is a sentence.
        case broken(String, why: String)
    }

    /// The endpoint's name for the call; its result names it again.
    public var id: String
    public var name: String
    public var arguments: Arguments

    public init(id: String, name: String, arguments: Arguments) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}

/// What a tool call came to.
public struct ToolResult: Hashable, Sendable {
    public var callID: String
    public var text: String
    public var isError: Bool

    public init(callID: String, text: String, isError: Bool = false) {
        self.callID = callID
        self.text = text
        self.isError = isError
    }
}

/// A JSON schema the answer's text must satisfy.
public struct OutputFormat: Hashable, Sendable {
    /// Shown to the model; sent with other characters than `A-Z a-z 0-9 _ -` replaced and at most 64 long.
    public var name: String
    public var schema: JSONObject

    public init(name: String, schema: JSONObject) {
        self.name = name
        self.schema = schema
    }

    var wireName: String {
        let kept = name.unicodeScalars.prefix(64).map { scalar -> Character in
            let isPlain = scalar.isASCII && scalar.properties.isAlphabetic
            let isOther = ("0"..."9").contains(scalar) || scalar == "_" || scalar == "-"
            return isPlain || isOther ? Character(scalar) : "_"
        }
        return kept.isEmpty ? "answer" : String(kept)
    }
}
