import SwarmCore
import TerminalUI

/// Writes what an agent made as a page to read: labelled lines, lists, tables; the rest as a JSON tree.
///
/// It knows no recipe: the shape of the values decides, and names that mean something (`FieldNames`).
struct ProductWriter {
    let look: Look
    let names: FieldNames
    /// Where values stand: the same in all sections of a page, of `valueColumn`.
    let start: Int

    static let labelColumn = 3
    static let mostRows = 200
    /// Cells for the labels; a longer one stands in full and moves its value.
    private static let labelWidth = 13...14
    /// Members whose text is what the product is about.
    private static let leading = ["subject_line", "title", "headline"]

    /// Where the values of several products stand on one page: as far left as most labels allow.
    static func valueColumn(of products: [JSONObject]) -> Int {
        var longest = 0
        for product in products {
            let names = FieldNames(product)
            for key in product.keys.prefix(60) {
                let width = TextWidth.of(names.label(key), upTo: 40)
                if width + 2 <= labelWidth.upperBound { longest = max(longest, width) }
            }
        }
        return labelColumn + max(labelWidth.lowerBound, longest + 2)
    }

    /// - Parameter known: Texts the page says anyway, such as what produced it; a name that only repeats one is left out.
    func write(_ product: JSONObject, known: [String] = [], to page: inout Page) {
        guard !product.isEmpty else {
            page.row(Page.Part(Self.labelColumn, "empty", look.style(.dim)))
            return
        }
        let lead = Self.leading.first { product[$0] != nil }
        let tables = product.members.compactMap { $0.value.array?.compactMap(\.object) }
        let frequency = frequency(of: product)
        let wholes = wholes(of: product)
        var row: [FieldLine.Field] = []
        for member in product.members {
            guard !page.isFull else { return }
            if Self.isSaid(member, known) || member.key == frequency?.key { continue }
            if wholes.contains(member.key) { continue }
            if let list = member.value.array, Self.repeats(list, tables) { continue }
            if member.key != lead, let field = short(member, width: page.width) {
                if row.count == Self.mostRows { flush(&row, to: &page) }
                row.append(field)
                continue
            }
            flush(&row, to: &page)
            let label = names.label(member.key)
            if let text = member.value.string, let form = TextForm(member.key, text) {
                write(text, form, member.key, in: product, to: &page)
                continue
            }
            switch member.value {
            case .null, .bool, .integer, .number, .string:
                if FieldNames.isButton(member.key), button(member, to: &page) { continue }
                let style = style(of: member.value, isLead: member.key == lead)
                labelled(label, names.text(member.value, member.key), style, to: &page)
            case .array(let values):
                write(values, member.key, frequency: frequency, to: &page)
            case .object(let object): write(object, member.key, product, to: &page)
            }
        }
        flush(&row, to: &page)
    }

    /// Whether the page says it anyway: who made it, and how the task is called.
    private static func isSaid(_ member: JSONObject.Member, _ known: [String]) -> Bool {
        guard let text = member.value.string, known.contains(text) else { return false }
        return member.key == "model" || member.key == "name" || member.key.hasSuffix("_name")
    }

    /// Whether a list says nothing but what a table of the same product says, one of its rows an entry.
    private static func repeats(_ list: [JSONValue], _ tables: [[JSONObject]]) -> Bool {
        let texts = list.compactMap(\.string)
        guard !texts.isEmpty, texts.count == list.count else { return false }
        return tables.contains { rows in
            rows.count == texts.count
                && zip(texts, rows).allSatisfy { text, row in
                    let cells = row.members.map(\.value.text)
                    return cells.contains(text)
                        || cells.contains { first in cells.contains { text == "\(first) \($0)" } }
                }
        }
    }

    /// A label and a text over as many lines as it needs; a label too long for its column has a line to itself.
    func labelled(_ label: String, _ text: String, _ style: Style, to page: inout Page) {
        var label = label
        if TextWidth.of(label, upTo: page.width) >= start - Self.labelColumn {
            page.row(Page.Part(Self.labelColumn, label, look.style(.secondary), width: page.room))
            label = ""
        }
        page.labelled(label, text, style, at: Self.labelColumn, value: start)
    }

    /// What a reader is asked to press, as the button it will be; false when it is no short text.
    private func button(_ member: JSONObject.Member, to page: inout Page) -> Bool {
        guard let text = member.value.string, !text.isEmpty, !text.contains("\n"),
            start + TextWidth.of(text, upTo: page.width) + 2 <= page.width
        else { return false }
        var style = look.strong(.bright)
        style.background = look.color(.cursorRow)
        let isPlain = look.isMono || look.glyphs == .ascii
        page.row(
            Page.Part(
                Self.labelColumn, names.label(member.key), look.style(.secondary),
                width: start - Self.labelColumn - 1),
            Page.Part(start, isPlain ? "[\(text)]" : " \(text) ", style))
        return true
    }

    func style(of value: JSONValue, isLead: Bool = false) -> Style {
        switch value {
        case .integer, .number: look.strong(.name)
        case .string(let text) where text.hasPrefix("https://") || text.hasPrefix("http://"):
            look.style(.topic).underlined
        case .string where isLead: look.strong(.bright)
        case .null: look.style(.dim)
        case .bool, .string, .array, .object: look.style(.text)
        }
    }

    func tree(_ value: JSONValue, _ label: String, to page: inout Page) {
        page.row(Page.Part(Self.labelColumn, label, look.style(.secondary), width: page.room))
        JSONTree(look: look).write(value, to: &page, at: Self.labelColumn + 2)
    }

    // MARK: Short fields

    private static let shortText = 32

    /// A figure, a few words or a few short names; nil for what needs a row to itself.
    private func short(_ member: JSONObject.Member, width: Int) -> FieldLine.Field? {
        guard !FieldNames.isButton(member.key) else { return nil }
        let text: String
        switch member.value {
        case .bool, .integer, .number: text = names.text(member.value, member.key)
        case .string(let string):
            guard !string.isEmpty, !string.contains("\n"), !string.contains("://") else {
                return nil
            }
            text = names.text(member.value, member.key)
        case .array(let values):
            guard !values.isEmpty, values.allSatisfy(\.isScalar) else { return nil }
            text = joined(values)
        case .null, .object: return nil
        }
        let label = names.label(member.key)
        let column = max(start, Self.labelColumn + TextWidth.of(label, upTo: width) + 1)
        let textWidth = TextWidth.of(text, upTo: Self.shortText + 1)
        guard textWidth <= Self.shortText, column + textWidth <= width else { return nil }
        return FieldLine.Field(
            key: member.key, label: label, text: text, style: style(of: member.value))
    }

    /// Writes the fields, each behind the one before as long as it fits.
    func flush(_ row: inout [FieldLine.Field], to page: inout Page) {
        defer { row = [] }
        var line = FieldLine(start: start, look: look)
        for (place, field) in row.enumerated() {
            // A name that goes on from the one before stays beside it: `ad budget $30,000   source Finance`.
            let unit = row[place...].prefix { $0.key == field.key || $0.goesOn(from: field) }
            if !line.takes(unit, width: page.width) {
                page.row(line.parts)
                line = FieldLine(start: start, look: look)
            }
            line.add(field)
        }
        if !line.parts.isEmpty { page.row(line.parts) }
    }
}
