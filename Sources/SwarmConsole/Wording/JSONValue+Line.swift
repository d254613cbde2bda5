import SwarmCore

extension JSONValue {
    /// The value in one line for people: texts bare, numbers as written, members as `key value`.
    ///
    /// Stops after about `limit` characters, so that a huge payload costs a row, not a frame.
    func line(limit: Int = 400) -> String {
        var text = ""
        append(to: &text, limit: limit, isNested: false)
        return text
    }

    private func append(to text: inout String, limit: Int, isNested: Bool) {
        guard text.utf8.count < limit else { return }
        switch self {
        case .null: text += "none"
        case .bool(let flag): text += flag ? "yes" : "no"
        case .integer(let number): text += String(number)
        case .number(let number): text += Self.figure(number)
        case .string(let string): text += string.prefix(limit)
        case .array(let values):
            for (index, value) in values.enumerated() where text.utf8.count < limit {
                if index > 0 { text += ", " }
                value.append(to: &text, limit: limit, isNested: true)
            }
            if values.isEmpty { text += "none" }
        case .object(let object):
            for (index, member) in object.members.enumerated() where text.utf8.count < limit {
                if index > 0 { text += isNested ? " " : " · " }
                text += member.key.humanised + " "
                member.value.append(to: &text, limit: limit, isNested: true)
            }
            if object.isEmpty { text += "none" }
        }
    }

    /// Whole numbers without a fraction, others with as many decimals as they need, at most three.
    static func figure(_ number: Double) -> String {
        if let whole = Int64(exactly: number) { return String(whole) }
        guard number.isFinite else { return "–" }
        var text = Figures.decimal(number, places: 3)
        while text.hasSuffix("0") { text.removeLast() }
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }
}

extension String {
    /// `call to action` for `call_to_action`: a member's name as people write it.
    var humanised: String { String(map { $0 == "_" ? " " : $0 }) }
}
