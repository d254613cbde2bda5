/// One thing wrong with a task as submitted; carries what a screen needs to say it and how to mend it.
public enum TaskFault: Hashable, Sendable {
    case empty
    /// Nothing in the words points at a skill of the swarm; of those that are known the nearest come first.
    case noSkillFound(known: [String])
    case unknownSkill(String, nearest: String?, known: [String])
    case unknownRecipe(String, nearest: String?, known: [String])
    case nameTaken(String)
    case badName(String)
    /// More subtasks than a task may have.
    case tooManySkills(count: Int, most: Int)
    /// The skills need more agents than a team of this complexity has.
    case teamTooSmall(Complexity, most: Int, needed: Int)
    /// The task's data is larger than allowed; bytes.
    case tooLarge(bytes: Int, most: Int)
    /// The recipe's plan has more subtasks, a longer chain or more dependents than a task may have.
    case planTooLarge(PlanMeasure, count: Int, most: Int)
    /// Several agents are to answer a step, and so few have its skill.
    case tooFewAgents(step: String, skill: String, count: Int, quorum: Int)
}

/// What of a plan is limited (spec §5).
public enum PlanMeasure: String, CaseIterable, Sendable {
    case subtasks, depth
    case fanOut = "fan_out"
}
