import SwarmCore
import Testing

@testable import OfflineAgents

@Suite("Sales by the offline rules")
struct SalesTests {
    private static let sheet = """
        Region,Month,Amount
        North,2024-01,1200
        South,2024-01,900
        north,2024-02,"1,500"
        South,2024-02,700
        North,2024-03,1900
        South,2024-03,650.5
        West,2024-03,x
        East,someday,5
        ,2024-01,7
        North,2024-01,-3
        """

    private func bench(_ sales: JSONValue) -> Bench {
        var bench = Bench(["sales": sales])
        bench.workAll(Bench.salesSkills)
        return bench
    }

    @Test func rowsAreAddedUpAndBadOnesNamed() throws {
        let product = try #require(bench(.string(Self.sheet)).products["data_cleaning"])
        #expect(product["rows_read"] == 10)
        #expect(product["rows_kept"] == 6)
        #expect(product["totals"] == ["North": 4_600, "South": 2_250.5])
        #expect(product["total"] == 6_850.5)
        #expect(
            product["by_month"] == ["2024-01": 2_100, "2024-02": 2_200, "2024-03": 2_550.5])
        #expect(
            product["dropped"]?.array?.compactMap { $0["reason"]?.string } == [
                "“x” is no amount", "“someday” is no month", "no region",
                "the amount is below 0",
            ])
    }

    @Test func listsObjectsAndOtherSeparatorsReadTheSame() throws {
        let wanted = SalesSheet("North,2024-01,1200\nSouth,2024-02,900")
        let others: [JSONValue] = [
            "Amount;Region;Month\n1200;North;Jan 2024\n900;South;Feb 2024",
            "month\tregion\trevenue\n2024-01-15\tNorth\t$1,200\n2024-02-01\tSouth\t900",
            [
                ["region": "North", "month": "2024-01", "amount": 1_200],
                ["area": "South", "date": "2024-02-09", "sales": "900"],
            ],
            [["North", "2024-01", 1_200], ["South", "2024-02", 900]],
            ["North, 2024-01, 1,200", "South, 2024-02, 900"],
            #"[{"region":"North","month":"2024-01","amount":1200},["South"]]"#,
        ]
        for other in others.dropLast() {
            let sheet = SalesSheet(other)
            #expect(sheet.regions == wanted.regions)
            #expect(sheet.months == wanted.months)
            #expect(sheet.cells == wanted.cells)
        }
        #expect(SalesSheet(others[5]).rowsKept == 1)
        #expect(SalesSheet(others[5]).dropped.count == 1)
    }

    @Test(arguments: [
        ("2024", "2024", "2025"), ("Q4 2024", "Q4 2024", "Q1 2025"),
        ("2024-12", "2024-12", "2025-01"),
        ("Dec", "Dec", "Jan"), ("march 2023", "2023-03", "2023-04"),
        ("2024-03-15", "2024-03-15", "2024-04"), ("3/2024", "2024-03", "2024-04"),
    ])
    func periodsAreReadAndFollowed(text: String, label: String, next: String) throws {
        let period = try #require(Period(text))
        #expect(period.label == label)
        #expect(period.next.label == next)
    }

    @Test(arguments: ["", "someday", "13/13/13/13", "North", "99999999999999999999", "Q5", "-"])
    func whatIsNoPeriodIsNone(text: String) { #expect(Period(text) == nil) }

    @Test func regionsAreRankedWithShareAndGrowth() throws {
        let product = try #require(bench(.string(Self.sheet)).products["regional_analysis"])
        #expect(product["best"] == "North")
        #expect(product["worst"] == "South")
        // 4600 of 6850.5 is 67.15 %; North grew from 1200 to 1900, South fell from 900 to 650.5.
        #expect(
            product["regions"] == [
                [
                    "region": "North", "amount": 4_600, "share_percent": 67.1,
                    "growth_percent": 58.3,
                ],
                [
                    "region": "South", "amount": 2_250.5, "share_percent": 32.9,
                    "growth_percent": -27.7,
                ],
            ])
        #expect(product["chart_text"]?.string?.contains("North │█") == true)
    }

    @Test func theForecastsAreThoseOfPaper() {
        let figures = [10, 20, 60, 70].map { Figure(Double($0)) }
        let last = SalesForecast(figures, .lastValue)
        #expect(last.next == Figure(70))
        #expect(last.trend == .up)
        // From the third on: |20 − 60| / 60 and |60 − 70| / 70, 66.67 % and 14.29 %.
        #expect(last.meanErrorPercent == 40.5)
        // Mean 40, slope (−1.5·−30 − 0.5·−20 + 0.5·20 + 1.5·30) / 5 = 22, start 7, next 7 + 88.
        let line = SalesForecast(figures, .linearRegression)
        #expect(line.next == Figure(95))
        #expect(line.trend == .up)
        // (20 + 60 + 70) / 3; the last two, 65, against the first two, 15.
        let mean = SalesForecast(figures, .movingAverage)
        #expect(mean.next == Figure(50))
        #expect(mean.trend == .up)
        let falling = [70, 60, 20, 10].map { Figure(Double($0)) }
        for method in SalesForecast.Method.allCases {
            #expect(SalesForecast(falling, method).trend == .down)
            #expect(SalesForecast([Figure(5), Figure(5), Figure(5)], method).trend == .flat)
            #expect(SalesForecast([], method).next == .zero)
            #expect(SalesForecast([Figure(9)], method).next == Figure(9))
            #expect(SalesForecast([Figure(9)], method).meanErrorPercent == nil)
        }
        #expect(SalesForecast(falling, .linearRegression).next == .zero)
    }

    @Test func agentsAnswerWithDifferentMethodsAndMayDisagree() {
        var bench = Bench(["sales": "N,Jan,100\nN,Feb,200\nN,Mar,300\nN,Apr,290"])
        let answers = (0..<4).map { bench.work("sales_forecasting", answer: $0) }
        #expect(
            answers.map { $0["method"] } == [
                "last value", "linear regression", "moving average", "last value",
            ])
        #expect(answers.map { $0["trend"] } == ["down", "up", "up", "down"])
        #expect(answers[0]["next_period"] == "May")
    }

    @Test func theSummaryUsesWhatWasFound() throws {
        var bench = Bench(["sales": .string(Self.sheet), "currency": "EUR"])
        bench.workAll(Array(Bench.salesSkills.prefix(2)))
        bench.products["sales_forecasting"] = [
            "trend": "down", "next_value": 123, "method": "moving average",
        ]
        let product = bench.work("executive_summary", after: Bench.salesSkills)
        #expect(
            product["headline"]
                == "Sales are falling: 6,850.5 EUR in 2024-01 to 2024-03, North in front")
        #expect(product["next_value"] == 123)
        #expect(
            product["findings"]?.array?.last
                == "The trend is down; 123 EUR is expected for 2024-04 (moving average).")
    }

    @Test func laterStepsWorkFromTheCleanRows() {
        var bench = Bench(["sales": .string(Self.sheet)])
        bench.products["data_cleaning"] = [
            "rows": [["region": "Moon", "month": "2024-01", "amount": 5]]
        ]
        let regions = bench.work("regional_analysis", after: ["data_cleaning"])
        #expect(regions["best"] == "Moon")
        #expect(regions["total"] == 5)
    }

    @Test(
        arguments: [nil, "", "nothing here", [], 5, ["x": 1], [1, 2], "Region,Month,Amount"]
            as [JSONValue])
    func withoutRowsEveryStepSaysSo(sales: JSONValue) throws {
        let bench = bench(sales)
        for skill in Bench.salesSkills {
            let product = try #require(bench.products[skill])
            #expect(product.jsonText().contains("nothing to analyse"))
        }
        #expect(bench.products["executive_summary"]?["total"] == .null)
        #expect(bench.products["sales_forecasting"]?["trend"] == .null)
    }

    @Test func hugeAmountsAndManyRowsDoNotOverflow() throws {
        let rows = (0..<12_000).map {
            "R\($0 % 60),\(1_950 + $0 % 50)-0\(1 + $0 % 9),999999999999999"
        }
        let bench = bench(.string(rows.joined(separator: "\n")))
        let clean = try #require(bench.products["data_cleaning"])
        #expect(clean["rows_read"] == 10_000)
        #expect(clean["rows"]?.array?.count ?? 9_999 <= 40 * 36)
        #expect(clean.jsonText().utf8.count < 200_000)
    }
}
