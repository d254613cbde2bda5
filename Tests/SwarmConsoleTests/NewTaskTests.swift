import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// The form for a task: what it understands, what can be changed, what it sends.
@Suite struct NewTaskTests {
    private static func form(
        _ text: String = FrameScene.launchText, _ scene: FrameScene = .campaign(isFinished: false),
        columns: Int = 120, rows: Int = 40
    ) -> Desktop {
        var desktop = Desktop(scene, columns: columns, rows: rows)
        desktop.press("n")
        desktop.type(text)
        return desktop
    }

    private static func understood() -> (Desktop, NewTaskForm) {
        let desktop = Desktop(.campaign(isFinished: false))
        var form = NewTaskForm()
        form.paste(FrameScene.launchText, desktop.console.glance())
        return (desktop, form)
    }

    private static func draft(_ effects: [ConsoleEffect]) -> TaskDraft? {
        for case .send(.submit(let draft), _) in effects { return draft }
        return nil
    }

    @Test func wordsAreUnderstoodWhileTheyAreTyped() throws {
        let (desktop, form) = Self.understood()
        try expectGolden(desktop.drawn(form), "new-task")
    }

    @Test func aSmallScreenIsAllForm() throws {
        let (desktop, form) = Self.understood()
        try expectGolden(desktop.drawn(form, columns: 80, rows: 24), "new-task-80x24")
    }

    @Test func whatIsShownIsWhatIsSent() {
        var desktop = Self.form()
        let draft = Self.draft(desktop.press("enter"))
        #expect(draft?.text == FrameScene.launchText)
        #expect(draft?.recipe == "campaign")
        #expect(draft?.requiredSkills == ["marketing", "finance", "analytics"])
        #expect(draft?.data["budget"] == 50_000)
        #expect(draft?.priority == .normal)
    }

    @Test func everyLineCanBeChanged() {
        var desktop = Self.form()
        desktop.press("tab", "tab", "right", "right", "right", "space")
        desktop.press("tab", "left", "left")
        desktop.press("tab", "left")
        desktop.press("tab", "end", "ctrl-w")
        desktop.type(" budget=12000.5 note=two words")
        desktop.press("tab")
        desktop.type("2027-01-31")
        let draft = Self.draft(desktop.press("enter"))
        #expect(draft?.requiredSkills == ["marketing", "finance", "analytics", "support"])
        #expect(draft?.complexity == .simple)
        #expect(draft?.priority == .high)
        #expect(draft?.data["budget"] == 12_000.5)
        #expect(draft?.data["note"] == "two words")
        #expect(draft?.deadline == WallTime(rfc3339: "2027-01-31"))
    }

    @Test func aRecipeAloneIsEnough() {
        var desktop = Self.form("")
        desktop.press("tab", "left", "left", "left", "left")
        let draft = Self.draft(desktop.press("enter"))
        #expect(draft?.text == nil)
        #expect(draft?.recipe == "campaign")
    }

    @Test func withoutTheRecipeTheSkillsOfTheWordsStay() {
        var desktop = Self.form()
        desktop.press("tab", "right", "right", "right", "right")
        let draft = Self.draft(desktop.press("enter"))
        #expect(draft?.recipe == nil)
        #expect(draft?.requiredSkills == ["marketing", "finance", "analytics"])
        #expect(draft?.complexity == nil)
    }

    @Test func aLineThatCannotBeReadSaysSoAndIsNotSent() {
        var desktop = Self.form()
        desktop.press("backtab")
        desktop.type("soon")
        #expect(
            desktop.text.contains("Write a day, 2027-01-31, or a moment, 2027-01-31T18:00:00Z."))
        #expect(desktop.press("enter").isEmpty)
        desktop.press("backtab", "home")
        desktop.type("oops ")
        #expect(desktop.text.contains("'oops' names no datum. Write budget=50000."))
        #expect(desktop.press("enter").isEmpty)
    }

    @Test func faultsStandUnderTheirField() {
        var desktop = Self.form("zzz")
        guard case .send(_, let ticket)? = desktop.press("enter").first else {
            Issue.record("nothing sent")
            return
        }
        let refusal = Refusal.invalidTask([
            .noSkillFound(known: ["marketing"]),
            .unknownSkill("finanse", nearest: "finance", known: ["finance"]),
            .unknownSkill("fly", nearest: nil, known: ["finance", "support"]),
            .teamTooSmall(.moderate, most: 3, needed: 4),
        ])
        _ = desktop.console.update(.messages([.reply(ticket: ticket, .refused(refusal))]))
        let text = desktop.text
        #expect(text.contains("Nothing in the words points at a skill"))
        #expect(text.contains("No agent has \"finanse\". Nearest: finance."))
        #expect(text.contains("No agent has \"fly\". Skills: finance, support."), "\(text)")
        #expect(text.contains("A moderate task has at most 3 agents"))
        desktop.type("!")
        #expect(!desktop.text.contains("Nothing in the words"))
    }

    @Test(arguments: [(80, 24), (120, 40)])
    func aRefusalNamesEverySkillOfALargeSwarm(_ columns: Int, _ rows: Int) {
        var desktop = Self.form("polish the brassware", .manySkills, columns: columns, rows: rows)
        Self.refuse(&desktop)
        let words = desktop.text.split { !$0.isLetter && $0 != "_" }
        for skill in FrameScene.thirtySkills {
            #expect(words.contains(Substring(skill)), "\(skill)")
        }
        #expect(!desktop.lines.contains { $0.contains("Name one") && $0.contains("…") })
    }

    @Test func whereNotAllSkillsFitTheNearestComeFirstAndTheRestAreCounted() throws {
        var desktop = Self.form("xyzzy translatoin", .manySkills, columns: 60, rows: 16)
        Self.refuse(&desktop)
        let text = desktop.text.split { $0.isWhitespace || $0 == "│" }.joined(separator: " ")
        #expect(text.contains("Name one: translation, accounting,"), "\(text)")
        let rest = try #require(text.firstMatch(of: #/\+ ([0-9]+) more under skills\./#))
        let named = FrameScene.thirtySkills.count { text.contains("\($0),") }
        #expect(Int(rest.output.1) == 30 - named)
    }

    /// Submits what is in the form and answers as the swarm would.
    private static func refuse(_ desktop: inout Desktop) {
        for case .send(.submit(let draft), let ticket) in desktop.press("enter") {
            do {
                _ = try draft.resolved(in: desktop.console.swarm)
                Issue.record("accepted")
            } catch {
                let refusal = Refusal.invalidTask(error.faults)
                _ = desktop.console.update(.messages([.reply(ticket: ticket, .refused(refusal))]))
            }
        }
    }

    @Test func anAcceptedTaskIsSelectedAndTheFormIsEmptyAgain() {
        var desktop = Self.form()
        guard case .send(_, let ticket)? = desktop.press("enter").first else {
            Issue.record("nothing sent")
            return
        }
        let id = TaskID(slot: 3, number: 77)
        _ = desktop.console.update(
            .messages([.reply(ticket: ticket, .submitted(id, name: "task_77"))]))
        #expect(desktop.console.selection.task == id)
        #expect(desktop.text.contains("task_77 is on its way."))
        desktop.press("n")
        #expect(!desktop.text.contains("email campaign"))
    }

    @Test func whatIsSaidOfANewTaskEndsWithIt() throws {
        var desktop = Desktop(.launch())
        let title = try #require(desktop.console.swarm.tasks.latest?.brief.title)
        desktop.console.say(Notice.submitted(title), .healthy)
        #expect(desktop.text.contains("\(title) is on its way."))
        desktop.take(.launched(), after: desktop.console.swarm.sequence)
        #expect(desktop.console.swarm.tasks.latest?.status == .succeeded)
        #expect(!desktop.text.contains("is on its way"))
    }

    @Test func escClosesAndKeepsTheDraft() {
        var desktop = Self.form()
        desktop.press("esc")
        #expect(!desktop.text.contains("What should the swarm do?"))
        desktop.press("n")
        #expect(desktop.text.contains("email campaign"))
    }

    @Test func itSaysWhoWouldDoItOrWhyItWaits() {
        var scene = FrameScene()
        scene.at(1, .agentChanged(AgentID(0), .paused))
        scene.at(
            1, .agentChanged(AgentID(1), .breakerOpened(until: Instant(microseconds: 43_000_000))))
        let desktop = Self.form(FrameScene.launchText, scene)
        #expect(desktop.text.contains("Marketing  marketing   65.7  waits: paused"))
        #expect(
            desktop.text.contains("Finance    finance     65.7  waits: breaker open, probe in 42 s")
        )
        #expect(desktop.text.contains("Insights   analytics   65.7  takes bids, load 0%"))
        #expect(desktop.text.contains("≈2.8 s once all take bids, 6.6 s one after another"))
    }

    @Test func pastedTextIsDataAndKeepsItsLines() {
        var desktop = Self.form("")
        _ = desktop.console.update(.terminal(.paste("Launch\nthe product\u{1B}[2J")))
        let draft = Self.draft(desktop.press("enter"))
        #expect(draft?.text == "Launch\nthe product[2J")
    }
}
