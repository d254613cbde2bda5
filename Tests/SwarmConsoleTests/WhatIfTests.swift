import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// The award under other weights, moved by keys.
@Suite struct WhatIfTests {
    private static func award(columns: Int = 120, rows: Int = 60) -> Desktop {
        var desktop = Desktop(.campaign(), columns: columns, rows: rows)
        desktop.press("7", "z", "right")
        return desktop
    }

    @Test func theWeightsOfTheSwarmChangeNothing() throws {
        let desktop = Self.award()
        try expectGolden(desktop.canvas, "what-if-120x60")
        let text = desktop.text
        #expect(text.contains("What if   move the weights; nothing is awarded again"))
        #expect(text.contains("stays 1st"))
        #expect(!text.contains("moves to"))
        #expect(text.contains("Same team, in the same order."))
    }

    @Test func movingAWeightComputesTheRankingAgain() {
        var desktop = Self.award()
        for _ in 0..<40 where !desktop.text.contains("▌  free load") { desktop.press("j") }
        #expect(desktop.text.contains("▌  free load"))
        desktop.press("+", "+", "+", "+")
        let line = desktop.lines.first { $0.contains("▌  free load") }
        #expect(line?.contains("0.6") == true)
        let own = desktop.console.swarm.policies.scoring
        let other = ScoringPolicy(reputation: 200, skill: 200, load: 600)!
        let task = desktop.console.swarm.tasks.latest!
        let choice = Choice(
            recorded: task.bids, for: task.brief, in: desktop.console.swarm, under: other)
        for bid in choice.bids.filter(\.isWilling) {
            #expect(
                desktop.text.contains(Figures.score(bid.score)),
                "\(desktop.console.swarm.shortName(bid.agent))")
        }
        #expect(choice.scoring != own)
        desktop.press("0")
        #expect(!desktop.text.contains("moves to"))
    }

    @Test func theScoreRuleIsTurned() {
        var desktop = Self.award()
        #expect(desktop.text.contains("v coverage"))
        desktop.press("v")
        #expect(desktop.text.contains("v Jaccard"))
        desktop.press("v")
        #expect(desktop.text.contains("v coverage"))
    }

    @Test func keysSayWhyTheyCannotWork() {
        var desktop = Desktop(.campaign(), columns: 200, rows: 60)
        desktop.press("7", "+")
        #expect(desktop.text.contains("z shows the whole award first."))
        desktop.press("z", "+")
        #expect(desktop.text.contains("Only the award of a task has weights. Show one first."))
    }

    @Test func weightsStayWithinOne() {
        var whatIf = WhatIf(.documents)
        whatIf.focused = .load
        for _ in 0..<20 {
            whatIf.move(up: true)
            #expect(whatIf.weights.reduce(0, +) == 1000)
        }
        #expect(whatIf.weights == [0, 0, 1000])
        for _ in 0..<20 { whatIf.move(up: false) }
        #expect(whatIf.weights[2] == 0)
        #expect(whatIf.weights.reduce(0, +) == 1000)
        whatIf.reset()
        #expect(!whatIf.isMoved)
        #expect(whatIf.focused == .load)
    }

    @Test func theSameWeightsGiveTheRecordedChoice() {
        let scene = FrameScene.campaign()
        let task = scene.state.tasks.latest!
        let choice = Choice(
            recorded: task.bids, for: task.brief, in: scene.state,
            under: scene.state.policies.scoring)
        #expect(choice.bids == task.bids)
        #expect(choice.team == [AgentID(0), AgentID(1), AgentID(2)])
        #expect(choice.uncovered.isEmpty)
    }

    @Test(arguments: [80, 60, 40]) func aNarrowScreenHasItBelow(_ columns: Int) {
        var desktop = Self.award(columns: columns, rows: 60)
        for _ in 0..<60 where !desktop.text.contains("would be") { desktop.press("j") }
        #expect(desktop.text.contains("would be"))
    }
}
