import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Breaking something on purpose: what it will hit, and that nothing happens by accident.
@Suite struct FaultMenuTests {
    private static func menu(agent: Int = 1, scene: FrameScene = .campaign(isFinished: false))
        -> Desktop
    {
        var desktop = Desktop(scene)
        desktop.console.selection.agent = AgentID(agent)
        desktop.press("x")
        return desktop
    }

    private static func fault(_ effects: [ConsoleEffect]) -> FaultSpec? {
        for case .send(.inject(let spec), _) in effects { return spec }
        return nil
    }

    @Test(arguments: [(60, 16), (40, 10)])
    func aLowScreenKeepsTheFaultWhatItHitsAndTheWholeQuestion(_ columns: Int, _ rows: Int) {
        var desktop = Desktop(.launch(), columns: columns, rows: rows)
        desktop.press("x")
        let text = desktop.text
        #expect(text.contains("c crash"), "\(text)")
        #expect(text.contains("1 attempt "), "\(text)")
        #expect(text.contains(" for 3 s?") && text.contains("y yes, crash it"), "\(text)")
        // No row stands on another.
        #expect(!desktop.lines.contains { $0.contains("───") && $0.contains("none") }, "\(text)")
    }

    private static let lowScreens = [(80, 24), (60, 20)]

    /// Only the names of targets may be longer than their column: the question has them whole.
    @Test(arguments: lowScreens, FaultChoice.allCases)
    func onALowScreenWhatAFaultWillDoIsReadWhole(
        _ size: (columns: Int, rows: Int), _ choice: FaultChoice
    ) {
        for (scene, agent) in [(FrameScene.campaign(isFinished: false), 1), (.fresh(), 0)] {
            var desktop = Desktop(scene, columns: size.columns, rows: size.rows)
            desktop.console.selection.agent = AgentID(agent)
            desktop.press("x", String(choice.key))
            #expect(!desktop.text.contains("…"), "\(desktop.text)")
            for setting in choice.settings {
                let words = FaultSettings().words(setting, isBrief: true)
                guard setting != .seed else { continue }
                #expect(desktop.text.contains(" \(words)"), "\(words)\n\(desktop.text)")
            }
        }
    }

    @Test func aNarrowScreenSaysTheFaultAboveWhatItHits() throws {
        var desktop = Desktop(.campaign(isFinished: false), columns: 60, rows: 20)
        desktop.console.selection.agent = AgentID(1)
        desktop.press("x", "tab")
        try expectGolden(desktop.canvas, "fault-menu-60x20")
    }

    @Test func theSmallestScreenShowsTheColumnInUse() {
        var desktop = Desktop(.campaign(isFinished: false), columns: 40, rows: 10)
        desktop.console.selection.agent = AgentID(1)
        desktop.press("x", "s")
        #expect(desktop.text.contains("s slow") && desktop.text.contains("Fault  Target  Settings"))
        desktop.press("tab")
        #expect(desktop.lines[2].contains("Finance"), "\(desktop.text)")
        desktop.press("tab", "down")
        #expect(desktop.lines[2].contains("how often  every attempt"), "\(desktop.text)")
        desktop.press("down", "right")
        #expect(desktop.lines[2].contains("factor     ×4"), "\(desktop.text)")
        #expect(desktop.text.contains("Slow Finance down ×4 for 3 s?"))
    }

    @Test func theSmallestScreenSaysAllThatIsHit() {
        var desktop = Desktop(.campaign(isFinished: false), columns: 40, rows: 10)
        desktop.console.selection.agent = AgentID(1)
        desktop.press("x", "tab")
        #expect(
            desktop.lines[2...5].joined(separator: "\n") == """
                │▌Finance     » retrying               │
                │ 1 attempt finance #2 at 53 %, its    │
                │ work is lost                         │
                │ 1 task, 0 stand in, −10 if all fail  │
                """)
        desktop.press("/")
        desktop.type("mark")
        #expect(desktop.lines[1].contains("Target  /mark"), "\(desktop.text)")
        #expect(desktop.lines[1].contains("2 found"), "\(desktop.text)")
        #expect(desktop.lines[2].contains("Marketing"), "\(desktop.text)")
    }

    @Test func theMenuShowsWhatItWillHit() throws {
        let desktop = Self.menu()
        try expectGolden(desktop.drawn(FaultMenu(desktop.console.glance())), "fault-menu")
    }

    @Test func aLowScreenShowsTheFaultUnderTheCursor() throws {
        var desktop = Desktop(.campaign(isFinished: false), columns: 80, rows: 24)
        desktop.console.selection.agent = AgentID(1)
        desktop.press("x", "w")
        try expectGolden(desktop.canvas, "fault-menu-80x24")
    }

    @Test(arguments: FaultChoice.allCases) func everyKindIsInjectedByItsKey(_ choice: FaultChoice) {
        var desktop = Self.menu()
        let spec = Self.fault(desktop.press("x", String(choice.key), "y"))
        #expect(spec?.kind.name == choice.rawValue)
        #expect(spec?.target == (choice.hitsEveryone ? .everyone : .agent(AgentID(1))))
    }

    @Test func aDelayIsChosenInSteps() {
        var desktop = Self.menu()
        let spec = Self.fault(desktop.press("e", "tab", "tab", "down", "right", "y"))
        #expect(spec?.kind == .delayMessages(.seconds(2)))
    }

    @Test(arguments: ["enter", "esc", "N", "n"]) func theDefaultIsNo(_ key: String) {
        var desktop = Self.menu()
        #expect(desktop.press(key).isEmpty)
        #expect(!desktop.console.overlay.isOpen)
    }

    @Test func theKeyThatOpensItDoesNotConfirm() {
        var desktop = Self.menu()
        #expect(desktop.press("x", "x", "x").isEmpty)
        let spec = Self.fault(desktop.press("y"))
        #expect(
            spec
                == FaultSpec(
                    kind: .crash, target: .agent(AgentID(1)), duration: .seconds(3), seed: 2))
    }

    @Test func kindTargetAndSettingsAreChosenWithKeys() {
        var desktop = Self.menu()
        desktop.press(
            "f", "tab", "down", "down", "tab", "right", "down", "right", "right", "down",
            "right", "right", "down")
        desktop.press("4", "2")
        let spec = Self.fault(desktop.press("y"))
        #expect(
            spec
                == FaultSpec(
                    kind: .flaky(percent: 50), target: .agent(AgentID(2)), duration: .seconds(10),
                    count: 2,
                    seed: 242))
    }

    @Test func theTargetIsAnAgentNotARow() {
        var desktop = Self.menu()
        var scene = FrameScene.campaign(isFinished: false)
        let id = scene.submit("More", name: "more", skills: ["support"], at: 41.8)
        scene.start(id, 0, by: 3, at: 41.8)
        desktop.take(scene, after: desktop.console.swarm.sequence)
        #expect(Self.fault(desktop.press("y"))?.target == .agent(AgentID(1)))
    }

    @Test func theBlastRadiusComesFromTheState() {
        let scene = FrameScene.campaign(isFinished: false)
        func rows(_ kind: FaultKind, _ target: FaultTarget) -> [String] {
            BlastRadius(FaultSpec(kind: kind, target: target, duration: nil, seed: 1), scene.state)
                .rows
                .map { "\($0.figure): \($0.words)" }
        }
        #expect(
            rows(.crash, .agent(AgentID(1))) == [
                "1 attempt: finance #2 at 53 %, its work is lost",
                "1 task: Q1 Product Launch needs another attempt",
                "0 agents: can stand in: nobody else has finance",
                "reputation: none, unless all 3 attempts fail (then Finance −10)",
            ])
        #expect(
            rows(.slow(factor: 4), .everyone) == [
                "3 attempts: marketing #1 at 74 % and 2 more, every step takes 4 times as long",
                "1 task: Q1 Product Launch ends later",
                "0 agents: can stand in: every agent is hit",
                "reputation: none",
            ])
        #expect(
            rows(.hang, .agent(AgentID(3)))[0...1] == [
                "0 attempts: Support is idle: it hits its next attempt",
                "0 tasks: none waits for it",
            ])
    }

    @Test func anotherAgentWithTheSkillCanStandIn() {
        let cards = (1...3).map {
            AgentCard(
                name: "Writer \($0)", skills: [AgentCard.Skill("writing")], loadPerSubtask: 20)
        }
        var scene = FrameScene(cards: cards)
        let id = scene.submit("Essay", name: "essay", skills: ["writing"], at: 1)
        scene.start(id, 0, by: 0, at: 1)
        scene.at(1, .agentChanged(AgentID(2), .paused))
        let spec = FaultSpec(kind: .crash, target: .agent(AgentID(0)), duration: nil, seed: 1)
        let row = BlastRadius(spec, scene.state).rows[2]
        #expect("\(row.figure) \(row.words)" == "1 agent can stand in for writing: Writer 2")
    }

    @Test func aFaultThatIsOnCanBeReverted() {
        var scene = FrameScene.campaign(isFinished: false)
        scene.at(
            41.8,
            .faultInjected(
                FaultID(2),
                FaultSpec(
                    kind: .slow(factor: 3), target: .agent(AgentID(2)), duration: .seconds(60),
                    seed: 1)))
        var desktop = Self.menu(scene: scene)
        for _ in FaultChoice.allCases { desktop.press("down") }
        #expect(desktop.text.contains("▼ Revert slow ×3 on Insights?"))
        let effects = desktop.press("y")
        guard case .send(.revert(let id), _)? = effects.first else {
            Issue.record("nothing reverted")
            return
        }
        #expect(id == FaultID(2))
    }

    @Test func theFaultLabShowsWhatIsOnAndWhatBecameOfTheRest() {
        var scene = FrameScene.campaign()
        scene.at(
            43,
            .faultInjected(
                FaultID(2),
                FaultSpec(
                    kind: .flaky(percent: 30), target: .everyone, duration: .seconds(20), seed: 1)))
        scene.at(48, .agentChanged(AgentID(3), .paused))
        var desktop = Desktop(scene, columns: 80, rows: 24)
        desktop.press("5", "z")
        #expect(
            desktop.lines[3...9].joined(separator: "\n") == """
                ▌on  ▼ flaky 30 % → all agents   0 hits, 15 s left   :revert 2

                 when      fault         target      hit         found  recovered
                 0:43.000  ▼ flaky 30 %  all agents  –               –          –
                 0:40.600  ▼ crash       Finance     finance #1  40 ms      1.8 s

                 2 faults, 1 broke an attempt, 1 made good
                """)
    }

    @Test func withoutFaultsTheLabSaysHowToBegin() {
        var desktop = Desktop(.fresh())
        desktop.press("5", "z")
        #expect(desktop.text.contains("Nothing armed. x breaks something on purpose."))
    }

    // MARK: Finding a target

    @Test func theSkillsThatMatterComeFirst() throws {
        let desktop = Self.menu(agent: 1)
        let glance = desktop.console.glance()
        let names = FaultMenu(glance).targets(glance.swarm).map(glance.swarm.targetName)
        #expect(
            names.prefix(8) == [
                "Finance", "Marketing", "Insights", "Support", "skill finance", "all agents",
                "skill marketing", "skill analytics",
            ])
        let own = try #require(glance.swarm.agents[1].card.skills.map(\.name).last)
        #expect(names.prefix(13).contains("skill \(own)"))
    }

    @Test func aTargetIsFoundByItsWords() {
        var desktop = Self.menu(agent: 1)
        desktop.press("h", "/", "t", "r", "y", "x")
        #expect(desktop.text.contains("/tryx") && desktop.text.contains("no match"))
        desktop.press("backspace", "backspace", "backspace", "backspace", "m", "a", "r", "k")
        desktop.press("down", "enter")
        let spec = Self.fault(desktop.press("y"))
        #expect(spec?.kind == .hang)
        #expect(spec.map { desktop.console.swarm.targetName($0.target) } == "skill marketing")
    }

    @Test func whatHitsEveryoneHasNoTargetToFind() {
        var desktop = Self.menu(agent: 1)
        desktop.press("w", "/", "c")
        #expect(Self.fault(desktop.press("y"))?.target == .agent(AgentID(1)))
    }

    @Test func escLeavesTheWordsAndNotTheMenu() {
        var desktop = Self.menu(agent: 1)
        desktop.press("/", "m", "esc")
        #expect(desktop.console.overlay.isOpen && !desktop.text.contains("/m"))
    }

    @Test func workThatFailedForGoodIsNotAwaitedBack() throws {
        var scene = FrameScene()
        let id = scene.submit("Doomed", name: "doomed", skills: ["finance"], at: 1)
        let key = scene.start(id, 0, by: 1, at: 1)
        scene.at(
            1.1,
            .faultInjected(
                FaultID(1),
                FaultSpec(kind: .crash, target: .agent(AgentID(1)), duration: nil, seed: 1)))
        scene.fail(key, .crashed, at: 1.2)
        var desktop = Desktop(scene)
        desktop.console.selection.agent = AgentID(1)
        let open = FaultMenu(desktop.console.glance())
        #expect(desktop.drawn(open).text.contains("found in 0.1 s, not back yet"))
        scene.at(1.3, .faultReverted(FaultID(1)))
        scene.at(1.4, .subtaskFailed(key.subtaskKey))
        scene.at(1.4, .taskFinished(id, .failed, quality: 0, warnings: []))
        desktop = Desktop(scene)
        desktop.console.selection.agent = AgentID(1)
        let menu = FaultMenu(desktop.console.glance())
        #expect(desktop.drawn(menu).text.contains("found in 0.1 s, task failed"))
        let lab = desktop.drawn(FaultsPane(), rows: 12).text
        #expect(lab.contains("failed") && !lab.contains("not yet"))
    }
}
