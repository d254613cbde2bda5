/// What an operator can tell a swarm; the console, the command line and later the API send the same ones.
public enum Command: Sendable {
    case submit(TaskDraft)
    /// Submits a task with a recipe made for it, which the swarm knows from then on.
    case submitPlanned(TaskDraft, Recipe)
    case cancel(TaskID)
    /// Moves a task in the queue; what it has begun goes on.
    case prioritize(TaskID, Priority)
    /// Changes what may be spent; nil is no limit of its own.
    case setBudget(BudgetScope, Money?)
    /// Asks an agent something; its answer comes over the bus.
    case ask(AgentID, about: TaskID?, text: String)
    /// Submits the same task again under a new name.
    case retry(TaskID)
    case pause(AgentID)
    case resume(AgentID)
    case pauseAll
    case resumeAll
    case inject(FaultSpec)
    case revert(FaultID)
    /// The operator's yes or no to a subtask that waits for it.
    case answerApproval(SubtaskKey, granted: Bool)
    /// The operator's yes or no to a tool call that waits for it.
    case answerTool(AttemptKey, number: UInt16, granted: Bool)
    /// Takes a note from what the agent remembers; nil: all of them.
    case forget(AgentID, note: UInt32?)
    /// Takes a subtask from its agent and gives it to another; nil: to whoever is best.
    case reassign(SubtaskKey, to: AgentID?)
    case add(AgentCard)
    /// Changes the agent of the card's name.
    case edit(AgentCard)
    /// The agent finishes what it has and takes no more.
    case retire(AgentID)
    /// Submits a recorded task again with other data, beginning with the results it keeps.
    case fork(TaskDraft, kept: [KeptResult])
    /// Says something to whoever watches; nil takes it away.
    case caption(String?)
    /// Makes agents, recipes and policies those of the definition; what is not in it retires.
    case configure(SwarmDefinition)
}

/// Whose spending a budget limits.
public enum BudgetScope: Hashable, Sendable {
    /// All model calls of a day (UTC).
    case day
    case task(TaskID)
    /// The agent's calls of a day (UTC).
    case agent(AgentID)
}

/// Why a command was not carried out.
public enum Refusal: Error, Hashable, Sendable {
    case invalidTask([TaskFault])
    case noSuchAgent
    case noSuchTask
    case noSuchFault
    /// The task has ended, so there is nothing to cancel.
    case alreadyEnded(TaskStatus)
    /// Only a task that failed, ended partial or was cancelled is tried again.
    case nothingToRetry
    /// The subtask does not wait for an answer.
    case notAsked
    /// The agent remembers nothing of that kind.
    case nothingToForget
    /// The subtask has ended, so there is nothing to give to somebody else.
    case nothingToReassign
    /// The agent lacks the skill, or takes no work now.
    case cannotTake(agent: String, skill: String)
    /// An agent of that name is there already, or there is no room for it.
    case cannotAdd(String)
    /// The fault targets nobody.
    case noTarget
    /// The journal could not write; nothing was accepted.
    case journalFailed(String)
    /// What is shown was recorded; nobody can change it any more.
    case recording
}

/// What became of a command, once it is durable.
public enum CommandReply: Sendable {
    case submitted(TaskID, name: String)
    case injected(FaultID)
    case done
    case refused(Refusal)
}
