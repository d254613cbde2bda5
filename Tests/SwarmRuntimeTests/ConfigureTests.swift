import SwarmCore
import SwarmRuntime
import Testing

/// Another definition, other agents and other hands while tasks run (spec §2).
@Suite(.timeLimit(.minutes(3))) struct ConfigureTests {
    /// Works until `gate` opens.
    private static func gated(
        _ gate: Record<Void>, _ began: Record<WorkOrder> = Record()
    ) -> ScriptedDriver {
        ScriptedDriver { order, desk in
            desk.started()
            began.add(order)
            await gate.wait(for: 1)
            desk.finish(goodProduct)
        }
    }

    private static func definition(
        _ agents: [AgentCard], _ recipes: RecipeCatalogue = trial([step("old")])
    ) -> SwarmDefinition {
        SwarmDefinition(agents: agents, recipes: recipes, policies: .hasty)
    }

    @Test func whatIsTheSameAlreadyDoesNothing() async throws {
        let same = Self.definition(agents("a", "b"))
        try await withSwarm(
            ScriptedDriver.eager, agents: same.agents, recipes: same.recipes
        ) { runtime, _ in
            let before = await runtime.attach(Feed {}).state.sequence
            #expect(await runtime.send(.configure(same)).isDone)
            #expect(await runtime.attach(Feed {}).state.sequence == before)
        }
    }

    @Test func agentsAreAddedEditedAndRetiredWhileTheirTasksRunOn() async throws {
        let (gate, began) = (Record<Void>(), Record<WorkOrder>())
        let first = Self.definition(agents("a") + agents("b", skill: "y"))
        try await withSwarm(
            Self.gated(gate, began), agents: first.agents, recipes: first.recipes
        ) { runtime, watcher in
            let task = try #require(await runtime.send(.submit(draft("x", "y"))).task)
            await began.wait(for: 2)
            let cards = agents("a", load: 35) + agents("c", skill: "z")
            #expect(await runtime.send(.configure(Self.definition(cards))).isDone)
            #expect(await watcher.wait { $0.agents.count == 3 })
            #expect(watcher.swarm.agent(named: "a")?.load == 35, "its work counts anew")
            #expect(watcher.swarm.agent(named: "b")?.isRetired == true)
            gate.add(())
            #expect(await watcher.wait(forEnded: 1))
            #expect(watcher.swarm.status(task) == .succeeded, "who retires finishes what it has")
            #expect(watcher.swarm.agents.allSatisfy { $0.load == 0 })
            _ = await runtime.send(.submit(draft("z")))
            #expect(await watcher.wait(forEnded: 2))
            #expect(await runtime.send(.submit(draft("y"))).refusal != nil, "nobody has it now")
            #expect(await runtime.send(.configure(first)).isDone)
            let back = try #require(await runtime.send(.submit(draft("y"))).task)
            #expect(await watcher.wait(forEnded: 3))
            #expect(watcher.swarm.status(back) == .succeeded)
            #expect(watcher.swarm.agent(named: "c")?.isRetired == true)
        }
    }

    @Test func recipesAreSwappedForNewTasksAndRunningOnesKeepTheirs() async throws {
        let (gate, began) = (Record<Void>(), Record<WorkOrder>())
        let steps = [step("old"), step("older", after: "old")]
        try await withSwarm(
            Self.gated(gate, began), agents: agents("a"), recipes: trial(steps)
        ) { runtime, watcher in
            _ = await runtime.send(.submit(trialDraft()))
            await began.wait(for: 1)
            let changed = Self.definition(agents("a"), trial([step("new")]))
            #expect(await runtime.send(.configure(changed)).isDone)
            _ = await runtime.send(.submit(trialDraft()))
            await began.wait(for: 2)
            gate.add(())
            #expect(await watcher.wait(forEnded: 2))
            #expect(began.elements.map(\.stepName).sorted() == ["new", "old", "older"])
            let none = Self.definition(agents("a"), RecipeCatalogue([]))
            #expect(await runtime.send(.configure(none)).isDone)
            let refusal = await runtime.send(.submit(trialDraft())).refusal
            #expect(
                refusal == .invalidTask([.unknownRecipe("trial", nearest: nil, known: [])]))
        }
    }

    @Test func agentsAreAddedEditedAndRetiredByCommandAndWhatCannotBeIsRefused() async throws {
        try await withSwarm(ScriptedDriver.eager, agents: agents("a")) { runtime, watcher in
            let card = agents("b", skill: "y")[0]
            #expect(await runtime.send(.add(card)).isDone)
            #expect(await runtime.send(.add(card)).refusal == .cannotAdd("b"))
            _ = await runtime.send(.submit(draft("y")))
            #expect(await watcher.wait(forEnded: 1))
            let edited = agents("b", skill: "z")[0]
            #expect(await runtime.send(.edit(edited)).isDone)
            _ = await runtime.send(.submit(draft("z")))
            #expect(await watcher.wait(forEnded: 2))
            let unknown = agents("nobody")[0]
            #expect(await runtime.send(.edit(unknown)).refusal == .noSuchAgent)
            let skills = (0...SkillSet.capacity).map { AgentCard.Skill("s\($0)") }
            let wide = AgentCard(name: "b", skills: skills, loadPerSubtask: 10)
            #expect(await runtime.send(.edit(wide)).refusal == .cannotAdd("b"))
            let many = AgentCard(name: "c", skills: skills, loadPerSubtask: 10)
            #expect(await runtime.send(.add(many)).refusal == .cannotAdd("c"))
            #expect(await runtime.send(.retire(AgentID(7))).refusal == .noSuchAgent)
            #expect(await runtime.send(.retire(AgentID(1))).isDone)
            #expect(await runtime.send(.submit(draft("z"))).refusal != nil, "nobody has it now")
            let history = watcher.swarm.agents[1].history.count
            #expect(await runtime.send(.add(edited)).isDone, "a retired one comes back")
            _ = await runtime.send(.submit(draft("z")))
            #expect(await watcher.wait(forEnded: 3))
            #expect(watcher.swarm.agents[1].history.count == history + 1, "with its history")
        }
    }

    @Test func aSubtaskIsGivenToAnotherAgentAndItsFormerWorkStops() async throws {
        let stopped = Record<Bool>()
        let driver = ScriptedDriver { order, desk in
            desk.started()
            if order.card.name == "b" { return desk.finish(goodProduct) }
            await untilCancelled()
            stopped.add(Task.isCancelled)
        }
        let cards = agents("a", "b", "c") + agents("d", skill: "y")
        try await withSwarm(driver, agents: cards) { runtime, watcher in
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            #expect(await watcher.wait { $0.tasks[task]?.attempts.first?.startedAt != nil })
            let key = SubtaskKey(task: task, index: 0)
            #expect(await runtime.send(.pause(AgentID(2))).isDone)
            let wrong: [(SubtaskKey, AgentID, Refusal)] = [
                (SubtaskKey(task: TaskID(slot: 5, number: 5), index: 0), AgentID(1), .noSuchTask),
                (SubtaskKey(task: task, index: 4), AgentID(1), .nothingToReassign),
                (key, AgentID(9), .noSuchAgent),
                (key, AgentID(3), .cannotTake(agent: "d", skill: "x")),
                (key, AgentID(2), .cannotTake(agent: "c", skill: "x")),
            ]
            for (key, agent, refusal) in wrong {
                #expect(await runtime.send(.reassign(key, to: agent)).refusal == refusal)
            }
            #expect(await runtime.send(.reassign(key, to: AgentID(1))).isDone)
            #expect(await watcher.wait(forEnded: 1))
            await stopped.wait(for: 1)
            #expect(stopped.elements == [true])
            let state = try #require(watcher.swarm.tasks[task])
            #expect(state.attempts.map(\.failure) == [.reassigned, nil])
            #expect(state.attempts.map(\.agent) == [AgentID(0), AgentID(1)])
            #expect(watcher.swarm.agents[0].reputation.value == 100, "it is not to blame")
            let late = await runtime.send(.reassign(key, to: nil))
            #expect(late.refusal == .nothingToReassign)
        }
    }
}
