/// What became of Marketing's question "What's our budget for ads?" (spec §9).
public enum AdBudget: Hashable, Sendable {
    /// `by` is the name of the agent that answered.
    case answered(amount: Int64, by: String)
    /// It was asked, and nobody answered before the reply deadline.
    case unanswered
}
