import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Commands typed after `:`.
@Suite struct CommandLineTests {
    private static func desktop() -> Desktop {
        var scene = FrameScene.campaign(isFinished: false)
        scene.at(
            41.8,
            .faultInjected(
                FaultID(2),
                FaultSpec(kind: .hang, target: .agent(AgentID(3)), duration: nil, seed: 1)))
        return Desktop(scene)
    }

    /// Types a command and Enter.
    private static func run(_ command: String, _ desktop: inout Desktop) -> [ConsoleEffect] {
        desktop.press(":")
        desktop.type(command)
        return desktop.press("enter")
    }

    private static func sent(_ command: String) -> Command? {
        var desktop = desktop()
        for case .send(let command, _) in run(command, &desktop) { return command }
        return nil
    }

    /// The sentence under a command that was not understood.
    private static func answer(_ command: String) -> String {
        var desktop = desktop()
        _ = run(command, &desktop)
        let lines = desktop.lines
        return String(lines[lines.count - 2].drop { $0 == " " })
    }

    @Test func aTaskNobodyCanTakeStaysOnTheLineUnderAllThatCouldBeMeant() {
        for (columns, rows) in [(80, 24), (60, 16)] {
            var desktop = Desktop(.manySkills, columns: columns, rows: rows)
            #expect(Self.run("task polish the brassware", &desktop).isEmpty)
            #expect(desktop.lines.last?.hasPrefix(" :task polish the brassware") == true)
            for skill in FrameScene.thirtySkills {
                #expect(desktop.text.contains(skill), "\(skill)")
            }
        }
    }

    @Test func ofManyKnownNamesTheRestAreCounted() {
        var desktop = Desktop(.manySkills)
        _ = Self.run("pause zzz", &desktop)
        #expect(desktop.text.contains("Agent 8, + 16 more."))
    }

    @Test func commandsSteerTheSwarm() {
        if case .submit(let draft)? = Self.sent("task Launch in May") {
            #expect(draft.text == "Launch in May")
        } else {
            Issue.record("no task")
        }
        if case .pause(let id)? = Self.sent("pause finance") {
            #expect(id == AgentID(1))
        } else {
            Issue.record("no pause")
        }
        if case .resume(let id)? = Self.sent("resume Insights Agent") {
            #expect(id == AgentID(2))
        } else {
            Issue.record("no resume")
        }
        if case .pauseAll? = Self.sent("pause all") {} else { Issue.record("no pause of all") }
        if case .revert(let id)? = Self.sent("revert 2") {
            #expect(id == FaultID(2))
        } else {
            Issue.record("no revert")
        }
        if case .retry(let id)? = Self.sent("retry campaign_002") {
            #expect(id == Self.desktop().console.swarm.tasks.latest?.id)
        } else {
            Issue.record("no retry")
        }
    }

    @Test func unknownNamesNameTheNearest() {
        #expect(Self.answer("puase finance") == "No command is called 'puase'. Nearest: pause.")
        #expect(Self.answer("pause finanse") == "No agent is called 'finanse'. Nearest: Finance.")
        #expect(Self.answer("theme waxpapr") == "No theme is called 'waxpapr'. Nearest: Waxpaper.")
        #expect(
            Self.answer("cancel campaign_2")
                == "No task is called 'campaign_2'. Nearest: campaign_002.")
        #expect(Self.answer("fault crahs finance") == "No fault is called 'crahs'. Nearest: crash.")
        #expect(Self.answer("revert 9") == "There is no fault '9' to revert. On are: 2.")
        #expect(Self.answer("task") == "Say what to do, as in :task Launch in May.")
    }

    @Test func aFaultAsksAndShowsWhatItWillHit() {
        var desktop = Self.desktop()
        #expect(Self.run("fault slow 5 finance 10s", &desktop).isEmpty)
        #expect(desktop.text.contains("Slow Finance down ×5 for 10 s?"))
        #expect(
            desktop.text.contains("1 attempt: finance #2 at 53 %, every step takes 5 times as long")
        )
        guard case .send(.inject(let spec), _)? = desktop.press("y").first else {
            Issue.record("nothing injected")
            return
        }
        #expect(
            spec
                == FaultSpec(
                    kind: .slow(factor: 5), target: .agent(AgentID(1)), duration: .seconds(10),
                    seed: 3))
    }

    @Test func aFaultTargetsAnAgentASkillOrAll() {
        func target(_ command: String) -> FaultTarget? {
            var desktop = Self.desktop()
            _ = Self.run(command, &desktop)
            for case .send(.inject(let spec), _) in desktop.press("y") { return spec.target }
            return nil
        }
        let seo = Self.desktop().console.swarm.skillID(named: "seo")
        #expect(target("fault crash all") == .everyone)
        #expect(target("fault crash seo") == seo.map { .skill($0) })
        #expect(target("fault crash skill seo") == seo.map { .skill($0) })
        #expect(target("fault poor Marketing") == .agent(AgentID(0)))
    }

    @Test func cancelAsks() {
        var desktop = Self.desktop()
        #expect(Self.run("cancel", &desktop).isEmpty)
        #expect(desktop.text.contains("Cancel Q1 Product Launch?"))
        #expect(desktop.text.contains("3 running subtasks stop."))
        #expect(desktop.press("enter").isEmpty)
        #expect(!desktop.console.overlay.isOpen)
    }

    @Test func tabCompletesAndArrowsChoose() {
        var desktop = Self.desktop()
        desktop.press(":")
        desktop.type("pau")
        desktop.press("tab")
        #expect(desktop.lines.last == " :pause ▏")
        desktop.press("down", "down")
        #expect(desktop.lines.last == " :pause Marketing▏")
        guard case .send(.pause(let id), _)? = desktop.press("enter").first else {
            Issue.record("nothing paused")
            return
        }
        #expect(id == AgentID(0))
    }

    @Test func commandsOfTheScreenWork() {
        var desktop = Self.desktop()
        _ = Self.run("filter budget", &desktop)
        #expect(desktop.console.filter.text == "budget")
        _ = Self.run("theme waxpaper", &desktop)
        #expect(desktop.console.look.theme.name == "Waxpaper")
        guard case .saveScreenshot? = Self.run("screenshot", &desktop).first else {
            Issue.record("no picture")
            return
        }
        _ = Self.run("help", &desktop)
        #expect(desktop.text.contains("Everywhere"))
    }

    @Test func escLeavesEverythingAsItWas() {
        var desktop = Self.desktop()
        let before = desktop.text
        desktop.press(":")
        desktop.type("pause all")
        #expect(desktop.press("esc").isEmpty)
        #expect(desktop.text == before)
    }
}
