extension TaskDraft {
    public static let mostSkills = 32
    /// Bytes of text and data a task may bring.
    public static let mostBytes = 1 << 20

    /// Checks the draft against the swarm and fills in what it leaves open; names every fault at once.
    ///
    /// A recipe decides skills, complexity and type unless the draft says otherwise; free text alone is analysed.
    /// A deadline still to come at the wall time `wall` becomes a time on the swarm's clock, where it is `now`.
    public func resolved(
        in swarm: SwarmState, now: Instant = .zero, wall: WallTime? = nil
    ) throws(TaskFaults) -> TaskBrief {
        var faults: [TaskFault] = []
        let words = text ?? title ?? ""
        let swarm = swarm.joined(by: chosenRecipe(in: swarm)?.agents ?? [])
        let recipes = swarm.recipes
        let named = findRecipe(recipes, &faults)
        let analysis = analyse(words, named, swarm, recipes)
        let recipe = named ?? analysis?.recipe
        if recipe == nil, self.recipe == nil, words.isEmpty, requiredSkills == nil {
            faults.append(.empty)
        }
        var (skills, complexity) = resolveSkills(recipe, analysis, swarm, &faults)
        let plan = recipe?.plan(for: skills, in: swarm, &faults)
        if let plan { skills = plan.steps.map(\.skill) }
        checkSize(&faults)
        let name = resolveName(swarm, &faults)
        guard faults.isEmpty else { throw TaskFaults(faults: faults) }
        let due = wall.flatMap { wall in dueTime(now, wall) }
        return brief(name, words, recipe, analysis, skills, complexity, swarm, plan, due)
    }

    /// The recipe the draft names, or that its words point at; nil when there is none.
    public func chosenRecipe(in swarm: SwarmState) -> Recipe? {
        if let recipe { return swarm.recipes[recipe] }
        guard requiredSkills == nil, let words = text ?? title else { return nil }
        return analyse(words, nil, swarm, swarm.recipes)?.recipe
    }

    /// Nil without a deadline, and for one that has passed: that one only orders the queue.
    private func dueTime(_ now: Instant, _ wall: WallTime) -> Instant? {
        guard let deadline, deadline > wall else { return nil }
        let (left, overflow) = (deadline.milliseconds &- wall.milliseconds)
            .multipliedReportingOverflow(by: 1_000)
        return overflow ? nil : now + TimeSpan(microseconds: left)
    }

    private func findRecipe(_ recipes: RecipeCatalogue, _ faults: inout [TaskFault]) -> Recipe? {
        guard let wanted = recipe else { return nil }
        if let found = recipes[wanted] { return found }
        let known = recipes.names
        let nearest = recipes.nearestName(to: wanted)
        faults.append(.unknownRecipe(wanted, nearest: nearest, known: known))
        return nil
    }

    /// Only when the draft leaves its skills to be inferred.
    private func analyse(
        _ words: String, _ named: Recipe?, _ swarm: SwarmState, _ recipes: RecipeCatalogue
    ) -> TaskAnalysis? {
        let mayInfer = recipe == nil && requiredSkills == nil
        guard !words.isEmpty, mayInfer || title == nil || named != nil else { return nil }
        return TaskAnalysis.analyse(
            words, cards: swarm.agents.map(\.card), recipes: mayInfer ? recipes.recipes : [])
    }

    private func resolveSkills(
        _ recipe: Recipe?, _ analysis: TaskAnalysis?, _ swarm: SwarmState,
        _ faults: inout [TaskFault]
    ) -> ([SkillID], Complexity) {
        let wanted = requiredSkills ?? recipe?.skills ?? analysis?.skills.map(\.name) ?? []
        if wanted.isEmpty, faults.isEmpty {
            faults.append(.noSkillFound(known: knownSkills(in: swarm)))
        }
        var skills: [SkillID] = []
        for name in wanted {
            if let id = swarm.skillID(named: name), swarm.hasAgent(covering: SkillSet([id])) {
                if !skills.contains(id) { skills.append(id) }
            } else {
                let nearest = NearestName.nearest(to: name, in: swarm.skillNames)
                faults.append(
                    .unknownSkill(name, nearest: nearest, known: swarm.skillNames))
            }
        }
        let mostSkills = min(Self.mostSkills, swarm.policies.limits.subtasks)
        if skills.count > mostSkills {
            faults.append(.tooManySkills(count: skills.count, most: mostSkills))
        }
        let complexity = complexity ?? recipe?.complexity ?? Self.complexity(of: skills.count)
        let most = swarm.policies.teams.most(for: complexity == .simple ? .moderate : complexity)
        // Each agent brings a skill, so no more agents than skills are ever needed.
        if skills.count > most {
            let size = swarm.leastTeam(covering: SkillSet(skills))
            if size > most {
                faults.append(.teamTooSmall(complexity, most: most, needed: size))
            }
        }
        return (skills, complexity)
    }

    /// The swarm's skills; those first that a word of the draft was probably meant to be.
    private func knownSkills(in swarm: SwarmState) -> [String] {
        let words = (text ?? title ?? "").split { !$0.isLetter && !$0.isNumber && $0 != "_" }
        var near: [String] = []
        for word in words.prefix(Self.mostWordsCompared) where word.count > 3 {
            guard let skill = NearestName.nearest(to: String(word), in: swarm.skillNames),
                !near.contains(skill)
            else { continue }
            near.append(skill)
        }
        return near + swarm.skillNames.filter { !near.contains($0) }
    }

    private static let mostWordsCompared = 40

    private static func complexity(of skills: Int) -> Complexity {
        skills <= 1 ? .simple : skills == 2 ? .moderate : .complex
    }

    private func checkSize(_ faults: inout [TaskFault]) {
        let bytes = (text?.utf8.count ?? 0) + JSONValue.object(data).size
        if bytes > Self.mostBytes {
            faults.append(.tooLarge(bytes: bytes, most: Self.mostBytes))
        }
    }

    private func resolveName(_ swarm: SwarmState, _ faults: inout [TaskFault]) -> String {
        guard let id else {
            var number = swarm.tasks.nextID.number
            var name = "task_" + String(number)
            while swarm.tasks.id(named: name) != nil {
                number &+= 1
                name = "task_" + String(number)
            }
            return name
        }
        let isPlain = id.unicodeScalars.allSatisfy {
            $0.isASCII
                && ($0.properties.isAlphabetic || "0123456789_-.".unicodeScalars.contains($0))
        }
        if id.isEmpty || id.count > 64 || !isPlain { faults.append(.badName(id)) }
        if swarm.tasks.id(named: id) != nil { faults.append(.nameTaken(id)) }
        return id
    }

    private func brief(
        _ name: String, _ words: String, _ recipe: Recipe?, _ analysis: TaskAnalysis?,
        _ skills: [SkillID], _ complexity: Complexity, _ swarm: SwarmState, _ plan: Plan?,
        _ due: Instant?
    ) -> TaskBrief {
        var merged = data
        for member in analysis?.data.members ?? [] where merged[member.key] == nil {
            merged[member.key] = member.value
        }
        let completed = recipe?.completedData(merged) ?? (merged, [])
        let named = completed.0["campaign_name"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        return TaskBrief(
            name: name, title: title ?? named ?? analysis?.title ?? recipe?.title ?? name,
            text: text ?? "", type: type ?? recipe?.type ?? "general", recipe: recipe,
            complexity: complexity, skills: skills,
            domain: domain,
            domains: swarm.domainSet(domain), priority: priority, deadline: deadline,
            data: completed.0, assumptions: completed.1, bestEffort: bestEffort, plan: plan,
            due: due, origin: origin, budget: budget, cache: cache)
    }
}

extension SwarmState {
    /// The swarm as it will be once these agents have joined; agents it knows stay as they are.
    fileprivate func joined(by cards: [AgentCard]) -> SwarmState {
        let new = cards.filter { agentID(named: $0.name) == nil && hasRoom(for: $0) }
        var swarm = self
        for card in new {
            swarm.apply(.agentRegistered(AgentID(swarm.agents.count), card), at: now)
        }
        return swarm
    }
}

/// Everything wrong with a task, at once.
public struct TaskFaults: Error, Hashable, Sendable {
    public let faults: [TaskFault]
    public init(faults: [TaskFault]) { self.faults = faults }
}

extension SwarmState {
    /// How many registered agents, willing or not, it takes to cover the skills; 0 when some skill has none.
    ///
    /// Greedy by newly covered skills, so at most one too many in rare cases.
    func leastTeam(covering skills: SkillSet) -> Int {
        var uncovered = skills
        var count = 0
        while !uncovered.isEmpty {
            let best = ranking.profiles.lazy.filter { $0.present > 0 }.max {
                $0.skills.intersection(uncovered).count < $1.skills.intersection(uncovered).count
            }
            guard let offered = best?.skills, !offered.intersection(uncovered).isEmpty else {
                return 0
            }
            uncovered = uncovered.subtracting(offered)
            count += 1
        }
        return count
    }
}
