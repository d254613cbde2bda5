import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// A fault on an idle agent waits until there is work to hit.
@Suite struct ArmedFaultTests {
    private static func injected(_ effects: [ConsoleEffect]) -> [FaultSpec] {
        effects.compactMap { if case .send(.inject(let spec), _) = $0 { spec } else { nil } }
    }

    /// The menu on an agent that does nothing.
    private static func idle() -> (Desktop, FrameScene) {
        let scene = FrameScene.campaign()
        var desktop = Desktop(scene)
        desktop.console.selection.agent = AgentID(1)
        desktop.press("x", "c")
        return (desktop, scene)
    }

    private static func work(_ scene: FrameScene) -> FrameScene {
        var scene = scene
        let id = scene.submit("More", name: "more", skills: ["finance"], at: 50)
        let key = scene.start(id, 0, by: 1, at: 50)
        scene.progress(key, 10, "counting", at: 50.3)
        return scene
    }

    @Test func theMenuSaysThatAnIdleAgentIsHitAtItsNextAttempt() {
        let (desktop, _) = Self.idle()
        #expect(desktop.text.contains("Finance is idle: it hits its next attempt"))
        #expect(desktop.text.contains("starts     at work"))
    }

    @Test func aCrashOfAnIdleAgentWaitsForItsNextAttempt() {
        var (desktop, scene) = Self.idle()
        #expect(Self.injected(desktop.press("y")).isEmpty)
        #expect(
            desktop.text.contains(
                "Finance is idle: the crash waits for work.  u takes it back"))
        let before = desktop.console.swarm.sequence
        scene = Self.work(scene)
        let fresh = scene.envelopes.filter { $0.sequence > before }
        let effects = desktop.console.update(.messages([.events(fresh)]))
        #expect(Self.injected(effects).map(\.kind) == [.crash])
        #expect(Self.injected(desktop.console.update(.messages([]))).isEmpty)
    }

    @Test func whatWaitsIsSaidUntilThereIsWork() {
        var (desktop, scene) = Self.idle()
        desktop.press("y")
        desktop.console.notice = nil
        #expect(
            desktop.text.contains(
                "Finance is idle: the crash waits for work.  n gives the swarm a task"))
        _ = desktop.console.update(.terminal(.resize(Size(columns: 80, rows: 24))))
        desktop.console.notice = nil
        #expect(desktop.lines[1].hasSuffix("n gives the swarm a task"), "whole on a small screen")
        let before = desktop.console.swarm.sequence
        scene = Self.work(scene)
        _ = desktop.console.update(
            .messages([.events(scene.envelopes.filter { $0.sequence > before })]))
        desktop.console.notice = nil
        #expect(!desktop.text.contains("waits for work"))
    }

    @Test func whatWaitsIsInTheFaultLabAndCanBeForgotten() {
        var (desktop, scene) = Self.idle()
        desktop.press("y", "5", "z")
        #expect(desktop.text.contains("armed ○ crash → Finance   waits for the next attempt"))
        desktop.press("x")
        for _ in FaultChoice.allCases { desktop.press("down") }
        #expect(desktop.text.contains("Forget the crash on Finance?"))
        #expect(desktop.press("y").isEmpty)
        #expect(!desktop.text.contains("waits for the next attempt"))
        let before = desktop.console.swarm.sequence
        scene = Self.work(scene)
        let fresh = scene.envelopes.filter { $0.sequence > before }
        #expect(Self.injected(desktop.console.update(.messages([.events(fresh)]))).isEmpty)
    }

    @Test func quittingSaysThatWhatWaitsIsForgotten() {
        var (desktop, scene) = Self.idle()
        desktop.press("y", "q")
        #expect(desktop.text.contains("The crash on Finance waits for work and is forgotten."))
        #expect(!desktop.text.contains("not finished") && !desktop.console.isFinished)
        desktop.press("n", "x", "h", "y", "q")
        #expect(desktop.text.contains("2 faults that wait for work are forgotten."))
        desktop.press("y")
        #expect(desktop.console.isFinished)
        desktop = Desktop(scene)
        desktop.press("q")
        #expect(desktop.console.isFinished, "nothing waits: nothing is asked")
    }

    @Test func undoTakesBackWhatWaits() {
        var (desktop, _) = Self.idle()
        desktop.press("y")
        #expect(desktop.press("u").isEmpty)
        #expect(desktop.console.armed.all.isEmpty)
        #expect(desktop.text.contains("Taken back."))
    }

    @Test func nowMeansNow() {
        var (desktop, _) = Self.idle()
        let spec = Self.injected(desktop.press("tab", "tab", "up", "right", "y")).first
        #expect(spec?.kind == .crash)
        #expect(desktop.console.armed.all.isEmpty)
    }

    @Test func aMessageFaultNeedsNoAttempt() {
        var (desktop, _) = Self.idle()
        #expect(Self.injected(desktop.press("m", "y")).count == 1)
    }

    @Test func aWorkingAgentIsHitAtOnce() {
        var desktop = Desktop(.campaign(isFinished: false))
        desktop.console.selection.agent = AgentID(1)
        let effects = desktop.press("x", "c", "y")
        #expect(Self.injected(effects).count == 1)
        guard case .send(_, let ticket)? = effects.first else { return }
        _ = desktop.console.update(
            .messages([.reply(ticket: ticket, .injected(FaultID(2)))]))
        #expect(desktop.text.contains("Finance crashed for 3 s. X does it again."))
    }

    @Test func theSkillOfTheChosenAgentIsAmongTheTargets() {
        let (desktop, _) = Self.idle()
        let menu = FaultMenu(desktop.console.glance())
        let names = menu.targets(desktop.console.swarm).map(desktop.console.swarm.targetName)
        #expect(
            names.prefix(6) == [
                "Finance", "Marketing", "Insights", "Support", "skill finance", "all agents",
            ])
        #expect(Set(names).count == names.count)
    }

    @Test func theMenuRepeatsTheLast() {
        var desktop = Desktop(.campaign(isFinished: false))
        desktop.console.selection.agent = AgentID(1)
        desktop.press("x")
        #expect(!desktop.text.contains("X repeat last"))
        desktop.press("s", "y", "x")
        #expect(desktop.text.contains("X repeat last"))
        #expect(Self.injected(desktop.press("X")).map(\.kind) == [.slow(factor: 3)])
        #expect(!desktop.console.overlay.isOpen)
    }

    @Test func aFaultThatMetNoWorkSaysWhatToDo() throws {
        var scene = FrameScene.campaign()
        let spec = FaultSpec(
            kind: .crash, target: .agent(AgentID(3)), duration: .seconds(3), seed: 1)
        scene.at(50, .faultInjected(FaultID(2), spec))
        scene.at(53, .faultReverted(FaultID(2)))
        let row = BusRow(try #require(scene.envelopes.last), scene.state)
        #expect(row.text == "crash is over and met no work. Break it again while a task runs")
    }

    @Test(arguments: FaultChoice.allCases) func everyNoticeBeginsWithACapital(_ choice: FaultChoice)
    {
        let spec = FaultSpec(
            kind: choice.kind(FaultSettings()), target: .everyone, duration: .seconds(3), seed: 1)
        let words = FaultChoice.done(spec, FrameScene.campaign().state)
        #expect(words.first?.isUppercase == true, "\(words)")
        #expect(words.hasSuffix(" for 3 s"))
    }

    @Test func steeringARecordingIsRefusedBeforeNamesAreLookedUp() {
        var options = ConsoleOptions()
        options.readOnly = true
        var desktop = Desktop(.campaign(), options: options)
        desktop.press(":")
        desktop.type("pause Nobody")
        desktop.press("enter")
        #expect(desktop.text.contains("Read-only: commands are not allowed here."))
    }
}
