import SwarmCore
import TerminalUI

extension JSONObject {
    /// Members whose texts say what a product is about, best first.
    private static let speaking = ["subject_line", "title", "headline", "kpis", "summary"]

    /// A product in two lines: what it says, and short members that say more; of a table of measures its rows.
    ///
    /// - Parameters:
    ///   - topic: Its section's title.
    ///   - width: The cells of a line; whole parts go over to the second.
    func excerpt(of topic: String, width: Int) -> (first: String, second: String) {
        let names = FieldNames(self, topic: topic)
        if let rows = measures(names) { return Self.filled(rows, width) }
        let named = Self.speaking.first { self[$0].map { $0 != .string("") } ?? false }
        let scalars = members.filter {
            $0.key != named && $0.value.isScalar && $0.value != .null && $0.key != "model"
        }
        if let named, let value = self[named] {
            return (Self.line(of: value), Self.joined(Self.telling(scalars), names))
        }
        guard !scalars.isEmpty else { return (JSONValue.object(self).line(limit: 300), "") }
        let rest = Self.telling(Array(scalars.dropFirst(2)))
        return (Self.joined(Array(scalars.prefix(2)), names), Self.joined(rest, names))
    }

    /// `email open 24%`: the rows of a table of names and figures, where the product is one; nil where it has none.
    private func measures(_ names: FieldNames) -> [String]? {
        guard let rows = members.lazy.compactMap({ Self.measures($0.value, names) }).first,
            self["title"] == nil, self["headline"] == nil, self["subject_line"] == nil
        else { return nil }
        return rows
    }

    private static func measures(_ value: JSONValue, _ names: FieldNames) -> [String]? {
        guard let values = value.array, (2...12).contains(values.count) else { return nil }
        var rows: [String] = []
        for value in values {
            guard let record = value.object, record.count > 1,
                ["kpi", "measure", "metric"].contains(record.members[0].key),
                let name = record.members[0].value.string, name.utf8.count <= 40,
                let figure = record.members.dropFirst().first(where: { member in
                    member.value.double != nil || member.value.string?.isFigure ?? false
                })
            else { return nil }
            let text = names.text(
                figure.value, figure.key, isMoney: names.isMoney(figure.key) || names.isMoney(name))
            rows.append("\(short(name)) \(text)")
        }
        return rows
    }

    /// `email open` for `email_open_rate`: beside a figure the rest goes without saying.
    private static func short(_ name: String) -> String {
        guard name.isIdentifier else { return name }
        var words = name.split(separator: "_")
        if words.count > 1, words.last == "rate" || words.last == "generated" {
            words.removeLast()
        }
        return words.joined(separator: " ")
    }

    /// As many parts as fit into the first line, and the others in the second.
    private static func filled(_ parts: [String], _ width: Int) -> (String, String) {
        var (first, second) = ("", "")
        for part in parts {
            let longer = first.isEmpty ? part : first + " · " + part
            if second.isEmpty, first.isEmpty || TextWidth.of(longer, upTo: width + 1) <= width {
                first = longer
            } else {
                second += second.isEmpty ? part : " · " + part
            }
        }
        return (first, second)
    }

    /// Figures, else words that a narrow line would not cut.
    private static func telling(_ members: [Member]) -> [Member] {
        let figures = members.filter { $0.value.double != nil }
        guard figures.isEmpty else { return Array(figures.prefix(3)) }
        let words = members.filter { member in
            member.value.string.map { $0.count <= 20 && !$0.contains("://") } ?? false
        }
        return Array(words.prefix(3))
    }

    private static func joined(_ members: [Member], _ names: FieldNames) -> String {
        members.map { member in
            let text =
                member.value.string.map { String($0.prefix(80)) }
                ?? names.text(member.value, member.key)
            return "\(names.label(member.key)) \(text)"
        }.joined(separator: " · ")
    }

    /// A list of names reads as names.
    private static func line(of value: JSONValue) -> String {
        let names = value.array?.compactMap(\.string) ?? []
        guard !names.isEmpty, names.count == value.array?.count else {
            return value.line(limit: 300)
        }
        return names.prefix(12).map { $0.isIdentifier ? $0.humanised : $0 }
            .joined(separator: ", ")
    }
}
