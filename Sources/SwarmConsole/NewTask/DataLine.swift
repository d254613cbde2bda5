import SwarmCore

/// Task data as an operator writes it: `budget=50000 target_audience=small shops`.
///
/// A word with `=` behind a name begins a datum; words without one go on with the value before.
enum DataLine {
    static func text(_ data: JSONObject) -> String {
        data.members.map { "\($0.key)=\(written($0.value))" }.joined(separator: " ")
    }

    /// The data, or a sentence about what cannot be read.
    static func parse(_ text: String) -> Result<JSONObject, Unreadable> {
        var pairs: [(key: String, words: [Substring])] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            if let sign = word.firstIndex(of: "="), isName(word[..<sign]) {
                let value = word[word.index(after: sign)...]
                pairs.append((String(word[..<sign]), value.isEmpty ? [] : [value]))
            } else if pairs.isEmpty {
                return .failure(Unreadable(word: String(word.prefix(24))))
            } else {
                pairs[pairs.count - 1].words.append(word)
            }
        }
        var data = JSONObject()
        for pair in pairs { data[pair.key] = value(pair.words.joined(separator: " ")) }
        return .success(data)
    }

    struct Unreadable: Error, Hashable {
        var word: String
        var sentence: String { "'\(word)' names no datum. Write budget=50000." }
    }

    private static func isName(_ word: Substring) -> Bool {
        !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    }

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
        case .string(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .null, .integer, .number, .array, .object: value.jsonText()
        }
    }
}
