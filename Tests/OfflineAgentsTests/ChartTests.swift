import SwarmCore
import Testing

@testable import OfflineAgents

@Suite("Charts of the offline rules")
struct ChartTests {
    private func data(_ text: String) -> DataPoints { DataPoints(.string(text)) }

    @Test(arguments: [
        "a: 1, b: 2.5, c: -3", "a=1; b=2.5; c=-3", "a 1\nb 2.5\nc -3",
        #"[{"label":"a","value":1},{"label":"b","value":2.5},{"label":"c","value":-3}]"#,
        #"{"a":1,"b":"2.5","c":-3}"#, #"[["a",1],["b",2.5],["c",-3]]"#,
        #"["a: 1","b: 2.5","c: -3"]"#, "a:1,b:2.5,c:-3",
    ])
    func dataPointsAreReadHoweverTheyAreWritten(text: String) {
        #expect(
            data(text).json == [
                ["label": "a", "value": 1], ["label": "b", "value": 2.5],
                ["label": "c", "value": -3],
            ])
    }

    @Test func groupedNumbersStayWhole() {
        #expect(data("2022: 1,200, 2023: 1,400").points.map(\.value.text) == ["1,200", "1,400"])
        #expect(data("2022:10,2023:14").points.map(\.value.text) == ["10", "14"])
    }

    @Test func whatIsNoPointIsCounted() {
        let points = data("a: 1, nonsense, b: x, c: 3")
        #expect(points.points.count == 2)
        #expect(points.unreadable == 2)
        #expect(data((1...30).map { "p\($0): \($0)" }.joined(separator: ", ")).leftOut == 6)
    }

    @Test func theKindFollowsTheData() {
        #expect(Chart(title: "t", data("2022: 1, 2023: 2, 2024: 3")).kind == .line)
        #expect(Chart(title: "t", data("Jan: 1, Feb: 2, Mar: 3")).kind == .line)
        #expect(Chart(title: "t", data("North: 1, South: 2, East: 3")).kind == .bar)
        #expect(Chart(title: "t", data("2022: 1, South: 2, East: 3")).kind == .bar)
    }

    @Test func barsAreScaledToTheLargest() {
        let chart = Chart(title: "Sales by region", data("North: 40, South: 20, Süd-West: 5"))
        #expect(
            chart.asciiText == """
                Sales by region

                North    |############################################### 40
                South    |########################                        20
                Süd-West |######                                           5
                """)
    }

    @Test func unicodeBarsAreDrawnInEighths() {
        let chart = Chart(title: "t", data("a: 100, b: 1"))
        let rows = chart.text.split(separator: "\n")
        #expect(rows[1] == "a │\(String(repeating: "█", count: 53)) 100")
        #expect(rows[2].hasPrefix("b │▌ "))
    }

    @Test func negativeBarsEndAtZero() {
        let chart = Chart(title: "t", data("gain: 30, loss: -10"))
        #expect(
            chart.asciiText == """
                t

                gain |             #####################################  30
                loss |#############                                      -10
                """)
    }

    @Test func aLineIsDrawnOverALabelledAxis() {
        let chart = Chart(title: "t", data("2022: 0, 2023: 4, 2024: 8"))
        #expect(
            chart.asciiText == """
                t

                8 |                                      ..*
                  |                                 .....
                  |                            .....
                  |                       .....
                4 |                  ..*..
                  |             .....
                  |        .....
                  |   .....
                0 |*..
                  +-----------------------------------------
                   2022                2023                2024
                """)
    }

    @Test func noLineOfATextChartIsTooWide() {
        for text in [
            "漢字漢字漢字漢字漢字漢字: 1, b: 999999999999", "2022: 1, 2023: -5, 2024: 1000000000",
            (1...24).map { "a long label number \($0): \($0)" }.joined(separator: ", "),
            (2_000...2_023).map { "\($0): \($0 % 7)" }.joined(separator: ", "),
        ] {
            let chart = Chart(title: String(repeating: "title ", count: 30), data(text))
            for line in (chart.text + "\n" + chart.asciiText).split(separator: "\n") {
                #expect(PlainText.columns(line) <= Chart.textWidth, "\(line)")
            }
        }
    }

    @Test func theBarsOfTheSVGHaveTheValuesHeights() throws {
        let svg = Chart(title: "t", data("a: 100, b: 50, c: 0")).svg
        #expect(
            svg.contains("<rect x=\"140.0\" y=\"50.0\" width=\"60.0\" height=\"250.0\""))
        #expect(
            svg.contains("<rect x=\"320.0\" y=\"175.0\" width=\"60.0\" height=\"125.0\""))
        #expect(svg.contains("<rect x=\"500.0\" y=\"300.0\" width=\"60.0\" height=\"0.0\""))
    }

    @Test(arguments: [
        "a: 1, b: 2", "2022: 1, 2023: 2, 2024: 3", "<script>&\"'</svg>: 5, ]]>: 7", "x: -1, y: -9",
        "", "\u{1}\u{FFFE}\u{202E}: 4, \u{FFFF}: 5", "a: 0, b: 0",
    ])
    func theSVGIsWellFormed(text: String) throws {
        let chart = Chart(title: "<b> & \"title\" \u{8}\u{FFFF}", data(text))
        #expect(WellFormed.problem(chart.svg) == nil)
        #expect(chart.svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
        #expect(!chart.svg.contains("<script>"))
        #expect(!chart.svg.contains("<b>"))
    }

    @Test func theCaptionNamesTheExtremes() {
        #expect(
            Chart(title: "Users", data("2022: 10, 2023: 14, 2024: 12")).caption
                == "Users: rose from 10 (2022) to 12 (2024), +20 %; the peak is 14 (2023).")
        #expect(
            Chart(title: "Users", data("a: 10, b: 14")).caption
                == "Users: b is largest with 14, a smallest with 10, of 2 values.")
    }

    @Test func theChartShowsWhatResearchHandedOver() {
        var bench = Bench(["topic": "t", "data_points": "a: 1, b: 2"])
        bench.products["fact_checking"] = [
            "data_points": [["label": "x", "value": 5], ["label": "y", "value": 6]]
        ]
        let product = bench.work("chart_generation", after: ["fact_checking"])
        #expect(
            product["data_points"] == [
                ["label": "x", "value": 5], ["label": "y", "value": 6],
            ])
        #expect(product["chart_text"]?.string?.contains("y │") == true)
    }
}

/// Whether a text is well-formed XML of elements with quoted attributes and the five named entities.
enum WellFormed {
    static func problem(_ text: String) -> String? {
        var open: [String] = []
        var rest = text[...]
        while let next = rest.firstIndex(of: "<") {
            if let fault = content(rest[..<next]) { return fault }
            guard let end = rest[next...].firstIndex(of: ">") else { return "no end of a tag" }
            let tag = rest[rest.index(after: next)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.contains("<") { return "< in a tag" }
            if tag.hasPrefix("/") {
                guard open.popLast() == String(tag.dropFirst()) else {
                    return "closes another: \(tag)"
                }
                continue
            }
            let isEmpty = tag.hasSuffix("/")
            let name = String(tag.prefix { $0.isLetter })
            if name.isEmpty { return "no name: \(tag)" }
            if tag.count(where: { $0 == "\"" }) % 2 != 0 { return "open quote: \(tag)" }
            if !isEmpty { open.append(name) }
        }
        if let fault = content(rest) { return fault }
        return open.isEmpty ? nil : "left open: \(open)"
    }

    private static func content(_ text: Substring) -> String? {
        if text.contains(">") { return "bare > in \(text)" }
        for scalar in text.unicodeScalars
        where scalar.value < 0x20 && scalar != "\n" || scalar == "\u{FFFE}" || scalar == "\u{FFFF}"
        {
            return "forbidden character"
        }
        for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
        where !["amp;", "lt;", "gt;", "quot;", "apos;"].contains(where: part.hasPrefix) {
            return "bare & in \(text)"
        }
        return nil
    }
}
