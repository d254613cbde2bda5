import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

@Suite struct AgentsTests {
    /// The pane alone, settled, in that many cells.
    private func rows(
        _ scene: FrameScene, _ columns: Int, _ rows: Int, agent: Int? = nil, keys: [Key] = [],
        filter: String = ""
    ) -> [String] {
        var console = Console()
        console.attach(scene.state, log: scene.log)
        console.filter.text = filter
        console.selection.agent = agent.map { AgentID($0) }
        var pane = AgentsPane()
        let area = Rect(column: 0, row: 0, width: columns, height: rows)
        pane.settle(area, console.glance())
        for key in keys {
            _ = pane.update(key: key, console.glance())
            pane.settle(area, console.glance())
        }
        var canvas = Canvas(size: Size(columns: columns, rows: rows))
        pane.view(&canvas, area, console.glance())
        return canvas.lines
    }

    @Test func oneRowAnAgentWhenTwoDoNotFit() {
        let shown = rows(.launch(), 79, 4)
        #expect(
            shown == [
                " ● Marketing  ▸ running    marketing #1  ■■■·······  30%  ◆ Elite       134  ▲5",
                " ● Insights   ▸ running    analytics #1  ■■■·······  30%  ⣶ Competent   105  ▲5",
                " ▲ Finance    » retrying   finance #2    ■■■·······  25%  ⣿ Expert      127  ▲5",
                " ● Support    · idle       –             ··········   0%  ⣶ Competent   102 ▼10",
            ])
    }

    @Test func narrowRowsLoseSubtaskThenTierButNeverAFigure() {
        for width in 40...79 {
            let line = rows(.launch(), width, 4)[2]
            #expect(line.contains("▲ Finance"), "\(width): \(line)")
            #expect(line.contains("» retrying"), "\(width): \(line)")
            if width >= 45 { #expect(line.contains("25%"), "\(width): \(line)") }
            if width >= 60 { #expect(line.contains("127  ▲5"), "\(width): \(line)") }
        }
    }

    @Test func theBreakerStandsInTheHealthsPlaceWhileItIsNotClosed() {
        var scene = FrameScene()
        scene.at(
            10, .agentChanged(AgentID(0), .breakerOpened(until: Instant(microseconds: 52_000_000))))
        scene.at(10, .agentChanged(AgentID(1), .breakerHalfOpened))
        let large = rows(scene, 58, 12)
        #expect(large[2].hasPrefix("   open 42 s"))
        #expect(large[5].hasPrefix("   half-open"))
        #expect(rows(scene, 79, 4)[0].contains("▼ open 42 s"))
    }

    @Test func sIsTheNextColumnAndCapitalITurnsItAround() {
        let scene = FrameScene.launch()
        func names(_ keys: [Key]) -> [String] {
            rows(scene, 79, 4, keys: keys).map { String($0.dropFirst(3).prefix(9)) }
        }
        let reputation = ["Marketing", "Finance  ", "Insights ", "Support  "]
        #expect(names(["s"]) == reputation)
        #expect(names(["s", "I"]) == reputation.reversed())
        #expect(names(["s", "s"])[0] == "Finance  ")
        #expect(names(["s", "s", "s"])[0] == "Finance  ")
    }

    @Test func aFilterLooksAtNamesSkillsAndHealth() {
        #expect(rows(.launch(), 79, 4, filter: "seo")[1].contains("Marketing"))
        #expect(rows(.launch(), 79, 4, filter: "DEGRADED")[1].contains("Finance"))
        let none = rows(.launch(), 79, 4, filter: "zzz")
        #expect(none[1] == " No match for 'zzz'. Esc clears the filter.")
    }

    @Test func aFaultIsMarkedBeforeItsTarget() {
        var scene = FrameScene()
        scene.at(
            1,
            .faultInjected(
                FaultID(1),
                FaultSpec(
                    kind: .slow(factor: 3), target: .agent(AgentID(1)), duration: nil, seed: 1)))
        #expect(rows(scene, 79, 4)[1].hasPrefix(" ●▼Finance"))
    }

    @Test func aTierWordIsNeverCut() {
        var scene = FrameScene()
        for round in 0..<4 {
            scene.solo("Try \(round)", by: 0, quality: nil, at: Double(round) * 2)
        }
        for width in 58...110 {
            let line = rows(scene, width, 4).first { $0.contains("Marketing") } ?? ""
            #expect(
                !line.contains("Needs") || line.contains("Needs Improvement"), "\(width): \(line)")
        }
    }

    @Test func anAgentWithTwoAttemptsShowsTheNewestAndHowManyMore() {
        var scene = FrameScene()
        let id = scene.submit("Two", name: "two", skills: ["finance", "budgeting"], at: 1)
        scene.start(id, 0, by: 1, at: 1.1)
        scene.start(id, 1, by: 1, at: 1.2)
        #expect(rows(scene, 90, 4)[0].contains("budgeting #1 +1"))
    }
}
