/// Agents that share skills and domains: for any task they have the same skill term and domain check.
struct Profile: Sendable {
    let skills: SkillSet
    let domains: SkillSet
    var members: [AgentID] = []
    var tree = Tournament()
    var overloaded: Int32 = 0
    var unavailable: Int32 = 0
    /// Members that are still in it; an edited agent leaves its place empty.
    var present: Int32 = 0
}

/// Who would do best at what: one tournament for each profile, so that asking costs by profiles, not by agents.
struct Ranking: Sendable {
    private(set) var profiles: [Profile] = []
    private var bySkill = [[Int32]](repeating: [], count: SkillSet.capacity)

    mutating func add(_ agent: inout AgentState) {
        let before = Int(agent.standing.profile)
        if before >= 0, profiles[before].skills == agent.skills,
            profiles[before].domains == agent.domains
        {
            // Back on its own leaf, which nobody else got.
            profiles[before].present &+= 1
            return
        }
        let place = place(of: agent.skills, agent.domains)
        agent.standing.profile = Int32(place)
        seat(&agent)
    }

    /// Gives the agent the next leaf of its profile.
    mutating func seat(_ agent: inout AgentState) {
        let place = Int(agent.standing.profile)
        agent.standing.leaf = Int32(profiles[place].members.count)
        profiles[place].members.append(agent.id)
        profiles[place].present &+= 1
        profiles[place].tree.reserve(leaf: Int(agent.standing.leaf))
    }

    /// The place of the profile with these; a new one comes last.
    @discardableResult
    mutating func place(of skills: SkillSet, _ domains: SkillSet) -> Int {
        if let found = profiles.firstIndex(where: {
            $0.skills == skills && $0.domains == domains
        }) {
            return found
        }
        let place = profiles.count
        profiles.append(Profile(skills: skills, domains: domains))
        for skill in skills { bySkill[Int(skill.index)].append(Int32(place)) }
        return place
    }

    /// Takes an agent out of its profile; its leaf stays empty.
    mutating func remove(profile: Int32, leaf: Int32, willingness: Willingness) {
        let index = Int(profile)
        profiles[index].tree.set(Int(leaf), to: 0)
        profiles[index].present &-= 1
        if willingness == .overloaded { profiles[index].overloaded &-= 1 }
        if willingness == .unavailable { profiles[index].unavailable &-= 1 }
    }

    /// Places an agent by its new key; `before` is how willing it was when last placed, nil at first.
    mutating func place(
        profile: Int32, leaf: Int32, key: UInt64, before: Willingness?, now: Willingness
    ) {
        let index = Int(profile)
        profiles[index].tree.set(Int(leaf), to: now == .willing ? key : 0)
        guard before != now else { return }
        if before == .overloaded { profiles[index].overloaded &-= 1 }
        if before == .unavailable { profiles[index].unavailable &-= 1 }
        if now == .overloaded { profiles[index].overloaded &+= 1 }
        if now == .unavailable { profiles[index].unavailable &+= 1 }
    }

    /// Calls `body` with the place of each profile, once, that has any of `skills`, in the order of skills, then of profiles.
    @inline(__always)
    func forEachProfile(having skills: SkillSet, _ body: (Int) -> Void) {
        for skill in skills {
            for place in bySkill[Int(skill.index)] {
                // A profile under several of the skills is visited under the first only.
                if profiles[Int(place)].skills.intersection(skills).first == skill {
                    body(Int(place))
                }
            }
        }
    }
}

/// A node of a profile's tournament with the whole key of its best member for the task at hand.
struct Candidate: Sendable {
    var key: UInt64
    var profile: Int32
    var node: Int32
}
