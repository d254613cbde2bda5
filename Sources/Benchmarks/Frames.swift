import Foundation
import SwarmConsole
import SwarmCore
import SwarmFiles
import TerminalUI

/// What one frame of the console costs to make, with 24 agents at work; microseconds of processor time.
struct Frames: Benchmark {
    let size: Size

    static let all: [any Benchmark] = [
        Frames(size: Size(columns: 80, rows: 24)), Frames(size: Size(columns: 200, rows: 60)),
    ]

    var name: String { "frame_\(size.columns)x\(size.rows)" }
    var unit: String { "µs of CPU" }

    func measure(seconds: Double) async throws -> Sample {
        let (state, log) = BusySwarm.moment()
        var console = Console(options: ConsoleOptions(size: size))
        _ = console.update(
            .messages([.attached(state, clock: state.now, wall: WallTime(milliseconds: 0))]))
        _ = console.update(.messages([.events(Array(log))]))
        var canvas = Canvas(size: size)
        let cpu = ProcessorTime.now
        let end = ContinuousClock.now + .seconds(min(seconds, 1))
        var frames = 0
        while ContinuousClock.now < end {
            canvas = Canvas(size: size)
            console.view(&canvas)
            frames += 1
        }
        return Sample(value: (ProcessorTime.now - cpu) / Double(frames) * 1e6)
    }
}

/// A swarm of 24 agents with work under way.
private enum BusySwarm {
    static func moment() -> (SwarmState, [Envelope]) {
        var swarm = Swarm()
        var decision = Decision()
        for place in 0..<24 {
            let model = BuiltInSwarm.cards[place % 4]
            let card = AgentCard(
                name: "\(model.shortName) \(place)", skills: model.skills,
                loadPerSubtask: model.loadPerSubtask, expectedWork: model.expectedWork)
            swarm.step(.register(card), at: .zero, into: &decision)
        }
        for place in 0..<12 { submit(place, &swarm, &decision) }
        let envelopes = decision.events.enumerated().map { place, event in
            Envelope(
                sequence: UInt64(place + 1), at: .zero, time: WallTime(milliseconds: 0),
                event: event)
        }
        return (SwarmState(), envelopes)
    }

    private static func submit(_ place: Int, _ swarm: inout Swarm, _ decision: inout Decision) {
        let names = ["marketing", "finance", "analytics"]
        let brief = TaskBrief(
            name: "task_\(place)", title: "Task \(place)", type: "general", complexity: .complex,
            skills: names.compactMap(swarm.state.skillID))
        let at = Instant(microseconds: Int64(place) * 100_000)
        swarm.step(.submit(brief), at: at, into: &decision)
    }
}
