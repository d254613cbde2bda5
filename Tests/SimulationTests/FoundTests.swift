import SwarmCore
import Testing

/// What the simulation found in the core, reduced to the fewest steps.
@Suite struct FoundTests {
    private struct Stage {
        var swarm: Swarm
        var events: [Event] = []
        var effects: [Effect] = []
        var now = Instant.zero

        init(_ cards: [AgentCard], _ change: (inout Policies) -> Void = { _ in }) {
            var policies = Policies()
            change(&policies)
            swarm = Swarm(policies: policies)
            for card in cards { step(.register(card)) }
        }

        mutating func step(_ input: Input) {
            var decision = Decision()
            swarm.step(input, at: now, into: &decision)
            events += decision.events
            effects += decision.effects
        }

        @discardableResult
        mutating func submit(
            _ skills: [String], _ complexity: Complexity = .complex, domain: String? = nil,
            priority: Priority = .normal, kept: [KeptResult] = [], bestEffort: Bool = false,
            inARow: Bool = false
        ) -> TaskID {
            let id = swarm.state.tasks.nextID
            let ids = skills.compactMap(swarm.state.skillID)
            let domains = domain.flatMap(swarm.state.domainNames.firstIndex).map(SkillID.init)
            var steps: [Plan.Step] = []
            for (place, skill) in ids.enumerated() where inARow {
                var step = Plan.Step(name: "\(place)", title: "", skill: skill)
                if place > 0 { step.after = StepSet([place - 1]) }
                steps.append(step)
            }
            let brief = TaskBrief(
                name: "t\(id.number)", title: "", type: "general", complexity: complexity,
                skills: ids, domain: domain, domains: SkillSet(domains.map { [$0] } ?? []),
                priority: priority, bestEffort: bestEffort,
                plan: inARow ? Plan(steps: steps) : nil)
            step(.submit(brief, kept: kept))
            return id
        }

        mutating func finish(_ task: TaskID, _ subtask: Int = 0) {
            let key = AttemptKey(task: task, subtask: subtask, number: 1)
            step(.report(key, .finished(Product(["text": "done"]))))
        }

        /// The attempt asks for a tool that needs the operator's yes.
        mutating func ask(_ key: AttemptKey, token: UInt64 = 7) {
            let draft = ToolDraft(
                name: "delete", arguments: "{}", needsApproval: true, token: token)
            step(.report(key, .callsTool(draft)))
        }

        func team(of task: TaskID) -> [AgentID] { swarm.state.tasks.team(of: task) }
    }

    private static func card(
        _ name: String, _ skills: [String], load: Int = 100, domains: [String] = []
    ) -> AgentCard {
        AgentCard(
            name: name, skills: skills.map { AgentCard.Skill($0) }, domains: domains,
            loadPerSubtask: load)
    }

    @Test func aTaskNobodyCanDoKeepsNobodyElseWaiting() {
        var stage = Stage([
            Self.card("a", ["write"], domains: ["near"]),
            Self.card("b", ["sing"], domains: ["far"]),
        ])
        let first = stage.submit(["write"])
        stage.submit(["write"], domain: "far", priority: .critical)
        let behind = stage.submit(["write"])
        #expect(stage.team(of: behind).isEmpty)
        stage.finish(first)
        #expect(stage.team(of: behind) == [AgentID(0)])
    }

    @Test func aLateReportOfATaskOutOfMemoryIsNotRecorded() {
        var stage = Stage([Self.card("a", ["write"])]) { $0.retainedTasks = 1 }
        let old = stage.submit(["write"])
        stage.finish(old)
        stage.finish(stage.submit(["write"]))
        let before = stage.events.count
        // A reader of the journal could not tell which task the line is about.
        stage.finish(old)
        #expect(stage.events.count == before)
    }

    @Test func aTeamIsFoundThoughTheBestRankedBringTooLittle() {
        var stage = Stage([
            Self.card("a", ["one"], load: 10), Self.card("b", ["two"], load: 10),
            Self.card("c", ["one", "two"], load: 10),
            Self.card("d", ["three"], load: 10), Self.card("e", ["four"], load: 10),
        ])
        // Successes lift those with one skill above the one with two.
        for _ in 0..<8 {
            stage.finish(stage.submit(["one"], .simple))
            stage.finish(stage.submit(["two"], .simple))
            stage.finish(stage.submit(["three"], .simple))
        }
        let task = stage.submit(["one", "two", "three", "four"], .moderate)
        #expect(Set(stage.team(of: task)) == [AgentID(2), AgentID(3), AgentID(4)])
    }

    @Test func anAgentMayBeGivenAHeavierLoadWhileItWorks() {
        var stage = Stage([Self.card("a", ["write"], load: 25)])
        for _ in 0..<3 { stage.submit(["write"]) }
        stage.step(.edit(AgentID(0), Self.card("a", ["write"], load: 1_000)))
        #expect(stage.swarm.state.agent(AgentID(0)).willingness == .overloaded)
    }

    @Test func aResultThatIsThereAlreadyIsNotLeftOut() {
        var stage = Stage([Self.card("a", ["write"]), Self.card("b", ["sing"])])
        stage.step(.pause(AgentID(1)))
        let kept = KeptResult(subtask: 1, product: Product(["text": "done"]), quality: 90)
        stage.submit(["write", "sing"], kept: [kept], bestEffort: true)
        let skipped = stage.events.contains { if case .subtaskSkipped = $0 { true } else { false } }
        #expect(!skipped)
    }

    @Test func aTeamMemberMovedToAnotherDomainGetsNoLaterStep() {
        var stage = Stage([
            Self.card("a", ["write"], domains: ["near"]),
            Self.card("b", ["write"], domains: ["near"]),
            Self.card("c", ["sing"], domains: ["far"]),
        ])
        let task = stage.submit(["write", "write"], .simple, domain: "near", inARow: true)
        stage.step(.edit(AgentID(0), Self.card("a", ["write"], domains: ["far"])))
        stage.finish(task)
        #expect(stage.team(of: task) == [AgentID(0), AgentID(1)])
    }

    @Test func anAllRounderOfAnotherDomainDoesNotKeepATeamFromForming() {
        var stage = Stage([
            Self.card("a", ["write", "sing"], domains: ["far"]), Self.card("b", ["write"]),
            Self.card("c", ["sing"], domains: ["near"]),
        ])
        let task = stage.submit(["write", "sing"], .simple, domain: "near")
        #expect(stage.team(of: task) == [AgentID(1), AgentID(2)])
    }

    @Test func aTaskForOneAgentGoesToATeamOnceThatAgentIsRetired() {
        var stage = Stage([
            Self.card("a", ["write", "sing"]), Self.card("b", ["write"]), Self.card("c", ["sing"]),
        ])
        stage.step(.pause(AgentID(0)))
        let task = stage.submit(["write", "sing"], .simple)
        #expect(stage.team(of: task).isEmpty)
        stage.step(.retire(AgentID(0)))
        #expect(Set(stage.team(of: task)) == [AgentID(1), AgentID(2)])
    }

    @Test func aBestEffortTaskBeginsWithWhicheverSkillComesFirst() {
        var stage = Stage([Self.card("a", ["write"]), Self.card("b", ["sing"])])
        stage.step(.pause(AgentID(0)))
        stage.step(.pause(AgentID(1)))
        let task = stage.submit(["write", "sing"], bestEffort: true)
        stage.step(.resume(AgentID(1)))
        #expect(stage.team(of: task) == [AgentID(1)])
    }

    // MARK: Money, tools and patience

    @Test func aNewTaskHasNoCallsOfOneThatIsOutOfMemory() throws {
        var stage = Stage([Self.card("a", ["write"])]) { $0.retainedTasks = 1 }
        let old = stage.submit(["write"])
        let key = AttemptKey(task: old, subtask: 0, number: 1)
        stage.ask(key)
        stage.step(.report(key, .recalls([Recall(note: 1, similarity: 1)])))
        let request = CallRequest(
            purpose: .work(key, AgentID(0)), model: "m", worst: Money(nanodollars: 1), day: 1)
        stage.step(.reserve(request, token: 0))
        stage.finish(old)
        stage.finish(stage.submit(["write"]))
        let new = stage.submit(["write"])
        let task = try #require(stage.swarm.state.tasks[new])
        #expect(task.id.slot == old.slot)
        #expect(task.calls.isEmpty && task.toolCalls.isEmpty && task.recalls.isEmpty)
    }

    @Test func anAttemptThatIsOverGetsNoYesToItsTool() {
        var stage = Stage([Self.card("a", ["write"])])
        let task = stage.submit(["write"])
        let key = AttemptKey(task: task, subtask: 0, number: 1)
        stage.ask(key)
        stage.step(.cancel(task))
        let answers = stage.effects.compactMap { effect in
            if case .answerTool(7, let number, let granted) = effect {
                (number, granted)
            } else {
                nil
            }
        }
        #expect(answers.map(\.0) == [0] && answers.map(\.1) == [false])
        let before = stage.events.count
        stage.step(.answerTool(key, number: 1, granted: true))
        #expect(stage.events.count == before)
    }

    @Test func anAgentsBudgetHoldsThoughTheClockIsSetBackADay() {
        var stage = Stage([Self.card("a", ["write"])]) {
            $0.budgets.agent = Money(nanodollars: 10)
        }
        let key = AttemptKey(task: stage.submit(["write"]), subtask: 0, number: 1)
        for day: Int32 in [1, 2, 1] {
            let request = CallRequest(
                purpose: .work(key, AgentID(0)), model: "m", worst: Money(nanodollars: 6), day: day)
            stage.step(.reserve(request, token: 0))
        }
        let refused = stage.events.count { $0.type == .costRefused }
        #expect(refused == 1)
    }

    @Test func anAgentWithLessTimeThanPatienceIsStoppedInTime() {
        var limits = AgentLimits()
        limits.hardTimeout = .milliseconds(100)
        let card = AgentCard(
            name: "a", skills: [AgentCard.Skill("write")], loadPerSubtask: 25, limits: limits)
        var stage = Stage([card])
        stage.submit(["write"])
        #expect(stage.swarm.nextDeadline == Instant(microseconds: 100_000))
    }

    @Test func lessPatienceHoldsForWhatIsUnderWay() {
        var limits = AgentLimits()
        limits.idleTimeout = .milliseconds(100)
        var stage = Stage([Self.card("a", ["write"], load: 25)])
        let task = stage.submit(["write"])
        let card = AgentCard(
            name: "a", skills: [AgentCard.Skill("write")], loadPerSubtask: 25, limits: limits)
        stage.step(.edit(AgentID(0), card))
        stage.now = Instant(microseconds: 100_000)
        stage.step(.tick)
        #expect(!stage.swarm.state.isLive(AttemptKey(task: task, subtask: 0, number: 1)))
    }

    @Test func whoeverHadAnAnswerHasOnlyTheRestOfItsTime() {
        var limits = AgentLimits()
        limits.hardTimeout = .milliseconds(500)
        let card = AgentCard(
            name: "a", skills: [AgentCard.Skill("write")], loadPerSubtask: 25, limits: limits)
        var stage = Stage([card])
        let key = AttemptKey(task: stage.submit(["write"]), subtask: 0, number: 1)
        stage.ask(key)
        stage.now = Instant(microseconds: 500_000)
        stage.step(.tick)
        stage.now = Instant(microseconds: 5_000_000)
        stage.step(.answerTool(key, number: 1, granted: true))
        // The five seconds were the operator's.
        stage.step(.tick)
        #expect(stage.swarm.state.isLive(key))
        #expect(stage.swarm.nextDeadline == Instant(microseconds: 5_500_000))
    }
}
