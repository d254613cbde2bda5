import SwarmCore
import Testing

@testable import ModelAgents

@Suite struct PlannerTests {
    private let payer = TestPayer()

    /// A swarm of three agents and a recipe, without a runtime.
    private func swarm() throws -> SwarmState {
        var swarm = SwarmState()
        let agents = [
            AgentCard(
                name: "Ann", skills: [.init("research"), .init("writing", keywords: ["write"])],
                loadPerSubtask: 10),
            AgentCard(name: "Bob", skills: [.init("editing")], loadPerSubtask: 10),
            AgentCard(name: "Cid", skills: [.init("drawing")], loadPerSubtask: 10),
        ]
        for (place, card) in agents.enumerated() {
            swarm.apply(.agentRegistered(AgentID(place), card), at: .zero)
        }
        let recipe = try Recipe.read([
            "name": "post", "steps": ["writing": nil, "editing": ["after": ["writing"]]],
            "data": ["topic": ["fallback": "cats"]],
        ])
        swarm.apply(.recipeDefined(recipe), at: .zero)
        return swarm
    }

    private func plan(_ text: String, _ say: @escaping @Sendable (Asked) -> Said) async throws
        -> (PlanProposal, ScriptedModel)
    {
        let model = ScriptedModel(say)
        let planner = Planner(ModelSwarm(agents: []).equipment(over: model.transport))
        return (await planner.plan(text, swarm: try swarm(), payer: payer), model)
    }

    @Test func aRecipeThatFitsIsNamedWithItsData() async throws {
        let (proposal, model) = try await plan("A post on dogs, please") { _ in
            .json([
                "title": "Dogs", "recipe": "post", "data": ["topic": "dogs"],
                "reason": "It is a post.",
            ])
        }
        #expect(proposal.source == .model("large"))
        #expect(proposal.draft.recipe == "post")
        #expect(proposal.draft.data["topic"] == "dogs")
        #expect(proposal.draft.text == "A post on dogs, please")
        #expect(proposal.recipe == nil)
        #expect(proposal.reason == "It is a post.")
        #expect(proposal.advice?.sentence.contains("one agent with all 2 skills") == true)
        #expect(model.asked[0].data?["text"] == "A post on dogs, please")
        #expect(payer.settlements.map(\.basis) == [.usage])
        #expect(proposal.cost == Money(nanodollars: 200_000))
    }

    @Test func aGraphBecomesARecipeOfItsOwnThatTheReadersChecked() async throws {
        let (proposal, _) = try await plan("A picture book") { _ in
            .json([
                "title": "Book", "reason": "Text and pictures at once.",
                "agents": [["name": "Evil", "driver": "command", "skills": ["x"]]],
                "budget": 1_000, "settings": ["key": "x"],
                "steps": [
                    ["name": "text", "skill": "writing"],
                    ["name": "pictures", "skill": "drawing", "approval": "x"],
                    [
                        "name": "check", "skill": "editing", "after": ["text", "pictures"],
                        "agents": [],
                    ],
                ],
            ])
        }
        let recipe = try #require(proposal.recipe)
        #expect(proposal.draft.recipe == recipe.name)
        #expect(recipe.agents.isEmpty)
        #expect(recipe.steps.map(\.name) == ["text", "pictures", "check"])
        #expect(recipe.steps.allSatisfy { $0.approval == nil })
        #expect(proposal.draft.budget == nil)
        #expect(proposal.advice == nil)
        var swarm = try swarm()
        swarm.apply(.recipeDefined(recipe), at: .zero)
        let brief = try proposal.draft.resolved(in: swarm)
        #expect(brief.plan?.depth == 2)
    }

    @Test func stepsThatWaitForNothingAreSkills() async throws {
        let (proposal, _) = try await plan("Look it up") { _ in
            .json([
                "title": "T", "reason": "r", "steps": [["name": "a", "skill": "research"]],
            ])
        }
        #expect(proposal.draft.requiredSkills == ["research"])
        #expect(proposal.recipe == nil)
        #expect(proposal.advice?.sentence == "One skill, research: one agent would do.")
    }

    @Test func oneRepairSaysWhatTheCheckFound() async throws {
        let (proposal, model) = try await plan("x") { asked in
            let (skill, after): (String, String) =
                asked.turns == 0 ? ("writeing", "c") : ("writing", "a")
            return .json([
                "title": "T", "reason": "r",
                "steps": [
                    ["name": "a", "skill": .string(skill)],
                    ["name": "b", "skill": "editing", "after": [.string(after)]],
                ],
            ])
        }
        #expect(proposal.source == .model("large"))
        #expect(model.asked.count == 2)
        let repair = model.asked[1].last
        #expect(repair.contains("plan: steps.b.after"))
        #expect(payer.isBalanced)
    }

    @Test func aPlanThatCannotBeLeavesTheKeywordsWithTheReason() async throws {
        let (proposal, model) = try await plan("write about cats") { _ in
            .json(["title": "T", "reason": "r", "steps": [["name": "a", "skill": "cooking"]]])
        }
        guard case .keywords(let reason) = proposal.source else {
            Issue.record("\(proposal.source)")
            return
        }
        #expect(reason.contains("No agent has the skill cooking."))
        #expect(proposal.draft.text == "write about cats")
        #expect(proposal.reason.contains("write"))
        #expect(model.asked.count == 2)
        #expect(try proposal.draft.resolved(in: try swarm()).skills.count == 1)
    }

    @Test func anEndpointThatIsDownLeavesTheKeywords() async throws {
        let (proposal, _) = try await plan("write about cats") { _ in
            .reply(.json("{}", status: 401))
        }
        guard case .keywords(let reason) = proposal.source else {
            Issue.record("\(proposal.source)")
            return
        }
        #expect(reason.contains("AUTH 401"))
        #expect(payer.settlements == [.unused])
    }

    @Test func theAdviserKnowsChainsThatOneAgentCanDo() throws {
        var swarm = try swarm()
        let recipe = try Recipe.read([
            "name": "chain",
            "steps": ["research": nil, "writing": ["after": ["research"]]],
        ])
        swarm.apply(.recipeDefined(recipe), at: .zero)
        var draft = TaskDraft()
        draft.recipe = "chain"
        let advice = Adviser.advice(for: try draft.resolved(in: swarm), in: swarm)
        #expect(advice?.sentence.contains("one agent would do; Ann has all the skills.") == true)
        draft.recipe = nil
        draft.requiredSkills = ["writing", "editing", "drawing"]
        #expect(Adviser.advice(for: try draft.resolved(in: swarm), in: swarm) == nil)
    }
}
