import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// What a frame costs with a full log. Measured 2026-11 in release: 0.03 ms a frame, 9 ms for a new filter;
/// the bounds leave room for a debug build on a busy machine and catch what grows with the log.
@Suite struct BusCostTests {
    private static func milliseconds(_ runs: Int, _ body: () -> Void) -> Double {
        let clock = ContinuousClock()
        let span = clock.measure { for _ in 0..<runs { body() } }
        return Double(span.components.attoseconds) / 1e15 / Double(runs)
            + Double(span.components.seconds) * 1_000 / Double(runs)
    }

    @Test func aFullLogIsCheapToShowAndToFilter() {
        var scene = FrameScene.campaign(isFinished: false)
        let id = scene.state.tasks.latest?.id
        for number in 1...10_000 {
            scene.say(
                "note", from: .agent(AgentID(number % 4)), to: .orchestrator, .note,
                .string("round \(number)"), task: id, at: 42 + Double(number) / 1_000)
        }
        let desktop = Desktop(scene)
        let glance = desktop.console.glance()
        var bus = BusPane()
        let area = Rect(size: Size(columns: 118, rows: 8))
        bus.settle(area, glance)
        var canvas = Canvas(size: area.size)
        let frame = Self.milliseconds(50) {
            bus.settle(area, glance)
            bus.view(&canvas, area, glance)
        }
        var detail = DetailPane()
        let detailFrame = Self.milliseconds(50) {
            detail.settle(area, glance)
            detail.view(&canvas, area, glance)
        }
        var filtered = desktop
        filtered.console.filter.text = "round 77"
        let matching = filtered.console.glance()
        let filter = Self.milliseconds(1) {
            var fresh = BusPane()
            fresh.settle(area, matching)
        }
        #expect(frame < 5)
        #expect(detailFrame < 20)
        #expect(filter < 600)
    }
}
