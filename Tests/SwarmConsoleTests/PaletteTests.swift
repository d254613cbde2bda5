import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Finding anything by a few letters.
@Suite struct PaletteTests {
    private static func desktop(_ scene: FrameScene = .campaign(isFinished: false)) -> Desktop {
        var desktop = Desktop(scene)
        desktop.press("ctrl-p")
        return desktop
    }

    private static func best(_ words: String, _ texts: [String]) -> [String] {
        texts.enumerated().compactMap { place, text in
            FuzzyMatch(words, in: text).map { ($0.score, place, text) }
        }.sorted { ($1.0, $0.1) < ($0.0, $1.1) }.map(\.2)
    }

    // MARK: The match

    @Test(arguments: [
        ("pau", "Pause or resume", [0, 1, 2]), ("qpl", "Q1 Product Launch", [0, 3, 11]),
        ("pl", "Q1 Product Launch", [3, 11]), ("au", "Launch", [1, 2]), ("", "anything", []),
        ("new task", "Give the swarm a new task", [17, 18, 19, 21, 22, 23, 24]),
    ])
    func theLettersThatMatchAreTheBestOnes(_ words: String, _ text: String, _ places: [Int]) {
        #expect(FuzzyMatch(words, in: text)?.places == places)
    }

    @Test(arguments: [("xyz", "Finance"), ("financee", "Finance"), ("ec", "ce"), ("a", "")])
    func aLetterThatIsMissingIsNoMatch(_ words: String, _ text: String) {
        #expect(FuzzyMatch(words, in: text) == nil)
    }

    @Test func aBeginningBeatsTheMiddleAndARowBeatsScatteredLetters() {
        #expect(Self.best("fin", ["Refinance", "Finance", "For instance now"]).first == "Finance")
        #expect(Self.best("ret", ["Secret", "Retire", "Review the task"]).first == "Retire")
        #expect(Self.best("zm", ["Show zoomed", "Zoom"]).first == "Zoom")
    }

    @Test func everyMatchIsASubsequenceAndDoesNotDependOnCapitals() {
        let texts = ["Pause all", "ÄRGER mit Öl", "a_b-c.d", "漢字 kanji", "ﬁne"]
        for text in texts {
            for character in text where !character.isWhitespace {
                let lower = FuzzyMatch(character.lowercased(), in: text)
                let upper = FuzzyMatch(String(character), in: text)
                #expect(lower == upper)
            }
        }
    }

    @Test func hostileAndHugeTextsCostLittle() {
        let huge = String(repeating: "ab", count: 100_000)
        #expect(FuzzyMatch(String(repeating: "ba", count: 5_000), in: huge) != nil)
        #expect(FuzzyMatch("\u{1B}[2J", in: "plain") == nil)
    }

    // MARK: The palette

    @Test func theBestMatchStandsFirstWithItsLettersMarked() throws {
        var desktop = Self.desktop()
        desktop.type("ret")
        let canvas = desktop.canvas
        try expectGolden(canvas, "palette-120x40")
        var small = Desktop(.campaign(isFinished: false), columns: 80, rows: 24)
        small.press("ctrl-p")
        small.type("ret")
        try expectGolden(small.canvas, "palette-80x24")
        let row = try #require(desktop.lines.firstIndex { $0.contains("Retire the agent") })
        let column = try #require(
            (0..<120).first { canvas[$0, row].style.attributes.contains(.underline) })
        #expect(canvas[column, row].style.attributes.contains(.bold))
    }

    @Test(arguments: [
        ("crsh", "crash"), ("crash", "crash"), ("hng", "hang"), ("pau", "pause"),
        ("retall", "retry all"), ("newt", "new task"), ("scrsh", ":screenshot"),
        ("flab", "Fault lab"), ("fnc", "Finance"), ("insi", "Insights"),
        ("q1", "Q1 Product Launch"), ("waxp", "Waxpaper"), (":th", ":theme"),
        ("slowt", "slow tokens"), ("costs", "Costs"), ("supt", "support_ticket"),
    ])
    func fewLettersFindWhatIsMeantFirst(_ words: String, _ wanted: String) {
        let console = Self.desktop().console
        let items = PaletteItem.all(console.glance(), themes: Theme.builtIn, layouts: [])
        let found = PaletteItem.ranked(items, words).map(\.item.title)
        #expect(found.first == wanted, "\(words): \(found.prefix(5))")
    }

    @Test func aMatchFromWithinAWordIsWeakUnlessItIsInARow() {
        #expect(Self.best("crsh", [":screenshot", "a note that says crash"]).last == ":screenshot")
        let (scattered, inRow) = (
            FuzzyMatch("crsh", in: ":screenshot"), FuzzyMatch("shot", in: ":screenshot")
        )
        #expect((inRow?.score ?? 0) > (scattered?.score ?? 0) + FuzzyMatch.weakness)
    }

    @Test func aFaultIsBegunOnTheCommandLine() {
        var desktop = Self.desktop()
        desktop.type("slow tok")
        desktop.press("enter")
        #expect(desktop.text.contains("fault slow_tokens "), "\(desktop.text)")
        desktop.type("finance")
        desktop.press("enter")
        #expect(desktop.text.contains("Slow the model of Finance"), "\(desktop.text)")
    }

    @Test func anActionRunsAsIfItsKeyHadBeenPressed() {
        var desktop = Self.desktop()
        desktop.type("cancel sel")
        #expect(desktop.press("enter").isEmpty)
        #expect(desktop.text.contains("Cancel Q1 Product Launch?"))
    }

    @Test func anActionThatCannotBeDoneSaysWhyAndStays() {
        var desktop = Self.desktop()
        desktop.type("inject the last")
        desktop.press("enter")
        #expect(desktop.console.overlay.isOpen)
        #expect(desktop.text.contains("repeat fault: none by you."))
    }

    @Test func agentsTasksPanesThemesAndRecipesAreFound() {
        func after(_ words: String) -> Desktop {
            var desktop = Self.desktop()
            desktop.type(words)
            desktop.press("enter")
            return desktop
        }
        #expect(after("insights").console.selection.agent == AgentID(2))
        #expect(after("insights").console.focus == .detail)
        #expect(after("q1 product").console.focus == .timeline)
        #expect(after("fault lab").console.focus == .faults)
        #expect(after("waxpaper").console.look.theme.name == "Waxpaper")
        #expect(after(":theme").text.contains(" :theme "))
        let form = after("support_ticket")
        #expect(form.text.contains("New task") && form.text.contains("support_ticket "))
    }

    @Test func goingBackAfterAJumpLeadsHome() {
        var desktop = Self.desktop()
        desktop.type("fault lab")
        desktop.press("enter", "esc")
        #expect(desktop.console.focus == .agents)
    }

    @Test func nothingFoundSaysSoAndEnterDoesNothing() {
        var desktop = Self.desktop()
        desktop.type("qqqq")
        #expect(desktop.text.contains("No match for 'qqqq'. Esc closes."))
        #expect(desktop.press("enter").isEmpty && desktop.console.overlay.isOpen)
        desktop.press("esc")
        #expect(!desktop.console.overlay.isOpen)
    }

    @Test func everyRowOfTheKeymapThatIsMoreThanAMoveIsThere() {
        let glance = Desktop(.launch()).console.glance()
        let titles = Set(PaletteItem.all(glance, themes: [], layouts: []).map(\.note))
        for row in Keymap.standard.bindings
        where !row.id.onlyMoves && row.belongs(to: glance.focus) && row.id != .palette {
            #expect(titles.contains(row.help))
        }
    }

    @Test func readOnlyAndRecordingsRefuseInThePaletteToo() {
        var desktop = Desktop(.launch(), options: ConsoleOptions(readOnly: true))
        desktop.press("ctrl-p")
        desktop.type("pause or resume all")
        #expect(desktop.press("enter").isEmpty)
        #expect(desktop.text.contains("read-only"))
    }

    @Test func savedLayoutsAreFound() {
        var settings = Settings()
        settings.layouts["wall"] = Layout(focus: .bus, zoomed: .bus)
        var desktop = Desktop(.launch(), options: ConsoleOptions(settings: settings))
        desktop.press("ctrl-p")
        desktop.type("wall")
        desktop.press("enter")
        #expect(desktop.console.zoomed == .bus)
    }
}
