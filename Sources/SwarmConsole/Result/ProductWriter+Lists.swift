import SwarmCore
import TerminalUI

/// Lists, and texts that are no lines.
extension ProductWriter {
    /// - Parameter frequency: How often a table of the product is told, which is a column of it.
    func write(
        _ values: [JSONValue], _ key: String, frequency: Frequency?, to page: inout Page
    ) {
        let label = names.label(key)
        let objects = values.compactMap(\.object)
        if !values.isEmpty, objects.count == values.count {
            guard objects.allSatisfy({ $0.members.allSatisfy(\.value.isScalar) }) else {
                return tree(.array(values), label, to: &page)
            }
            switch RecordForm(objects) {
            case .chapters: return write(chapters: objects, label, to: &page)
            case .marked: return write(marked: objects, label, to: &page)
            case .table: return table(objects, key, frequency: frequency, to: &page)
            }
        }
        guard values.allSatisfy(\.isScalar) else { return tree(.array(values), label, to: &page) }
        let texts = values.map(\.text)
        let isShort = texts.allSatisfy { TextWidth.of($0, upTo: 25) <= 24 }
        if isShort || texts.count < 2 {
            labelled(label, texts.isEmpty ? "none" : joined(values), look.style(.text), to: &page)
            return
        }
        for (index, text) in texts.prefix(Self.mostRows).enumerated() {
            let mark = texts.count <= 26 ? Self.letter(index) : "\(index + 1)"
            item(mark, text, index == 0 ? label : "", to: &page)
        }
    }

    func joined(_ values: [JSONValue]) -> String {
        values.map { $0.text.isIdentifier ? $0.text.humanised : $0.text }.joined(separator: ", ")
    }

    /// How a list of records is read.
    enum RecordForm {
        /// A short mark and a text each: `A Transform your Q1`.
        case marked
        /// A heading and a long text each.
        case chapters
        case table

        init(_ records: [JSONObject]) {
            let pairs = records.allSatisfy { $0.count == 2 && $0.members[1].value.string != nil }
            let isMarked = records.allSatisfy { record in
                record.members.first.map { TextWidth.of($0.value.line(limit: 9), upTo: 4) <= 3 }
                    ?? false
            }
            let isHeaded = records.allSatisfy { record in
                record.members.first?.value.string.map { TextWidth.of($0, upTo: 121) <= 120 }
                    ?? false
            }
            let isLong = records.contains { ($0.members.last?.value.text.count ?? 0) > 60 }
            self = pairs && isHeaded && isLong ? .chapters : pairs && isMarked ? .marked : .table
        }
    }

    private func write(marked records: [JSONObject], _ label: String, to page: inout Page) {
        for (index, record) in records.prefix(Self.mostRows).enumerated() {
            item(
                record.members[0].value.line(limit: 9), record.members[1].value.text,
                index == 0 ? label : "", to: &page)
        }
    }

    private func write(chapters records: [JSONObject], _ label: String, to page: inout Page) {
        page.row(Page.Part(Self.labelColumn, label, look.style(.secondary), width: page.room))
        for record in records.prefix(Self.mostRows) {
            page.paragraph(
                record.members[0].value.text, look.strong(.name), at: Self.labelColumn + 2)
            page.paragraph(
                record.members[1].value.text, look.style(.text), at: Self.labelColumn + 2)
        }
    }

    /// One entry of a list: its mark at the value's column, its text behind it.
    private func item(_ mark: String, _ text: String, _ label: String, to page: inout Page) {
        var label = label
        if TextWidth.of(label, upTo: page.width) >= start - Self.labelColumn {
            page.row(Page.Part(Self.labelColumn, label, look.style(.secondary), width: page.room))
            label = ""
        }
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

    // MARK: Texts that are no line

    /// A text that is drawn in another way than behind its label.
    enum TextForm {
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

    func write(
        _ text: String, _ form: TextForm, _ key: String, in product: JSONObject,
        to page: inout Page
    ) {
        switch form {
        case .picture:
            let name = key.hasSuffix("_svg") ? String(key.dropLast(4)) : key
            let size = Figures.decimal(Double(text.utf8.count) / 1_000, places: 1)
            labelled(
                key.humanised, "\(name).svg, \(size) KB (in the JSON result)", look.style(.dim),
                to: &page)
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
}
