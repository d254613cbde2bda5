import ModelFakes
import SwarmCore
import SwarmFiles
import SwarmRuntime
import Testing

@testable import ModelAgents

/// The documents' running example with model agents, through both wire formats.
@Suite struct CampaignTests {
    @Test func theCampaignRunsWithModelsFromPlanToCosts() async throws {
        let recipe = try #require(RecipeCatalogue.builtIn["campaign"])
        let model = ScriptedModel { asked in
            let step = asked.data?["step"]?.string
            if step == nil {
                return .json([
                    "title": "Spring Launch", "recipe": "campaign", "reason": "It is a campaign.",
                    "data": ["campaign_name": "Spring Launch", "budget": 50_000],
                ])
            }
            if step == "finance", asked.turns == 0 {
                return .calls([("add", #"{"a": 30, "b": 12}"#)])
            }
            return .json(CampaignProducts.of(step))
        }
        let swarm = ModelSwarm(
            agents: [
                .model("marketer", "marketing", ["endpoint": "claude"]),
                .model("treasurer", "finance", ["tools": ["add"]]),
                .model("analyst", "analytics", ["models": ["small": "small", "large": "small"]]),
            ], recipes: RecipeCatalogue([recipe]), tools: [AddingTool()])
        let planner = Planner(swarm.equipment(over: model.transport))
        let payer = TestPayer()
        let (proposal, task) = try await swarm.run(model.transport) { play in
            let proposal = await planner.plan(
                "Launch our spring campaign for 50000", swarm: play.swarm, payer: payer)
            return (proposal, try await play.finish(proposal.draft))
        }
        #expect(proposal.source == .model("large"))
        #expect(task.status == .succeeded)
        #expect(task.subtasks.map(\.quality) == [100, 100, 100])
        #expect(task.toolCalls.map(\.name) == ["add"])
        // What the cross-check of the recipe finds between two agents' products.
        #expect(task.warnings == ["Campaign cost ($45000) exceeds budget ($42)"])
        // Marketing once and finance twice with the large model, analytics once with the small one.
        #expect(task.costs().calls == 4)
        #expect(task.costs().spent == Money(nanodollars: 3 * 200_000 + 20_000))
        #expect(proposal.cost == Money(nanodollars: 200_000))
        let format = model.asked.first { $0.data?["step"] == "finance" }?.body["response_format"]
        let schema = format?["json_schema"]?["schema"]
        #expect(schema?["properties"]?["allocated"]?["maximum"] != nil)
    }
}
