import SwarmCore

/// A task as a planner understood it: for the form, where it is looked at, changed and submitted.
public struct PlannedTask: Sendable {
    public enum Source: Hashable, Sendable {
        /// The model of that name.
        case model(String)
        /// The keywords, and why no model planned it: a sentence.
        case keywords(because: String)
    }

    public var draft: TaskDraft
    /// A recipe made for this task alone; `draft.recipe` names it, and it goes along when the draft is submitted.
    public var recipe: Recipe?
    public var source: Source
    /// Why it was planned so, in the planner's words: foreign text.
    public var reason: String
    /// When fewer agents would do: a sentence.
    public var advice: String?
    /// What the planning cost, or may have cost at the most.
    public var cost: Money

    public init(
        draft: TaskDraft, recipe: Recipe? = nil, source: Source, reason: String = "",
        advice: String? = nil, cost: Money = .zero
    ) {
        self.draft = draft
        self.recipe = recipe
        self.source = source
        self.reason = reason
        self.advice = advice
        self.cost = cost
    }
}

/// Words that a planner is asked to make a task of.
public struct PlanQuestion: Sendable {
    /// The answer names it; one that names another comes too late.
    public let number: Int
    public let text: String
    /// The swarm that the plan is for.
    public let swarm: SwarmState

    public init(number: Int, text: String, swarm: SwarmState) {
        self.number = number
        self.text = text
        self.swarm = swarm
    }
}
