import SwarmCore
import SwarmFiles
import TerminalUI
import Testing

@testable import SwarmConsole

/// What one frame costs; printed, and only held against a bound so wide that it means a defect.
@Suite struct FrameCost {
    /// 1,000 agents and 3,000 live attempts.
    private func crowd() -> FrameScene {
        let cards = (0..<1_000).map { index in
            let card = BuiltInSwarm.cards[index % 4]
            return AgentCard(
                name: "\(card.shortName) \(index)", skills: card.skills, loadPerSubtask: 5,
                expectedWork: card.expectedWork)
        }
        var scene = FrameScene(run: 1, cards: cards)
        for task in 0..<1_000 {
            let begin = 1 + Double(task) / 1_000
            let id = scene.submit(
                "Launch \(task)", name: "launch_\(task)",
                skills: ["marketing", "finance", "analytics"], at: begin)
            for subtask in 0..<3 {
                scene.start(id, subtask, by: task % 250 * 4 + subtask, at: begin)
            }
        }
        return scene
    }

    @Test func aThousandAgentsDoNotStopTheScreen() {
        let time = frame(of: crowd())
        print("frame 200x60 with 1,000 agents:", time)
        #expect(time < .seconds(1))
    }

    @Test func aFullFrameOfABusySwarmTakesMilliseconds() {
        let time = frame(of: .busy())
        print("frame 200x60 with 24 agents:", time)
        #expect(time < .milliseconds(250))
    }

    private func frame(of scene: FrameScene) -> Duration {
        var console = Console()
        console.size = Size(columns: 200, rows: 60)
        console.attach(scene.state, log: scene.log)
        console.settle()
        let count = 50
        let time = ContinuousClock().measure {
            for _ in 0..<count {
                console.settle()
                var canvas = Canvas(size: console.size)
                console.view(&canvas)
            }
        }
        return time / count
    }
}
