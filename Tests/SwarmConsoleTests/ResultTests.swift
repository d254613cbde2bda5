import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// A task's result, while it is written and as a document.
@Suite struct ResultTests {
    /// The page that is written for one product of a task without a recipe.
    private static func page(_ product: JSONObject, width: Int = 72) throws -> Page {
        var scene = FrameScene()
        let id = scene.submit("Odd one", name: "odd", skills: ["marketing"], at: 1)
        scene.announceWithBids(id, at: 1)
        scene.succeed(scene.award(id, 0, to: 0, at: 1), quality: 90, product: product, at: 2)
        scene.at(2, .taskFinished(id, .succeeded, quality: 90, warnings: []))
        let glance = Desktop(scene).console.glance()
        let task = try #require(glance.task)
        let writer = ResultWriter(
            task: task, sections: ResultSection.all(of: task, glance.swarm, now: glance.now),
            glance: glance)
        return writer.document(width: width, hasAir: false, asTree: false)
    }

    private static func document(_ product: JSONObject) throws -> [String] {
        let page = try page(product)
        var canvas = Canvas(size: Size(columns: page.width, rows: page.lines.count))
        page.draw(on: &canvas, in: canvas.bounds)
        return canvas.lines
    }

    @Test func theDraftSaysWhatEachAgentDoesAndWhoWritesIt() {
        let lines = Desktop(.campaign(isFinished: false)).lines
        let pane = lines[19...25].map { String($0.dropFirst(60)) }
        #expect(
            pane.joined(separator: "\n") == """
                 ▸ Campaign  writing variant B                          74%
                             Marketing, offline rules
                 » Budget    splitting the budget                       53%
                             Finance, offline rules
                 ▸ KPIs      choosing 4 KPIs                            61%
                             Insights, offline rules
                 ○ Summary   waits for all three
                """)
    }

    @Test func aFinishedSectionShowsItsFirstLineAndFigures() {
        let lines = Desktop(.campaign()).lines
        let pane = lines[19...26].map { String($0.dropFirst(60)) }
        #expect(
            pane.joined(separator: "\n") == """
                 ✓ Campaign  Transform Your Q1 with AI-Powered Solutions
                             reach 100,000 · cost $45,000
                 ✓ Budget    allocated $40,000 · return 3.2
                             payback 4 months · risk medium
                 ✓ KPIs      email open 24% · click through 3.5%
                             conversion 1.2% · revenue $128,000
                 ✓ Summary   done, quality 91, took 2.8 s
                 ▲ Warning   Campaign cost ($45000) exceeds budget ($40000)
                """)
    }

    @Test func aLowPaneGivesEachSectionOneRow() {
        let lines = Desktop(.campaign(isFinished: false)).drawn(ResultPane(), columns: 58, rows: 5)
            .lines
        #expect(
            lines.joined(separator: "\n") == """
                 ▸ Campaign  writing variant B                         74%
                 » Budget    splitting the budget                      53%
                 ▸ KPIs      choosing 4 KPIs                           61%
                 ○ Summary   waits for all three

                """)
    }

    @Test func zoomedTheResultIsADocument() throws {
        let desktop = Desktop(.campaign())
        try expectGolden(desktop.drawn(ResultPane(), rows: 48), "result-document")
        var ascii = ConsoleOptions()
        ascii.ascii = true
        let plain = Desktop(.campaign(), options: ascii)
        try expectGolden(plain.drawn(ResultPane(), rows: 48), "result-document-ascii")
    }

    @Test func everySectionNamesItsAgentAndWhatProducedIt() {
        var desktop = Desktop(.campaign())
        desktop.press("4", "z")
        let text = desktop.text
        for source in [
            "→ marketing #1  Marketing, offline rules", "→ finance #2  Finance, offline rules",
            "→ analytics #1  Insights, offline rules",
        ] { #expect(text.contains(source)) }
        desktop.press("G")
        #expect(desktop.text.contains("Finance, finance #1: process ended after 0.6 s"))
        #expect(desktop.text.contains("2.4× faster than one after another (6.6 s)"))
    }

    @Test func sharesAreDrawnOnlyWhereTheyAddUpToAFigureOfTheProduct() throws {
        let whole = try Self.document(["total": 100, "split": ["a": 75, "b": 25]])
        #expect(whole.contains { $0.contains("75%") && $0.contains("■") })
        let loose = try Self.document(["targets": ["a": 75, "b": 25]])
        #expect(!loose.contains { $0.contains("%") || $0.contains("■") })
    }

    @Test func unknownShapesAreShownAsATree() throws {
        let lines = try Self.document([
            "plan": ["steps": [["name": "one", "parts": [1, 2]]], "ok": true]
        ])
        #expect(
            lines.prefix(9).joined(separator: "\n") == """
                 Marketing ──────────────────── → marketing #1  Marketing, offline rules
                   plan
                     steps  1
                       1
                         name  one
                         parts  2
                           1  1
                           2  2
                     ok  yes
                """)
    }

    @Test func aListOfRecordsIsATable() throws {
        let lines = try Self.document(
            ["alerts": [["when": "below 18%", "days": 3], ["when": "above 5", "days": 12]]])
        #expect(
            lines[1...4].joined(separator: "\n") == """
                   alerts
                     when        days
                     below 18%      3
                     above 5       12
                """)
    }

    @Test func recordsOfAMarkAndATextReadLikeAList() throws {
        let lines = try Self.document([
            "variants": [["variant": "A", "text": "One"], ["variant": "B", "text": "Two"]],
            "model": "offline rules",
        ])
        #expect(
            lines[1...3].joined(separator: "\n") == """
                   variants     A One
                                B Two

                """)
    }

    @Test func aHugeProductCostsAPageNotAFrame() throws {
        let deep = (0..<5_000).reduce(JSONValue.integer(1)) { value, _ in .array([value]) }
        let wide = JSONValue.array(
            (0..<20_000).map { .object(["n": .integer(Int64($0)), "l": [1]]) })
        let long = JSONValue.string(String(repeating: "word ", count: 50_000))
        let page = try Self.page(["deep": deep, "wide": wide, "long": long])
        #expect(page.lines.count == Page.mostLines)
        var canvas = Canvas(size: Size(columns: 72, rows: 1))
        page.draw(on: &canvas, in: canvas.bounds, from: page.lines.count - 1)
        #expect(canvas.lines == [" cut here: too long to show"])
    }

    @Test func arrowsGoFromSectionToSectionAndEnterOpensTheSubtask() {
        var desktop = Desktop(.campaign())
        desktop.press("4", "z", "right", "enter")
        #expect(desktop.console.selection.subtask == 1)
        #expect(desktop.console.selection.agent == AgentID(1))
        #expect(desktop.console.focus == .detail)
    }

    @Test func withoutATaskItSaysWhatWillBeHere() {
        let text = Desktop(.fresh()).text
        #expect(text.contains("No result yet."))
        #expect(text.contains("It is written here while the agents work."))
    }

    // MARK: What names say

    @Test func shortFieldsShareARowAndMoneyIsMoney() throws {
        let lines = try Self.document([
            "target_segments": ["enterprise", "leaders"], "estimated_reach": 100_000,
            "estimated_cost": 45_000, "notes": .string(String(repeating: "long ", count: 20)),
            "ad_budget": 1_250.5, "ad_budget_source": "Finance Agent", "growth_percent": 4.5,
            "order_id": 123_456, "year": 2_026,
        ])
        #expect(
            lines[1...5].joined(separator: "\n") == """
                   segments     enterprise, leaders   reach 100,000   cost $45,000
                   notes        long long long long long long long long long long long
                                long long long long long long long long long
                   ad budget    $1,250.50   source Finance Agent   growth 4.5%
                   order id     123456   year 2026
                """)
    }

    @Test func anotherCurrencyIsNamed() throws {
        let lines = try Self.document(["currency": "EUR", "total_cost": 45_000])
        #expect(lines[1].contains("total cost 45,000 EUR"))
    }

    @Test func aCallToActionIsAButton() throws {
        let page = try Self.page(["call_to_action": "Schedule a Demo"])
        var canvas = Canvas(size: Size(columns: page.width, rows: page.lines.count))
        page.draw(on: &canvas, in: canvas.bounds)
        #expect(canvas.lines[1] == "   button        Schedule a Demo")
        #expect(page.lines[1].parts.last?.text.spans.first?.style.background != nil)
        var plain = page
        plain = Page(width: 60, look: Look(theme: .standard, glyphs: .ascii))
        ProductWriter(look: plain.look, names: FieldNames(["cta"]), start: 16)
            .write(["cta": "Go"], to: &plain)
        #expect(
            plain.lines[0].parts.last?.text
                == StyledText(
                    "[Go]",
                    try #require(
                        plain.lines[0].parts.last?.text.spans.first?.style)))
    }

    @Test func partsOfAWholeAreATableWithItsSumLargestFirst() throws {
        let lines = try Self.document([
            "budget": 10_000, "breakdown": ["tools": 1_000, "ad_spend": 6_000, "staff": 3_000],
        ])
        #expect(
            lines[1...5].map { String($0.prefix(37)) }.joined(separator: "\n") == """
                   item           share   amount
                   Ad spend         60%   $6,000  ■■■
                   Staff            30%   $3,000  ■■■
                   Tools            10%   $1,000  ■■■
                   Total                 $10,000
                """)
        #expect(!lines.joined().contains("budget"))
    }

    @Test func monthsOfAWholeStayInTheirOrder() throws {
        let lines = try Self.document(["total": 6, "by_month": ["2024-01": 1, "2024-02": 5]])
        #expect(lines[1].contains("by month") && lines[2].contains("2024-01"))
    }

    @Test func measuresAreATableWithHowOftenTheyAreReported() throws {
        let lines = try Self.document([
            "kpi_targets": [
                ["kpi": "open_rate", "target": "24%", "alert": "below 18%"],
                ["kpi": "revenue_generated", "target": "128000", "alert": "behind plan"],
            ], "reporting_frequency": "daily",
        ])
        #expect(
            lines[1...3].joined(separator: "\n") == """
                   measure               target   alert when    reported
                   Open rate                24%   below 18%     daily
                   Revenue generated   $128,000   behind plan   daily
                """)
    }

    @Test func twoNamesThatWouldReadTheSameStayWhole() throws {
        let lines = try Self.document(["cost": 10, "estimated_cost": 12])
        #expect(lines[1].contains("cost         $10   estimated cost $12"))
    }

    @Test func aLabelTooLongForItsColumnIsNotCut() throws {
        let text = String(repeating: "word ", count: 20)
        let lines = try Self.document(["a_very_long_name_of_something": .string(text)])
        #expect(lines[1] == "   a very long name of something")
        #expect(lines[2].hasPrefix("                word word"))
    }

    @Test(arguments: [24, 40, 72]) func aFigureIsSeenHoweverLongItsNameIs(width: Int) throws {
        let key = String(repeating: "very_long_", count: 12) + "name"
        let page = try Self.page(
            [key: 4_711, "short": 12_345, "estimated_cost": 98_765], width: width)
        var canvas = Canvas(size: Size(columns: width, rows: page.lines.count))
        page.draw(on: &canvas, in: canvas.bounds)
        for figure in ["4711", "12,345", "$98,765"] { #expect(canvas.text.contains(figure)) }
    }

    @Test func aHugeNumberOfShortFieldsFillsAPageAndNoMore() throws {
        let fields = (0..<20_000).map { "\"f\($0)\": \($0)" }.joined(separator: ",")
        let product = try #require(try JSONValue.parse("{\(fields)}").object)
        #expect(try Self.page(product).lines.count == Page.mostLines)
    }

    @Test func theMeasuresAreSeenAtOnceOnAZoomedScreen() {
        var desktop = Desktop(.campaign())
        desktop.press("4", "z")
        #expect(desktop.text.contains("measure") && desktop.text.contains("$128,000"))
    }
}
