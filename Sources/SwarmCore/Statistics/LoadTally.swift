/// One agent's load over time: each value counts for as long as it lasted.
public struct LoadTally: Hashable, Sendable {
    /// The highest load so far, in thousandths of the agent's most.
    public private(set) var peakPermille: Int32 = 0
    private var permille: Int32 = 0
    private var since: Instant
    /// Thousandths × microseconds up to `since`; a century at full load fits.
    private var weighted: Int64 = 0
    /// How long the swarm had been active when the agent came.
    let activeBefore: TimeSpan

    init(since: Instant, activeBefore: TimeSpan) {
        self.since = since
        self.activeBefore = activeBefore
    }

    mutating func set(_ permille: Int32, at now: Instant) {
        weighted = area(at: now)
        since = max(since, now)
        self.permille = permille
        peakPermille = max(peakPermille, permille)
    }

    /// Thousandths × microseconds from the beginning to `now`.
    func area(at now: Instant) -> Int64 {
        weighted &+ Int64(permille) &* max(0, (now - since).microseconds)
    }
}
