import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Priorities, budgets and questions to agents: by key and by command, and taken back.
@Suite struct OrderTests {
    private static func sent(_ effects: [ConsoleEffect]) -> [String] {
        effects.compactMap { effect in
            guard case .send(let command, _) = effect else { return nil }
            switch command {
            case .prioritize(let id, let level): return "prioritize \(id.number) \(level)"
            case .setBudget(let scope, let amount):
                return "budget \(scope) \(amount?.text ?? "none")"
            case .ask(let agent, let task, let text):
                return "ask \(agent.position) \(task == nil ? "" : "about ")\(text)"
            default: return "\(command)"
            }
        }
    }

    /// Answers every command that was sent with a done.
    private static func done(_ effects: [ConsoleEffect], _ desktop: inout Desktop) {
        for case .send(_, let ticket) in effects {
            _ = desktop.console.update(.messages([.reply(ticket: ticket, .done)]))
        }
    }

    private static func command(_ line: String, _ desktop: inout Desktop) -> [ConsoleEffect] {
        desktop.press(":")
        desktop.type(line)
        return desktop.press("enter")
    }

    /// The sentence of a command line that stays open.
    private static func refusal(_ line: String, _ scene: FrameScene) -> String {
        var desktop = Desktop(scene)
        #expect(command(line, &desktop).isEmpty, "\(line)")
        #expect(desktop.console.overlay.isOpen)
        return desktop.lines[38]
    }

    // MARK: Priority

    @Test func aKeyOfTheQueueServesATaskEarlierAndUndoPutsItBack() {
        var desktop = Desktop(QueueTests.scene())
        desktop.press("8", "g", "j")
        let task = desktop.console.glance().task
        #expect(task?.brief.name == "blog")
        let effects = desktop.press("+")
        let number = task?.id.number ?? 0
        #expect(Self.sent(effects) == ["prioritize \(number) high"])
        Self.done(effects, &desktop)
        #expect(desktop.lines[2].contains("Blog figures is high now."))
        #expect(desktop.lines[2].contains("u takes it back"))
        #expect(Self.sent(desktop.press("u")) == ["prioritize \(number) normal"])
    }

    @Test func theLowestCannotBeLowered() {
        var desktop = Desktop(QueueTests.scene())
        desktop.press("8", "G")
        #expect(desktop.console.glance().task?.brief.priority == .low)
        #expect(desktop.press("-").isEmpty)
        #expect(desktop.lines[2].contains("- lower: low already."))
    }

    @Test func allMarkedAreMovedTogetherAndTakenBackTogether() {
        var desktop = Desktop(QueueTests.scene())
        desktop.press("8", "g", "space", "space")
        #expect(desktop.console.marks.tasks.count == 2)
        let effects = desktop.press("-")
        #expect(Self.sent(effects).count == 2)
        Self.done(effects, &desktop)
        #expect(desktop.lines[2].contains("2 marked tasks lowered by one level."))
        #expect(Self.sent(desktop.press("u")).count == 2)
    }

    @Test func theCommandNamesALevelAndATask() {
        var desktop = Desktop(QueueTests.scene())
        let forecast = desktop.console.swarm.tasks.id(named: "forecast")?.number ?? 0
        #expect(
            Self.sent(Self.command("priority critical forecast", &desktop)) == [
                "prioritize \(forecast) critical"
            ])
        desktop.press("8", "g")
        let chosen = desktop.console.glance().task?.id.number ?? 0
        #expect(Self.sent(Self.command("priority low", &desktop)) == ["prioritize \(chosen) low"])
    }

    @Test func aPriorityThatCannotBeSaysWhy() {
        let scene = QueueTests.scene()
        #expect(Self.refusal("priority", scene).contains("critical, high, normal, low"))
        #expect(Self.refusal("priority hihg", scene).contains("Nearest: high."))
        #expect(Self.refusal("priority low forecast", scene).contains("low already"))
        #expect(Self.refusal("priority low nothing", scene).contains("No task is called"))
        #expect(
            Self.refusal("priority low invoice_run", .launch()).contains("has ended"))
    }

    // MARK: Budget

    @Test(arguments: [
        ("budget 10", "budget day $10.00"), ("budget day 0.5", "budget day $0.50"),
        ("budget none", "budget day none"), ("budget day none", "budget day none"),
        ("budget $3", "budget day $3.00"),
    ])
    func theCommandSetsTheDaysBudget(_ line: String, _ sent: String) {
        var desktop = Desktop(.launch())
        #expect(Self.sent(Self.command(line, &desktop)) == [sent])
    }

    @Test func theCommandSetsATasksAndAnAgentsBudget() throws {
        var desktop = Desktop(.launch())
        let task = try #require(desktop.console.swarm.tasks.id(named: "campaign_001"))
        let words = "budget \(BudgetScope.task(task))"
        #expect(Self.sent(Self.command("budget task 2", &desktop)) == ["\(words) $2.00"])
        #expect(
            Self.sent(Self.command("budget task campaign_001 none", &desktop)) == ["\(words) none"])
        #expect(
            Self.sent(Self.command("budget agent Finance 1", &desktop)) == [
                "budget \(BudgetScope.agent(AgentID(1))) $1.00"
            ])
    }

    @Test func aBudgetIsTakenBackToWhatItWas() {
        var desktop = Desktop(.spending())
        let effects = Self.command("budget 10", &desktop)
        Self.done(effects, &desktop)
        #expect(desktop.lines[2].contains("Model calls of a day may cost $10.00."))
        #expect(Self.sent(desktop.press("u")) == ["budget day $5.00"])
        let other = Self.command("budget agent finance 1", &desktop)
        Self.done(other, &desktop)
        #expect(
            Self.sent(desktop.press("u")) == ["budget \(BudgetScope.agent(AgentID(1))) none"])
    }

    @Test func aBudgetThatCannotBeSaysHowToWriteIt() {
        for line in ["budget", "budget ten", "budget -1", "budget 1.0000000001", "budget day"] {
            #expect(Self.refusal(line, .launch()).contains("as in :budget 10"), "\(line)")
        }
        #expect(Self.refusal("budget agnet Finance 1", .launch()).contains("Nearest: agent."))
        #expect(Self.refusal("budget agent Finanse 1", .launch()).contains("Nearest: Finance."))
        #expect(Self.refusal("budget task invoice_run 1", .launch()).contains("has ended"))
    }

    @Test func theKeyOfTheCostsBeginsTheCommandForTheRow() {
        var desktop = Desktop(.spending())
        desktop.press("9", "g", "$")
        let name = desktop.console.selection.agent.map(desktop.console.swarm.shortName) ?? "?"
        #expect(desktop.lines[39].contains(":budget agent \(name)"))
        desktop.type("0.25")
        #expect(Self.sent(desktop.press("enter")).first?.hasSuffix("$0.25") == true)
    }

    // MARK: Asking

    @Test func theKeyBeginsTheQuestionToTheAgentUnderTheCursor() {
        var desktop = Desktop(.launch())
        desktop.press("@")
        let agent = desktop.console.selection.agent
        desktop.type("What do you need?")
        #expect(
            Self.sent(desktop.press("enter")) == [
                "ask \(agent?.position ?? -1) about What do you need?"
            ])
    }

    @Test func aQuestionMayGoToAnAgentOfSeveralWords() {
        var desktop = Desktop(.busy())
        #expect(
            Self.sent(Self.command("ask Marketing 2 is 1  enough?", &desktop)) == [
                "ask 4 about is 1  enough?"
            ])
    }

    @Test func aQuestionWithoutWordsOrAgentIsRefused() {
        #expect(Self.refusal("ask finance", .launch()).contains("Say what to ask"))
        #expect(Self.refusal("ask finanse hello", .launch()).contains("Nearest: Finance."))
    }

    // MARK: Completion

    @Test(arguments: [
        ("prio", "priority"), ("priority h", "priority high"),
        ("budget a", "budget agent Finance "),
        ("budget t", "budget task campaign_001 "), ("ask f", "ask Finance "),
    ])
    func theCommandsAreCompleted(_ typed: String, _ line: String) {
        let desktop = Desktop(.launch())
        let edit = CommandLine(themes: [], text: typed)
        #expect(edit.suggestions(desktop.console.glance()).map(\.line).contains(line))
    }

    @Test func readOnlyRefusesThemAll() {
        var desktop = Desktop(QueueTests.scene(), options: ConsoleOptions(readOnly: true))
        for keys in [["8", "+"], ["8", "-"], ["9", "$"], ["1", "@"]] {
            for key in keys { #expect(desktop.press(key).isEmpty) }
            #expect(desktop.lines[2].contains("read-only"), "\(keys)")
        }
    }
}
