import SwarmCore

extension JSONValue {
    /// The value with the members of every object in the order of their keys: the same for the same content.
    var canonical: JSONValue {
        switch self {
        case .object(let object):
            var sorted = JSONObject()
            let members = object.members.sorted {
                $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
            }
            for member in members { sorted[member.key] = member.value.canonical }
            return .object(sorted)
        case .array(let values): return .array(values.map(\.canonical))
        default: return self
        }
    }
}

extension ModelRequest {
    /// Everything an answer depends on, the same text for the same question: who is asked, what it is told, what it may
    /// call, what form the answer must have.
    func canonicalText(over routes: [Route]) -> String {
        let value: JSONValue = [
            "routes": .array(routes.map { [.string($0.endpoint), .string($0.model ?? model)] }),
            "system": .string(system), "messages": .array(messages.map(\.json)),
            "tools": .array(
                tools.map {
                    [.string($0.name), .string($0.summary), .object($0.parameters)]
                }),
            "output": output.map { [.string($0.name), .object($0.schema)] } ?? .null,
            "most_output_tokens": .integer(Int64(mostOutputTokens)),
            "temperature": temperature.map { .number($0) } ?? .null,
            "seed": seed.map { .integer($0) } ?? .null,
        ]
        return value.canonical.jsonText()
    }
}

extension ModelMessage {
    fileprivate var json: JSONValue {
        switch self {
        case .user(let text): ["user": .string(text)]
        case .assistant(let text, let calls):
            ["assistant": .string(text), "calls": .array(calls.map(\.json))]
        case .toolResults(let results):
            [
                "results": .array(
                    results.map {
                        [.string($0.callID), .string($0.text), .bool($0.isError)]
                    })
            ]
        }
    }
}

extension ModelToolCall {
    /// `{id, name, arguments}`, or `broken` and `why` in place of the arguments.
    var json: JSONValue {
        switch arguments {
        case .object(let object):
            ["id": .string(id), "name": .string(name), "arguments": .object(object)]
        case .broken(let text, let why):
            [
                "id": .string(id), "name": .string(name), "broken": .string(text),
                "why": .string(why),
            ]
        }
    }

    /// Reads what `json` wrote.
    init?(_ json: JSONValue) {
        guard let id = json["id"]?.string, let name = json["name"]?.string else { return nil }
        if let object = json["arguments"]?.object {
            self.init(id: id, name: name, arguments: .object(object))
        } else if let text = json["broken"]?.string, let why = json["why"]?.string {
            self.init(id: id, name: name, arguments: .broken(text, why: why))
        } else {
            return nil
        }
    }
}
