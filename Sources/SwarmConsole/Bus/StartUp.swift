import SwarmCore

/// What a run says of itself while it gets going: which recipes, policies and agents it begins with.
///
/// That is the block of such events right behind the run's start, within a moment nobody could press a key in; what an
/// operator defines, changes or adds later is never part of it.
struct StartUp {
    static let length = TimeSpan.milliseconds(100)
    /// More agents than these are counted instead of named.
    static let mostAgents = 6

    /// The last event of the block.
    private(set) var end: UInt64
    private(set) var agents = 0
    private(set) var recipes = 0

    /// The start-up of the run whose start stands there in the log; nil where another event does.
    init?(_ log: EventLog, at place: Int) {
        guard case .runStarted = log[place].event else { return nil }
        end = log[place].sequence
        for envelope in log[(place + 1)...] {
            guard envelope.at - log[place].at <= Self.length else { return }
            switch envelope.event {
            case .agentRegistered: agents += 1
            case .recipeDefined: recipes += 1
            case .policiesChanged: break
            default: return
            }
            end = envelope.sequence
        }
    }

    /// Whether the run's own row says it too.
    func isSaid(_ envelope: Envelope) -> Bool {
        guard envelope.sequence <= end else { return false }
        switch envelope.event {
        case .recipeDefined, .policiesChanged: return true
        case .agentRegistered: return agents > Self.mostAgents
        default: return false
        }
    }

    /// `4 agents, 4 recipes`; empty where the run began without.
    var words: String {
        [
            agents > 0 ? Figures.count(agents, "agent") : nil,
            recipes > 0 ? Figures.count(recipes, "recipe") : nil,
        ].compactMap(\.self).joined(separator: ", ")
    }
}
