import Testing

@testable import SwarmCore

@Suite struct PlacementTests {
    @Test func aComplexTaskFormsATeamThatCoversEverySkill() {
        var rehearsal = Rehearsal()
        let id = rehearsal.submit(["marketing", "finance", "analytics"])
        let task = rehearsal.state.tasks[id]!
        #expect(
            task.team.map { rehearsal.state.agent($0).card.shortName }
                == ["Marketing", "Finance", "Insights"])
        #expect(task.census.asked == 3)
        #expect(task.census.willing == 3)
        #expect(rehearsal.running.count == 3)
        #expect(task.subtaskName(0) == "task_1_subtask_1")
    }

    @Test func aSimpleTaskGoesToOneAgentThatHasAllItsSkills() {
        var rehearsal = Rehearsal()
        let id = rehearsal.submit(["marketing", "seo"], .simple)
        #expect(rehearsal.state.tasks[id]?.team.count == 1)
        #expect(rehearsal.state.tasks[id]?.ranAsTeam == false)
    }

    @Test func aSimpleTaskThatNobodyCoversAloneRunsAsATeamAndSaysSo() {
        var rehearsal = Rehearsal()
        let id = rehearsal.submit(["marketing", "finance"], .simple)
        #expect(rehearsal.state.tasks[id]?.team.count == 2)
        #expect(rehearsal.state.tasks[id]?.ranAsTeam == true)
    }

    @Test func furtherWillingAgentsTakeReviewersSeats() {
        let cards = (1...4).map {
            AgentCard(name: "a\($0)", skills: [.init("x"), .init("y")], loadPerSubtask: 10)
        }
        var rehearsal = Rehearsal(cards)
        let complex = rehearsal.submit(["x", "y"], .complex)
        #expect(rehearsal.state.tasks[complex]?.team.count == 1)
        #expect(rehearsal.state.tasks[complex]?.reviewers.count == 2)
        let moderate = rehearsal.submit(["x", "y"], .moderate)
        #expect(rehearsal.state.tasks[moderate]?.reviewers.count == 1)
        let simple = rehearsal.submit(["x", "y"], .simple)
        #expect(rehearsal.state.tasks[simple]?.reviewers.isEmpty == true)
    }

    @Test func noAgentEverTakesMoreThanItsLoadAllows() {
        var rehearsal = Rehearsal()
        for _ in 0..<100 { rehearsal.submit(["marketing", "finance", "analytics"]) }
        var peak = [0, 0, 0, 0]
        while let key = rehearsal.running.first {
            for (place, agent) in rehearsal.state.agents.enumerated() {
                peak[place] = max(peak[place], Int(agent.liveAttempts))
                #expect(agent.load <= agent.maxLoad)
            }
            rehearsal.finish(key)
        }
        #expect(rehearsal.state.totals.succeeded == 100)
        #expect(peak == [3, 3, 3, 0])
        #expect(rehearsal.state.agents.allSatisfy { $0.load == 0 && $0.liveAttempts == 0 })
    }

    @Test(
        "Alone, each agent takes as many subtasks as the 0.8 rule allows",
        arguments: [("marketing", 3), ("finance", 4), ("analytics", 3), ("support", 4)])
    func allowedAtOnce(skill: String, most: Int) {
        var rehearsal = Rehearsal()
        for _ in 0..<9 { rehearsal.submit([skill], .simple) }
        #expect(rehearsal.running.count == most)
        #expect(rehearsal.state.totals.waiting == 9 - most)
    }

    @Test func aPausedAgentGetsNothingAndItsTaskWaits() {
        var rehearsal = Rehearsal()
        let finance = rehearsal.agent("Finance").id
        rehearsal.step(.pause(finance))
        let id = rehearsal.submit(["marketing", "finance"], .moderate)
        #expect(rehearsal.state.tasks[id]?.phase == .waiting)
        #expect(rehearsal.state.tasks[id]?.census.unavailable == 1)
        rehearsal.submit(["marketing"], .simple)
        #expect(rehearsal.running.count == 1)
        rehearsal.step(.resume(finance))
        #expect(rehearsal.state.tasks[id]?.isRunning == true)
    }

    @Test func bestEffortRunsWithoutWhatNobodyOffersAndEndsPartial() {
        var rehearsal = Rehearsal()
        rehearsal.step(.pause(rehearsal.agent("Finance").id))
        let id = rehearsal.submit(["marketing", "finance"], .moderate, bestEffort: true)
        rehearsal.finishAll()
        #expect(rehearsal.state.tasks[id]?.status == .partial)
        #expect(
            rehearsal.state.tasks[id]?.subtasks.map(\.phase) == [.succeeded, .skipped(.leftOut)])
    }

    @Test func waitingTasksAreServedByPriorityThenDeadlineThenAge() {
        var rehearsal = Rehearsal([
            AgentCard(name: "only", skills: [.init("x")], loadPerSubtask: 80)
        ])
        rehearsal.submit(["x"], .simple, name: "first")
        rehearsal.submit(["x"], .simple, name: "old")
        rehearsal.submit(["x"], .simple, name: "late", deadline: WallTime(milliseconds: 2_000))
        rehearsal.submit(["x"], .simple, name: "soon", deadline: WallTime(milliseconds: 1_000))
        rehearsal.submit(["x"], .simple, name: "urgent", priority: .critical)
        var order: [String] = []
        while let key = rehearsal.running.first {
            order.append(rehearsal.state.tasks.brief(of: key.task)?.name ?? "")
            rehearsal.finish(key)
        }
        #expect(order == ["first", "urgent", "soon", "late", "old"])
    }

    @Test func anOperatorMovesAWaitingTaskInTheQueueAndANoteOfItStays() {
        var rehearsal = Rehearsal([
            AgentCard(name: "only", skills: [.init("x")], loadPerSubtask: 80)
        ])
        rehearsal.submit(["x"], .simple, name: "first")
        rehearsal.submit(["x"], .simple, name: "old")
        let young = rehearsal.submit(["x"], .simple, name: "young")
        rehearsal.step(.change(young, .priority(.high)))
        rehearsal.finish(rehearsal.running[0])
        #expect(rehearsal.state.tasks.brief(of: rehearsal.running[0].task)?.name == "young")
        #expect(rehearsal.state.tasks.brief(of: young)?.priority == .high)
        let changes = rehearsal.events.count { $0.type == .taskChanged }
        rehearsal.step(.change(young, .priority(.high)))
        #expect(changes == 1 && rehearsal.events.count { $0.type == .taskChanged } == 1)
    }

    @Test func whatHasEndedIsNotChanged() throws {
        var rehearsal = Rehearsal()
        let task = rehearsal.submit(["finance"], .simple)
        rehearsal.finishAll()
        try #require(rehearsal.state.tasks[task]?.status == .succeeded)
        rehearsal.step(.change(task, .budget(Money(nanodollars: 1))))
        #expect(rehearsal.state.tasks.brief(of: task)?.budget == nil)
    }

    @Test func waitingRaisesPrioritySoThatNothingStarves() {
        var rehearsal = Rehearsal([
            AgentCard(name: "only", skills: [.init("x")], loadPerSubtask: 80)
        ])
        rehearsal.submit(["x"], .simple, name: "first")
        rehearsal.submit(["x"], .simple, name: "patient", priority: .low)
        rehearsal.now = rehearsal.now + .seconds(200)
        rehearsal.submit(["x"], .simple, name: "urgent", priority: .critical)
        rehearsal.finish(rehearsal.running[0])
        #expect(rehearsal.state.tasks.brief(of: rehearsal.running[0].task)?.name == "patient")
    }

    @Test func aDomainIsCheckedOnlyWhenBothSidesNameOne() {
        let cards = [
            AgentCard(name: "law", skills: [.init("x")], domains: ["law"], loadPerSubtask: 10),
            AgentCard(name: "any", skills: [.init("x")], loadPerSubtask: 10),
        ]
        let state = Rehearsal(cards).state
        let medicine = SkillSet([SkillID(5)])
        let x = SkillSet([SkillID(0)])
        #expect(state.assess(AgentID(0), skills: x, domains: medicine).domainMatches == false)
        #expect(state.assess(AgentID(1), skills: x, domains: medicine).domainMatches == nil)
        #expect(state.assess(AgentID(0), skills: x).domainMatches == nil)
        #expect(state.bestBids(for: x, domains: medicine, count: 5).map(\.agent) == [AgentID(1)])
    }

    @Test func anAgentWithMoreSkillsThanTheSwarmCanTellApartIsNotTakenIn() {
        let many = (0..<100).map { AgentCard.Skill("a\($0)") }
        let more = (0..<29).map { AgentCard.Skill("b\($0)") }
        let cards = [
            AgentCard(name: "first", skills: many, loadPerSubtask: 10),
            AgentCard(name: "second", skills: more, loadPerSubtask: 10),
            AgentCard(name: "third", skills: Array(more.prefix(28)), loadPerSubtask: 10),
        ]
        let state = Rehearsal(cards).state
        #expect(state.agents.map(\.card.name) == ["first", "third"])
        #expect(state.skillNames.count == 128)
    }
}
