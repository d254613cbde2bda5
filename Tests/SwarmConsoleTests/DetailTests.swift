import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Why a task went where it went, and everything about an agent.
@Suite struct DetailTests {
    private static func award(_ scene: FrameScene, columns: Int = 120, rows: Int = 60) -> Desktop {
        var desktop = Desktop(scene, columns: columns, rows: rows)
        desktop.press("7", "z", "right")
        return desktop
    }

    @Test func anAwardShowsEveryCheckEveryTermAndWhoGotWhat() throws {
        var desktop = Desktop(.campaign())
        desktop.console.selection.agent = nil
        try expectGolden(desktop.drawn(DetailPane(), rows: 50), "detail-award")
        try expectGolden(desktop.drawn(DetailPane(), columns: 64, rows: 48), "detail-award-narrow")
    }

    @Test func anAgentShowsItsCardSkillsBidHistoryAndAttempts() throws {
        try expectGolden(Desktop(.campaign()).drawn(DetailPane()), "detail-agent")
    }

    @Test func termsAndScoreAreTheBidsOwn() {
        let text = Self.award(.campaign()).text
        #expect(text.contains("122 × 0.4 = 48.8   14.3 × 0.4 = 5.7   100 × 0.2 = 20.0     74.5"))
        #expect(
            text.contains("skill match: 1 shared of 7 in all (Jaccard) = 14.3 for each; no ties"))
    }

    @Test func aTieIsNamedWithWhatDecidedIt() {
        var scene = FrameScene()
        let id = scene.submit("Even", name: "even", skills: ["marketing", "finance"], at: 1)
        scene.announceWithBids(id, at: 1)
        let text = Self.award(scene).text
        #expect(
            text.contains("Marketing and Finance tie at 66.7, the earlier registration decides"))
    }

    @Test func bidsForARetryStandApartFromThoseForTheTask() {
        var scene = FrameScene.campaign(isFinished: false)
        let id = scene.state.tasks.latest!.id
        let finance = SkillSet([scene.state.skillID(named: "finance")!])
        for bid in scene.state.bestBids(for: finance, count: 5) {
            scene.at(41.8, .bidReceived(id, bid))
        }
        let text = Self.award(scene).text
        #expect(
            text.contains("skill match: 1 shared of 7 in all (Jaccard) = 14.3 for each; no ties"))
        #expect(text.contains("Bids for later attempts   for one subtask alone"))
        #expect(
            text.contains(
                "Finance     ✓ healthy    ✓ 25%          46.8     8.0    15.0     69.8   willing"))
    }

    @Test func manyWillingAgentsAreCountedAndTheBestShown() {
        let cards = (0..<7_500).map {
            AgentCard(
                name: "Writer \($0 + 1)", skills: [AgentCard.Skill("writing")], loadPerSubtask: 20)
        }
        var scene = FrameScene(cards: cards)
        let id = scene.submit(
            "Essay", name: "essay", skills: ["writing"], at: 1, complexity: .simple)
        scene.announceWithBids(id, at: 1)
        let text = Self.award(scene).text
        #expect(text.contains("7,500 of 7,500 agents asked, top 5 of 7,500 willing"))
    }

    @Test func unwillingAgentsAreCountedByReason() {
        var scene = FrameScene()
        scene.at(0.5, .agentChanged(AgentID(1), .paused))
        let id = scene.submit("Launch", name: "launch", skills: ["marketing", "finance"], at: 1)
        scene.announceWithBids(id, at: 1)
        let text = Self.award(scene).text
        #expect(text.contains("2 of 4 agents asked, 1 willing, 1 paused, offline or broken"))
    }

    @Test func messagesOfTheTaskAreListed() {
        let text = Self.award(.campaign()).text
        #expect(text.contains("0:41.204  Marketing → Finance       What's our budget for ads?"))
        #expect(text.contains("0:41.262  Finance → Marketing       24000"))
    }

    @Test func theSelectionOfATaskTurnsFromTheAgentToTheTask() {
        var desktop = Desktop(.campaign())
        desktop.press("7", "z")
        #expect(desktop.text.contains("7 Detail  Marketing Agent"))
        desktop.console.selection.subtask = 1
        desktop.console.selection.task = desktop.console.swarm.tasks.latest?.id
        desktop.console.settle()
        #expect(desktop.text.contains("7 Detail  award of Q1 Product Launch"))
        desktop.press("left")
        #expect(desktop.text.contains("7 Detail  Marketing Agent"))
    }

    @Test func anAgentThatIsHeldBackSaysWhy() {
        var scene = FrameScene.campaign()
        scene.at(
            43, .agentChanged(AgentID(0), .breakerOpened(until: Instant(microseconds: 85_000_000))))
        var desktop = Desktop(scene)
        desktop.press("7", "z")
        #expect(
            desktop.text.contains(
                "▼ unhealthy  breaker open after 0 failures in a row, probe in 42 s"))
    }

    @Test func figuresAreWrittenOneWay() {
        #expect(Figures.decimal(65.714, places: 1) == "65.7")
        #expect(Figures.decimal(-0.04, places: 1) == "0.0")
        #expect(Figures.decimal(.nan, places: 2) == "–")
        #expect(Figures.reputation(Points(raw: 11_240_000)) == "112.4")
        #expect(Figures.reputation(Points(127)) == "127")
        #expect(Figures.grouped(7_500) == "7,500")
        #expect(Figures.grouped(1_234_567) == "1,234,567")
        #expect(
            [1, 2, 3, 4, 11, 12, 13, 21, 112].map(Figures.ordinal)
                == ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"])
        #expect(Figures.list(["a", "b", "c"]) == "a, b and c")
        #expect(Figures.length(.milliseconds(500)) == "0.5 s")
        #expect(Figures.length(.seconds(300)) == "5 min")
        #expect(Figures.countdown(.milliseconds(41_200)) == "42 s")
    }
}
