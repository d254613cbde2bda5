import SwarmCore

extension SwarmState {
    /// Why nobody takes a skill now: `Finance at 90%`, `Finance is paused`, `all 3 are busy`.
    ///
    /// Nil when somebody could, or nobody has the skill.
    func whyNobodyTakes(_ skill: SkillID) -> String? {
        let able = agents.indices.filter {
            agents[$0].skills.contains(skill) && !agents[$0].isRetired
        }
        guard !able.isEmpty,
            !able.contains(where: { willingness(of: agents[$0]) == .willing })
        else { return nil }
        guard able.count == 1 else {
            let isBusy = able.contains { willingness(of: agents[$0]) == .overloaded }
            return "all \(able.count) are \(isBusy ? "busy" : "unavailable")"
        }
        let first = agents[able[0]]
        let name = first.card.shortName
        switch willingness(of: first) {
        case .willing: return nil
        case .overloaded: return "\(name) at \(Figures.percent(permille: Int(first.loadPermille)))"
        case .unavailable:
            return first.breaker == .closed
                ? "\(name) is \(first.health.rawValue)" : "the breaker of \(name) is open"
        }
    }
}
