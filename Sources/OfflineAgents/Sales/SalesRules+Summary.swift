import SwarmCore

extension SalesRules {
    static func summary(_ assignment: Assignment) -> JSONObject {
        let sheet = sheet(assignment)
        let money = currency(assignment)
        guard !sheet.cells.isEmpty else {
            return [
                "headline": "No sales to report", "findings": [],
                "recommendation": .string(nothing),
                "total": nil, "trend": nil, "next_value": nil, "limits": .string(nothing),
                "chart_text": "",
            ]
        }
        let months = sheet.totalsByMonth
        let own = SalesForecast(months, .linearRegression)
        let trend =
            assignment.givenLine("trend", most: 10).flatMap { SalesForecast.Trend(rawValue: $0) }
            ?? own.trend
        let next = Figure(assignment.given("next_value")) ?? own.next
        let regional = regions(assignment)
        let best = assignment.givenLine("best", most: 40) ?? regional["best"]?.string ?? ""
        let worst = assignment.givenLine("worst", most: 40) ?? regional["worst"]?.string ?? ""
        let share = Figure(assignment.given("best_share_percent") ?? regional["best_share_percent"])
        let nextName = sheet.months.last?.next.label ?? "the next month"
        var findings = [
            "\(sheet.total.text)\(money) in \(span(sheet)), from \(PlainText.count(sheet.regions.count, "region"))."
        ]
        if let share {
            findings.append("\(best) brings \(share.text) % of it; \(worst) is last.")
        }
        findings.append(growthFinding(sheet))
        findings.append(
            "The trend is \(trend.rawValue); \(next.text)\(money) is expected for \(nextName)"
                + (assignment.givenLine("method", most: 40).map { " (\($0))." } ?? "."))
        let chart = Chart(
            title: "Sales by month",
            DataPoints(
                zip(sheet.months, months).suffix(DataPoints.most).map {
                    DataPoints.Point(label: $0.label, value: $1)
                }))
        return [
            "headline": .string(headline(sheet, trend, best, money)),
            "findings": .texts(findings),
            "recommendation": .string(
                recommendation(trend, (best, worst), "\(next.text)\(money) in \(nextName)")),
            "total": sheet.total.json,
            "trend": .string(trend.rawValue),
            "next_value": next.json,
            "chart_text": .string(chart.text),
            "limits": .string(
                "\(PlainText.count(months.count, "month")) of the task's own figures; no season, "
                    + "price or market is known to the offline rules."),
        ]
    }

    private static func headline(
        _ sheet: SalesSheet, _ trend: SalesForecast.Trend, _ best: String, _ money: String
    ) -> String {
        let move =
            switch trend {
            case .up: "Sales are rising"
            case .flat: "Sales hold their level"
            case .down: "Sales are falling"
            }
        return
            "\(move): \(sheet.total.text)\(money) in \(span(sheet)), \(PlainText.cut(best, most: 40)) in front"
    }

    /// The region that grew most and the one that lost most, from the first month to the last.
    private static func growthFinding(_ sheet: SalesSheet) -> String {
        let grown = sheet.regions.indices.compactMap { region in
            sheet.growth(of: region).map { (region, $0) }
        }
        guard let top = grown.max(by: { $0.1 < $1.1 }), let low = grown.min(by: { $0.1 < $1.1 })
        else {
            return "Growth cannot be told from \(PlainText.count(sheet.months.count, "month"))."
        }
        func part(_ change: (Int, Double)) -> String {
            "\(sheet.regions[change.0]) changed by \(Figure(change.1).text) %"
        }
        let tail = top.0 == low.0 ? "" : ", \(part(low))"
        return "From \(span(sheet)), \(part(top))\(tail)."
    }

    private static func recommendation(
        _ trend: SalesForecast.Trend, _ regions: (best: String, worst: String), _ next: String
    ) -> String {
        let (best, worst) = regions
        let other = best == worst ? "a second region" : worst
        return switch trend {
        case .up:
            "Secure stock and staff for \(next), and find out what \(best) does that \(other) could "
                + "copy."
        case .flat:
            "Plan with \(next), and try one change in \(other), where there is most to win."
        case .down:
            "Find the cause before spending more: compare \(other) with \(best) customer by "
                + "customer, and plan with \(next) at most."
        }
    }
}
