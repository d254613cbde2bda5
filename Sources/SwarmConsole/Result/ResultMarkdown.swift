import SwarmCore
import TerminalUI

/// A task's result as Markdown: what reads it is a person or a document, never a terminal of ours.
///
/// Text from agents is data: each line is sanitised, so that nothing hides in the file.
struct ResultMarkdown {
    let task: TaskState
    let sections: [ResultSection]
    let swarm: SwarmState

    /// The whole document.
    var text: String {
        var parts = ["# \(Self.line(task.brief.title))", head]
        parts += sections.map(section)
        if !task.warnings.isEmpty {
            parts.append("## Warnings")
            parts.append(task.warnings.map { "- \(Self.line($0))" }.joined(separator: "\n"))
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private var head: String {
        var words = "`\(task.brief.name)`, \(task.status?.word ?? "running")"
        if task.status == .succeeded || task.status == .partial {
            words += ", quality \(task.quality)"
        }
        return words + "."
    }

    func section(_ section: ResultSection) -> String {
        let byline = [section.agent, section.model].compactMap(\.self).joined(separator: ", ")
        var parts = ["## \(Self.line(section.title))", "*\(section.attemptLabel)  \(byline)*"]
        if let product = section.product {
            let names = FieldNames(product, topic: section.title)
            parts += product.members.map { Self.member($0, names) }
        } else {
            parts.append(Self.line(section.news))
        }
        return parts.joined(separator: "\n\n")
    }

    private static func member(_ member: JSONObject.Member, _ names: FieldNames) -> String {
        let label = line(names.label(member.key).capitalisedFirst)
        switch member.value {
        case .string(let text) where text.contains("\n"):
            return "**\(label)**\n\n\(Sanitiser.lines(text))"
        case .null, .bool, .integer, .number, .string:
            return "**\(label):** \(line(names.text(member.value, member.key, isWhole: true)))"
        case .array(let values):
            return "**\(label)**\n\n" + list(values, names)
        case .object(let object):
            let inner = FieldNames(object)
            let isMoney = names.isMoney(member.key) ? true : nil
            let rows = object.members.map {
                "- \(line(inner.label($0.key))): \(cell($0.value, $0.key, names, isMoney))"
            }
            return "**\(label)**\n\n" + rows.joined(separator: "\n")
        }
    }

    /// Objects of the same members are a table, all else a list.
    private static func list(_ values: [JSONValue], _ names: FieldNames) -> String {
        let objects = values.compactMap(\.object)
        guard let keys = objects.first?.members.map(\.key), objects.count == values.count,
            objects.allSatisfy({ $0.members.map(\.key) == keys })
        else { return values.map { "- \(cell($0))" }.joined(separator: "\n") }
        let heads = FieldNames(keys)
        let head = keys.map { line(heads.label($0)) }
        let rows =
            [head, head.map { _ in "---" }]
            + objects.map { $0.members.map { cell($0.value, $0.key, names) } }
        return rows.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
    }

    private static func cell(
        _ value: JSONValue, _ key: String, _ names: FieldNames, _ isMoney: Bool? = nil
    ) -> String {
        value.isScalar
            ? escaped(names.text(value, key, isMoney: isMoney, isWhole: true)) : cell(value)
    }

    private static func cell(_ value: JSONValue) -> String { escaped(value.line(limit: 20_000)) }

    private static func escaped(_ text: String) -> String { line(text).replacing("|", with: "\\|") }

    private static func line(_ text: String) -> String {
        Sanitiser.line(text.replacing("\n", with: " "))
    }
}
