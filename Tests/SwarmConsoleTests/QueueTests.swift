import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Pane 8, and marking several.
@Suite struct QueueTests {
    /// Insights is full; four tasks wait for it and one for a paused Support.
    static func scene(ageing: Double = 0) -> FrameScene {
        var scene = FrameScene()
        scene.at(1, .agentChanged(AgentID(3), .paused))
        for _ in 0..<3 {
            let id = scene.submit(
                "Filler", name: "f\(scene.state.sequence)", skills: ["analytics"], at: 1)
            scene.start(id, 0, by: 2, at: 1.1)
        }
        func wait(
            _ title: String, _ name: String, _ skill: String, _ priority: Priority, _ at: Double
        ) {
            let id = scene.state.tasks.nextID
            let skill = scene.state.skillID(named: skill)!
            scene.at(
                at,
                .taskSubmitted(
                    id,
                    TaskBrief(
                        name: name, title: title, type: "task", complexity: .simple,
                        skills: [skill], priority: priority)))
            scene.at(at, .taskQueued(id, subtask: nil, skill: skill))
        }
        wait("Weekly KPI report", "kpi", "analytics", .high, 10)
        wait("Blog figures", "blog", "analytics", .normal, 11)
        wait("Forecast Q2", "forecast", "analytics", .low, 12)
        wait("Refund 118", "refund", "support", .normal, 13)
        scene.at(14 + ageing, .captionShown(nil))
        return scene
    }

    private static func queue(_ scene: FrameScene, columns: Int = 120, rows: Int = 40) -> Desktop {
        var desktop = Desktop(scene, columns: columns, rows: rows)
        desktop.press("8", "z")
        return desktop
    }

    @Test func showsWhoWaitsForWhomWhyAndInWhichOrder() throws {
        let desktop = Self.queue(Self.scene())
        try expectGolden(desktop.canvas, "queue-zoomed-120x40")
        try expectGolden(
            Self.queue(Self.scene(), columns: 80, rows: 24).canvas, "queue-zoomed-80x24")
        try expectGolden(Desktop(Self.scene(), columns: 200, rows: 60).canvas, "queue-200x60")
        let titles = ["Weekly KPI report", "Blog figures", "Refund 118", "Forecast Q2"]
        let rows = titles.compactMap { title in
            desktop.lines.firstIndex { $0.contains(title) && $0.contains("○") }
        }
        #expect(rows == rows.sorted() && rows.count == 4)
        #expect(desktop.text.contains("support: Support is paused"))
    }

    @Test func waitingRaisesAPriority() {
        let desktop = Self.queue(Self.scene(ageing: 31))
        #expect(
            desktop.lines.contains { $0.contains("Forecast Q2") && $0.contains("low, now normal") })
        #expect(
            desktop.lines.contains {
                $0.contains("Weekly KPI") && $0.contains("high, now critical")
            })
    }

    @Test func aStateWithoutItsEventsHasTheSameQueue() {
        let scene = Self.scene()
        let fromState = Overview(scene.state)
        #expect(Set(fromState.waits.map(\.task)).count == 4)
        var console = Console()
        console.attach(scene.state, log: EventLog())
        #expect(QueueOrder(console.glance()).entries.map(\.title).contains("Refund 118"))
    }

    @Test func anEmptyQueueSaysSo() {
        let desktop = Self.queue(.launched())
        #expect(desktop.text.contains("Nothing waits."))
    }

    @Test func whatNoLongerWaitsLeaves() {
        var scene = Self.scene()
        var desktop = Self.queue(scene)
        let id = scene.state.tasks.id(named: "refund")!
        let known = scene.state.sequence
        scene.start(id, 0, by: 3, at: 20)
        desktop.take(scene, after: known)
        #expect(!desktop.lines.contains { $0.contains("Refund 118") && $0.contains("○") })
    }

    @Test func enterOpensTheTaskAndTheWayBackLeadsToItsRow() {
        var desktop = Self.queue(Self.scene())
        desktop.press("g", "j", "enter")
        #expect(desktop.text.contains("award of Blog figures"))
        desktop.press("esc")
        let row = desktop.lines.first { $0.hasPrefix("▌") } ?? ""
        #expect(desktop.console.focus == .queue && row.contains("Blog figures"))
    }

    @Test func theOrderIsThatOfTheSwarmsOwnLine() {
        // 300 tasks of mixed priority and age: the place shown is by level, then deadline, then number.
        var scene = FrameScene()
        scene.at(0.5, .agentChanged(AgentID(2), .paused))
        let order = [2, 0, 3, 1, 1, 3, 2, 2, 0, 3, 1]
        for number in 0..<300 {
            let id = scene.state.tasks.nextID
            let skill = scene.state.skillID(named: "analytics")!
            let priority = Priority.allCases[order[number % order.count]]
            let at = 1 + Double(number) / 2
            scene.at(
                at,
                .taskSubmitted(
                    id,
                    TaskBrief(
                        name: "t\(number)", title: "T\(number)", type: "task", complexity: .simple,
                        skills: [skill], priority: priority)))
            scene.at(at, .taskQueued(id, subtask: nil, skill: skill))
        }
        var console = Console()
        console.attach(scene.state, log: EventLog())
        let glance = console.glance()
        let entries = QueueOrder(glance).entries
        #expect(entries.count == 300)
        for (one, next) in zip(entries, entries.dropFirst()) {
            #expect((one.level, one.wait.task.number) < (next.level, next.wait.task.number))
        }
        #expect(entries.map(\.place) == Array(1...300))
    }

    @Test func aKeyActsOnTheRowUnderTheCursorAlsoWhenAnotherTaskWasChosenBefore() {
        var desktop = Desktop(Self.scene())
        desktop.console.selection.task = desktop.console.swarm.tasks.all[0].id
        desktop.press("8", "z", "d")
        #expect(desktop.text.contains("Cancel Weekly KPI report?"))
        desktop.press("esc", "j", "d")
        #expect(desktop.text.contains("Cancel Blog figures?"))
    }

    @Test func anAgentThatTheFilterHidesIsNotPaused() {
        var desktop = Desktop(.launch())
        desktop.press("g", "/")
        desktop.type("support")
        desktop.press("enter")
        guard case .send(.pause(let id), _)? = desktop.press("p").first else {
            Issue.record("nobody paused")
            return
        }
        #expect(id == AgentID(3))
    }

    // MARK: Marks

    @Test func markedTasksAreCancelledTogetherAfterOneQuestion() {
        var desktop = Self.queue(Self.scene())
        desktop.press("g", "space", "space")
        #expect(desktop.console.marks.tasks.count == 2)
        #expect(desktop.lines.filter { $0.hasPrefix("+") }.count == 2)
        #expect(desktop.press("d").isEmpty)
        #expect(desktop.text.contains("Cancel 2 marked tasks?"))
        #expect(desktop.text.contains("Weekly KPI report and Blog figures."))
        #expect(desktop.press("enter").isEmpty)
        desktop.press("d")
        let sent = desktop.press("y").count {
            if case .send(.cancel, _) = $0 { true } else { false }
        }
        #expect(sent == 2)
        #expect(desktop.console.marks.isEmpty)
    }

    @Test func markedAgentsArePausedTogether() {
        var desktop = Desktop(.launch())
        desktop.press("g", "space", "space", "p")
        #expect(desktop.text.contains("Pause 2 marked agents?"))
        let paused = desktop.press("y").compactMap { effect -> AgentID? in
            if case .send(.pause(let id), _) = effect { id } else { nil }
        }
        #expect(paused.count == 2 && Set(paused).count == 2)
    }

    @Test func marksStayOnTheirIdsAndMClearsThem() {
        var desktop = Desktop(.launch())
        desktop.press("g", "space")
        let marked = desktop.console.marks.agents
        let name = desktop.console.swarm.shortName(marked[0])
        #expect(desktop.lines.contains { $0.hasPrefix("+") && $0.contains(name) })
        #expect(desktop.lines[4].contains("1 agent marked"))
        desktop.press("s", "I")
        #expect(desktop.console.marks.agents == marked)
        desktop.press("M")
        #expect(desktop.console.marks.isEmpty)
        desktop.press("M")
        #expect(desktop.lines[2].contains("nothing is marked"))
    }

    @Test func ofMarkedTasksOnlyThoseThatFailedAreTriedAgain() {
        var desktop = Desktop(.launch())
        desktop.press("2", "space")
        #expect(desktop.lines[4].contains("+ marked"))
        desktop.press("!", "space", "r")
        #expect(desktop.text.contains("Try again 1 marked task?"))
    }

    @Test func spacePlaysARecordingAndMarksNothing() {
        #expect(Keymap.standard.recorded.binding(for: " ", in: .agents)?.id == .playOrPause)
        #expect(Keymap.standard.recorded.binding(.mark) == nil)
    }
}
