import SwarmCore

/// A task as a model or the keywords understood it: to be looked at, changed and submitted by whoever asked.
public struct PlanProposal: Sendable {
    public enum Source: Hashable, Sendable {
        /// The model of that name.
        case model(String)
        /// The keyword analysis, and why: a sentence.
        case keywords(because: String)
    }

    public var draft: TaskDraft
    /// A recipe made for this task alone; `draft.recipe` names it. It must be defined before the draft is submitted.
    public var recipe: Recipe?
    public let source: Source
    /// Why it was planned so, in the planner's words: foreign text.
    public let reason: String
    public let advice: Advice?
    /// What the planning cost, or may have cost at the most.
    public internal(set) var cost = Money.zero
}

/// When fewer agents would do.
public struct Advice: Hashable, Sendable {
    /// For the operator, with why.
    public let sentence: String
}

/// Says when one agent would do: more of them only cost where nothing runs at the same time.
public enum Adviser {
    /// Nil when a team makes sense.
    public static func advice(for brief: TaskBrief, in swarm: SwarmState) -> Advice? {
        let skills = Set(brief.skills)
        if skills.count == 1, let skill = brief.skills.first, brief.plan?.groups.isEmpty ?? true {
            return Advice(
                sentence: "One skill, \(swarm.skillName(skill)): one agent would do.")
        }
        if let plan = brief.plan, plan.steps.count > 1, plan.depth == plan.steps.count {
            let able = swarm.agents.first { agent in
                skills.allSatisfy(agent.skillIDs.contains) && agent.health != .offline
            }
            let who = able.map { "\($0.card.name) has all the skills" }
            return Advice(
                sentence: "Each step waits for the one before it, so a team gains no time: "
                    + (who.map { "one agent would do; \($0)." }
                        ?? "one agent with all \(skills.count) skills would do."))
        }
        if brief.complexity == .simple {
            return Advice(sentence: "The task is simple: one agent would do.")
        }
        return nil
    }
}
