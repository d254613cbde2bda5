import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Among other panes one subtask is shown: the selected one, or the one under way.
@Suite struct DetailSubtaskTests {
    private static func wide(_ scene: FrameScene) -> Desktop {
        Desktop(scene, columns: 200, rows: 60)
    }

    /// The rows of the detail pane without its title.
    private static func pane(_ desktop: Desktop) -> [String] {
        let slot = desktop.console.grid.slot(of: .detail)!
        return (slot.title.top..<slot.body.bottom).map { row in
            String(desktop.lines[row].dropFirst(slot.body.left))
        }
    }

    @Test func theSubtaskUnderWayIsShownInTheWideLayout() throws {
        var desktop = Self.wide(.campaign(isFinished: false))
        desktop.console.selection.agent = AgentID(1)
        desktop.console.settle()
        try expectGolden(desktop.drawn(DetailPane(), columns: 64, rows: 24), "detail-subtask")
        #expect(Self.pane(desktop)[0].contains("7 Detail  finance  campaign_002_subtask_2"))
    }

    @Test func anIdleAgentGivesWayToTheSubtaskTriedAgain() {
        var scene = FrameScene.campaign(isFinished: false)
        scene.at(
            41.7,
            .agentRegistered(AgentID(4), AgentCard(name: "Zoe", skills: [], loadPerSubtask: 20)))
        var desktop = Self.wide(scene)
        desktop.console.selection.agent = AgentID(4)
        desktop.console.settle()
        #expect(Self.pane(desktop)[0].contains("finance  campaign_002_subtask_2"))
    }

    @Test func theSelectedSubtaskComesFirst() {
        var desktop = Self.wide(.campaign(isFinished: false))
        desktop.console.selection.task = desktop.console.swarm.tasks.latest?.id
        desktop.console.selection.subtask = 2
        desktop.console.settle()
        let text = Self.pane(desktop).joined(separator: "\n")
        #expect(text.contains("analytics  campaign_002_subtask_3"))
        #expect(text.contains("only Insights has analytics, 1 of 1 willing"))
        #expect(text.contains("key       campaign_002/campaign_002_subtask_3/1"))
    }

    @Test func whatWasAskedForByNameIsShownWhole() {
        var desktop = Self.wide(.campaign(isFinished: false))
        desktop.console.go(to: .agent(AgentID(1), from: desktop.console.selection))
        #expect(Self.pane(desktop)[0].contains("7 Detail  Finance Agent"))
        let task = desktop.console.swarm.tasks.latest!.id
        desktop.console.go(to: .award(task, from: desktop.console.selection))
        #expect(Self.pane(desktop)[0].contains("7 Detail  award of Q1 Product Launch"))
    }

    @Test func theCursorOnAnIdleAgentShowsItsCardWhileTheTaskLasts() {
        var desktop = Self.wide(.campaign(isFinished: false))
        desktop.press("g")
        for _ in 0..<4 { desktop.press("j") }
        let agent = desktop.console.swarm.agent(desktop.console.selection.agent!)
        #expect(agent.liveAttempts == 0)
        #expect(Self.pane(desktop)[0].contains("7 Detail  \(agent.card.name)"))
    }

    @Test func withNothingUnderWayTheAgentsCardIsShown() {
        var desktop = Self.wide(.campaign())
        desktop.press("g")
        #expect(Self.pane(desktop)[0].contains("7 Detail  Marketing Agent"))
    }

    @Test func aZoomedDetailShowsTheWhole() {
        var desktop = Self.wide(.campaign(isFinished: false))
        desktop.press("7", "z", "right")
        #expect(desktop.text.contains("award of Q1 Product Launch"))
        #expect(desktop.text.contains("What if"))
    }
}
