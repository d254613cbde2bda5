import SwarmCore

/// What an answer's text was worth as the JSON that was asked for.
public enum OutputReading: Hashable, Sendable {
    case object(JSONObject)
    /// Sentences on what is wrong, to be shown to the model for one repair.
    case wrong([String])
}

extension OutputFormat {
    /// Finds the JSON object in the text and checks it.
    public func read(_ text: String) -> OutputReading {
        guard let object = JSONInText.object(in: text) else {
            return .wrong(["the answer holds no whole JSON object"])
        }
        let violations = JSONSchema(schema).violations(of: .object(object))
        return violations.isEmpty ? .object(object) : .wrong(violations)
    }

    /// What to tell the model about an answer that was wrong; the answer itself stands before it in the conversation.
    public static func repair(_ faults: [String]) -> ModelMessage {
        .user(
            "Your answer does not have the form that was asked for:\n"
                + faults.map { "- " + $0 + "\n" }.joined()
                + "Answer again with the whole corrected JSON object and nothing else.")
    }
}

/// Finds the JSON object a model wrote among other things: weak ones add a preface or a code fence.
public enum JSONInText {
    /// The whole text if it is an object, else the first fenced one, else the first that stands anywhere; nil when
    /// there is none.
    public static func object(in text: String) -> JSONObject? {
        if let object = (try? JSONValue.parse(text))?.object { return object }
        let bytes = Array(text.utf8)
        let fence = Array("```".utf8)
        let fenced = bytes.firstRange(of: fence).flatMap { start -> ArraySlice<UInt8>? in
            let rest = bytes[start.upperBound...]
            return rest.firstRange(of: fence).map { rest[..<$0.lowerBound] }
        }
        return fenced.flatMap(firstObject) ?? firstObject(in: bytes[...])
    }

    /// What is in braces and no JSON is passed over whole, and braces that are never closed end the search: an object
    /// inside of a broken one is not the answer.
    private static func firstObject(in bytes: ArraySlice<UInt8>) -> JSONObject? {
        var rest = bytes
        while let start = rest.firstIndex(of: UInt8(ascii: "{")),
            let end = endOfObject(in: rest[start...])
        {
            if let object = (try? JSONValue.parse(Array(rest[start..<end])))?.object {
                return object
            }
            rest = rest[end...]
        }
        return nil
    }

    /// Past the brace that closes the first one, braces in strings not counted; nil when none does.
    private static func endOfObject(in bytes: ArraySlice<UInt8>) -> Int? {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for (at, byte) in zip(bytes.indices, bytes) {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 { return at + 1 }
            default: break
            }
        }
        return nil
    }
}
