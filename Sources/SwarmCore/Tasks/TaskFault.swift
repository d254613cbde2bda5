/// One thing wrong with a task as submitted; carries what a screen needs to say it and how to mend it.
public enum TaskFault: Hashable, Sendable {
    case empty
    /// Nothing in the words points at a skill of the swarm.
    case noSkillFound(known: [String])
    case unknownSkill(String, nearest: String?)
    case unknownRecipe(String, nearest: String?, known: [String])
    case nameTaken(String)
    case badName(String)
    /// More subtasks than a task may have.
    case tooManySkills(count: Int, most: Int)
    /// The skills need more agents than a team of this complexity has.
    case teamTooSmall(Complexity, most: Int, needed: Int)
    /// The task's data is larger than allowed; bytes.
    case tooLarge(bytes: Int, most: Int)
}
