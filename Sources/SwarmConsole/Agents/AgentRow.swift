import SwarmCore
import TerminalUI

/// What one agent's row says, before it is laid out.
struct AgentRow {
    let id: AgentID
    let name: String
    let health: Sign
    /// The health as a word, or the breaker in its place while that is not closed.
    let healthWord: String
    let healthRole: Role
    let state: Sign
    let stateWord: String
    /// `finance #2`, with `+1` when it has more; nil when it has nothing.
    let subtask: String?
    let model: String
    let loadPermille: Int
    let tier: Tier
    let reputation: String
    let change: (glyph: Glyph?, text: String, role: Role)
    /// How the reputation moved so far, oldest first.
    private let history: [ReputationChange]
    private let points: Points
    let isFaulted: Bool
    /// A fault has just hit it.
    let isStruck: Bool
    /// Its reputation has just moved.
    let isChanged: Bool
    /// What its model calls have cost; nil when it makes none.
    let cost: String?

    /// - Parameter shown: What is shown of it where that is held steady; nil: what it is.
    init(
        _ agent: AgentState, _ work: LiveWork.Load?, _ shown: SteadySigns.Shown?, _ glance: Glance
    ) {
        id = agent.id
        name = agent.card.shortName
        health = shown?.health ?? Sign(agent)
        switch agent.breaker {
        case .closed:
            healthWord = health.word
            healthRole = health == .healthy ? .secondary : health.role
        case .open(let until):
            healthWord = "open " + Figures.countdown(until - glance.now)
            healthRole = .failed
        case .halfOpen:
            healthWord = "half-open"
            healthRole = .waiting
        }
        state = shown?.state ?? work?.sign ?? .idle
        stateWord = state.word
        subtask = work.map { work in
            let label = glance.swarm.attemptLabel(work.newest)
            return work.count > 1 ? "\(label) +\(work.count - 1)" : label
        }
        model = agent.card.model
        loadPermille = Int(agent.loadPermille)
        tier = agent.tier
        reputation = Figures.decimal(agent.reputation.value, places: 0)
        change = Self.change(agent.lastChange)
        history = agent.history
        points = agent.reputation
        let faults = glance.swarm.activeFaults(on: agent.id)
        isFaulted = !faults.isEmpty
        isStruck =
            glance.moves
            && faults.contains { glance.now - $0.injectedAt < FreshTime.fault }
        isChanged =
            glance.moves
            && agent.lastChange.map { glance.now - $0.at < FreshTime.change } == true
        cost = agent.costs.isEmpty ? nil : agent.costs.committed.text
    }

    /// The latest reputations, oldest first.
    var past: [Double] {
        let latest = history.suffix(8)
        return [latest.first?.before.value ?? points.value] + latest.map { $0.after.value }
    }

    private static func change(
        _ change: ReputationChange?
    ) -> (glyph: Glyph?, text: String, role: Role) {
        guard let change else { return (nil, "–", .dim) }
        let points = (change.after - change.before).value
        let text = Figures.decimal(abs(points), places: 0)
        if text == "0" { return (nil, "–", .dim) }
        return points > 0
            ? (Glyph(unicode: "▲", ascii: "+"), text, .gain)
            : (Glyph(unicode: "▼", ascii: "-"), text, .failed)
    }
}

/// What each of some agents works on now.
struct LiveWork {
    struct Load {
        var newest: AttemptKey
        var newestAt: Instant
        var count: Int
        var sign: Sign
    }

    private var loads: [AgentID: Load] = [:]

    init() {}

    init(_ swarm: SwarmState, of agents: Set<AgentID>) {
        for key in swarm.liveAttempts {
            guard let attempt = swarm.holder(of: key), agents.contains(attempt.agent) else {
                continue
            }
            let sign: Sign = key.number > 1 ? .retrying : .running
            guard var load = loads[attempt.agent] else {
                loads[attempt.agent] = Load(
                    newest: key, newestAt: attempt.awardedAt, count: 1, sign: sign)
                continue
            }
            load.count += 1
            if attempt.awardedAt > load.newestAt {
                (load.newest, load.newestAt, load.sign) = (key, attempt.awardedAt, sign)
            }
            loads[attempt.agent] = load
        }
    }

    subscript(agent: AgentID) -> Load? { loads[agent] }
}
