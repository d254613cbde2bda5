extension TaskDraft {
    /// The task of a brief to be submitted once more with other data, under a free name.
    ///
    /// - Parameter swarm: The swarm it was submitted to, which knows its skills.
    /// - Parameter isTaken: Whether a task has that name already.
    public init(forking brief: TaskBrief, in swarm: SwarmState, isTaken: (String) -> Bool) {
        self.init()
        id = Self.freeName(brief.name, isTaken)
        origin = brief.name
        // A title made of the data follows the data.
        title = brief.title == brief.data["campaign_name"]?.string ? nil : brief.title
        text = brief.text.isEmpty ? nil : brief.text
        type = brief.type
        recipe = brief.recipe?.name
        complexity = brief.complexity
        requiredSkills = brief.skills.map { swarm.skillName($0) }
        domain = brief.domain
        priority = brief.priority
        deadline = brief.deadline
        bestEffort = brief.bestEffort
        data = brief.data
    }

    /// `<name>_fork`, `<name>_fork_2`… of at most 64 characters.
    private static func freeName(_ name: String, _ isTaken: (String) -> Bool) -> String {
        var number = 1
        while true {
            let ending = number == 1 ? "_fork" : "_fork_\(number)"
            let free = name.prefix(64 - ending.count) + ending
            if !isTaken(String(free)) { return String(free) }
            number += 1
        }
    }
}

extension TaskState {
    /// What has succeeded so far, for a fork to begin with.
    public var keptResults: [KeptResult] {
        subtasks.enumerated().compactMap { place, subtask in
            guard subtask.phase == .succeeded, let product = subtask.product else { return nil }
            return KeptResult(subtask: place, product: product, quality: subtask.quality)
        }
    }
}
