import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// A model's plan in the form: asked for, waited for, shown, changed, sent.
@Suite struct NewTaskPlanTests {
    private static let words = "Study our prices and tell the market"

    /// The form with words in it, before a swarm whose console has a planner.
    static func form(
        _ text: String = words, planner: String? = "gpt-4o-mini", columns: Int = 120,
        rows: Int = 40
    ) -> Desktop {
        var options = ConsoleOptions()
        options.planner = planner
        var desktop = Desktop(
            .campaign(isFinished: false), columns: columns, rows: rows, options: options)
        desktop.press("n")
        desktop.type(text)
        return desktop
    }

    /// Four steps, the third after two, the last after that one.
    static func graph(_ text: String = words) -> PlannedTask {
        var steps = [
            RecipeStep(name: "numbers", skill: "finance"),
            RecipeStep(name: "market", skill: "analytics"),
            RecipeStep(name: "mail", skill: "marketing"),
            RecipeStep(name: "reply", skill: "support"),
        ]
        steps[2].after = ["numbers", "market"]
        steps[3].after = ["mail"]
        let recipe = Recipe(
            name: "plan_1", title: "plan_1", type: "plan_1", steps: steps, complexity: .complex,
            sections: steps.map { Recipe.Section(title: $0.title, key: $0.name, step: $0.name) })
        var draft = TaskDraft()
        draft.text = text
        draft.title = "Price study"
        draft.recipe = "plan_1"
        draft.complexity = .complex
        draft.data = ["quarter": "Q2"]
        return PlannedTask(
            draft: draft, recipe: recipe, source: .model("gpt-4o-mini"),
            reason: "Numbers and market can be looked at side by side.",
            cost: Money(nanodollars: 2_100_000))
    }

    private static func question(_ effects: [ConsoleEffect]) -> PlanQuestion? {
        for case .plan(let question) in effects { return question }
        return nil
    }

    private static func stops(_ effects: [ConsoleEffect]) -> Bool {
        effects.contains { if case .stopPlanning = $0 { true } else { false } }
    }

    private static func sent(_ effects: [ConsoleEffect]) -> (TaskDraft, Recipe?)? {
        for case .send(let command, _) in effects {
            switch command {
            case .submit(let draft): return (draft, nil)
            case .submitPlanned(let draft, let recipe): return (draft, recipe)
            default: break
            }
        }
        return nil
    }

    /// Asks and answers.
    static func planned(
        _ plan: PlannedTask = graph(), columns: Int = 120, rows: Int = 40
    ) throws -> Desktop {
        var desktop = Self.form(columns: columns, rows: rows)
        let question = try #require(Self.question(desktop.press("ctrl-l")))
        _ = desktop.console.update(.messages([.planned(plan, question: question.number)]))
        return desktop
    }

    @Test func theWordsAndTheSwarmGoToThePlanner() throws {
        var desktop = Self.form("  \(Self.words)\n ")
        #expect(desktop.text.contains("^L asks gpt-4o-mini"))
        let question = try #require(Self.question(desktop.press("ctrl-l")))
        #expect(question.text == Self.words)
        #expect(question.swarm.sequence == desktop.console.swarm.sequence)
        #expect(desktop.text.contains("asking gpt-4o-mini …"))
        #expect(desktop.text.contains("Esc stops it"))
        _ = desktop.console.update(
            .messages([.planning("gpt-4o-mini asks to wait 12 s.", question: question.number)]))
        #expect(desktop.text.contains("asks to wait 12 s"))
    }

    @Test func theAnswerFillsTheForm() throws {
        let desktop = try Self.planned()
        let form = try #require(desktop.console.overlay.screen)
        try expectGolden(desktop.drawn(form, columns: 100, rows: 40), "new-task-planned")
    }

    @Test func thePlanIsReadOnASmallScreen() throws {
        try expectGolden(try Self.planned(columns: 80, rows: 24).canvas, "new-task-planned-80x24")
    }

    @Test func whatWasPlannedIsSentWithItsRecipe() throws {
        var desktop = try Self.planned()
        let (draft, recipe) = try #require(Self.sent(desktop.press("enter")))
        #expect(recipe?.name == "plan_1")
        #expect(draft.recipe == "plan_1")
        #expect(draft.title == "Price study")
        #expect(draft.data["quarter"] == "Q2")
        #expect(draft.requiredSkills == ["finance", "analytics", "marketing", "support"])
        #expect(draft.complexity == .complex)
    }

    @Test func aStepIsLeftOutAndWhatWaitedForItWaitsForWhatItWaitedFor() throws {
        var desktop = try Self.planned()
        desktop.press("tab", "tab", "down", "down", "space")
        #expect(desktop.text.contains("+ mail"))
        #expect(desktop.text.contains("left out"))
        let (draft, recipe) = try #require(Self.sent(desktop.press("enter")))
        let sent = try #require(recipe)
        #expect(sent.steps.map(\.name) == ["numbers", "market", "reply"])
        #expect(sent.steps.last?.after == ["numbers", "market"])
        #expect(sent.sections.map(\.step) == ["numbers", "market", "reply"])
        #expect(draft.recipe == sent.name)
        #expect(sent.name != "plan_1" && sent.isOneOff)
        #expect(draft.requiredSkills == ["finance", "analytics", "support"])
        var faults: [DefinitionFault] = []
        let read = Recipe(
            definition: DefinitionNode(.object(sent.definition), file: "plan"), faults: &faults)
        #expect(faults.isEmpty && read == sent)
        desktop.press("space")
        #expect(!desktop.text.contains("left out"))
    }

    @Test func aPlanWithoutStepsIsNotSent() throws {
        var desktop = try Self.planned()
        desktop.press("tab", "tab")
        desktop.press("space", "down", "space", "down", "space", "down", "space")
        #expect(Self.sent(desktop.press("enter")) == nil)
        #expect(desktop.text.contains("Keep at least one step."))
    }

    @Test func aSkillTakesItsStepsAlong() throws {
        var desktop = try Self.planned()
        desktop.press("tab", "tab", "tab", "backtab")
        desktop.press("tab", "right", "right", "right", "space")
        let (draft, recipe) = try #require(Self.sent(desktop.press("enter")))
        #expect(recipe?.steps.map(\.name) == ["numbers", "market", "mail"])
        #expect(draft.requiredSkills == ["finance", "analytics", "marketing"])
    }

    @Test func anotherRecipeInsteadOfThePlanAndBack() throws {
        var desktop = try Self.planned()
        desktop.press("tab", "right")
        let (draft, recipe) = try #require(Self.sent(desktop.press("enter")))
        #expect(recipe == nil)
        #expect(draft.recipe == desktop.console.swarm.recipes.names.first)
        desktop.press("left")
        #expect(Self.sent(desktop.press("enter"))?.1?.name == "plan_1")
    }

    @Test func aPlanMayNameARecipeOrOnlySkills() throws {
        var draft = TaskDraft()
        draft.recipe = "campaign"
        draft.data = ["budget": 40_000]
        var desktop = try Self.planned(
            PlannedTask(draft: draft, source: .model("m"), reason: "It is a launch."))
        #expect(desktop.text.contains("from the plan"))
        let named = try #require(Self.sent(desktop.press("enter")))
        #expect(named.0.recipe == "campaign" && named.1 == nil)
        #expect(named.0.data["budget"] == 40_000)
        draft = TaskDraft()
        draft.requiredSkills = ["analytics"]
        desktop = try Self.planned(
            PlannedTask(
                draft: draft, source: .model("m"), advice: "One skill: one agent would do."))
        #expect(desktop.text.contains("One skill: one agent would do."))
        let skills = try #require(Self.sent(desktop.press("enter")))
        #expect(skills.0.recipe == nil && skills.0.requiredSkills == ["analytics"])
    }

    @Test func aFailureLeavesTheWordsAndSaysWhy() throws {
        let plan = PlannedTask(
            draft: TaskDraft(),
            source: .keywords(because: "The model did not plan it: UNREACHABLE."),
            cost: Money(nanodollars: 1_000_000))
        var desktop = try Self.planned(plan)
        #expect(desktop.text.contains("The model did not plan it: UNREACHABLE."))
        #expect(desktop.text.contains("planning cost $0.001"))
        #expect(desktop.text.contains("by your words"))
        #expect(Self.sent(desktop.press("enter"))?.0.text == Self.words)
    }

    @Test func escStopsTheQuestionAndThenCloses() throws {
        var desktop = Self.form()
        let question = try #require(Self.question(desktop.press("ctrl-l")))
        #expect(Self.stops(desktop.press("esc")))
        #expect(desktop.text.contains("What should the swarm do?"))
        _ = desktop.console.update(.messages([.planned(Self.graph(), question: question.number)]))
        #expect(!desktop.text.contains("numbers"))
        desktop.press("esc")
        #expect(!desktop.text.contains("What should the swarm do?"))
    }

    @Test(arguments: ["x", "backspace"]) func aChangedFormTakesNoLateAnswer(_ key: String) throws {
        var desktop = Self.form()
        let question = try #require(Self.question(desktop.press("ctrl-l")))
        #expect(Self.stops(desktop.press(key)))
        #expect(desktop.text.contains("The words changed"))
        _ = desktop.console.update(.messages([.planned(Self.graph(), question: question.number)]))
        #expect(!desktop.text.contains("numbers"))
        let again = try #require(Self.question(desktop.press("ctrl-l")))
        #expect(again.number != question.number)
        _ = desktop.console.update(.messages([.planned(Self.graph(), question: question.number)]))
        #expect(desktop.text.contains("asking gpt-4o-mini …"))
        _ = desktop.console.update(.messages([.planned(Self.graph(), question: again.number)]))
        #expect(desktop.text.contains("numbers"))
    }

    @Test func pastingAndTheMouseStopItToo() throws {
        var desktop = Self.form()
        _ = try #require(Self.question(desktop.press("ctrl-l")))
        #expect(Self.stops(desktop.console.update(.terminal(.paste("more")))))
        _ = try #require(Self.question(desktop.press("ctrl-l")))
        #expect(Self.stops(desktop.click(on: "○ complex")))
    }

    @Test func whatHasNothingToDoWithThePlanMayChangeMeanwhile() throws {
        var desktop = Self.form()
        let question = try #require(Self.question(desktop.press("ctrl-l")))
        #expect(!Self.stops(desktop.press("tab", "tab", "tab", "tab", "left")))
        _ = desktop.console.update(.messages([.planned(Self.graph(), question: question.number)]))
        let (draft, _) = try #require(Self.sent(desktop.press("enter")))
        #expect(draft.priority == .high)
        #expect(draft.recipe == "plan_1")
    }

    @Test func nothingIsSubmittedWhileAModelPlans() throws {
        var desktop = Self.form()
        _ = try #require(Self.question(desktop.press("ctrl-l")))
        #expect(Self.sent(desktop.press("enter")) == nil)
        #expect(desktop.text.contains("still plans it"))
    }

    @Test func anAcceptedTaskEndsTheQuestion() throws {
        var desktop = Self.form()
        guard case .send(_, let ticket)? = desktop.press("enter").first else {
            Issue.record("nothing sent")
            return
        }
        _ = try #require(Self.question(desktop.press("ctrl-l")))
        let effects = desktop.console.update(
            .messages([
                .reply(ticket: ticket, .submitted(TaskID(slot: 9, number: 90), name: "task_90"))
            ]))
        #expect(Self.stops(effects))
    }

    @Test func withoutAModelItSaysWhatToDo() {
        var desktop = Self.form(planner: nil)
        #expect(desktop.press("ctrl-l").isEmpty)
        #expect(desktop.text.contains("No model is set up. Start with --model gpt-4o-mini"))
    }

    @Test func withoutWordsThereIsNothingToPlan() {
        var desktop = Self.form("  ")
        #expect(desktop.press("ctrl-l").isEmpty)
        #expect(desktop.text.contains("Say what to do first"))
    }

    @Test func aPlanForOtherWordsSaysSo() throws {
        var desktop = try Self.planned()
        desktop.type(" and more")
        #expect(desktop.text.contains("for other words; ^L plans again"))
    }

    @Test func whatAModelSaysCannotAct() throws {
        var plan = Self.graph()
        plan.reason = "Look\u{1B}[2J\u{202E}here\nand \u{07}there"
        let text = try Self.planned(plan).text
        #expect(text.contains("Look␛[2J"))
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }
}
