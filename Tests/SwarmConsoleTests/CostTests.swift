import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Money, tool calls and memory on screen, and what the operator does about them.
@Suite struct CostTests {
    static let sizes = [(80, 24), (120, 40), (200, 60)]

    private static func costs(_ scene: FrameScene, columns: Int = 120, rows: Int = 40) -> Desktop {
        var desktop = Desktop(scene, columns: columns, rows: rows)
        desktop.press("9", "z")
        return desktop
    }

    private static func sent(_ effects: [ConsoleEffect]) -> [Command] {
        effects.compactMap { if case .send(let command, _) = $0 { command } else { nil } }
    }

    // MARK: Pane 9

    @Test(arguments: sizes) func theCostsPaneFitsEveryScreen(_ columns: Int, _ rows: Int) throws {
        var desktop = Desktop(.spending(), columns: columns, rows: rows)
        desktop.press("9")
        try expectGolden(desktop.canvas, "costs-\(columns)x\(rows)")
    }

    @Test func costsAreAddedUpByAgentModelTaskAndDay() throws {
        var desktop = Self.costs(.spending())
        try expectGolden(desktop.canvas, "costs-zoomed-120x40")
        let text = desktop.text
        #expect(text.contains("$1.90 spent   $0.12 reserved for 1 open call"))
        #expect(text.contains("$0.52 of $5.00"))
        #expect(text.contains("1 refused"))
        var names: [String] = []
        for _ in CostGrouping.allCases {
            desktop.press("s")
            names.append(desktop.lines.first { $0.contains("9 Costs") } ?? "")
        }
        for (line, grouping) in zip(names, ["by model", "by task", "by day", "by agent"]) {
            #expect(line.contains(grouping))
        }
    }

    @Test func daysAreToldApart() {
        var desktop = Self.costs(.spending())
        desktop.press("s", "s", "s")
        let rows = desktop.lines.filter { $0.contains("2026-01-0") }
        #expect(rows.count == 2 && rows[0].contains("2026-01-06  today"))
        #expect(rows[1].contains("2026-01-05") && rows[1].contains("$1.50"))
    }

    @Test func enterOpensTheAgentOrTheTask() {
        var desktop = Self.costs(.spending())
        desktop.press("g", "enter")
        #expect(desktop.console.focus == .detail && desktop.text.contains("Marketing Agent"))
        desktop.press("esc", "s", "s", "g", "enter")
        #expect(desktop.text.contains("award of Q1 Product Launch"))
    }

    @Test func aKeyActsOnTheAgentOfTheRow() {
        var desktop = Self.costs(.spending())
        desktop.press("g", "j")
        let name = desktop.lines.first { $0.hasPrefix("▌") }?.dropFirst().split(separator: " ")[0]
        guard case .pause(let id)? = Self.sent(desktop.press("p")).first else {
            Issue.record("nobody paused")
            return
        }
        #expect(desktop.console.swarm.shortName(id) == name.map(String.init))
    }

    @Test func withoutCallsNothingIsCounted() {
        let text = Self.costs(.launch()).text
        #expect(text.contains("No model call has been made: offline agents cost nothing."))
        #expect(!Desktop(.launch()).lines.prefix(2).joined().contains("$"))
    }

    @Test func theHeaderTellsWhatTodayCost() {
        #expect(
            Desktop(.spending(), columns: 200, rows: 60).lines[1].contains("$0.52 of $5.00 today"))
        #expect(Desktop(.spending()).lines[1].contains("quality   $0.52"))
        #expect(Desktop(.spending(), columns: 80, rows: 24).lines[0].contains("$0.52"))
    }

    @Test func anAmountAboveItsBudgetIsRed() {
        #expect(Role.spending(.cents(50), of: .cents(50)) == .failed)
        #expect(Role.spending(.cents(40), of: .cents(50)) == .waiting)
        #expect(Role.spending(.cents(10), of: .cents(50)) == .name)
        #expect(Role.spending(.zero, of: .zero) == .failed)
    }

    @Test func aSpentBudgetNeedsSomebody() {
        var scene = FrameScene.spending()
        var desktop = Desktop(scene)
        #expect(!desktop.text.contains("Budget spent"))
        let known = scene.state.sequence
        var policies = scene.state.policies
        policies.budgets.day = .cents(53)
        scene.at(41.8, .policiesChanged(policies))
        desktop.take(scene, after: known)
        #expect(desktop.text.contains("Budget spent: $0.52 of $0.53 today."))
        desktop.press("!")
        #expect(desktop.console.focus == .costs)
    }

    @Test func asciiDrawsNothingButAscii() {
        var desktop = Desktop(
            .asksForTool(), columns: 200, rows: 60, options: ConsoleOptions(ascii: true))
        for key in ["9", "!", "esc", "7", "z"] {
            desktop.press(key)
            #expect(!desktop.text.contains { !$0.isASCII }, "after \(key)")
        }
    }

    // MARK: Tools that ask

    @Test func enterOnItsLaneOrItsRowOpensTheQuestion() {
        let scene = FrameScene.asksForTool()
        var desktop = Desktop(scene)
        #expect(desktop.text.contains("! answers: may it call send_e"))
        desktop.console.selection.task = scene.state.tasks.latest?.id
        desktop.console.selection.subtask = 0
        desktop.press("2", "enter")
        #expect(desktop.text.contains("May Marketing call send_email?"))
        desktop.press("esc", "3", "z", "G", "enter")
        #expect(desktop.text.contains("May Marketing call send_email?"))
    }

    @Test(arguments: sizes) func aToolCallAsksWithItsArguments(_ columns: Int, _ rows: Int) throws {
        var desktop = Desktop(.asksForTool(), columns: columns, rows: rows)
        #expect(desktop.text.contains("y approve  o deny"))
        desktop.press("!")
        try expectGolden(desktop.canvas, "approvals-tool-\(columns)x\(rows)")
    }

    @Test(arguments: [("y", true), ("n", false)])
    func aToolCallIsAnsweredWithAKey(_ key: String, _ granted: Bool) {
        var desktop = Desktop(.asksForTool())
        let task = desktop.console.swarm.tasks.latest!.id
        let sent = Self.sent(desktop.press("!", key))
        guard sent.count == 1, case .answerTool(let attempt, let number, let answer) = sent[0]
        else {
            Issue.record("not answered once")
            return
        }
        #expect(attempt == AttemptKey(task: task, subtask: 0, number: 1))
        #expect(number == 3 && answer == granted)
        #expect(!desktop.console.overlay.isOpen)
    }

    @Test func anAnswerNeverGoesToAnotherToolCall() {
        var scene = FrameScene.asksForTool()
        let task = scene.state.tasks.latest!.id
        let marketing = AttemptKey(task: task, subtask: 0, number: 1)
        let finance = AttemptKey(task: task, subtask: 1, number: 2)
        var desktop = Desktop(scene)
        desktop.press("!")
        let known = scene.state.sequence
        scene.at(41.8, .toolAnswered(marketing, number: 3, granted: false, by: .deadline))
        scene.at(
            41.9,
            .toolCalled(
                ToolCall(
                    attempt: finance, number: 4, name: "send_email", arguments: "{}",
                    phase: .awaitingApproval(until: Instant(microseconds: 90_000_000)))))
        desktop.take(scene, after: known)
        #expect(Self.sent(desktop.press("y")).isEmpty)
        #expect(desktop.console.overlay.isOpen)
        guard case .answerTool(let key, let number, _)? = Self.sent(desktop.press("j", "y")).first
        else {
            Issue.record("nothing answered")
            return
        }
        #expect(key == finance && number == 4)
    }

    @Test func aToolOfAnAttemptThatEndedAsksNoMore() {
        var scene = FrameScene.asksForTool()
        var desktop = Desktop(scene)
        let known = scene.state.sequence
        let task = scene.state.tasks.latest!.id
        scene.succeed(AttemptKey(task: task, subtask: 0, number: 1), at: 42)
        desktop.take(scene, after: known)
        #expect(desktop.console.glance().approvals.isEmpty)
        #expect(!desktop.text.contains("call send_email?"))
    }

    @Test func longArgumentsAreReadToTheEnd() {
        let long = (0..<150).map { "\"word\($0)\"" }.joined(separator: ", ")
        var desktop = Desktop(.asksForTool(arguments: "[\(long)]"), columns: 80, rows: 24)
        desktop.press("!")
        #expect(desktop.text.contains("more lines: ") && !desktop.text.contains("word149"))
        for _ in 0..<12 { desktop.press("pgdn") }
        #expect(desktop.text.contains("word149") && desktop.text.contains("the end"))
    }

    @Test func theCommandLineAnswersAToolByItsNumber() {
        var desktop = Desktop(.asksForTool())
        desktop.press(":")
        desktop.type("deny campaign_001 tool_3")
        guard case .answerTool(_, 3, false)? = Self.sent(desktop.press("enter")).first else {
            Issue.record("nothing answered")
            return
        }
    }

    // MARK: Detail and memory

    @Test func theDetailTellsCostsToolsAndMemory() throws {
        var desktop = Desktop(.remembers())
        try expectGolden(desktop.drawn(DetailPane(), rows: 50), "detail-agent-costs")
        desktop.console.selection.agent = nil
        try expectGolden(desktop.drawn(DetailPane(), rows: 72), "detail-task-costs")
        desktop.console.selection.about = .task
        try expectGolden(
            desktop.drawn(DetailPane(), columns: 64, rows: 72), "detail-task-costs-narrow")
    }

    private static func memory() -> Desktop {
        var desktop = Desktop(.remembers(), rows: 60)
        desktop.console.selection.agent = AgentID(0)
        desktop.console.selection.about = .agent
        desktop.press("7", "z")
        return desktop
    }

    @Test func theNoteUnderTheCursorIsForgottenAfterAQuestion() {
        var desktop = Self.memory()
        desktop.press("g", "j")
        #expect(desktop.press("f").isEmpty)
        #expect(desktop.text.contains("Forget note 1 of Marketing?"))
        #expect(desktop.text.contains("Ads at 60 % returned 3.2."))
        #expect(Self.sent(desktop.press("enter")).isEmpty)
        desktop.press("f")
        guard case .forget(let id, note: 1)? = Self.sent(desktop.press("y")).first else {
            Issue.record("nothing forgotten")
            return
        }
        #expect(id == AgentID(0))
    }

    @Test func everythingIsForgottenAfterAQuestion() {
        var desktop = Self.memory()
        desktop.press("F")
        #expect(desktop.text.contains("Forget everything Marketing remembers?"))
        guard case .forget(_, note: nil)? = Self.sent(desktop.press("y")).first else {
            Issue.record("nothing forgotten")
            return
        }
    }

    @Test func aTaskForgetsNothing() {
        var desktop = Desktop(.remembers(), rows: 60)
        desktop.console.selection.about = .task
        desktop.press("7", "z", "F")
        #expect(!desktop.console.overlay.isOpen)
        #expect(desktop.text.contains("Only an agent remembers."))
    }

    // MARK: Hostile text

    @Test(arguments: DetailHostileTests.texts)
    func hostileToolsModelsAndNotesStayInTheirCells(_ text: String) {
        var desktop = Desktop(.remembers(text), columns: 80, rows: 24)
        desktop.console.selection.agent = AgentID(0)
        desktop.console.selection.about = .agent
        let keys = [
            "9", "z", "s", "s", "s", "7", "G", "g", "j", "f", "esc", "left", "G", "!", "pgdn",
            "esc",
            "3", "G",
        ]
        for key in keys {
            desktop.press(key)
            let lines = desktop.lines
            #expect(lines.count == 24)
            for line in lines {
                #expect(TextWidth.of(line) <= 80, "after \(key)")
                #expect(
                    !line.unicodeScalars.contains {
                        $0.value < 32 || (127..<160).contains($0.value)
                            || $0.properties.generalCategory == .format
                    }, "after \(key)")
            }
        }
    }
}
