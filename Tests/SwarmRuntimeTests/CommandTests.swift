import SwarmCore
import SwarmRuntime
import Testing

/// Operators' commands and what comes back.
@Suite(.timeLimit(.minutes(3))) struct CommandTests {
    @Test func aSubmittedTaskIsAnsweredWithItsNameAndRuns() async throws {
        try await withSwarm(ScriptedDriver.eager) { runtime, watcher in
            let first = await runtime.send(.submit(draft("finance", id: "budget_1")))
            #expect(first.name == "budget_1")
            let second = await runtime.send(.submit(draft("finance")))
            #expect(second.name == "task_2")
            #expect(await watcher.wait(forEnded: 2))
            #expect(watcher.swarm.status(first.task) == .succeeded)
        }
    }

    @Test func aTaskWithAnUnknownSkillIsRefusedWithTheNearestAndNothingIsStored() async throws {
        try await withSwarm(ScriptedDriver.eager) { runtime, _ in
            let state = await runtime.attach(Feed {}).state
            let before = (sequence: state.sequence, skills: state.skillNames)
            let reply = await runtime.send(.submit(draft("marketting", "fly")))
            #expect(
                reply.refusal
                    == .invalidTask([
                        .unknownSkill("marketting", nearest: "marketing", known: before.skills),
                        .unknownSkill("fly", nearest: nil, known: before.skills),
                    ]))
            var words = TaskDraft()
            words.recipe = "campain"
            let recipe = await runtime.send(.submit(words))
            #expect(
                recipe.refusal
                    == .invalidTask([
                        .unknownRecipe(
                            "campain", nearest: "campaign", known: RecipeCatalogue.builtIn.names)
                    ]))
            let after = await runtime.attach(Feed {}).state
            #expect(after.sequence == before.sequence && after.tasks.all.isEmpty)
        }
    }

    @Test func budgetsAndPrioritiesChangeWhileTheSwarmRuns() async throws {
        try await withSwarm(ScriptedDriver.eager, agents: agents("a")) { runtime, watcher in
            let agent = AgentID(0)
            #expect(await runtime.send(.pause(agent)).isDone)
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            let dollar = Money(nanodollars: 1_000_000_000)
            for scope in [BudgetScope.day, .task(task), .agent(agent)] {
                #expect(await runtime.send(.setBudget(scope, dollar)).isDone)
            }
            #expect(await runtime.send(.prioritize(task, .critical)).isDone)
            let swarm = await runtime.attach(Feed {}).state
            #expect(swarm.policies.budgets.day == dollar)
            #expect(swarm.tasks.brief(of: task)?.budget == dollar)
            #expect(swarm.tasks.brief(of: task)?.priority == .critical)
            #expect(swarm.agents[0].card.limits.budget == dollar)
            #expect(await runtime.send(.setBudget(.agent(AgentID(9)), nil)).refusal == .noSuchAgent)
            #expect(await runtime.send(.resume(agent)).isDone)
            #expect(await watcher.wait(forEnded: 1))
            #expect(
                await runtime.send(.prioritize(task, .low)).refusal == .alreadyEnded(.succeeded))
        }
    }

    @Test func aPausedAgentGetsNoWorkAndGoesOnWhenResumed() async throws {
        try await withSwarm(ScriptedDriver.eager, agents: agents("a")) { runtime, watcher in
            #expect(await runtime.send(.pause(AgentID(0))).isDone)
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            #expect(await watcher.wait { $0.totals.waiting == 1 })
            #expect(watcher.swarm.agents[0].health == .paused)
            #expect(watcher.swarm.tasks[task]?.attempts.isEmpty == true)
            #expect(await runtime.send(.resume(AgentID(0))).isDone)
            #expect(await watcher.wait(forEnded: 1))
            #expect(watcher.swarm.status(task) == .succeeded)
        }
    }

    @Test func allAgentsCanBePausedAndResumedAtOnce() async throws {
        try await withSwarm(ScriptedDriver.eager) { runtime, watcher in
            #expect(await runtime.send(.pauseAll).isDone)
            #expect(await watcher.wait { $0.agents.allSatisfy { $0.health == .paused } })
            #expect(await runtime.send(.resumeAll).isDone)
            #expect(await watcher.wait { $0.agents.allSatisfy { $0.health == .healthy } })
        }
    }

    @Test func cancellingATaskCancelsTheWorkItself() async throws {
        let cancelled = Record<Bool>()
        let driver = ScriptedDriver { _, desk in
            desk.started()
            await untilCancelled()
            cancelled.add(Task.isCancelled)
            desk.finish(goodProduct)
        }
        try await withSwarm(driver) { runtime, watcher in
            let task = try #require(
                await runtime.send(.submit(draft("marketing", "finance", "analytics"))).task)
            #expect(
                await watcher.wait { $0.tasks[task]?.attempts.count { $0.startedAt != nil } == 3 })
            #expect(await runtime.send(.cancel(task)).isDone)
            await cancelled.wait(for: 3)
            #expect(cancelled.elements == [true, true, true])
            #expect(await watcher.wait { $0.totals.cancelled == 1 })
            #expect(await poll { watcher.events.count { $0.type == .attemptFenced } == 3 })
            #expect(watcher.swarm.agents.allSatisfy { $0.reputation.value == 100 && $0.load == 0 })
            #expect(await runtime.send(.cancel(task)).refusal == .alreadyEnded(.cancelled))
        }
    }

    @Test func aTaskThatWasCancelledCanBeTriedAgainUnderANewName() async throws {
        let isReady = Record<Void>()
        let driver = ScriptedDriver { _, desk in
            desk.started()
            if isReady.elements.isEmpty { await untilCancelled() } else { desk.finish(goodProduct) }
        }
        try await withSwarm(driver, agents: agents("a")) { runtime, watcher in
            let task = try #require(await runtime.send(.submit(draft("x", id: "t"))).task)
            #expect(await runtime.send(.retry(task)).refusal == .nothingToRetry)
            #expect(await runtime.send(.cancel(task)).isDone)
            isReady.add(())
            let again = await runtime.send(.retry(task))
            #expect(again.name == "t_again")
            #expect(await watcher.wait { $0.totals.succeeded == 1 })
            #expect(await runtime.send(.retry(again.task!)).refusal == .nothingToRetry)
        }
    }

    @Test func whatDoesNotExistIsRefused() async throws {
        try await withSwarm(ScriptedDriver.eager) { runtime, _ in
            let nobody = AgentID(99)
            let nothing = TaskID(slot: 7, number: 7)
            #expect(await runtime.send(.pause(nobody)).refusal == .noSuchAgent)
            #expect(await runtime.send(.resume(AgentID(-1))).refusal == .noSuchAgent)
            #expect(await runtime.send(.cancel(nothing)).refusal == .noSuchTask)
            #expect(await runtime.send(.retry(nothing)).refusal == .noSuchTask)
            #expect(await runtime.send(.revert(FaultID(1))).refusal == .noSuchFault)
            let spec = FaultSpec(kind: .hang, target: .agent(nobody), duration: nil, seed: 1)
            #expect(await runtime.send(.inject(spec)).refusal == .noTarget)
        }
    }

    @Test func everyTaskThatEndsIsToldHoweverManyEndAtOnce() async throws {
        let told = Record<String>()
        let tell: @Sendable (TaskState, SwarmState) -> Void = { task, _ in
            told.add(task.brief.name)
        }
        try await withSwarm(
            ScriptedDriver.eager, agents: agents("a"), onEnded: tell
        ) { runtime, watcher in
            _ = await runtime.send(.pauseAll)
            var ids: [TaskID] = []
            for _ in 1...600 {
                ids.append(try #require(await runtime.send(.submit(draft("x"))).task))
            }
            for id in ids { runtime.post(.cancel(id)) { _ in } }
            #expect(await watcher.wait { $0.totals.cancelled == 600 })
            #expect(await poll { told.elements.count >= 600 })
            #expect(Set(told.elements).count == 600 && told.elements.count == 600)
        }
    }
}
