import SwarmCore

/// Task data as an operator writes it: `budget=50000 target_audience=small shops`.
///
/// A word with `=` behind a name begins a datum; words without one go on with the value before. What cannot be
/// said so, such as a list, is JSON: `tags=["a", "b"]`.
enum DataLine {
    /// Read back by `parse` as the same data.
    static func text(_ data: JSONObject) -> String {
        data.members.map { "\($0.key)=\(written($0.value))" }.joined(separator: " ")
    }

    /// The data, or a sentence about what cannot be read.
    static func parse(_ text: String) -> Result<JSONObject, Unreadable> {
        var data = JSONObject()
        var name: String?
        var words: [Substring] = []
        func settle() {
            if let name { data[name] = value(words.joined(separator: " ")) }
            words = []
        }
        var rest = text[...]
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard !rest.isEmpty else { break }
            let word = rest.prefix { !$0.isWhitespace }
            guard let sign = word.firstIndex(of: "="), isName(word[..<sign]) else {
                guard name != nil else {
                    return .failure(Unreadable(word: String(word.prefix(24))))
                }
                words.append(word)
                rest = rest[word.endIndex...]
                continue
            }
            settle()
            let start = word.index(after: sign)
            name = String(word[..<sign])
            if let (json, end) = jsonPrefix(rest[start...]) {
                data[String(word[..<sign])] = json
                name = nil
                rest = rest[end...]
            } else {
                if start < word.endIndex { words = [word[start...]] }
                rest = rest[word.endIndex...]
            }
        }
        settle()
        return .success(data)
    }

    struct Unreadable: Error, Hashable {
        var word: String
        var sentence: String { "'\(word)' names no datum. Write budget=50000." }
    }

    private static func isName(_ word: Substring) -> Bool {
        !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    }

    /// A list, a mapping or a text in quotes at the beginning, up to a blank or the end.
    private static func jsonPrefix(_ text: Substring) -> (JSONValue, Substring.Index)? {
        let closing: Character
        switch text.first {
        case "{": closing = "}"
        case "[": closing = "]"
        case "\"": closing = "\""
        default: return nil
        }
        var tries = 0
        var index = text.index(after: text.startIndex)
        while index < text.endIndex, tries < mostTries {
            let next = text.index(after: index)
            if text[index] == closing, next == text.endIndex || text[next].isWhitespace {
                tries += 1
                if let json = try? JSONValue.parse(String(text[..<next])) { return (json, next) }
            }
            index = next
        }
        return nil
    }

    /// How many ends of a JSON value are tried; what is longer is taken as words.
    private static let mostTries = 64

    private static func value(_ text: String) -> JSONValue {
        if let whole = Int64(text) { return .integer(whole) }
        if text.first.map({ $0.isNumber || $0 == "-" }) == true, let number = Double(text),
            number.isFinite
        {
            return .number(number)
        }
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        default: return .string(text)
        }
    }

    private static func written(_ value: JSONValue) -> String {
        switch value {
        case .string(let text):
            if case .success(let data) = parse("x=" + text), data == ["x": value] {
                text
            } else {
                value.jsonText()
            }
        case .bool(let flag): flag ? "true" : "false"
        case .null, .integer, .number, .array, .object: value.jsonText()
        }
    }
}
