import SwarmCore
import TerminalUI

/// Tables of records, and objects of figures.
extension ProductWriter {
    /// How often what a table holds is told: `reporting_frequency: daily`.
    struct Frequency {
        let key: String
        let text: String
    }

    /// A short word on how often, where the product has one table to say it in.
    func frequency(of product: JSONObject) -> Frequency? {
        let tables = product.members.filter { member in
            guard let values = member.value.array, !values.isEmpty else { return false }
            let records = values.compactMap(\.object)
            guard records.count == values.count,
                records.allSatisfy({ $0.members.allSatisfy(\.value.isScalar) })
            else { return false }
            if case .table = RecordForm(records) { return true }
            return false
        }
        guard tables.count == 1 else { return nil }
        return product.members.first { $0.key.hasSuffix("frequency") }.flatMap { member in
            member.value.string.flatMap {
                $0.utf8.count <= 12 ? Frequency(key: member.key, text: $0) : nil
            }
        }
    }

    func table(
        _ rows: [JSONObject], _ key: String, frequency: Frequency?, to page: inout Page
    ) {
        var keys: [String] = []
        for row in rows.prefix(Self.mostRows) {
            for key in row.keys where !keys.contains(key) && keys.count < 8 { keys.append(key) }
        }
        var column = Self.labelColumn
        if !Self.isSaid(key, by: keys) {
            page.row(
                Page.Part(
                    Self.labelColumn, names.label(key), look.style(.secondary), width: page.room))
            column += 2
        }
        let heads = FieldNames(keys)
        var columns = keys.enumerated().map { index, key in
            let cells = rows.compactMap { $0[key] }.filter { $0 != .null }
            let isFigure = cells.allSatisfy { $0.double != nil || $0.string?.isFigure ?? false }
            return TableLayout.Column(
                heads.label(key), width: 4...100, alignment: isFigure ? .right : .left,
                leaving: index)
        }
        if let frequency {
            columns.append(
                TableLayout.Column(
                    names.label(frequency.key), width: 4...12, leaving: keys.count))
        }
        var table = PageTable(columns, gap: 3)
        for row in rows.prefix(Self.mostRows) {
            var cells = keys.enumerated().map { index, key in
                cell(row[key] ?? .null, key, of: row, columns[index].alignment)
            }
            if let frequency { cells.append(StyledText(frequency.text, look.style(.secondary))) }
            table.add(cells)
        }
        table.fit()
        table.write(to: &page, at: column)
    }

    /// Whether a table's heads say what its name does: `kpi_targets` over `kpi` and `target`.
    private static func isSaid(_ key: String, by heads: [String]) -> Bool {
        key.split(separator: "_").allSatisfy { word in
            heads.contains { word == $0 || word == $0 + "s" }
        }
    }

    private func cell(
        _ value: JSONValue, _ key: String, of row: JSONObject, _ alignment: Alignment
    ) -> StyledText {
        guard value != .null else { return StyledText("–", look.style(.dim)) }
        // In a table of measures a row's name says what its figures are.
        let isRowMoney = row.members.first?.value.string.map { names.isMoney($0) } ?? false
        let isMoney = names.isMoney(key) || isRowMoney && alignment == .right
        let text = names.text(value, key, isMoney: isMoney)
        let line = text.count > 120 ? String(text.prefix(120)) : text
        if alignment == .right { return StyledText(line, look.strong(.name)) }
        let isFirst = row.members.first?.key == key
        let words = isFirst ? FieldNames.title(line) : line.isIdentifier ? line.humanised : line
        return StyledText(words, isFirst ? look.style(.text) : style(of: value))
    }

    // MARK: Objects

    /// Figures of the product that are the sum of an object's parts: their table says them.
    func wholes(of product: JSONObject) -> Set<String> {
        var keys: Set<String> = []
        for member in product.members.prefix(Self.mostRows) {
            guard let object = member.value.object, let whole = whole(object, in: product),
                object.count > 1, abs(whole.value.double.map { $0 - total(object) } ?? 1) < 0.005
            else { continue }
            keys.insert(whole.key)
        }
        return keys
    }

    private func total(_ object: JSONObject) -> Double {
        object.members.reduce(0) { $0 + ($1.value.double ?? 0) }
    }

    /// The figure of the product that an object's parts add up to.
    private func whole(_ object: JSONObject, in product: JSONObject) -> JSONObject.Member? {
        guard !object.isEmpty,
            object.members.allSatisfy({ ($0.value.double ?? -1) >= 0 }), total(object) > 0
        else { return nil }
        let total = total(object)
        return product.members.prefix(Self.mostRows).first {
            abs(($0.value.double ?? -2) - total) <= 1
        }
    }

    /// Amounts become a table, with shares and bars when they are the parts of another figure.
    func write(
        _ object: JSONObject, _ key: String, _ product: JSONObject, to page: inout Page
    ) {
        let label = names.label(key)
        guard !object.isEmpty else {
            return labelled(label, "none", look.style(.dim), to: &page)
        }
        guard object.members.allSatisfy(\.value.isScalar) else {
            return tree(.object(object), label, to: &page)
        }
        if let whole = whole(object, in: product) {
            return shares(object, key, isMoney: names.isMoney(whole.key), to: &page)
        }
        let isMoney = names.isMoney(key) ? true : nil
        let texts = object.members.map { names.text($0.value, $0.key, isMoney: isMoney) }
        if row(object, texts, label, to: &page) { return }
        page.row(Page.Part(Self.labelColumn, label, look.style(.secondary), width: page.room))
        let inner = FieldNames(object)
        let longest = object.keys.map { TextWidth.of(inner.label($0), upTo: 40) }.max() ?? 0
        let isNumeric = object.members.allSatisfy { $0.value.double != nil }
        let width = isNumeric ? texts.map { TextWidth.of($0, upTo: 24) }.max() : nil
        let column = max(start, Self.labelColumn + 2 + min(longest, max(8, page.width / 3)) + 2)
        for (member, text) in zip(object.members, texts).prefix(Self.mostRows) {
            page.row(
                Page.Part(
                    Self.labelColumn + 2, inner.label(member.key), look.style(.text),
                    width: column - Self.labelColumn - 3),
                Page.Part(
                    column, text, style(of: member.value), width: width,
                    alignment: isNumeric ? .right : .left))
        }
    }

    /// A few figures in one row: `scenarios  cautious 2.2   expected 3.2`; false where they do not fit.
    private func row(
        _ object: JSONObject, _ texts: [String], _ label: String, to page: inout Page
    ) -> Bool {
        let inner = FieldNames(object)
        var parts = [Page.Part(Self.labelColumn, label, look.style(.secondary))]
        var column = max(start, Self.labelColumn + TextWidth.of(label, upTo: 80) + 1)
        for (member, text) in zip(object.members, texts) {
            guard member.value.double != nil else { return false }
            let name = inner.label(member.key)
            parts.append(Page.Part(column, name, look.style(.secondary)))
            column += TextWidth.of(name, upTo: 80) + 1
            parts.append(Page.Part(column, text, style(of: member.value)))
            column += TextWidth.of(text) + 3
            guard column - 3 <= page.width else { return false }
        }
        page.row(parts)
        return true
    }

    /// `Ad spend    60%  $24,000  ■■■■■■■■`: parts of a whole, the largest first, and their sum.
    private func shares(
        _ object: JSONObject, _ key: String, isMoney: Bool, to page: inout Page
    ) {
        let total = total(object)
        let sum = names.text(.number(total), key, isMoney: isMoney)
        // Months and the like stay in their order.
        let isInOrder = object.keys.allSatisfy { $0.first?.isNumber ?? false }
        let rows = object.members.prefix(Self.mostRows).enumerated().sorted { a, b in
            let (first, second) = (a.element.value.double ?? 0, b.element.value.double ?? 0)
            return isInOrder || first == second ? a.offset < b.offset : first > second
        }.map { member in
            (
                name: FieldNames.title(member.element.key),
                text: names.text(member.element.value, key, isMoney: isMoney),
                part: (member.element.value.double ?? 0) / total
            )
        }
        let longest = rows.map { TextWidth.of($0.name, upTo: 24) }.max() ?? 0
        let amount = max(6, (rows.map(\.text) + [sum]).map { TextWidth.of($0) }.max() ?? 0)
        let share = Self.labelColumn + max(15, longest + 2)
        let end = share + 7 + amount
        func write(_ cells: (String, String, String), _ styles: [Style], bar: String = "") {
            page.row(
                Page.Part(
                    Self.labelColumn, cells.0, styles[0], width: share - Self.labelColumn - 1),
                Page.Part(share, cells.1, styles[1], width: 5, alignment: .right),
                Page.Part(share + 7, cells.2, styles[2], width: amount, alignment: .right),
                Page.Part(end + 2, bar, look.style(.gain)))
        }
        let plain = ["breakdown", "split", "parts", "allocation"].contains(key)
        let dim = look.style(.dim)
        write((plain ? "item" : names.label(key), "share", "amount"), [dim, dim, dim])
        let cells = min(40, max(0, page.width - end - 2))
        for row in rows {
            let filled = row.part > 0 ? max(1, Int((row.part * Double(cells)).rounded())) : 0
            write(
                (row.name, Figures.decimal(row.part * 100, places: 0) + "%", row.text),
                [look.style(.text), look.style(.text), look.strong(.name)],
                bar: String(repeating: "■", count: cells > 0 ? filled : 0))
        }
        guard rows.count > 1 else { return }
        write(("Total", "", sum), [look.style(.secondary), dim, look.strong(.name)])
    }
}
