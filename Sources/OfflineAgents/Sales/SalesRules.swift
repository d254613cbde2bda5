import SwarmCore

/// Sales: clean rows, the regions against each other, what comes next, and what it means.
enum SalesRules {
    static let skills = [
        SkillRules(
            skill: "data_cleaning",
            notes: [
                "reading the rows", "finding the columns", "reading months and amounts",
                "setting bad rows aside", "adding up",
            ], make: clean),
        SkillRules(
            skill: "regional_analysis",
            notes: [
                "reading clean rows", "adding up regions", "computing shares",
                "computing growth", "ranking regions",
            ], make: regions),
        SkillRules(
            skill: "sales_forecasting",
            notes: [
                "reading the months", "choosing a method", "testing it on the past",
                "computing the next month", "naming the trend",
            ], make: forecast),
        SkillRules(
            skill: "executive_summary",
            notes: [
                "reading the findings", "choosing the headline", "checking the figures",
                "writing the recommendation", "naming the limits",
            ], make: summary),
    ]

    /// What an earlier step cleaned, or the task's own rows when none did.
    static func sheet(_ assignment: Assignment) -> SalesSheet {
        if let rows = assignment.given("rows"), rows.array?.isEmpty == false {
            let sheet = SalesSheet(rows)
            if !sheet.cells.isEmpty { return sheet }
        }
        return SalesSheet(assignment.data["sales"])
    }

    static func currency(_ assignment: Assignment) -> String {
        assignment.datum("currency", most: 8).map { " \($0)" } ?? ""
    }

    static let nothing =
        "There was nothing to analyse: no row with a region, a month and an amount."

    // MARK: Cleaning

    static func clean(_ assignment: Assignment) -> JSONObject {
        let sheet = SalesSheet(assignment.data["sales"])
        let rows = PlainText.count(sheet.rowsKept, "row")
        let text =
            sheet.cells.isEmpty
            ? nothing
            : "\(rows) of \(sheet.rowsRead) kept: \(PlainText.count(sheet.regions.count, "region")), "
                + "\(span(sheet)), \(sheet.total.text)\(currency(assignment)) in all."
        var product: JSONObject = [
            "summary": .string(text),
            "rows_read": .integer(Int64(sheet.rowsRead)),
            "rows_kept": .integer(Int64(sheet.rowsKept)),
            "rows_dropped": .integer(Int64(sheet.dropped.count)),
            "total": sheet.total.json,
            "totals": totals(sheet),
            "by_month": byMonth(sheet),
            "rows": .array(
                sheet.cells.map { cell in
                    [
                        "region": .string(sheet.regions[cell.region]),
                        "month": .string(sheet.months[cell.month].label),
                        "amount": cell.amount.json,
                    ]
                }),
            "dropped": .array(
                sheet.dropped.prefix(20).map {
                    ["row": .string($0.row), "reason": .string($0.reason)]
                }),
        ]
        if sheet.gaps > 0 {
            product["assumptions"] = [
                .string(
                    "\(PlainText.count(sheet.gaps, "month")) between the first and the last "
                        + "without sales: left out, not counted as 0.")
            ]
        }
        return product
    }

    static func span(_ sheet: SalesSheet) -> String {
        guard let first = sheet.months.first, let last = sheet.months.last else {
            return "no month"
        }
        return first == last ? first.label : "\(first.label) to \(last.label)"
    }

    private static func totals(_ sheet: SalesSheet) -> JSONValue {
        .object(JSONObject(Array(zip(sheet.regions, sheet.totalsByRegion.map(\.json)))))
    }

    private static func byMonth(_ sheet: SalesSheet) -> JSONValue {
        .object(JSONObject(Array(zip(sheet.months.map(\.label), sheet.totalsByMonth.map(\.json)))))
    }

    // MARK: Regions

    static func regions(_ assignment: Assignment) -> JSONObject {
        let sheet = sheet(assignment)
        let sums = sheet.totalsByRegion
        let ranked = sums.indices.sorted { (sums[$1], $0) < (sums[$0], $1) }
        guard let best = ranked.first, let worst = ranked.last else {
            return [
                "summary": .string(nothing), "total": 0, "totals": [:], "regions": [], "best": "",
                "worst": "", "best_share_percent": 0, "chart_text": "",
            ]
        }
        let share = Figure.percent(sums[best], of: sheet.total)
        let chart = Chart(
            title: "Sales by region",
            DataPoints(
                ranked.map {
                    DataPoints.Point(
                        label: PlainText.line(sheet.regions[$0], most: 24), value: sums[$0])
                }))
        var text =
            "\(sheet.regions[best]) leads with \(sums[best].text)\(currency(assignment)), "
            + "\(Figure(share).text) % of \(sheet.total.text)"
        if best != worst {
            text += "; \(sheet.regions[worst]) is last with \(sums[worst].text)"
        }
        return [
            "summary": .string(text + "."),
            "total": sheet.total.json,
            "totals": .object(JSONObject(ranked.map { (sheet.regions[$0], sums[$0].json) })),
            "regions": .array(
                ranked.map { region in
                    [
                        "region": .string(sheet.regions[region]), "amount": sums[region].json,
                        "share_percent": .number(Figure.percent(sums[region], of: sheet.total)),
                        "growth_percent": sheet.growth(of: region).map { .number($0) } ?? .null,
                    ]
                }),
            "best": .string(sheet.regions[best]),
            "worst": .string(sheet.regions[worst]),
            "best_share_percent": .number(share),
            "chart_text": .string(chart.text),
        ]
    }

    // MARK: Forecast

    /// Several agents answer with different methods, so that their agreement means something.
    static func forecast(_ assignment: Assignment) -> JSONObject {
        let sheet = sheet(assignment)
        let months = sheet.totalsByMonth
        let methods = SalesForecast.Method.allCases
        let place = ((assignment.answer % methods.count) + methods.count) % methods.count
        let forecast = SalesForecast(months, methods[place])
        guard let last = sheet.months.last else {
            return [
                "trend": nil, "next_value": nil, "next_period": nil,
                "method": .string(forecast.method.rawValue), "basis": .string(nothing),
                "mean_error_percent": nil, "history": [],
            ]
        }
        let basis =
            "\(PlainText.capitalised(forecast.method.rawValue)) over \(span(sheet)) "
            + "(\(months.count)): \(how(forecast.method)). A change of less than 2 % counts as flat."
        return [
            "trend": .string(forecast.trend.rawValue),
            "next_value": forecast.next.json,
            "next_period": .string(last.next.label),
            "method": .string(forecast.method.rawValue),
            "basis": .string(basis),
            "mean_error_percent": forecast.meanErrorPercent.map { .number($0) } ?? .null,
            "history": .array(
                zip(sheet.months, months).map {
                    ["month": .string($0.label), "amount": $1.json]
                }),
        ]
    }

    private static func how(_ method: SalesForecast.Method) -> String {
        switch method {
        case .lastValue: "the last month repeats"
        case .linearRegression: "the straight line of least squares goes on"
        case .movingAverage: "the mean of the last \(SalesForecast.window) months repeats"
        }
    }
}
