import ModelFakes
import SwarmCore

/// What a model was asked.
struct ModelCall: Sendable {
    enum Format: Sendable { case openAI, anthropic }

    /// Counted from 1, in the order they came.
    let number: Int
    let format: Format
    let request: HTTPRequest
    let body: JSONValue

    init?(_ request: HTTPRequest, number: Int) {
        let path = request.target.prefix { $0 != "?" }
        if path.hasSuffix("/chat/completions") {
            format = .openAI
        } else if path.hasSuffix("/v1/messages") {
            format = .anthropic
        } else {
            return nil
        }
        guard request.method == "POST", let body = try? JSONValue.parse(request.body) else {
            return nil
        }
        self.number = number
        self.body = body
        self.request = request
    }

    var model: String { body["model"]?.string ?? "" }
    var messages: [JSONValue] { body["messages"]?.array ?? [] }
    var tools: [String] {
        (body["tools"]?.array ?? []).compactMap {
            ($0["name"] ?? $0["function"]?["name"])?.string
        }
    }
    /// How often the model has spoken.
    var turns: Int { messages.count { $0["role"] == "assistant" } }
    /// The last thing said to it, tool results as one text.
    var last: String {
        let content = messages.last?["content"]
        let parts = content?.array?.compactMap { ($0["content"] ?? $0["text"])?.string }
        return content?.string ?? parts?.joined() ?? ""
    }
    /// What stands between the lines of data in the first message.
    var data: JSONValue? {
        let content = messages.first { $0["role"] == "user" }?["content"]
        let text = content?.string ?? content?.array?.first?["text"]?.string ?? ""
        guard let begin = text.firstRange(of: "----- data -----\n"),
            let end = text.firstRange(of: "\n----- end of data -----")
        else { return nil }
        return try? JSONValue.parse(String(text[begin.upperBound..<end.lowerBound]))
    }
    /// The step it is to do; nil for a planner's call.
    var step: String? { data?["step"]?.string }
}
