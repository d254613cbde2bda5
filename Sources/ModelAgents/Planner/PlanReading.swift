import SwarmCore

/// Turns what a planner answered into a draft, and checks it by the rules every task and recipe is checked by.
///
/// Only what a plan may say is taken: steps, their skills and order, data. A model cannot bring agents, settings,
/// budgets, approvals or checks along.
struct PlanReading: Sendable {
    let text: String
    let swarm: SwarmState

    struct Plan: Sendable {
        var draft: TaskDraft
        var recipe: Recipe?
        var reason: String
        var brief: TaskBrief
    }

    enum Outcome: Sendable {
        case good(Plan)
        /// Sentences for the model.
        case wrong([String])
    }

    func read(_ answer: JSONObject) -> Outcome {
        var draft = TaskDraft()
        draft.text = text
        draft.title = answer["title"]?.string.map { Excerpt.of($0, most: 120) }
        draft.complexity = answer["complexity"]?.string.flatMap(Complexity.init)
        draft.data = answer["data"]?.object ?? JSONObject()
        var swarm = swarm
        var recipe: Recipe?
        let steps = answer["steps"]?.array ?? []
        if let name = answer["recipe"]?.string, !name.isEmpty {
            draft.recipe = name
        } else if Self.needsRecipe(steps) {
            var faults: [DefinitionFault] = []
            let definition = DefinitionNode(.object(definition(steps)), file: "plan")
            recipe = Recipe(
                definition: definition, limits: swarm.policies.limits, faults: &faults)
            guard faults.isEmpty, let recipe else { return .wrong(faults.map(\.sentence)) }
            draft.recipe = recipe.name
            swarm.apply(.recipeDefined(recipe), at: swarm.now)
        } else {
            draft.requiredSkills = steps.compactMap { $0["skill"]?.string }
        }
        do throws(TaskFaults) {
            let brief = try draft.resolved(in: swarm)
            let reason = Excerpt.of(answer["reason"]?.string ?? "", most: 500)
            return .good(Plan(draft: draft, recipe: recipe, reason: reason, brief: brief))
        } catch {
            return .wrong(error.faults.map(\.planSentence))
        }
    }

    /// Whether a list of skills cannot say it: something waits, may fail, or comes twice.
    private static func needsRecipe(_ steps: [JSONValue]) -> Bool {
        let skills = steps.compactMap { $0["skill"]?.string }
        return Set(skills).count < skills.count
            || steps.contains { step in
                step["after"]?.array?.isEmpty == false || step["optional"] == true
            }
    }

    /// A recipe of one task: a name no other has, and steps.
    private func definition(_ steps: [JSONValue]) -> JSONObject {
        var members = JSONObject()
        for (place, step) in steps.enumerated() {
            var name = step["name"]?.string ?? "step_\(place + 1)"
            // Two of one name would be one; the reader then says what is wrong with what waits for it.
            if members[name] != nil { name += "_\(place + 1)" }
            var member = JSONObject()
            member["title"] = step["title"]?.string.map { .string(Excerpt.of($0, most: 120)) }
            member["skill"] = step["skill"]
            member["after"] = step["after"]
            if step["optional"] == true { member["optional"] = true }
            members[name] = .object(member)
        }
        let hash = String(KeyedRandom.hash(text + JSONValue.array(steps).jsonText()), radix: 36)
        return ["name": .string("plan_" + hash), "steps": .object(members)]
    }
}

extension TaskFault {
    /// What a planner has to mend.
    fileprivate var planSentence: String {
        switch self {
        case .empty: "The plan says nothing to do."
        case .noSkillFound(let known):
            "The plan names no skill. Known skills: \(known.joined(separator: ", "))."
        case .unknownSkill(let name, let nearest, let known):
            "No agent has the skill \(Excerpt.of(name, most: 60)). "
                + (nearest.map { "Nearest: \($0)." } ?? "Known: \(known.joined(separator: ", ")).")
        case .unknownRecipe(let name, let nearest, let known):
            "There is no recipe \(Excerpt.of(name, most: 60)). "
                + (nearest.map { "Nearest: \($0)." } ?? "Known: \(known.joined(separator: ", ")).")
        case .nameTaken, .badName: "The task's name cannot be used."
        case .tooManySkills(let count, let most): "\(count) skills; at most \(most)."
        case .teamTooSmall(let complexity, let most, let needed):
            "A \(complexity.rawValue) task has at most \(most) agents, and the skills need \(needed)."
        case .tooLarge(let bytes, let most): "The data has \(bytes) bytes; at most \(most)."
        case .planTooLarge(let measure, let count, let most):
            "The plan's \(measure.rawValue) is \(count); at most \(most)."
        case .tooFewAgents(let step, let skill, let count, let quorum):
            "\(Excerpt.of(step, most: 60)) wants \(quorum) agents with \(skill); there are \(count)."
        }
    }
}
