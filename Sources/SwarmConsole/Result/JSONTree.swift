import SwarmCore
import TerminalUI

/// Any JSON value as an indented tree, one member a line.
///
/// Nesting deeper than `mostDepth` is shown as one line, so that hostile input stays on the page.
struct JSONTree {
    static let mostDepth = 16

    let look: Look

    func write(_ value: JSONValue, to page: inout Page, at column: Int) {
        write(value, name: nil, depth: 0, to: &page, at: column)
    }

    private func write(
        _ value: JSONValue, name: String?, depth: Int, to page: inout Page, at column: Int
    ) {
        guard !page.isFull else { return }
        switch value {
        case .object(let object) where !object.isEmpty && depth < Self.mostDepth:
            if let name { branch(name, "", to: &page, at: column) }
            for member in object.members {
                write(
                    member.value, name: member.key, depth: depth + 1, to: &page,
                    at: name == nil ? column : column + 2)
            }
        case .array(let values) where !values.isEmpty && depth < Self.mostDepth:
            if let name { branch(name, "\(values.count)", to: &page, at: column) }
            for (index, entry) in values.enumerated() {
                write(
                    entry, name: "\(index + 1)", depth: depth + 1, to: &page,
                    at: name == nil ? column : column + 2)
            }
        default: leaf(name, value, to: &page, at: column)
        }
    }

    private func branch(_ name: String, _ note: String, to page: inout Page, at column: Int) {
        var line = StyledText(name, look.style(.topic))
        if !note.isEmpty { line.append("  \(note)", look.style(.dim)) }
        page.row(Page.Part(column, line, width: max(0, page.width - column)))
    }

    private func leaf(_ name: String?, _ value: JSONValue, to page: inout Page, at column: Int) {
        let nameWidth = name.map { min(30, TextWidth.of($0, upTo: 30)) + 2 } ?? 0
        let start = column + nameWidth
        let isNested = !value.isScalar
        let text = isNested ? value.line(limit: 200) : value.text
        let lines = TextWidth.wrapped(
            text.isEmpty ? "empty" : text, to: max(1, page.width - start), maximumLines: 100)
        for (index, line) in lines.enumerated() {
            var parts = [Page.Part(start, line, style(value))]
            if index == 0, let name {
                parts.append(Page.Part(column, name, look.style(.topic), width: nameWidth - 2))
            }
            page.row(parts)
        }
    }

    private func style(_ value: JSONValue) -> Style {
        switch value {
        case .integer, .number: look.style(.waiting)
        case .string: look.style(.healthy)
        case .null: look.style(.dim)
        case .bool, .array, .object: look.style(.text)
        }
    }
}
