import SwarmCore
import SwarmFiles
import TerminalUI
import Testing

@testable import SwarmConsole

/// Other ways into the form: earlier tasks, the editor, pasting, the mouse; and the form on small screens.
@Suite struct NewTaskInputTests {
    private static func form(
        _ text: String = "", columns: Int = 120, rows: Int = 40, planner: String? = nil
    ) -> Desktop {
        var options = ConsoleOptions()
        options.planner = planner
        var desktop = Desktop(
            .campaign(isFinished: true), columns: columns, rows: rows, options: options)
        desktop.press("n")
        desktop.type(text)
        return desktop
    }

    private static func draft(_ effects: [ConsoleEffect]) -> TaskDraft? {
        for case .send(.submit(let draft), _) in effects { return draft }
        return nil
    }

    private static func edited(_ effects: [ConsoleEffect]) -> String? {
        for case .edit(let text) in effects { return text }
        return nil
    }

    /// The titles of the tasks in memory, the latest first.
    private static func titles(_ desktop: Desktop) -> [String] {
        desktop.console.swarm.tasks.all.reversed().map(\.brief.title)
    }

    // MARK: Earlier tasks

    @Test func upAndDownWalkThroughEarlierTasksOnlyWhileThereAreNoOwnWords() throws {
        var desktop = Self.form()
        desktop.press("up")
        let count = TaskTemplate.earlier(desktop.console.swarm).count
        #expect(count > 1)
        #expect(desktop.text.contains("Earlier task 1 of \(count)."))
        let first = Self.draft(desktop.press("enter"))
        desktop.press("up")
        #expect(desktop.text.contains("Earlier task 2 of \(count)."))
        desktop.press("down")
        #expect(Self.draft(desktop.press("enter")) == first)
        desktop.press("down")
        #expect(!desktop.text.contains("Earlier task"))
        desktop.type("my own words")
        desktop.press("up")
        #expect(!desktop.text.contains("Earlier task"))
    }

    @Test func aListOfEarlierTasksAndRecipesNarrowsToWhatIsTyped() throws {
        var desktop = Self.form("about to be put aside")
        desktop.press("ctrl-t")
        #expect(desktop.text.contains("Begin from"))
        #expect(desktop.text.contains("earlier"))
        desktop.type("campaign")
        #expect(desktop.text.contains("recipe"))
        desktop.press("down", "up", "enter")
        #expect(!desktop.text.contains("Begin from"))
        let taken = try #require(Self.draft(desktop.press("enter")))
        #expect(taken.recipe == "campaign")
        desktop.press("ctrl-t")
        #expect(desktop.text.contains("about to be put aside"))
        desktop.press("enter")
        #expect(Self.draft(desktop.press("enter"))?.text == "about to be put aside")
    }

    @Test func theListSaysWhenNothingMatchesAndEscLeavesTheFormAsItWas() {
        var desktop = Self.form("my words")
        desktop.press("ctrl-t")
        desktop.type("qqqq")
        #expect(desktop.text.contains("No match for 'qqqq'."))
        #expect(desktop.press("enter").isEmpty)
        desktop.press("esc")
        #expect(desktop.text.contains("my words"))
    }

    @Test func theKeyOpensTheFormAndTheList() {
        var desktop = Desktop(.campaign(isFinished: true))
        desktop.press("ctrl-t")
        #expect(desktop.text.contains("Begin from"))
        desktop.press("esc", "esc")
        #expect(!desktop.text.contains("What should the swarm do?"))
    }

    // MARK: The editor

    @Test func theEditorGetsTheFormAndItsTextIsTakenBack() throws {
        var desktop = Self.form("Launch it\nfor schools")
        let text = try #require(Self.edited(desktop.press("ctrl-o")))
        #expect(text.contains("text: |-\n  Launch it"))
        var draft = TaskDraft()
        draft.text = "Write about bees"
        draft.requiredSkills = ["marketing"]
        draft.priority = .critical
        draft.data = ["tags": ["a", "b c"], "note": "x=1  y"]
        draft.budget = Money(nanodollars: 500_000_000)
        draft.id = "bees_1"
        _ = desktop.console.update(.messages([.edited(.task(draft, text: "…"))]))
        #expect(desktop.text.contains("Taken over from the editor."))
        var sent = try #require(Self.draft(desktop.press("enter")))
        sent.title = nil
        #expect(sent == draft)
        desktop.press("tab", "tab", "tab", "tab", "tab", "end")
        desktop.type(" n=1")
        let again = try #require(Self.draft(desktop.press("enter")))
        #expect(again.data == ["tags": ["a", "b c"], "note": "x=1  y", "n": 1])
    }

    @Test func capitalNOpensAnEditorAtOnce() throws {
        var desktop = Desktop(.campaign(isFinished: true))
        let text = try #require(Self.edited(desktop.press("N")))
        #expect(text.hasPrefix("# A task for the swarm."))
        #expect(desktop.text.contains("What should the swarm do?"))
    }

    @Test func whatCannotBeReadIsShownWithItsLineAndOpenedAgainAsItWas() throws {
        var desktop = Self.form("kept")
        desktop.press("ctrl-o")
        let written = "text: hello\npriority: urgent\n"
        _ = desktop.console.update(
            .messages([
                .edited(
                    .faulty(
                        ["task.yaml:2:11: priority: \"urgent\" is unknown\u{1B}[2J."],
                        text: written))
            ]))
        #expect(desktop.text.contains("What the editor left"))
        #expect(desktop.text.contains("task.yaml:2:11: priority"))
        #expect(desktop.text.contains("␛[2J"))
        #expect(Self.edited(desktop.press("enter")) == written)
        desktop.press("esc")
        #expect(Self.edited(desktop.press("n", "ctrl-o")) == written)
        desktop.press("x")
        #expect(desktop.text.contains("kept"))
        #expect(Self.edited(desktop.press("ctrl-o"))?.contains("kept") == true)
    }

    @Test func anEditorThatFailsLeavesTheFormAndSaysWhy() throws {
        var desktop = Self.form("kept")
        _ = desktop.console.update(
            .messages([.edited(.nothing(because: "No editor is set.", text: nil))]))
        #expect(desktop.text.contains("No editor is set."))
        _ = desktop.console.update(
            .messages([.edited(.nothing(because: "vi ended with code 1.", text: "text: x\n"))]))
        #expect(desktop.text.contains("kept"))
        #expect(Self.edited(desktop.press("ctrl-o")) == "text: x\n")
    }

    @Test func anUnknownRecipeFromTheEditorIsNamed() {
        var desktop = Self.form()
        var draft = TaskDraft()
        draft.text = "Do it"
        draft.recipe = "campain"
        _ = desktop.console.update(.messages([.edited(.task(draft, text: "…"))]))
        #expect(desktop.text.contains("There is no recipe \"campain\". Nearest: campaign."))
    }

    @Test func aPlanGoesThroughTheEditorAndStays() throws {
        var desktop = try NewTaskPlanTests.planned()
        let text = try #require(Self.edited(desktop.press("ctrl-o")))
        #expect(text.contains("recipe: plan_1"))
        var draft = TaskDraft()
        draft.text = "Study our prices well"
        draft.recipe = "plan_1"
        _ = desktop.console.update(.messages([.edited(.task(draft, text: text))]))
        for case .send(.submitPlanned(let sent, let recipe), _) in desktop.press("enter") {
            #expect(sent.text == "Study our prices well")
            #expect(recipe.name == "plan_1")
            return
        }
        Issue.record("the plan was lost:\n\(desktop.text)")
    }

    @Test func whatTheEditorGetsIsReadBackAsTheSameTask() throws {
        let desktop = Self.form(planner: "m")
        let glance = desktop.console.glance()
        let pieces = [
            "Launch", " ", "  ", "\n", "\n\n", "# no comment", ": ", "- ", "\"", "'", "{a}", "[",
            "|",
            "&x", "*x", "%", "é", "漢字", "👩‍👩‍👧", "\u{202E}", "\\", "true", "50000", "---",
        ]
        var random = SplitMix(state: 7)
        for _ in 0..<300 {
            var form = NewTaskForm()
            let words = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                pieces.randomElement(using: &random) ?? ""
            }
            form.paste(words.joined(), glance)
            form.understanding.priority = Priority.allCases.randomElement(using: &random) ?? .low
            form.understanding.recipe = Bool.random(using: &random) ? .named("campaign") : nil
            form.understanding.given =
                Bool.random(using: &random)
                ? ["a": 1, "b": ["x", "y z"], "c": "k=v  w"] : nil
            form.understanding.budgetLine = Bool.random(using: &random) ? "0.25" : ""
            form.understanding.rest.domain = Bool.random(using: &random) ? "re: tail" : nil
            let before = form.understanding.draft(form.text.text, glance.swarm.recipes)
            let text = TaskText(form: form, swarm: glance.swarm).text
            let (drafts, _) = try TaskFile.read(Array(text.utf8), named: "task.yaml")
            var other = NewTaskForm()
            other.take(.task(try #require(drafts.first), text: text), glance)
            let after = other.understanding.draft(other.text.text, glance.swarm.recipes)
            #expect(after == before, "\(text)")
        }
    }

    // MARK: Pasting

    @Test func pastingNeverPressesAKey() throws {
        var desktop = Self.form()
        let hostile = "line one\r\n\r\nline two\t\u{3}\u{4}\u{1B}[A\u{1B}\rq\n:quit\n"
        #expect(desktop.console.update(.terminal(.paste(hostile))).isEmpty)
        #expect(desktop.text.contains("line one"))
        let draft = try #require(Self.draft(desktop.press("enter")))
        #expect(draft.text == "line one\n\nline two [A\nq\n:quit")
    }

    @Test func aHugePasteIsCutAndSaysSo() throws {
        var desktop = Self.form()
        _ = desktop.console.update(
            .terminal(.paste(String(repeating: "many words ", count: 90_000))))
        #expect(desktop.text.contains("This line holds 20,000 characters; 970,000 of what"))
        #expect(try #require(Self.draft(desktop.press("enter"))).text?.count == 20_000)
    }

    @Test func aLineOfChoicesTakesNoPaste() {
        var desktop = Self.form("Launch it")
        desktop.press("tab")
        _ = desktop.console.update(.terminal(.paste("x")))
        #expect(desktop.text.contains("Text cannot be pasted into a line of choices."))
    }

    // MARK: Keys and mouse

    @Test func upAndDownMoveWithinTheWordsFirst() {
        var desktop = Self.form()
        _ = desktop.console.update(.terminal(.paste("abcdef\nxy\nlast")))
        desktop.press("up", "up")
        desktop.type("1")
        desktop.press("down", "down", "down")
        let draft = Self.draft(desktop.press("enter"))
        #expect(draft?.text == "ab1cdef\nxy\nlast")
        #expect(desktop.text.contains("● campaign") || desktop.text.contains("● none"))
    }

    @Test func aClickGoesToALineAndTakesWhatIsThere() {
        var desktop = Self.form(FrameScene.launchText)
        _ = desktop.click(on: "○ critical")
        _ = desktop.click(on: "+ support")
        _ = desktop.click(on: "deadline")
        desktop.type("2027-01-31")
        let draft = Self.draft(desktop.click(on: "Submit"))
        #expect(draft?.priority == .critical)
        #expect(draft?.requiredSkills?.contains("support") == true)
        #expect(draft?.deadline == WallTime(rfc3339: "2027-01-31"))
        _ = desktop.click(on: "close, keeps")
        #expect(!desktop.text.contains("What should the swarm do?"))
    }

    @Test func aClickOnTheListOfEarlierTasksChoosesAndTheNextTakes() {
        var desktop = Self.form()
        desktop.press("ctrl-t")
        _ = desktop.click(on: "campaign: ")
        #expect(desktop.text.contains("Begin from"))
        _ = desktop.click(on: "campaign: ")
        #expect(!desktop.text.contains("Begin from"))
    }

    @Test(arguments: [(80, 24), (60, 16), (40, 10)])
    func everyLineIsReachedOnASmallScreen(_ size: (columns: Int, rows: Int)) throws {
        var desktop = Self.form(
            FrameScene.launchText, columns: size.columns, rows: size.rows, planner: "gpt-4o-mini")
        let names = [
            "recipe", "skills", "complexity", "priority", "data", "deadline", "cost limit", "cache",
        ]
        for name in names {
            desktop.press("tab")
            let row = desktop.lines.first { $0.contains("▌") }
            #expect(row?.contains(name) == true, "\(name):\n\(desktop.text)")
            #expect(desktop.text.contains("Submit"))
        }
        desktop.press("tab")
        #expect(desktop.text.contains("watch"))
    }

    @Test(arguments: [(80, 24), (60, 16), (40, 10)])
    func theFormIsDrawnOnASmallScreen(_ size: (columns: Int, rows: Int)) throws {
        var desktop = Self.form(FrameScene.launchText, columns: size.columns, rows: size.rows)
        desktop.press("tab", "tab", "tab")
        try expectGolden(desktop.canvas, "new-task-complexity-\(size.columns)x\(size.rows)")
    }
}

extension Desktop {
    /// Clicks the first cell of a text where it stands first on the screen.
    mutating func click(on text: String) -> [ConsoleEffect] {
        for (row, line) in lines.enumerated() {
            guard let range = line.firstRange(of: text) else { continue }
            let column = TextWidth.of(String(line[..<range.lowerBound]))
            return console.update(
                .terminal(.mouse(MouseEvent(.press(.left), at: Point(column: column, row: row)))))
        }
        Issue.record("\(text) is not on the screen:\n\(self.text)")
        return []
    }
}

/// Sebastiano Vigna's SplitMix64.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
