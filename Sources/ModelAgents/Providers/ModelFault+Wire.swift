import SwarmCore

extension ModelFault {
    /// The fault of an exchange that did not end as it should.
    init(transport fault: TransportFault) {
        switch fault {
        case .badAddress(let address): self.init(.badAddress, address)
        case .noSuchHost: self.init(.noSuchHost)
        case .cannotConnect: self.init(.connection)
        case .tls(let words): self.init(.tls, words)
        case .truncated: self.init(.truncated)
        case .tooLarge: self.init(.tooLarge)
        case .timedOut(let deadline):
            self.init(.timeout, "\(deadline.rawValue) deadline")
            // A second try would take as long again.
            if deadline == .total { shouldRetry = false }
        case .cancelled: self.init(.cancelled)
        case .broken(let words): self.init(.connection, words)
        }
    }

    /// The fault of an answer whose status is not 2xx.
    ///
    /// The body of both providers holds an `error` with `message` and `type`, OpenAI's a `code` as well; other
    /// servers send anything, which is shown as it is.
    static func refusal(status: Int, body: [UInt8]) -> ModelFault {
        if 300..<400 ~= status { return ModelFault(.redirect, status: status) }
        let error = (try? JSONValue.parse(body))?["error"]
        return ModelFault(
            code(of: status, error), words(of: error) ?? Excerpt.of(bytes: body), status: status)
    }

    /// The fault an `error` object inside an answer with status 200 stands for.
    static func midway(_ error: JSONValue) -> ModelFault {
        let told = error["code"]?.integer ?? error["status"]?.integer
        let guess = error["type"] == "invalid_request_error" ? 400 : 500
        let status = told.flatMap { 400..<600 ~= $0 ? Int($0) : nil } ?? guess
        return ModelFault(code(of: status, error), words(of: error) ?? error.jsonText())
    }

    private static func words(of error: JSONValue?) -> String? {
        error?["message"]?.string ?? error?.string
    }

    /// What an error's `type` or `code` means, whatever the status says.
    private static let named: [String: Code] = [
        "insufficient_quota": .quota, "billing_error": .quota,
        "billing_hard_limit_reached": .quota,
        "rate_limit_exceeded": .rateLimited, "rate_limit_error": .rateLimited,
        "overloaded_error": .overloaded, "engine_overloaded": .overloaded,
        "context_length_exceeded": .contextLength, "request_too_large": .contextLength,
        "invalid_api_key": .unauthorised, "authentication_error": .unauthorised,
        "permission_error": .unauthorised,
        "model_not_found": .notFound, "not_found_error": .notFound,
        "content_filter": .contentFilter, "content_policy_violation": .contentFilter,
        "timeout_error": .timeout, "api_error": .server, "server_error": .server,
    ]

    /// OpenAI, vLLM, llama.cpp and Anthropic say it in these words where they give no code.
    private static let tooLongPhrases = [
        "maximum context length", "prompt is too long", "exceeds the available context size",
        "context window",
    ]

    private static func code(of status: Int, _ error: JSONValue?) -> Code {
        for key in ["code", "type"] {
            if let name = error?[key]?.string, let code = named[name] { return code }
        }
        switch status {
        case 401, 403: return .unauthorised
        case 402: return .quota
        case 404: return .notFound
        case 408, 504: return .timeout
        case 409: return .server
        case 413: return .contextLength
        case 429: return .rateLimited
        case 503, 529: return .overloaded
        case 500...: return .server
        default:
            let words = words(of: error)?.lowercased() ?? ""
            return tooLongPhrases.contains { words.contains($0) } ? .contextLength : .badRequest
        }
    }
}
