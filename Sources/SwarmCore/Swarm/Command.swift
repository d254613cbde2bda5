/// What an operator can tell a swarm; the console, the command line and later the API send the same ones.
public enum Command: Sendable {
    case submit(TaskDraft)
    case cancel(TaskID)
    /// Submits the same task again under a new name.
    case retry(TaskID)
    case pause(AgentID)
    case resume(AgentID)
    case pauseAll
    case resumeAll
    case inject(FaultSpec)
    case revert(FaultID)
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
    /// The fault targets nobody.
    case noTarget
    /// The journal could not write; nothing was accepted.
    case journalFailed(String)
}

/// What became of a command, once it is durable.
public enum CommandReply: Sendable {
    case submitted(TaskID, name: String)
    case injected(FaultID)
    case done
    case refused(Refusal)
}
