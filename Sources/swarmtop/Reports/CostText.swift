import SwarmCore

/// Costs as a table for a person.
struct CostText {
    let report: CostReport
    let key: CostReport.Key

    func text(width: Int = Report.standardWidth) -> String {
        var text = Report(width: width)
        guard !report.rows.isEmpty else {
            text.paragraph("No model call has been made.")
            tellRefused(in: &text)
            return text.text
        }
        var table = TextTable([
            .left(key.rawValue), .right("calls"), .right("cached"), .right("tokens in"),
            .right("tokens out"), .right("spent"), .right("saved"),
        ])
        for sum in report.sums(by: key) { table.add(Self.row(sum.name, sum.costs)) }
        table.add(Self.row("total", report.total))
        text.table(table)
        let open = report.total.reserved
        if open > .zero { text.paragraph("\(open.text) is reserved for calls under way.") }
        tellRefused(in: &text)
        return text.text
    }

    private func tellRefused(in text: inout Report) {
        guard report.refused > 0 else { return }
        let calls = FigureText.count(report.refused, "call")
        text.paragraph(
            "\(calls) did not fit a budget and \(report.refused == 1 ? "was" : "were") not made.")
    }

    private static func row(_ name: String, _ costs: Costs) -> [String] {
        [
            name, String(costs.calls), String(costs.cached), String(costs.input),
            String(costs.output), costs.spent.text, costs.saved.text,
        ]
    }
}
