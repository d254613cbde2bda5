/// A state as a snapshot holds it: all that the events made. What follows from that (the ranking's trees, the tables
/// of names) is made again.
extension SwarmState: Codable {
    private enum Key: CodingKey {
        case policies, recipes, defined, recipeOfSlot, sequence, now, run, seed, agents, skillNames
        case domainNames, tasks, totals, faults, liveAttempts, messageCount, caption, scaling
        case profiles, activeFaultCount, ledger, noteCount
    }

    /// Throws when it is not what `encode(to:)` wrote.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Key.self)
        self.init(policies: try members.decode(Policies.self, forKey: .policies))
        sequence = try members.decode(UInt64.self, forKey: .sequence)
        now = try members.decode(Instant.self, forKey: .now)
        run = try members.decode(Int.self, forKey: .run)
        seed = try members.decode(UInt64.self, forKey: .seed)
        agents = try members.decode([AgentState].self, forKey: .agents)
        skillNames = try members.decode([String].self, forKey: .skillNames)
        domainNames = try members.decode([String].self, forKey: .domainNames)
        tasks = try members.decode(TaskSlots.self, forKey: .tasks)
        totals = try members.decode(Totals.self, forKey: .totals)
        faults = try members.decode([FaultState].self, forKey: .faults)
        liveAttempts = try members.decode([AttemptKey].self, forKey: .liveAttempts)
        messageCount = try members.decode(UInt64.self, forKey: .messageCount)
        caption = try members.decodeIfPresent(String.self, forKey: .caption)
        scaling = try members.decode(Scaling.self, forKey: .scaling)
        activeFaultCount = try members.decode(Int.self, forKey: .activeFaultCount)
        ledger = try members.decode(Ledger.self, forKey: .ledger)
        noteCount = try members.decode(UInt32.self, forKey: .noteCount)
        try readRecipes(members)
        nameAll()
        try rank(as: try members.decode([[SkillSet]].self, forKey: .profiles))
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Key.self)
        try members.encode(policies, forKey: .policies)
        try members.encode(sequence, forKey: .sequence)
        try members.encode(now, forKey: .now)
        try members.encode(run, forKey: .run)
        try members.encode(seed, forKey: .seed)
        try members.encode(agents, forKey: .agents)
        try members.encode(skillNames, forKey: .skillNames)
        try members.encode(domainNames, forKey: .domainNames)
        try members.encode(tasks, forKey: .tasks)
        try members.encode(totals, forKey: .totals)
        try members.encode(faults, forKey: .faults)
        try members.encode(liveAttempts, forKey: .liveAttempts)
        try members.encode(messageCount, forKey: .messageCount)
        try members.encodeIfPresent(caption, forKey: .caption)
        try members.encode(scaling, forKey: .scaling)
        try members.encode(ranking.profiles.map { [$0.skills, $0.domains] }, forKey: .profiles)
        try members.encode(activeFaultCount, forKey: .activeFaultCount)
        try members.encode(ledger, forKey: .ledger)
        try members.encode(noteCount, forKey: .noteCount)
        try writeRecipes(&members)
    }

    // MARK: Recipes

    /// Each recipe once, the defined ones first: many tasks share one, and it may be defined no more.
    private func writeRecipes(_ members: inout KeyedEncodingContainer<Key>) throws {
        var written = recipes.recipes
        let recipeOfSlot = tasks.slots.map { slot -> Int? in
            guard slot.id.number != 0, let recipe = slot.brief.recipe else { return nil }
            if let place = written.firstIndex(where: { $0 === recipe }) { return place }
            written.append(recipe)
            return written.count - 1
        }
        try members.encode(written, forKey: .recipes)
        try members.encode(recipes.recipes.count, forKey: .defined)
        try members.encode(recipeOfSlot, forKey: .recipeOfSlot)
    }

    private mutating func readRecipes(_ members: KeyedDecodingContainer<Key>) throws {
        let read = try members.decode([Recipe].self, forKey: .recipes)
        let defined = try members.decode(Int.self, forKey: .defined)
        recipes = RecipeCatalogue(Array(read.prefix(max(0, defined))))
        let recipeOfSlot = try members.decode([Int?].self, forKey: .recipeOfSlot)
        guard recipeOfSlot.count == tasks.slots.count else {
            throw SnapshotFault.unreadable("the number of tasks")
        }
        for (slot, place) in zip(tasks.slots.indices, recipeOfSlot) {
            guard let place else { continue }
            guard read.indices.contains(place) else { throw SnapshotFault.unreadable("a recipe") }
            tasks.slots[slot].brief = tasks.slots[slot].brief.with(read[place])
        }
    }

    // MARK: What follows from the rest

    private mutating func nameAll() {
        for agent in agents { agentNumbers[agent.card.name] = agent.id.index }
        for (number, name) in skillNames.enumerated() {
            skillNumbers[name] = UInt8(truncatingIfNeeded: number)
        }
        for (number, name) in domainNames.enumerated() {
            domainNumbers[name] = UInt8(truncatingIfNeeded: number)
        }
    }

    /// Profiles and their members keep their order, the empty ones too: it decides between equals.
    private mutating func rank(as profiles: [[SkillSet]]) throws {
        for profile in profiles where profile.count == 2 {
            ranking.place(of: profile[0], profile[1])
        }
        let places = agents.map { ($0.standing.profile, $0.standing.leaf) }
        for index in agents.indices.sorted(by: { places[$0] < places[$1] }) {
            guard ranking.profiles.indices.contains(Int(places[index].0)) else {
                throw SnapshotFault.unreadable("the ranking")
            }
            ranking.seat(&agents[index])
            if agents[index].isRetired {
                ranking.remove(
                    profile: agents[index].standing.profile, leaf: agents[index].standing.leaf,
                    willingness: .willing)
            } else {
                agents[index].standing.willingness = .willing
                replace(AgentID(index))
            }
        }
    }
}
