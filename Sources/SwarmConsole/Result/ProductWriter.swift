import SwarmCore
import TerminalUI

/// Writes what an agent made as a page to read: labelled lines, lists, tables; the rest as a JSON tree.
struct ProductWriter {
    let look: Look
    /// Where values stand: the same in all sections of a page.
    private let start: Int

    private static let labelColumn = 3
    private static let nameWidth = 12...24
    private static let mostRows = 200
    /// Members whose text is what the product is about.
    private static let leading = ["subject_line", "title", "headline"]

    init(look: Look, labelsOf products: [JSONObject], width: Int) {
        self.look = look
        var longest = 0
        for member in products.flatMap({ $0.members.prefix(60) }) {
            longest = max(longest, TextWidth.of(member.key.humanised, upTo: 40))
            for inner in member.value.object?.members.prefix(60) ?? [] {
                longest = max(longest, 2 + TextWidth.of(inner.key.humanised, upTo: 40))
            }
        }
        let most = min(Self.nameWidth.upperBound, max(10, width / 3))
        start = Self.labelColumn + min(most, max(Self.nameWidth.lowerBound, longest + 2))
    }

    /// - Parameter model: What produced it; a member that only repeats it is left out.
    func write(_ product: JSONObject, model: String? = nil, to page: inout Page) {
        guard !product.isEmpty else {
            page.row(Page.Part(Self.labelColumn, "empty", look.style(.dim)))
            return
        }
        let lead = Self.leading.first { product[$0] != nil }
        let tables = product.members.compactMap { $0.value.array?.compactMap(\.object) }
        var figures: [JSONObject.Member] = []
        for member in product.members {
            guard !page.isFull else { return }
            if member.key == "model", member.value.string == model { continue }
            if let list = member.value.array, Self.repeats(list, tables) { continue }
            guard member.value.double == nil else {
                figures.append(member)
                continue
            }
            flow(&figures, to: &page)
            let label = member.key.humanised
            if let text = member.value.string, let form = TextForm(member.key, text) {
                write(text, form, member.key, in: product, to: &page)
                continue
            }
            switch member.value {
            case .null, .bool, .integer, .number, .string:
                let style = style(of: member.value, isLead: member.key == lead)
                page.labelled(
                    label, member.value.text, style, at: Self.labelColumn, value: start)
            case .array(let values): write(values, label, to: &page)
            case .object(let object): write(object, label, product, to: &page)
            }
        }
        flow(&figures, to: &page)
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

    /// Figures that follow each other stand in one row as long as they fit.
    private func flow(_ figures: inout [JSONObject.Member], to page: inout Page) {
        defer { figures = [] }
        var parts: [Page.Part] = []
        var column = start
        for member in figures {
            let (label, value) = (member.key.humanised, member.value.text)
            let width = TextWidth.of(label) + 1 + TextWidth.of(value)
            if !parts.isEmpty, column + width > page.width {
                page.row(parts)
                (parts, column) = ([], start)
            }
            if parts.isEmpty {
                parts.append(
                    Page.Part(
                        Self.labelColumn, label, look.style(.secondary),
                        width: start - Self.labelColumn - 1))
            } else {
                parts.append(Page.Part(column, label, look.style(.secondary)))
                column += TextWidth.of(label) + 1
            }
            parts.append(Page.Part(column, value, style(of: member.value, isLead: false)))
            column += TextWidth.of(value) + 4
        }
        if !parts.isEmpty { page.row(parts) }
    }

    private func style(of value: JSONValue, isLead: Bool) -> Style {
        switch value {
        case .integer, .number: look.strong(.name)
        case .string(let text) where text.hasPrefix("https://") || text.hasPrefix("http://"):
            look.style(.topic).underlined
        case .string where isLead: look.strong(.bright)
        case .null: look.style(.dim)
        case .bool, .string, .array, .object: look.style(.text)
        }
    }

    // MARK: Lists

    private func write(_ values: [JSONValue], _ label: String, to page: inout Page) {
        let objects = values.compactMap(\.object)
        if !values.isEmpty, objects.count == values.count {
            guard objects.allSatisfy({ $0.members.allSatisfy(\.value.isScalar) }) else {
                return tree(.array(values), label, to: &page)
            }
            if write(chapters: objects, label, to: &page) { return }
            if write(marked: objects, label, to: &page) { return }
            return table(objects, label, to: &page)
        }
        guard values.allSatisfy(\.isScalar) else { return tree(.array(values), label, to: &page) }
        let texts = values.map(\.text)
        let joined = texts.joined(separator: ", ")
        let isShort = texts.allSatisfy { TextWidth.of($0, upTo: 25) <= 24 }
        if isShort || texts.count < 2 {
            page.labelled(
                label, texts.isEmpty ? "none" : joined, look.style(.text), at: Self.labelColumn,
                value: start)
            return
        }
        for (index, text) in texts.prefix(Self.mostRows).enumerated() {
            let mark = texts.count <= 26 ? Self.letter(index) : "\(index + 1)"
            item(mark, text, index == 0 ? label : "", to: &page)
        }
    }

    /// Records of a short mark and a text read like a list: `A Transform your Q1`. False: they are something else.
    private func write(marked records: [JSONObject], _ label: String, to page: inout Page) -> Bool {
        let isList = records.allSatisfy { record in
            record.count == 2 && TextWidth.of(record.members[0].value.line(limit: 9), upTo: 4) <= 3
                && record.members[1].value.string != nil
        }
        guard isList else { return false }
        for (index, record) in records.prefix(Self.mostRows).enumerated() {
            item(
                record.members[0].value.line(limit: 9), record.members[1].value.text,
                index == 0 ? label : "", to: &page)
        }
        return true
    }

    /// Records of a heading and a long text read like a document. False: they are something else.
    private func write(chapters records: [JSONObject], _ label: String, to page: inout Page) -> Bool
    {
        let isDocument = records.allSatisfy { record in
            record.count == 2 && record.members.allSatisfy { $0.value.string != nil }
                && TextWidth.of(record.members[0].value.text, upTo: 121) <= 120
        }
        let isLong = records.contains { ($0.members.last?.value.text.count ?? 0) > 60 }
        guard isDocument, isLong else { return false }
        page.row(Page.Part(Self.labelColumn, label, look.style(.secondary), width: page.room))
        for record in records.prefix(Self.mostRows) {
            page.paragraph(
                record.members[0].value.text, look.strong(.name), at: Self.labelColumn + 2)
            page.paragraph(
                record.members[1].value.text, look.style(.text), at: Self.labelColumn + 2)
        }
        return true
    }

    // MARK: Texts that are no line

    /// A text that is drawn in another way than behind its label.
    private enum TextForm {
        /// Its lines stand as they are.
        case chart
        /// A picture as source, which nobody reads here.
        case picture

        init?(_ key: String, _ text: String) {
            if text.hasPrefix("<svg") {
                self = .picture
            } else if text.contains("\n"), key.hasPrefix("chart") || key.hasSuffix("_chart") {
                self = .chart
            } else {
                return nil
            }
        }
    }

    private func write(
        _ text: String, _ form: TextForm, _ key: String, in product: JSONObject,
        to page: inout Page
    ) {
        switch form {
        case .picture:
            let name = key.hasSuffix("_svg") ? String(key.dropLast(4)) : key
            let size = Figures.decimal(Double(text.utf8.count) / 1_000, places: 1)
            page.labelled(
                key.humanised, "\(name).svg, \(size) KB (in the JSON result)", look.style(.dim),
                at: Self.labelColumn, value: start)
        case .chart:
            // Of the two drawings of a chart only the one this terminal can show.
            let isASCII = key.hasSuffix("_ascii")
            let other = isASCII ? "chart_text" : "chart_ascii"
            if product[other] != nil, isASCII != (look.glyphs == .ascii) { return }
            page.row(
                Page.Part(
                    Self.labelColumn, isASCII ? "chart" : key.humanised, look.style(.secondary),
                    width: page.room))
            page.preformatted(text, look.style(.name), at: Self.labelColumn + 2)
        }
    }

    /// One entry of a list: its letter at the value's column, its text behind it.
    private func item(_ mark: String, _ text: String, _ label: String, to page: inout Page) {
        let column = start + TextWidth.of(mark) + 1
        let lines = TextWidth.wrapped(
            text, to: max(1, page.width - column), maximumLines: 20)
        for (index, line) in lines.enumerated() {
            var parts = [Page.Part(column, line, look.style(.text))]
            if index == 0 {
                parts.append(Page.Part(start, mark, look.style(.dim)))
                parts.append(
                    Page.Part(
                        Self.labelColumn, label, look.style(.secondary),
                        width: start - Self.labelColumn - 1))
            }
            page.row(parts)
        }
    }

    private static func letter(_ index: Int) -> String {
        String(UnicodeScalar(UInt8(65 + index)))
    }

    // MARK: Tables

    private func table(_ rows: [JSONObject], _ label: String, to page: inout Page) {
        var keys: [String] = []
        for row in rows.prefix(Self.mostRows) {
            for key in row.keys where !keys.contains(key) && keys.count < 8 { keys.append(key) }
        }
        page.row(Page.Part(Self.labelColumn, label, look.style(.secondary), width: page.room))
        var table = PageTable(
            keys.enumerated().map { index, key in
                let isNumber = rows.allSatisfy { ($0[key] ?? .null).double != nil }
                return TableLayout.Column(
                    key.humanised, width: 4...100, alignment: isNumber ? .right : .left,
                    leaving: index)
            })
        for row in rows.prefix(Self.mostRows) {
            table.add(
                keys.map { key in
                    let value = row[key] ?? .null
                    let text = value == .null ? "–" : value.line(limit: 120)
                    return StyledText(
                        text.isIdentifier ? text.humanised : text, style(of: value, isLead: false))
                })
        }
        table.fit()
        table.write(to: &page, at: Self.labelColumn + 2)
    }

    /// Amounts become a table, with shares and bars when they are the parts of another figure.
    private func write(
        _ object: JSONObject, _ label: String, _ product: JSONObject, to page: inout Page
    ) {
        guard !object.isEmpty else {
            return page.labelled(
                label, "none", look.style(.dim), at: Self.labelColumn, value: start)
        }
        guard object.members.allSatisfy(\.value.isScalar) else {
            return tree(.object(object), label, to: &page)
        }
        let amounts = object.members.compactMap { $0.value.double }
        let total = amounts.reduce(0, +)
        let isWhole =
            amounts.count == object.count && amounts.allSatisfy { $0 >= 0 } && total > 0
            && product.members.contains { abs(($0.value.double ?? -2) - total) <= 1 }
        page.row(Page.Part(Self.labelColumn, label, look.style(.secondary), width: page.room))
        let figures = object.members.map { $0.value.line(limit: 200) }
        let isNumeric = amounts.count == object.count
        let width = isNumeric ? figures.reduce(0) { max($0, TextWidth.of($1, upTo: 24)) } : nil
        var members = Array(zip(object.members, figures).prefix(Self.mostRows))
        if isWhole {
            // The largest part first; parts of the same size as they were written.
            members = members.enumerated().sorted { a, b in
                let (first, second) = (a.element.0.value.double ?? 0, b.element.0.value.double ?? 0)
                return first == second ? a.offset < b.offset : first > second
            }.map(\.element)
        }
        for (member, figure) in members {
            let value = Page.Part(
                start, figure, style(of: member.value, isLead: false), width: width,
                alignment: isNumeric ? .right : .left)
            page.row(
                [
                    Page.Part(
                        Self.labelColumn + 2, member.key.humanised, look.style(.text),
                        width: start - Self.labelColumn - 3)
                ] + (isWhole ? share(member, of: total, page) : [value]))
        }
        guard isWhole, members.count > 1 else { return }
        let sum = total == total.rounded() ? Figures.decimal(total, places: 0) : "\(total)"
        page.row(
            Page.Part(Self.labelColumn + 2, "total", look.style(.secondary)),
            Page.Part(start + 6, sum, look.strong(.name), width: 9, alignment: .right))
    }

    /// `60%     24000  ■■■■■■■■■■■■`: one part of a whole.
    private func share(
        _ member: JSONObject.Member, of total: Double, _ page: Page
    ) -> [Page.Part] {
        let part = (member.value.double ?? 0) / total
        let bar = min(40, max(0, page.width - start - 20))
        let filled = part > 0 ? max(1, Int((part * Double(bar)).rounded())) : 0
        return [
            Page.Part(
                start, Figures.decimal(part * 100, places: 0) + "%", look.style(.text), width: 4,
                alignment: .right),
            Page.Part(
                start + 6, member.value.line(), look.strong(.name), width: 9, alignment: .right),
            Page.Part(
                start + 17, String(repeating: "■", count: bar > 0 ? filled : 0), look.style(.gain)),
        ]
    }

    private func tree(_ value: JSONValue, _ label: String, to page: inout Page) {
        page.row(Page.Part(Self.labelColumn, label, look.style(.secondary), width: page.room))
        JSONTree(look: look).write(value, to: &page, at: Self.labelColumn + 2)
    }
}

extension String {
    /// `email_open_rate`: a name that a program gave, of small letters, digits and at least one `_`.
    var isIdentifier: Bool {
        contains("_") && utf8.count <= 40
            && utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    }
}

extension JSONValue {
    /// A scalar in full, as it is read behind its label.
    var text: String {
        guard case .string(let string) = self else { return line(limit: 4_000) }
        return string.count > 8_000 ? String(string.prefix(8_000)) : string
    }
}
