import SwarmCore
import SwarmFiles
import TerminalUI
import Testing

@testable import SwarmConsole

/// The bus as a list that never moves under the operator.
@Suite struct BusPaneTests {
    /// Notes from 1 up, one every tenth of a second.
    private static func scene(notes: Int) -> FrameScene {
        var scene = FrameScene()
        for number in 1...notes {
            scene.say(
                "note", from: .agent(AgentID(number % 4)), to: .orchestrator, .note,
                .string("round \(number)"), task: nil, at: 1 + Double(number) / 10)
        }
        return scene
    }

    private static func bus(_ notes: Int) -> Desktop {
        var desktop = Desktop(scene(notes: notes))
        desktop.press("3", "z")
        return desktop
    }

    /// The rounds on screen, top to bottom.
    private static func rounds(_ desktop: Desktop) -> [Int] {
        desktop.lines.compactMap { line in
            line.range(of: "round ").flatMap { Int(line[$0.upperBound...]) }
        }
    }

    @Test func namesMeetAtTheArrow() {
        var scene = FrameScene.campaign(isFinished: false)
        scene.at(41.7, .agentChanged(AgentID(3), .paused))
        let lines = Desktop(scene).lines.suffix(11).prefix(8)
        #expect(
            lines.joined(separator: "\n") == """
                 0:40.800   fault.ended       orchestrator → Finance        ● crash is over, 1 hit
                 0:40.902   attempt.started   orchestrator → Finance        » finance #2
                 0:41.204   budget.ask           Marketing → Finance        What's our budget for ads?
                 0:41.262   budget.reply           Finance → Marketing      24000
                 0:41.600   progress             Marketing → orchestrator   marketing 74 %: writing variant B
                 0:41.650   progress               Finance → orchestrator   finance 53 %: splitting the budget
                 0:41.655   progress              Insights → orchestrator   analytics 61 %: choosing 4 KPIs
                 0:41.700   agent.paused               you → Support        ‖ paused, takes no new work
                """)
    }

    @Test func followsTheNewestRowUntilTheCursorGoesUp() {
        var desktop = Self.bus(100)
        #expect(Self.rounds(desktop).last == 100)
        let more = Self.scene(notes: 110)
        desktop.take(more, after: desktop.console.swarm.sequence)
        #expect(Self.rounds(desktop).last == 110)

        desktop.press("k", "k", "k")
        let before = Self.rounds(desktop)
        desktop.take(Self.scene(notes: 142), after: desktop.console.swarm.sequence)
        #expect(Self.rounds(desktop) == before)
        desktop.press("z")
        #expect(desktop.text.contains("32 new  F follow"))
        desktop.press("F")
        #expect(Self.rounds(desktop).last == 142)
    }

    @Test func frozenRowsHoldStillWhileTheFilterWorks() {
        var desktop = Self.bus(60)
        desktop.press("Z")
        let before = Self.rounds(desktop)
        desktop.take(Self.scene(notes: 90), after: desktop.console.swarm.sequence)
        #expect(Self.rounds(desktop) == before)

        desktop.press("/")
        desktop.type("round 5")
        desktop.press("enter")
        #expect(Self.rounds(desktop) == [5] + Array(50...59))
        desktop.press("esc", "z")
        #expect(desktop.text.contains("frozen  30 new  F follow"))
        desktop.press("F")
        #expect(Self.rounds(desktop).last == 90)
    }

    @Test func whereThereIsRoomForOneNameItIsWhoseReputationMoved() {
        var scene = FrameScene()
        scene.solo("Ads", by: 0, quality: 85, at: 1)
        var desktop = Desktop(scene, columns: 60, rows: 20)
        desktop.press("3", "z")
        #expect(desktop.text.contains("→ Marketing 100 → 105, Ads"), "\(desktop.text)")
    }

    @Test func aFilterWithoutMatchSaysSo() {
        var desktop = Self.bus(10)
        desktop.press("/")
        desktop.type("refund")
        desktop.press("enter")
        #expect(desktop.text.contains("No match for 'refund'. Esc clears the filter."))
    }

    @Test func enterOpensWhatTheRowIsAbout() {
        var desktop = Desktop(.campaign(isFinished: false))
        desktop.press("3", "k", "enter")
        #expect(desktop.console.selection.agent == AgentID(1))
        #expect(desktop.console.selection.task == desktop.console.swarm.tasks.latest?.id)
        #expect(desktop.console.selection.subtask == 1)
        #expect(desktop.text.contains("7 Detail  award of Q1 Product Launch  campaign_002"))
    }

    @Test func onlyMatchingCanBeTurnedOffAndMatchesAreGoneTo() {
        var desktop = Self.bus(60)
        desktop.press("/")
        desktop.type("round 5")
        desktop.press("enter")
        #expect(Self.rounds(desktop) == [5] + Array(50...59))
        #expect(desktop.lines[4].contains("only “round 5”"))
        desktop.press("&")
        #expect(Self.rounds(desktop).last == 60, "all rows are there again")
        #expect(!desktop.lines[4].contains("only"))
        #expect(desktop.lines.filter { $0.hasPrefix("•") }.count == 10)
        desktop.press("left", "left")
        #expect(desktop.lines.first { $0.hasPrefix("▌") }?.contains("round 58") == true)
        desktop.press("right", "right")
        #expect(desktop.lines[2].contains("No further match for 'round 5'."))
        desktop.press("&")
        #expect(Self.rounds(desktop) == [5] + Array(50...59))
    }

    @Test func sinceNowShowsOnlyWhatComesAndAllAgain() {
        var desktop = Self.bus(20)
        desktop.press("m")
        #expect(Self.rounds(desktop).isEmpty)
        #expect(desktop.text.contains("Nothing since 0:03.0. m shows all."))
        desktop.take(Self.scene(notes: 23), after: desktop.console.swarm.sequence)
        #expect(Self.rounds(desktop) == [21, 22, 23])
        #expect(desktop.lines[4].contains("since 0:03.0"))
        desktop.press("m")
        #expect(Self.rounds(desktop) == Array(1...23))
    }

    @Test func oneTaskIsFollowedAlone() {
        var scene = FrameScene.campaign(isFinished: false)
        scene.say(
            "note", from: .orchestrator, to: .operator, .note, "about nothing", task: nil, at: 41.7)
        var desktop = Desktop(scene)
        desktop.press("3", "z", "C")
        #expect(desktop.lines[2].contains("This row belongs to no task."))
        desktop.press("k", "C")
        #expect(desktop.lines[4].contains("only Q1 Product Launch"))
        #expect(!desktop.text.contains("about nothing") && !desktop.text.contains("Task 3"))
        #expect(desktop.text.contains("What's our budget for ads?"), "messages too")
        desktop.press("C")
        #expect(desktop.text.contains("about nothing"))
    }

    @Test func anEmptyBusSaysWhatWillStandThere() {
        var pane = BusPane()
        var canvas = Canvas(size: Size(columns: 80, rows: 3))
        let glance = Console().glance()
        pane.settle(canvas.bounds, glance)
        pane.view(&canvas, canvas.bounds, glance)
        #expect(canvas.lines[0] == " Messages between agents appear here as they happen.")
    }

    /// Draws the pane alone on twelve rows.
    private static func rounds(_ pane: inout BusPane, _ scene: FrameScene, _ log: EventLog) -> [Int]
    {
        var console = Console()
        console.attach(scene.state, log: log)
        var canvas = Canvas(size: Size(columns: 118, rows: 12))
        pane.settle(canvas.bounds, console.glance())
        pane.view(&canvas, canvas.bounds, console.glance())
        return canvas.lines.compactMap { line in
            line.range(of: "round ").flatMap { Int(line[$0.upperBound...]) }
        }
    }

    // MARK: How a run begins

    /// A run that begins with recipes, and an operator who defines one more a minute later.
    private static func begun(agents: Int, later: Bool = false) throws -> FrameScene {
        let recipe = try #require(RecipeCatalogue.builtIn.recipes.first)
        let cards = (0..<agents).map { number in
            AgentCard(
                name: "Helper \(number)", skills: BuiltInSwarm.cards[0].skills, loadPerSubtask: 30)
        }
        var scene = FrameScene(cards: cards)
        for _ in 0..<3 { scene.at(0.002, .recipeDefined(recipe)) }
        scene.at(0.002, .policiesChanged(scene.state.policies))
        if later {
            scene.at(60, .recipeDefined(recipe))
            scene.at(60, .policiesChanged(scene.state.policies))
            scene.at(60, .agentRegistered(AgentID(agents), BuiltInSwarm.cards[0]))
        }
        return scene
    }

    @Test func whatARunBeginsWithIsInItsOwnRow() throws {
        let lines = Desktop(try Self.begun(agents: 2)).drawn(BusPane(), rows: 8).lines
        #expect(lines[0].contains("run 42 begins, seed 7, 2 agents, 3 recipes"))
        #expect(lines[1].contains("Helper 0") && lines[2].contains("Helper 1"))
        #expect(lines[3].isEmpty)
        #expect(lines[4] == " Messages between agents appear here as they happen.")
        let many = Desktop(try Self.begun(agents: 40)).drawn(BusPane(), rows: 8).lines
        #expect(many[0].contains("40 agents, 3 recipes") && many[1].isEmpty)
    }

    @Test func whatIsChangedLaterAlwaysHasARow() throws {
        let lines = Desktop(try Self.begun(agents: 40, later: true)).drawn(BusPane(), rows: 8).lines
        #expect(lines[1].contains("recipe.defined") && lines[2].contains("policies.changed"))
        #expect(lines[3].contains("agent.registered"))
    }

    @Test func whatIsLookedForIsFoundInTheBeginningToo() throws {
        var desktop = Desktop(try Self.begun(agents: 2))
        desktop.press("3", "z", "/")
        desktop.type("recipe.defined")
        #expect(desktop.lines.count { $0.contains("recipe.defined    orchestrator") } == 3)
    }

    @Test func anotherSwarmBeginsAnew() {
        var pane = BusPane()
        let long = Self.scene(notes: 60)
        let short = Self.scene(notes: 3)
        #expect(Self.rounds(&pane, long, long.log) == Array(49...60))
        #expect(Self.rounds(&pane, short, short.log) == [1, 2, 3])
    }

    @Test func eventsThatWereMissedLeaveAGapAndNothingElse() {
        var pane = BusPane()
        let scene = Self.scene(notes: 60)
        let kept = scene.envelopes.filter { !(20...60).contains($0.sequence) }
        #expect(Self.rounds(&pane, scene, EventLog(kept)) == Array(8...14) + Array(56...60))
    }

    @Test func aFullLogKeepsTheRowsUnderTheCursor() {
        var desktop = Self.bus(9_990)
        desktop.press("k", "k")
        let before = Self.rounds(desktop)
        desktop.take(Self.scene(notes: 10_400), after: desktop.console.swarm.sequence)
        #expect(desktop.console.log.count == EventLog.capacity)
        #expect(Self.rounds(desktop) == before)
    }
}

/// The words of a filter.
@Suite struct BusFilterTests {
    @Test(arguments: [
        ("BUDGET", "What's our budget?", true), ("budgets", "What's our budget?", false),
        ("", "anything", true), ("?", "What's our budget?", true), ("ärger", "Großer ÄRGER", true),
        ("漢", "x漢y", true), ("aab", "aaab", true), ("long words", "long", false),
    ])
    func capitalsDoNotMatter(_ words: String, _ text: String, _ isFound: Bool) {
        #expect(RowFilter(words).holds(text) == isFound)
    }

    @Test func longerWordsLeaveFewerOfTheSameRows() {
        var scene = FrameScene()
        for number in 1...120 {
            scene.say(
                "note", from: .orchestrator, to: .operator, .note, .string("round \(number)"),
                task: nil, at: 1)
        }
        var typed = Desktop(scene)
        typed.press("3", "z", "/")
        typed.type("round 1")
        let first = typed.text
        typed.type("1")
        let second = typed.lines.filter { $0.contains("   round 11") }.count
        #expect(second == 11)
        typed.press("backspace")
        #expect(typed.text == first)
    }
}
