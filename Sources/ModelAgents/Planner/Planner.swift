import SwarmCore
import SwarmRuntime

/// Turns free text into a task by asking a model, checks what it says, and falls back to the keywords.
///
/// Nothing is submitted: the proposal is shown and edited first.
public struct Planner: Sendable {
    private let equipment: ModelEquipment
    /// The name of the model that is asked.
    public let model: String

    /// Asks the defaults' large model unless another is named.
    public init(_ equipment: ModelEquipment, model: String? = nil) {
        self.equipment = equipment
        self.model = model ?? equipment.defaults.large
    }

    private static let mostOutputTokens = 4_096

    /// The text as a task for this swarm. The planner's calls are paid by `payer`.
    public func plan(
        _ text: String, swarm: SwarmState, payer: any CallPayer,
        note: @escaping @Sendable (String) async -> Void = { _ in }
    ) async -> PlanProposal {
        let tally = TallyingPayer(payer)
        var proposal: PlanProposal
        do throws(ModelFault) {
            proposal = try await ask(text, swarm, tally, note)
        } catch {
            proposal = Self.keywords(
                text, swarm, because: "The model did not plan it: \(error.message).")
        }
        proposal.cost = tally.cost
        return proposal
    }

    /// What the keyword analysis makes of the text, with why nothing else did.
    public static func keywords(
        _ text: String, _ swarm: SwarmState, because reason: String
    ) -> PlanProposal {
        var draft = TaskDraft()
        draft.text = text
        let analysis = TaskAnalysis.analyse(
            text, cards: swarm.agents.map(\.card), recipes: swarm.recipes.recipes)
        let words = analysis.recipeWords + analysis.skills.flatMap(\.words)
        let found =
            words.isEmpty
            ? "No known word stands in the text."
            : "By its words: \(words.joined(separator: ", "))."
        let brief = try? draft.resolved(in: swarm)
        return PlanProposal(
            draft: draft, recipe: nil, source: .keywords(because: reason), reason: found,
            advice: brief.flatMap { Adviser.advice(for: $0, in: swarm) })
    }

    private func ask(
        _ text: String, _ swarm: SwarmState, _ payer: any CallPayer,
        _ note: @escaping @Sendable (String) async -> Void
    ) async throws(ModelFault) -> PlanProposal {
        var caller = PaidCaller(
            client: equipment.client, prices: equipment.prices, payer: payer)
        caller.rivals = [model, equipment.defaults.large]
        caller.note = note
        let routes =
            [Route(equipment.defaults.endpoint, model: model)] + equipment.defaults.fallbacks
        let reading = PlanReading(text: text, swarm: swarm)
        var request = request(text, swarm)
        request.output = equipment.form(Self.format, over: routes)
        var faults: [String] = []
        for _ in 0..<2 {
            let answer = try await caller.ask(request, over: routes)
            switch read(answer.text, reading) {
            case .good(let plan):
                return PlanProposal(
                    draft: plan.draft, recipe: plan.recipe, source: .model(answer.askedModel),
                    reason: plan.reason, advice: Adviser.advice(for: plan.brief, in: swarm))
            case .wrong(let found):
                faults = found
                request.messages += [.assistant(answer.text), OutputFormat.repair(found)]
            }
        }
        let list = faults.prefix(3).map { Excerpt.of($0, most: 160) }.joined(separator: " ")
        return Self.keywords(
            text, swarm, because: "The model's plan cannot be carried out: \(list)")
    }

    private func read(_ text: String, _ reading: PlanReading) -> PlanReading.Outcome {
        switch Self.format.read(text) {
        case .wrong(let faults): .wrong(faults)
        case .object(let object): reading.read(object)
        }
    }

    private func request(_ text: String, _ swarm: SwarmState) -> ModelRequest {
        var data = PromptData()
        data.add("text", text: text)
        data.add("skills", .array(Self.skills(of: swarm)))
        data.add("recipes", .array(swarm.recipes.recipes.prefix(Self.mostListed).map(Self.recipe)))
        let limits = swarm.policies.limits
        let rules = [
            "You plan work for a swarm of agents. Turn the text in the data into a task.",
            "If one of the recipes fits, name it and give it the data it takes, with what the text "
                + "says. Else leave recipe out and list steps: each has a name (small letters, digits "
                + "and _), one of the skills, and in after the names of the steps it waits for. Steps "
                + "that need nothing from each other wait for nothing, so that they run at once.",
            "Use as few steps as will do: one, if one agent can do it. At most \(limits.subtasks), "
                + "and at most \(limits.depth) one after another.",
            "Say in reason, in one sentence, why you planned it so.", PromptData.rule,
            PromptWriter.json(Self.format),
        ]
        var request = ModelRequest(
            model: model, system: rules.joined(separator: "\n\n"),
            messages: [.user("Plan the task.\n\n" + data.block)],
            mostOutputTokens: Self.mostOutputTokens)
        request.temperature = 0
        return request
    }

    private static let mostListed = 100

    /// The skills somebody has, with the words that point at them.
    private static func skills(of swarm: SwarmState) -> [JSONValue] {
        var known: Set<String> = []
        var skills: [JSONValue] = []
        for skill in swarm.agents.lazy.flatMap(\.card.skills)
        where skills.count < mostListed && known.insert(skill.name).inserted {
            let words = skill.keywords.prefix(8).map(JSONValue.string)
            skills.append(["name": .string(skill.name), "about": .array(words)])
        }
        return skills
    }

    private static func recipe(_ recipe: Recipe) -> JSONValue {
        [
            "name": .string(recipe.name), "title": .string(recipe.title),
            "skills": .array(recipe.skills.map(JSONValue.string)),
            "data": .array(
                recipe.data.map {
                    ["name": .string($0.name), "kind": .string($0.kind.rawValue)]
                }),
        ]
    }

    static let format = OutputFormat(
        name: "plan",
        schema: [
            "type": "object",
            "properties": [
                "title": ["type": "string", "minLength": 1, "maxLength": 120],
                "recipe": ["type": ["string", "null"]],
                "data": ["type": ["object", "null"]],
                "complexity": ["enum": ["simple", "moderate", "complex", nil]],
                "steps": [
                    "type": ["array", "null"], "maxItems": 32,
                    "items": [
                        "type": "object",
                        "properties": [
                            "name": ["type": "string"], "skill": ["type": "string"],
                            "title": ["type": "string"],
                            "after": ["type": "array", "items": ["type": "string"]],
                            "optional": ["type": "boolean"],
                        ],
                        "required": ["name", "skill"],
                    ],
                ],
                "reason": ["type": "string"],
            ],
            "required": ["title", "reason"],
        ])
}
