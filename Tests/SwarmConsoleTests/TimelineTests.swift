import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

@Suite struct TimelineTests {
    private func glance(_ scene: FrameScene, now: Double? = nil) -> Glance {
        var console = Console()
        console.attach(scene.state, log: scene.log)
        if let now {
            console.clock.set(
                Instant(microseconds: Int64(now * 1_000_000)),
                WallTime(milliseconds: FrameScene.wallAtZero + Int64(now * 1_000)))
        }
        return console.glance()
    }

    private func rows(
        _ scene: FrameScene, _ columns: Int, _ rows: Int, now: Double? = nil, keys: [Key] = []
    ) -> [String] {
        let glance = glance(scene, now: now)
        var pane = TimelinePane()
        let area = Rect(column: 0, row: 0, width: columns, height: rows)
        for key in keys { _ = pane.update(key: key, glance) }
        pane.settle(area, glance)
        var canvas = Canvas(size: Size(columns: columns, rows: rows))
        pane.view(&canvas, area, glance)
        return canvas.lines
    }

    private func schedule(_ scene: FrameScene, now: Double? = nil) -> TaskSchedule {
        let glance = glance(scene, now: now)
        return TaskSchedule(glance.task!, glance)
    }

    @Test func lanesShareOneClock() {
        #expect(
            rows(.launch(), 79, 6) == [
                "             0s     1s     2s     3s     4s     5s     6s",
                "   marketing ███████████▊│┄┄┄┤    ┊      ┊      ┊      ┊       ▸ running    74%",
                "   finance   ██▼✗┄┄█████▋│┄┄┄┄┤   ┊      ┊      ┊      ┊       » retrying   53%",
                " ◆ analytics ███████████▊│┄┄┄┄┄┄┄┤┊      ┊      ┊      ┊       ▸ running    61%",
                "   in turn   ├── marketing ──┼ finance ┼──── analytics ────┤   ≈2.4× faster",
                "",
            ])
    }

    @Test func theVerdictComesFromTheRealTimesOnceAllHaveEnded() {
        let factor = schedule(.launched()).factor
        #expect(factor?.isEstimate == false)
        #expect(SpeedUp(schedule(.launched()))?.short == "2.4× faster")
        #expect(SpeedUp(schedule(.launched()))?.rest == "than one after another (6.6 s)")
        #expect(SpeedUp(schedule(.launch()))?.short.hasPrefix("≈") == true)
    }

    @Test func aSlowerTeamIsCalledSlower() {
        var scene = FrameScene()
        let id = scene.submit("Two", name: "two", skills: ["marketing", "finance"], at: 1)
        let first = scene.start(id, 0, by: 0, at: 1)
        scene.succeed(first, at: 2)
        let second = scene.start(id, 1, by: 1, at: 5)
        scene.succeed(second, at: 6)
        scene.at(6, .taskFinished(id, .succeeded, quality: 90, warnings: []))
        #expect(SpeedUp(schedule(scene))?.short == "2.5× slower")
    }

    @Test func aDrawIsNoGain() {
        var scene = FrameScene()
        let id = scene.submit("Two", name: "two", skills: ["marketing", "finance"], at: 1)
        scene.succeed(scene.start(id, 0, by: 0, at: 1), at: 2)
        scene.succeed(scene.start(id, 1, by: 1, at: 2), at: 3.01)
        scene.at(3.01, .taskFinished(id, .succeeded, quality: 90, warnings: []))
        #expect(SpeedUp(schedule(scene))?.short == "no faster")
    }

    @Test func oneSubtaskIsComparedWithNothing() {
        var scene = FrameScene()
        scene.solo("One", by: 1, quality: 90, at: 1)
        #expect(SpeedUp(schedule(scene)) == nil)
        #expect(schedule(scene).longest == nil)
    }

    @Test func pastTheEstimateTheCapStaysAndTheBarGoesOn() {
        let early = schedule(.launch())
        let late = schedule(.launch(), now: 50)
        #expect(early.lanes[2].cap == late.lanes[2].cap)
        #expect(late.lanes[2].end == late.elapsed)
        #expect(rows(.launch(), 79, 6, now: 50)[3].contains("█│"))
    }

    @Test func backingOffSaysWhenTheNextAttemptComes() {
        var scene = FrameScene()
        let id = scene.submit("Again", name: "again", skills: ["finance"], at: 1)
        let key = scene.start(id, 0, by: 1, at: 1)
        scene.fail(key, .crashed, retryAt: 2.1, at: 1.6)
        let shown = rows(scene, 58, 8, now: 1.8)
        #expect(shown[1].contains("✗┄"))
        #expect(shown[2].contains("» retrying  crashed at 0.6 s, again in 0.3 s"))
    }

    @Test func aSubtaskThatWaitsSaysForWhom() {
        var scene = FrameScene()
        scene.at(0.5, .agentChanged(AgentID(1), .paused))
        let id = scene.submit("Wait", name: "wait", skills: ["finance"], at: 1)
        scene.at(1, .taskQueued(id, subtask: 0, skill: scene.state.skillID(named: "finance")!))
        let shown = rows(scene, 58, 8, now: 3)
        #expect(shown[1].contains("┄┄┄"))
        #expect(shown[2].contains("○ waiting  for finance: Finance is paused"))
    }

    @Test func anUnknownEstimateHasATailWithoutACap() {
        let card = AgentCard(
            name: "Nova", skills: [AgentCard.Skill("poems")], loadPerSubtask: 10, expectedWork: nil)
        var scene = FrameScene(cards: [card])
        let id = scene.submit("Ode", name: "ode", skills: ["poems"], at: 1)
        scene.start(id, 0, by: 0, at: 1)
        let row = rows(scene, 58, 8, now: 2)[1]
        #expect(row.contains("┄┄") && !row.contains("┤"))
    }

    @Test func capitalHFoldsWhatIsDone() {
        var scene = FrameScene.launch()
        let task = scene.state.tasks.latest!
        scene.succeed(task.currentAttempt(of: 0)!.key, at: 42.3)
        #expect(rows(scene, 58, 12, keys: ["H"]).contains("   ✓ 1 done"))
        #expect(!rows(scene, 58, 12, keys: ["H"]).contains { $0.contains("marketing █") })
    }

    @Test func otherRunningTasksStandBelow() {
        var scene = FrameScene.launch()
        let id = scene.submit("Refund request", name: "refund", skills: ["support"], at: 41)
        scene.start(id, 0, by: 3, at: 41)
        let shown = rows(scene, 66, 22)
        #expect(shown.contains { $0.hasPrefix(" Q1 Product Launch ──") })
        #expect(shown.contains { $0.hasPrefix("   support   ████") })
    }

    @Test func movingPastTheLastLaneGoesToTheNextTask() {
        let scene = FrameScene.launch()
        var console = Console()
        console.size = Size(columns: 120, rows: 40)
        console.attach(scene.state, log: scene.log)
        _ = console.press("2")
        for _ in 0..<3 { _ = console.press("j") }
        #expect(console.selection.subtask == 2)
        let launch = console.selection.task
        _ = console.press("j")
        #expect(console.selection.task != launch)
        _ = console.press("k")
        #expect(console.selection.task == launch && console.selection.subtask == 2)
    }

    @Test func anAxisHoldsItsTimeAndItsLabelsStandOnWholeCellsApart() {
        for width in 5...150 {
            for seconds in [0.0, 0.4, 1, 6.6, 20, 61, 599, 3_700, 100_000, 4_000_000] {
                let axis = TimeAxis(seconds: seconds, width: width)
                let step = axis.cellsPerSecond * Double(axis.stepMilliseconds) / 1_000
                #expect(abs(step - step.rounded()) < 0.001)
                for (tick, next) in zip(axis.ticks, axis.ticks.dropFirst()) {
                    #expect(tick.cell + tick.label.utf8.count < next.cell, "\(seconds) \(width)")
                }
                if seconds <= 86_400 * 5 { #expect(axis.cells(seconds) <= Double(width) + 0.01) }
            }
        }
        #expect(TimeAxis(seconds: 6.6, width: 41).cellsPerSecond == 6)
        #expect(
            TimeAxis(seconds: 26, width: 41).ticks.map(\.label).prefix(3) == ["0s", "4s", "8s"])
        #expect(
            TimeAxis(seconds: 600, width: 41).ticks.map(\.label).prefix(3) == ["0s", "2m", "4m"])
    }

    @Test func anAxisThatGrowsKeepsItsCellsUsedAndNeverWidensASecond() {
        for width in [30, 42, 47, 100] {
            var before = Double.infinity
            for tenth in width / 2...60_000 {
                let seconds = Double(tenth) / 10
                let axis = TimeAxis(seconds: seconds, width: width)
                #expect(axis.cellsPerSecond <= before)
                before = axis.cellsPerSecond
                #expect(axis.cells(seconds) > Double(width) * 0.6, "\(seconds) s in \(width)")
            }
        }
    }

    @Test func whatIsExpectedOfALaneIsSeenAlsoWhileAnotherWaits() {
        var scene = FrameScene()
        let id = scene.submit("Two", name: "two", skills: ["marketing", "finance"], at: 1)
        scene.start(id, 0, by: 0, at: 1)
        scene.at(1, .taskQueued(id, subtask: 1, skill: scene.state.skillID(named: "finance")!))
        #expect(rows(scene, 79, 6, now: 1.1)[1].contains("┤"))
    }

    @Test func betweenTwoAttemptsALaneWaitsAndSaysWhy() {
        var scene = FrameScene()
        let id = scene.submit("One", name: "one", skills: ["finance", "support"], at: 1)
        let first = scene.start(id, 0, by: 1, at: 1)
        scene.start(id, 1, by: 3, at: 1)
        scene.fail(first, .crashed, at: 1.6)
        // A replay may stand between the failure and what is decided about it.
        #expect(
            rows(scene, 79, 8, now: 1.6)[2].contains(
                "○ waiting  crashed at 0.6 s, for its next attempt"))
        scene.at(1.7, .agentChanged(AgentID(1), .wentOffline(FaultID(1))))
        scene.at(1.7, .taskQueued(id, subtask: 0, skill: scene.state.skillID(named: "finance")!))
        let lines = rows(scene, 100, 8, now: 1.8)
        #expect(lines[2].contains("○ waiting  crashed at 0.6 s, Finance is offline"))
        #expect(!lines.joined().contains("planned"))
    }

    // MARK: Zoom, gaps, the critical path

    /// The pane alone, after these keys, each followed by a frame.
    private func zoomed(
        _ scene: FrameScene, _ keys: [Key], now: Double? = nil, columns: Int = 79, rows: Int = 6
    ) -> (pane: TimelinePane, lines: [String]) {
        let glance = glance(scene, now: now)
        var pane = TimelinePane()
        let area = Rect(column: 0, row: 0, width: columns, height: rows)
        pane.settle(area, glance)
        for key in keys {
            _ = pane.update(key: key, glance)
            pane.settle(area, glance)
        }
        var canvas = Canvas(size: Size(columns: columns, rows: rows))
        pane.view(&canvas, area, glance)
        return (pane, canvas.lines)
    }

    @Test func zoomingShowsLessTimeLargerAndFollowsNow() {
        let lines = zoomed(.launch(), ["+"]).lines
        #expect(
            lines.joined(separator: "\n") == """
                             0s     0.5s   1s     1.5s   2s     2.5s   3s
                   marketing ███████████████████████▋│┄┄┄┄┄┄┄┤  ┊      ┊       ▸ running    74%
                   finance   ███████▼✗┄┄┄███████████▏│┄┄┄┄┄┄┄┄┤ ┊      ┊       » retrying   53%
                 ◆ analytics ███████████████████████▋│┄┄┄┄┄┄┄┄┄┄┄┄┄┄┤  ┊       ▸ running    61%
                   in turn   ├────────── marketing ──────────┼───── finance ─  ≈2.4× faster

                """)
    }

    @Test func panningMovesTheWindowAndTheEndIsFollowedAgain() {
        let scene = FrameScene.launch()
        let deep = zoomed(scene, ["+", "+", "+"], now: 43).pane.time
        #expect(deep.follows && deep.window.from > 0)
        let back = zoomed(scene, ["+", "+", "+", "h", "h"], now: 43).pane.time
        #expect(!back.follows && back.window.from < deep.window.from)
        let again = zoomed(
            scene, ["+", "+", "+", "h"] + Array(repeating: Key("l"), count: 60), now: 43)
        #expect(again.pane.time.follows)
        #expect(zoomed(scene, ["+", "+", "="]).pane.time.isWhole)
        #expect(zoomed(scene, ["+", "-", "-", "-"]).pane.time.isWhole)
        #expect(zoomed(scene, []).lines == rows(scene, 79, 6))
    }

    @Test func nothingOfAWindowIsDrawnOutsideOfItsBars() {
        let scene = FrameScene.launched()
        for level in 0...9 {
            for steps in 0...12 {
                let keys =
                    Array(repeating: Key("+"), count: level)
                    + Array(repeating: Key("h"), count: steps)
                for line in zoomed(scene, keys).lines.dropFirst().prefix(3) {
                    let name = line.dropFirst(3).prefix(9)
                    #expect(["marketing", "finance  ", "analytics"].contains(String(name)))
                    #expect(line.hasSuffix("100%"), "\(line)")
                    #expect(TextWidth.of(line) <= 79)
                }
            }
        }
    }

    @Test func deepInAreTenthsOfSeconds() {
        let lines = zoomed(.launched(), ["+", "+", "+", "h", "h", "h", "h", "h", "h"]).lines
        #expect(lines[0].contains("1.2s") && lines[0].contains("1.3s"), "\(lines[0])")
    }

    @Test func panningAllOfItSaysWhatToDo() {
        var desktop = Desktop(.launch())
        desktop.press("2", "l")
        #expect(desktop.lines[2].contains("All of it is shown. + zooms in."))
        desktop.press("+")
        #expect(desktop.lines[4].contains("zoom 2×  1.7 s of ≈2.8 s"))
    }

    @Test func timeInWhichNobodyWorkedIsCutShortAndMarked() {
        var scene = FrameScene()
        let id = scene.submit("Long", name: "long", skills: ["marketing", "finance"], at: 1)
        scene.succeed(scene.start(id, 0, by: 0, at: 1), at: 3)
        let last = scene.start(id, 1, by: 1, at: 603)
        scene.succeed(last, at: 605)
        scene.at(605, .taskFinished(id, .succeeded, quality: 90, warnings: []))
        let schedule = schedule(scene)
        #expect(schedule.gaps == [7.0...602.0])
        #expect(schedule.shown(604) == 9)
        let lines = rows(scene, 79, 6)
        #expect(lines[0].contains("≈"), "\(lines[0])")
        #expect(lines[0].contains("0s") && !lines[0].contains("5m"))
        #expect(lines[2].contains("████"), "the work after the gap is seen")
        #expect(self.schedule(.launch()).gaps.isEmpty)
    }

    @Test func lanesCanBeThoseOfTheAgents() {
        var scene = FrameScene()
        let id = scene.submit("Two", name: "two", skills: ["finance", "budgeting"], at: 1)
        scene.succeed(scene.start(id, 0, by: 1, at: 1), at: 2)
        let broken = scene.start(id, 1, by: 1, at: 2)
        scene.fail(broken, .crashed, retryAt: 3, at: 2.5)
        scene.start(id, 1, by: 2, attempt: 2, at: 3)
        let lines = zoomed(scene, ["A"], now: 4).lines
        #expect(lines[1].hasPrefix("   Finance "))
        #expect(lines[2].hasPrefix("   Insights "))
        #expect(lines[1].contains("✗") && !lines[2].contains("✗"), "each has its own attempts")
        #expect(lines[2].contains("» retrying"))
        #expect(zoomed(scene, ["A", "A"], now: 4).lines == rows(scene, 79, 6, now: 4))
        var desktop = Desktop(scene)
        desktop.press("2", "A")
        #expect(desktop.lines[4].contains("by agent"))
    }

    @Test func theCriticalPathGoesBackThroughWhatEachStepWaitedFor() throws {
        let scene = FrameScene.ticketAsks()
        let schedule = schedule(scene)
        let names = schedule.path.map { schedule.lanes[$0].name }
        #expect(names.count > 1)
        let plan = try #require(scene.state.tasks[schedule.id]?.brief.plan)
        for (step, before) in zip(schedule.path, schedule.path.dropFirst()) {
            #expect(plan.steps[step].after.contains(before))
        }
        let marked = rows(scene, 79, 12).filter { $0.hasPrefix(" ◆") }
        #expect(marked.count == names.count)
    }

    @Test func theAxisOfATaskNeverShrinks() {
        var pane = TimelinePane()
        let scene = FrameScene.launch()
        let area = Rect(column: 0, row: 0, width: 79, height: 6)
        pane.settle(area, glance(scene, now: 60))
        let later = glance(scene)
        pane.settle(area, later)
        var canvas = Canvas(size: Size(columns: 79, rows: 6))
        pane.view(&canvas, area, later)
        #expect(!canvas.lines[0].contains("1s     2s"))
    }
}
