import SwarmCore

/// How long what has just changed stands out (visual language, section 12).
enum FreshTime {
    static let row = TimeSpan.milliseconds(600)
    static let change = TimeSpan.seconds(1)
    static let fault = TimeSpan.seconds(2)
}

extension Console {
    /// When the next thing on screen stops standing out or is due to be shown; nil when nothing is.
    var freshUntil: Instant? {
        let now = clock.now
        var ends: [Instant] = []
        if let agents = desk[.agents] as? AgentsPane, let due = agents.due { ends.append(due) }
        guard moves else { return ends.min() }
        if let row = log.last { ends.append(row.at + FreshTime.row) }
        if let fault = swarm.faults.last { ends.append(fault.injectedAt + FreshTime.fault) }
        let change = swarm.agents.lazy.compactMap { $0.lastChange?.at }.max()
        if let change { ends.append(change + FreshTime.change) }
        return ends.filter { $0 > now }.min()
    }

    /// Nothing moves over a recording but the recording.
    var moves: Bool { replay == nil && settings.reduceMotion != true }
}
