import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Taking back what was steered last, within ten seconds.
@Suite struct UndoTests {
    /// Sends what the keys ask for, and answers each command with that reply.
    private static func steer(
        _ desktop: inout Desktop, _ keys: [String], reply: CommandReply = .done
    ) -> [Command] {
        var commands: [Command] = []
        for key in keys {
            for case .send(let command, let ticket) in desktop.press(key) {
                commands.append(command)
                _ = desktop.console.update(.messages([.reply(ticket: ticket, reply)]))
            }
        }
        return commands
    }

    private static func words(_ commands: [Command]) -> [String] { commands.map { "\($0)" } }

    @Test func aPauseIsTakenBackByAResume() {
        var desktop = Desktop(.launch())
        let sent = Self.steer(&desktop, ["p"])
        #expect(desktop.lines[2].contains("u takes it back (10 s)"))
        let back = Self.steer(&desktop, ["u"])
        guard case .pause(let one)? = sent.first, case .resume(let other)? = back.first else {
            Issue.record("\(sent) \(back)")
            return
        }
        #expect(one == other)
        #expect(desktop.lines[2].contains("Taken back."))
        #expect(Self.steer(&desktop, ["u"]).isEmpty, "only once")
        #expect(desktop.lines[2].contains("u undo: nothing to take back."))
    }

    @Test func aFaultIsTakenBackByItsOwnNumber() {
        var desktop = Desktop(.launch())
        _ = Self.steer(&desktop, ["x", "y"], reply: .injected(FaultID(9)))
        guard case .revert(let fault)? = Self.steer(&desktop, ["u"]).first else {
            Issue.record("nothing reverted")
            return
        }
        #expect(fault == FaultID(9))
    }

    @Test func aCancelledTaskIsTriedAgain() {
        var desktop = Desktop(.launch())
        let task = desktop.console.glance().task?.id
        _ = Self.steer(&desktop, ["d", "y"])
        #expect(desktop.lines[2].contains("Cancelled."))
        guard case .retry(let again)? = Self.steer(&desktop, ["u"]).first else {
            Issue.record("nothing tried again")
            return
        }
        #expect(again == task)
    }

    @Test func whatWasDoneTogetherIsTakenBackTogether() {
        var desktop = Desktop(.launch())
        #expect(Self.steer(&desktop, ["g", "space", "space", "p", "y"]).count == 2)
        #expect(Self.steer(&desktop, ["u"]).count == 2)
    }

    @Test func whatWasPausedBeforeStaysPausedWhenAllAreResumed() {
        var scene = FrameScene.launch()
        scene.at(42, .agentChanged(AgentID(3), .paused))
        var desktop = Desktop(scene)
        _ = Self.steer(&desktop, ["P", "y"])
        let back = Self.steer(&desktop, ["u"])
        #expect(back.count == 3, "\(Self.words(back))")
        for case .resume(let id) in back { #expect(id != AgentID(3)) }
    }

    @Test func aRefusedCommandLeavesNothingToTakeBack() {
        var desktop = Desktop(.launch())
        _ = Self.steer(&desktop, ["p"], reply: .refused(.noSuchAgent))
        #expect(desktop.console.undo == nil)
    }

    @Test func tenSecondsLaterItIsTooLate() {
        var desktop = Desktop(.launched())
        _ = Self.steer(&desktop, ["p"])
        #expect(desktop.console.nextTick == .seconds(1))
        func tell(_ seconds: Double) {
            _ = desktop.console.update(.tick)
            let now = desktop.console.swarm.now + .milliseconds(Int(seconds * 1_000))
            _ = desktop.console.update(
                .messages([.clock(now, WallTime(milliseconds: FrameScene.wallAtZero))]))
        }
        tell(3)
        #expect(desktop.lines[2].contains("u takes it back (7 s)"))
        tell(10)
        #expect(desktop.console.undo == nil && desktop.console.nextTick == nil)
        #expect(Self.steer(&desktop, ["u"]).isEmpty)
    }

    @Test func aNewTaskIsTakenBackByCancellingIt() {
        var desktop = Desktop(.launch())
        let id = desktop.console.swarm.tasks.latest!.id
        _ = Self.steer(&desktop, [":"])
        desktop.type("task Launch in May")
        _ = Self.steer(&desktop, ["enter"], reply: .submitted(id, name: "launch_2"))
        guard case .cancel(let cancelled)? = Self.steer(&desktop, ["u"]).first else {
            Issue.record("nothing cancelled")
            return
        }
        #expect(cancelled == id)
    }
}
