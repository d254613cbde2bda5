import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Copying, exporting, and breaking long lines.
@Suite struct TakeOutTests {
    private static func copied(_ effects: [ConsoleEffect]) -> String? {
        for case .copy(let text) in effects { return text }
        return nil
    }

    private static func exported(_ effects: [ConsoleEffect]) -> (name: String, text: String)? {
        for case .export(let name, let text) in effects { return (name, text) }
        return nil
    }

    private static func find(_ words: String, _ desktop: inout Desktop) {
        for _ in 0..<300 {
            if desktop.lines.contains(where: { $0.hasPrefix("▌") && $0.contains(words) }) { return }
            desktop.press("k")
        }
        Issue.record("no row holds \(words)")
    }

    private static func saying(_ text: JSONValue) -> FrameScene {
        var scene = FrameScene.launch()
        scene.say(
            "note", from: .agent(AgentID(0)), to: .orchestrator, .note, text,
            task: scene.state.tasks.latest?.id, at: 41.8)
        return scene
    }

    // MARK: Copy

    @Test func aMessageIsCopiedWhole() {
        let text = String(repeating: "budget and reach. ", count: 60)
        var desktop = Desktop(Self.saying(.string(text)))
        desktop.press("3", "z", "G")
        Self.find("budget and reach", &desktop)
        #expect(Self.copied(desktop.press("c")) == text)
        #expect(desktop.lines[2].contains("Copied \(text.count) characters."))
    }

    @Test func whatIsCopiedIsSanitised() {
        var desktop = Desktop(Self.saying("red \u{1b}[31m and \u{202e}back\nnext line"))
        desktop.press("3", "z", "G")
        Self.find("red", &desktop)
        let text = Self.copied(desktop.press("c")) ?? ""
        #expect(text.contains("next line") && text.split(separator: "\n").count == 2)
        for scalar in text.unicodeScalars where scalar != "\n" {
            #expect(!scalar.properties.isDefaultIgnorableCodePoint)
            #expect(scalar.value >= 0x20 && scalar.value != 0x7F && scalar != "\u{202e}")
        }
    }

    @Test func whatIsTooLongForAClipboardSaysSo() {
        let text = String(repeating: "0123456789", count: 7_000)
        var desktop = Desktop(Self.saying(.string(text)))
        desktop.press("3", "z", "G")
        Self.find("0123456789", &desktop)
        #expect(desktop.press("c").isEmpty)
        #expect(desktop.lines[2].contains("70000 characters are too many for the clipboard."))
    }

    @Test func aNameIsCopiedWhereThereIsNoText() {
        var desktop = Desktop(.launch())
        let agent = desktop.console.selection.agent.map { desktop.console.swarm.agent($0) }
        #expect(Self.copied(desktop.press("c")) == agent?.card.name)
        desktop.press("2", "g", "j")
        #expect(Self.copied(desktop.press("c")) == "campaign_001 finance")
    }

    @Test func aSectionOfTheResultIsCopiedAsMarkdown() {
        var desktop = Desktop(.launched())
        desktop.press("4", "z")
        let text = Self.copied(desktop.press("c")) ?? ""
        #expect(text.hasPrefix("## Campaign\n\n*marketing #1  Marketing"))
        #expect(text.contains("**Text:** Done as asked."))
        #expect(!text.contains("## Budget"))
    }

    @Test func detailIsCopiedAsItStands() {
        var desktop = Desktop(.launched())
        desktop.press("7", "z")
        let text = Self.copied(desktop.press("c")) ?? ""
        #expect(text.contains("Card   offline rules"), "\(text.prefix(200))")
        #expect(text.split(separator: "\n").count > 10)
    }

    // MARK: Export

    @Test func theBusIsExportedAsTheJournalHasIt() throws {
        var desktop = Desktop(.launch())
        desktop.press("3", "z")
        let file = try #require(Self.exported(desktop.press("E")))
        #expect(file.name == "bus.ndjson")
        let lines = file.text.split(separator: "\n")
        let messages = try lines.map { try JSONValue.parse(String($0)) }
        #expect(messages.count == lines.count && lines.count > 20)
        #expect(messages.contains { $0.object?["type"] == "fault.injected" })
    }

    @Test func onlyTheRowsThatAreShownAreExported() throws {
        var desktop = Desktop(.launch())
        desktop.press("3", "z", "/")
        desktop.type("budget for ads")
        desktop.press("enter")
        let file = try #require(Self.exported(desktop.press("E")))
        #expect(file.text.split(separator: "\n").count == 1)
    }

    @Test func aResultIsExportedAsMarkdown() throws {
        var desktop = Desktop(.launched())
        desktop.press("4")
        let file = try #require(Self.exported(desktop.press("E")))
        #expect(file.name == "campaign_001.md")
        #expect(file.text.hasPrefix("# Q1 Product Launch\n\n`campaign_001`, done"))
        for title in ["## Campaign", "## Budget", "## KPIs"] {
            #expect(file.text.contains(title), "\(title) in \(file.text)")
        }
    }

    @Test func anExportedResultNamesItsFieldsAsThePaneDoes() throws {
        var scene = FrameScene()
        let task = scene.submit("Report", name: "report_1", skills: ["finance"], at: 1)
        scene.announce(task, at: 1.1)
        let attempt = scene.start(task, 0, by: 1, at: 1.2)
        scene.succeed(
            attempt,
            product: [
                "total_revenue": 45_000, "roi_projection": 3.2, "bounce_percent": 12,
                "monthly_costs": ["first_month": 12_000, "later_months": 9_000],
                "kpi_targets": [
                    ["kpi": "email_open_rate", "target_percent": 24],
                    ["kpi": "click_rate", "target_percent": 3],
                ],
            ], at: 2)
        scene.at(2.1, .taskFinished(task, .succeeded, quality: 91, warnings: []))
        var desktop = Desktop(scene)
        desktop.press("4")
        let text = try #require(Self.exported(desktop.press("E"))).text
        desktop.press("z")
        let pane = desktop.text
        for (label, value) in [
            ("total revenue", "$45,000"), ("return", "3.2"), ("bounce", "12%"),
            ("first month", "$12,000"), ("later months", "$9,000"),
        ] {
            #expect(pane.contains(label) && pane.contains(value), "\(label) in \(pane)")
            let lines = text.split(separator: "\n").filter { $0.contains(value) }
            #expect(lines.contains { $0.lowercased().contains(label) }, "\(label) in \(text)")
        }
        #expect(text.contains("**Total revenue:** $45,000"))
        #expect(text.contains("| measure | target |"))
        for name in ["total_revenue", "roi_projection", "bounce_percent", "kpi_targets"] {
            #expect(!text.contains(name) && !pane.contains(name))
        }
    }

    @Test func costsAreExportedAsCSV() throws {
        var desktop = Desktop(.spending())
        desktop.press("9")
        let file = try #require(Self.exported(desktop.press("E")))
        #expect(file.name == "costs.csv")
        let lines = file.text.split(whereSeparator: \.isNewline)
        #expect(lines.first?.hasPrefix("agent,note,calls,input_tokens") == true)
        #expect(lines.count > 2)
        #expect(
            lines.allSatisfy {
                $0.split(separator: ",", omittingEmptySubsequences: false).count == 9
            })
    }

    @Test(arguments: PaneID.allCases) func everyPaneHasAFile(_ pane: PaneID) {
        var desktop = Desktop(.spending())
        desktop.press("\(pane.rawValue)")
        let file = Self.exported(desktop.press("E"))
        if pane == .queue, file == nil { return }
        #expect(file?.text.isEmpty == false)
        #expect(file?.text.contains("\u{1b}") == false)
    }

    @Test func whatWasSavedIsNamedWithItsSize() {
        var desktop = Desktop(.launch())
        _ = desktop.console.update(.messages([.saved(path: "swarmtop-1-bus.ndjson", bytes: 1841)]))
        #expect(desktop.lines[2].contains("Saved swarmtop-1-bus.ndjson, 1,841 bytes."))
    }

    // MARK: Wrap

    @Test func longMessagesAreBrokenOnTheBusAndTheCursorStays() {
        let text = String(repeating: "one two three four five ", count: 12)
        var scene = Self.saying(.string(text + "END"))
        for number in 1...3 {
            scene.say(
                "note", from: .agent(AgentID(1)), to: .orchestrator, .note,
                .string("short \(number)"),
                task: nil, at: 41.9)
        }
        var desktop = Desktop(scene)
        desktop.press("3", "z", "G")
        Self.find("one two", &desktop)
        #expect(!desktop.text.contains("END"))
        let cursor = desktop.console.desk[.bus]?.cursorRow
        desktop.press("w")
        #expect(desktop.text.contains("END"))
        #expect(desktop.console.desk[.bus]?.cursorRow == cursor)
        #expect(desktop.lines.contains { $0.hasPrefix("▌") && $0.contains("one two") })
        desktop.press("w")
        #expect(!desktop.text.contains("END"))
    }

    /// The newest row is in view whole while following, whatever stands above it.
    @Test func whileFollowingTheNewestRowIsSeenWhole() {
        var scene = FrameScene.launch()
        for number in 1...30 {
            scene.say(
                "note", from: .agent(AgentID(0)), to: .orchestrator, .note,
                .string(String(repeating: "word ", count: 40) + "end\(number)"), task: nil,
                at: 41.8 + Double(number) / 100)
        }
        var desktop = Desktop(scene, columns: 80, rows: 24)
        desktop.press("3", "z", "w")
        #expect(desktop.text.contains("end30"))
    }

    @Test func aClickOnABrokenRowIsOnThatRow() {
        let text = String(repeating: "one two three four five ", count: 12)
        var scene = Self.saying(.string(text))
        scene.say(
            "note", from: .agent(AgentID(1)), to: .orchestrator, .note, "below", task: nil, at: 41.9
        )
        var desktop = Desktop(scene)
        desktop.press("3", "z", "w")
        guard let row = desktop.lines.firstIndex(where: { $0.contains("below") }),
            let first = desktop.lines.firstIndex(where: { $0.contains("one two three") })
        else {
            Issue.record("rows are missing")
            return
        }
        #expect(row - first > 1)
        func click(_ row: Int) -> AnyHashable? {
            _ = desktop.console.update(
                .terminal(
                    .mouse(MouseEvent(.press(.left), at: Point(column: 70, row: row)))))
            return desktop.console.desk[.bus]?.cursorRow
        }
        let long = click(first + 1)
        let below = click(row)
        #expect(below != long && click(first) == long)
    }

    @Test func detailAndResultBreakLongLines() {
        var scene = FrameScene.launch()
        let long = String(repeating: "alpha beta gamma ", count: 5) + "omega"
        guard let task = scene.state.tasks.latest, let attempt = task.currentAttempt(of: 0) else {
            return
        }
        scene.succeed(
            attempt.key,
            product: ["rows": [["name": .string(long), "n": 1], ["name": "b", "n": 2]]], at: 42)
        var desktop = Desktop(scene, columns: 100, rows: 40)
        desktop.press("4", "z")
        let before = desktop.text
        #expect(!before.contains("omega"))
        desktop.press("w")
        #expect(desktop.text.contains("omega"))
        desktop.press("w")
        #expect(desktop.text == before)
    }

    @Test func aLineIsBrokenInItsStyles() {
        let red = Style(attributes: .bold)
        let text = StyledText("one two ") + StyledText("three four", red)
        let lines = text.wrapped(to: 9)
        #expect(lines.map { $0.spans.map(\.plain).joined() } == ["one two", "three", "four"])
        #expect(lines[1].spans.allSatisfy { $0.style == red || $0.plain.isEmpty })
    }
}
