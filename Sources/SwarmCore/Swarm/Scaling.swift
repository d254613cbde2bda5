/// What agent counts follow: of whom there may be several, who joined for the load, and how many tasks came lately.
///
/// Empty, and so for nothing, in a swarm whose cards ask for one of each.
struct Scaling: Codable, Sendable {
    /// An agent of which there may be several.
    struct Kind: Codable, Sendable {
        let first: AgentID
        /// Those that joined because the load asked for them, the retired ones too.
        var replicas: [AgentID] = []
    }

    private(set) var kinds: [Kind] = []
    private(set) var arrivals = Arrivals()

    /// Takes in an agent's card as it registers or is edited; `base` is the agent it is one more of.
    mutating func note(_ id: AgentID, _ card: AgentCard, base: AgentID?) {
        if let base, let place = kinds.firstIndex(where: { $0.first == base }) {
            if !kinds[place].replicas.contains(id) { kinds[place].replicas.append(id) }
        } else if card.replicaOf == nil, card.replicas.upperBound > 1,
            !kinds.contains(where: { $0.first == id })
        {
            kinds.append(Kind(first: id))
        }
    }

    mutating func noteArrival(at time: Instant) {
        if !kinds.isEmpty { arrivals.add(at: time) }
    }
}

/// How many tasks came in the last minute, counted by five seconds.
struct Arrivals: Codable, Sendable {
    static let span = TimeSpan.seconds(5)
    private static let spans: Int64 = 12

    /// One count for each of the latest twelve spans, by the span's number modulo twelve.
    private var counts: [Int] = []
    /// The number of the latest span that has a count.
    private var latest: Int64 = 0

    mutating func add(at time: Instant) {
        let span = max(latest, Self.span(of: time))
        if counts.isEmpty { counts = [Int](repeating: 0, count: Int(Self.spans)) }
        for passed in max(latest &+ 1, span &- Self.spans &+ 1)..<max(latest &+ 1, span &+ 1) {
            counts[Int(passed % Self.spans)] = 0
        }
        latest = span
        counts[Int(span % Self.spans)] += 1
    }

    /// The tasks of the span that `now` is in and of the eleven before it.
    func lastMinute(at now: Instant) -> Int {
        let oldest = Self.span(of: now) &- Self.spans &+ 1
        guard !counts.isEmpty, oldest <= latest else { return 0 }
        return (max(0, oldest)...latest).reduce(0) { $0 + counts[Int($1 % Self.spans)] }
    }

    private static func span(of time: Instant) -> Int64 {
        max(0, time.microseconds) / span.microseconds
    }
}

extension ScalingPolicy {
    /// How many agents of a kind so many tasks a minute ask for, within what its card allows.
    func agents(of allowed: ClosedRange<Int>, perMinute: Int) -> Int {
        let least = min(max(1, allowed.lowerBound), RankKey.mostAgents)
        let most = min(max(least, allowed.upperBound), RankKey.mostAgents)
        if perMinute <= quietPerMinute { return least }
        if perMinute >= busyPerMinute { return most }
        let range = busyPerMinute - quietPerMinute
        // Rounded up: any load above the quiet one asks for one more.
        return least + ((perMinute - quietPerMinute) * (most - least) + range - 1) / range
    }
}
