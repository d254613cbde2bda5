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
            parts += product.members.map {
                Self.member($0.key.humanised.capitalisedFirst, $0.value)
            }
        } else {
            parts.append(Self.line(section.news))
        }
        return parts.joined(separator: "\n\n")
    }

    private static func member(_ label: String, _ value: JSONValue) -> String {
        let label = line(label)
        switch value {
        case .string(let text) where text.contains("\n"):
            return "**\(label)**\n\n\(Sanitiser.lines(text))"
        case .null, .bool, .integer, .number, .string:
            return "**\(label):** \(line(value.line(limit: 20_000)))"
        case .array(let values):
            return "**\(label)**\n\n" + list(values)
        case .object(let object):
            let rows = object.members.map { "- \(line($0.key.humanised)): \(cell($0.value))" }
            return "**\(label)**\n\n" + rows.joined(separator: "\n")
        }
    }

    /// Objects of the same members are a table, all else a list.
    private static func list(_ values: [JSONValue]) -> String {
        let objects = values.compactMap(\.object)
        guard let keys = objects.first?.members.map(\.key), objects.count == values.count,
            objects.allSatisfy({ $0.members.map(\.key) == keys })
        else { return values.map { "- \(cell($0))" }.joined(separator: "\n") }
        let head = keys.map { line($0.humanised) }
        let rows =
            [head, head.map { _ in "---" }] + objects.map { $0.members.map { cell($0.value) } }
        return rows.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
    }

    private static func cell(_ value: JSONValue) -> String {
        line(value.line(limit: 20_000)).replacing("|", with: "\\|")
    }

    private static func line(_ text: String) -> String {
        Sanitiser.line(text.replacing("\n", with: " "))
    }
}
