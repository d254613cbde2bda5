import SwarmCore

/// Reads rows of sales as people keep them: lines of text with commas, semicolons, tabs or bars, or lists.
enum SalesReader {
    struct Sale {
        let region: String
        let period: Period
        let amount: Figure
    }

    enum Row {
        case success(Sale)
        case failure(SalesSheet.Dropped)
    }

    /// Where in a row the three things stand.
    private struct Columns {
        var region = 0
        var month = 1
        var amount = 2

        /// From a line of names; nil when it is none.
        init?(header: [String]) {
            func place(_ names: [String]) -> Int? {
                header.firstIndex { field in names.contains { field.lowercased().contains($0) } }
            }
            guard let region = place(regionNames), let month = place(monthNames),
                let amount = place(amountNames), Set([region, month, amount]).count == 3
            else { return nil }
            (self.region, self.month, self.amount) = (region, month, amount)
        }

        init() {}
    }

    private static let regionNames = ["region", "area", "country", "city", "store", "territory"]
    private static let monthNames = ["month", "date", "period", "quarter", "year", "week", "time"]
    private static let amountNames = [
        "amount", "sales", "revenue", "value", "total", "sum", "turnover",
    ]

    static func rows(_ value: JSONValue?) -> [Row] {
        switch value {
        case .string(let text): rows(ofText: text)
        case .array(let values): rows(ofList: values)
        case .object, .integer, .number, .bool:
            [.failure(.init(row: "", reason: "sales are no rows"))]
        case .null, nil: []
        }
    }

    private static func rows(ofText text: String) -> [Row] {
        let bounded =
            text.utf8.count > 1_000_000 ? String(text.unicodeScalars.prefix(1_000_000)) : text
        if let start = bounded.first(where: { !$0.isWhitespace }), start == "[",
            let json = try? JSONValue.parse(bounded), json.array != nil
        {
            return rows(json)
        }
        let lines = bounded.split(whereSeparator: \.isNewline).prefix(SalesSheet.mostRows + 1)
        return rows(lines.map { fields($0) })
    }

    private static func rows(ofList values: [JSONValue]) -> [Row] {
        let values = values.prefix(SalesSheet.mostRows)
        if values.contains(where: { $0.object != nil }) { return values.map(row) }
        return rows(
            values.map { value in
                switch value {
                case .array(let fields):
                    fields.prefix(20).map { PlainText.line($0, most: 60) ?? "" }
                default: fields(value.string ?? value.jsonText())
                }
            })
    }

    /// Lines cut into fields; the first may be a header.
    private static func rows(_ lines: [[String]]) -> [Row] {
        let lines = lines.filter { fields in fields.contains { !$0.isEmpty } }
        guard let first = lines.first else { return [] }
        let header = Columns(header: first)
        let columns = header ?? Columns()
        return lines.dropFirst(header == nil ? 0 : 1).prefix(SalesSheet.mostRows).map { fields in
            guard fields.count > max(columns.region, columns.month, columns.amount) else {
                return dropped(fields.joined(separator: ","), "a field is missing")
            }
            // An amount with groups, 1,200, was cut at its commas.
            let tail = fields[columns.amount...]
            let isGrouped =
                header == nil && tail.count > 1
                && tail.dropFirst().allSatisfy { $0.count == 3 && $0.allSatisfy(\.isNumber) }
            return row(
                region: fields[columns.region], month: fields[columns.month],
                amount: .string(isGrouped ? tail.joined() : fields[columns.amount]),
                shown: fields.joined(separator: ","))
        }
    }

    private static func row(_ value: JSONValue) -> Row {
        guard let object = value.object else {
            return dropped(value.size > 400 ? "" : value.jsonText(), "is no record")
        }
        func member(_ names: [String]) -> JSONValue? {
            object.members.prefix(30).first { member in
                names.contains { member.key.lowercased().contains($0) }
            }?.value
        }
        let amount = member(amountNames)
        let shown = object.members.prefix(4)
            .compactMap { PlainText.line($0.value, most: 20) }.joined(separator: ",")
        return row(
            region: PlainText.line(member(regionNames), most: 40) ?? "",
            month: PlainText.line(member(monthNames), most: 32) ?? "", amount: amount, shown: shown)
    }

    private static func row(
        region: String, month: String, amount: JSONValue?, shown: String
    ) -> Row {
        let name = PlainText.line(region, most: 40)
        guard !name.isEmpty else { return dropped(shown, "no region") }
        guard let period = Period(month) else {
            let what = PlainText.line(month, most: 20)
            return dropped(shown, what.isEmpty ? "no month" : "“\(what)” is no month")
        }
        guard let figure = Figure(amount) else {
            let what = PlainText.line(amount, most: 20)
            return dropped(shown, what.map { "“\($0)” is no amount" } ?? "no amount")
        }
        guard figure >= .zero else { return dropped(shown, "the amount is below 0") }
        return .success(Sale(region: name, period: period, amount: figure))
    }

    private static func dropped(_ row: String, _ reason: String) -> Row {
        .failure(SalesSheet.Dropped(row: PlainText.line(row, most: 60), reason: reason))
    }

    /// Cut at semicolons, tabs or bars when there are any, else at commas; a quoted field keeps them.
    private static func fields(_ line: some StringProtocol) -> [String] {
        let line = line.prefix(400)
        let mark = ";\t|".first { line.contains($0) } ?? ","
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        for character in line {
            if character == "\"" {
                isQuoted.toggle()
            } else if character == mark, !isQuoted {
                fields.append(PlainText.line(field, most: 60))
                field = ""
            } else {
                field.append(character)
            }
        }
        return fields + [PlainText.line(field, most: 60)]
    }
}
