/// Agents that share skills and domains: for any task they have the same skill term and domain check.
struct Profile: Sendable {
    let skills: SkillSet
    let domains: SkillSet
    var members: [AgentID] = []
    var tree = Tournament()
    var overloaded: Int32 = 0
    var unavailable: Int32 = 0
}

/// Who would do best at what: one tournament for each profile, so that asking costs by profiles, not by agents.
struct Ranking: Sendable {
    private(set) var profiles: [Profile] = []
    private var bySkill = [[Int32]](repeating: [], count: SkillSet.capacity)

    mutating func add(_ agent: inout AgentState) {
        let place: Int
        if let found = profiles.firstIndex(where: {
            $0.skills == agent.skills && $0.domains == agent.domains
        }) {
            place = found
        } else {
            place = profiles.count
            profiles.append(Profile(skills: agent.skills, domains: agent.domains))
            for skill in agent.skills { bySkill[Int(skill.index)].append(Int32(place)) }
        }
        agent.standing.profile = Int32(place)
        agent.standing.leaf = Int32(profiles[place].members.count)
        profiles[place].members.append(agent.id)
        profiles[place].tree.reserve(leaf: Int(agent.standing.leaf))
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
