import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

@Suite struct ReputationTests {
    private func console(_ scene: FrameScene, agent: Int? = nil) -> Console {
        var console = Console()
        console.attach(scene.state, log: scene.log)
        console.selection.agent = agent.map { AgentID($0) }
        return console
    }

    private func rows(_ scene: FrameScene, agent: Int?, height: Int = 8, width: Int = 58)
        -> [String]
    {
        let glance = console(scene, agent: agent).glance()
        let area = Rect(column: 0, row: 0, width: width, height: height)
        var canvas = Canvas(size: area.size)
        ReputationPane().view(&canvas, area, glance)
        return canvas.lines
    }

    @Test func theDocumentsJourneyIsDrawnStepByStep() {
        var scene = FrameScene()
        for (round, quality) in ([85, 92, nil, 84, 89, 86, 90, 88] as [Int?]).enumerated() {
            scene.solo("Task \(round + 1)", by: 1, quality: quality, at: Double(round) * 2)
        }
        #expect(
            scene.state.agents[1].history.map { $0.after.value } == [
                105, 112, 102, 107, 112, 117, 122, 127,
            ])
        let series = ReputationSeries(console(scene, agent: 1).glance(), most: 20)
        #expect(series.tasks.count == 8)
        #expect(series.agents.first == AgentID(1))
        #expect(series.values[0] == [100, 105, 112, 102, 107, 112, 117, 122, 127])
        #expect(series.values[1] == Array(repeating: 100, count: 9))
        let reason = rows(scene, agent: 1).last
        #expect(reason?.hasPrefix("     Finance 122 → 127  Task 8 done, quality 88  ") == true)
    }

    @Test func everyoneStartsTogether() {
        let shown = rows(.fresh(), agent: nil)
        #expect(shown[5].hasSuffix("all four   100"))
        #expect(shown[7] == "     Everyone starts at 100. Success +5, failure −10.")
    }

    @Test func agentsWithoutRoomForTheirNamesAreCounted() {
        var scene = FrameScene()
        for agent in 0..<4 { scene.solo("T\(agent)", by: agent, quality: 85, at: 1) }
        let all = rows(scene, agent: 0, height: 12)
        #expect(all.filter { $0.hasSuffix(" 105") }.count == 4, "\(all)")
        #expect(all.last == "     Marketing 100 → 105  T0 done, quality 85")
        let low = rows(scene, agent: 0, height: 5)
        #expect(low.filter { $0.hasSuffix(" 105") }.count == 2, "\(low)")
        #expect(low.last == "     Marketing 100 → 105  T0 done, quality 85           +2")
        #expect(rows(scene, agent: 0, height: 5, width: 66).last?.hasSuffix("and 2 more") == true)
        var desktop = Desktop(.busy(), columns: 120, rows: 40)
        desktop.press("6", "z")
        #expect(desktop.text.contains(" and 14 more"), "24 agents, ten have a row")
    }

    @Test func onlyTheLatestTasksThatFitAreShown() {
        var scene = FrameScene()
        for round in 0..<40 {
            scene.solo("Task \(round)", by: 0, quality: 85, at: Double(round) * 2)
        }
        let series = ReputationSeries(console(scene).glance(), most: 10)
        #expect(series.tasks.count == 10)
        #expect(series.values[0].first == 150)
    }

    @Test func tiersMeetRowEdges() {
        let small = ReputationScale(rows: 7, values: [100])
        #expect(small.pointsPerRow == 10)
        #expect(small.row(of: 130) == 1 && small.row(of: 110) == 3 && small.row(of: 90) == 5)
        #expect(ReputationScale(rows: 14, values: [100]).pointsPerRow == 5)
        #expect(ReputationScale(rows: 7, values: [20]).range.lowerBound <= 20)
        #expect(ReputationScale(rows: 0, values: []).row(of: 100) == nil)
    }

    @Test func theCursorWalksThroughTheChangesAndSaysWhy() {
        var scene = FrameScene()
        scene.solo("Good", by: 1, quality: 92, at: 1)
        scene.solo("Bad", by: 1, quality: nil, at: 4)
        var pane = ReputationPane()
        let glance = console(scene, agent: 1).glance()
        let area = Rect(column: 0, row: 0, width: 58, height: 8)
        func reason() -> String {
            var canvas = Canvas(size: area.size)
            pane.view(&canvas, area, glance)
            return canvas.lines[7]
        }
        #expect(reason().hasPrefix("     Finance 107 → 97  Bad: its part failed  "))
        _ = pane.update(.earlier, glance)
        #expect(reason().hasPrefix("     Finance 100 → 107  Good done, quality 92  "))
        _ = pane.update(.later, glance)
        #expect(reason().contains("107 → 97"))
        _ = pane.update(.earlier, glance)
        _ = pane.update(.resetTime, glance)
        #expect(reason().contains("107 → 97"))
        guard case .go(let place)? = pane.update(.open, glance)?.first else {
            Issue.record("Enter opened nothing")
            return
        }
        #expect(place.selection.task == glance.task?.id && place.pane == .timeline)
    }

    @Test func theChosenAgentHasItsNameAtItsLineAmongMany() {
        let shown = rows(.busy(), agent: 4)
        #expect(shown.contains { $0.contains("Marketing") })
        #expect(
            rows(.busy(), agent: 0).contains {
                $0.contains("Marketing 1") || $0.contains("Marketing…")
            })
    }
}
