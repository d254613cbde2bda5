import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// What one frame costs; printed, and only held against a bound so wide that it means a defect.
@Suite struct FrameCost {
    @Test func aFullFrameOfABusySwarmTakesMilliseconds() {
        let scene = FrameScene.busy()
        var console = Console()
        console.size = Size(columns: 200, rows: 60)
        console.attach(scene.state, log: scene.log)
        console.settle()
        let clock = ContinuousClock()
        let count = 50
        let time = clock.measure {
            for _ in 0..<count {
                console.settle()
                var canvas = Canvas(size: console.size)
                console.view(&canvas)
            }
        }
        print("frame 200x60 with 24 agents:", time / count)
        #expect(time / count < .milliseconds(250))
    }
}
