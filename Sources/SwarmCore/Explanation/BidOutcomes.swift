/// Bids against outcomes: an agent's score when it was chosen, and what came of it (spec §4).
///
/// Attempts that ended for no fault of the agent do not count. Sums only, so it grows with the agents.
public struct BidOutcomes: Sendable {
    /// Pairs of a score at award and the quality of what came, 0 on failure.
    public struct Tally: Hashable, Sendable {
        public private(set) var attempts = 0
        public private(set) var succeeded = 0
        private var scores = Int128(0)
        private var qualities = Int128(0)
        private var scoreSquares = Int128(0)
        private var qualitySquares = Int128(0)
        private var products = Int128(0)

        /// Fewer pairs say nothing about a connection.
        public static let leastForCorrelation = 5

        mutating func add(_ score: Points, quality: UInt8?) {
            if quality != nil { succeeded += 1 }
            let (score, quality) = (Int128(score.raw), Int128(quality ?? 0))
            attempts += 1
            scores += score
            qualities += quality
            scoreSquares += score * score
            qualitySquares += quality * quality
            products += score * quality
        }

        mutating func add(_ other: Tally) {
            attempts += other.attempts
            succeeded += other.succeeded
            scores += other.scores
            qualities += other.qualities
            scoreSquares += other.scoreSquares
            qualitySquares += other.qualitySquares
            products += other.products
        }

        /// Rounded down to 0.00001 points; nil before the first attempt.
        public var meanScore: Points? {
            attempts == 0
                ? nil : Points(raw: Int32(truncatingIfNeeded: scores / Int128(attempts)))
        }

        /// 0...100, failures as 0; nil before the first attempt.
        public var meanQuality: Double? {
            attempts == 0 ? nil : Double(qualities) / Double(attempts)
        }

        /// 0...1; nil before the first attempt.
        public var successRate: Double? {
            attempts == 0 ? nil : Double(succeeded) / Double(attempts)
        }

        /// Pearson's coefficient of score and quality, −1...1; nil with too few attempts or when one never varies.
        public var correlation: Double? {
            guard attempts >= Self.leastForCorrelation else { return nil }
            let count = Int128(attempts)
            let scoreSpread = count * scoreSquares - scores * scores
            let qualitySpread = count * qualitySquares - qualities * qualities
            guard scoreSpread > 0, qualitySpread > 0 else { return nil }
            return Double(count * products - scores * qualities)
                / (Double(scoreSpread).squareRoot() * Double(qualitySpread).squareRoot())
        }
    }

    /// One stretch of the recording with the same number of attempts as every other but the last.
    public struct Stretch: Hashable, Sendable {
        public private(set) var tally: Tally
        public let from: Instant
        public private(set) var to: Instant

        fileprivate mutating func add(_ score: Points, quality: UInt8?, at now: Instant) {
            tally.add(score, quality: quality)
            to = now
        }

        fileprivate init(at now: Instant) {
            tally = Tally()
            from = now
            to = now
        }

        fileprivate init(_ first: Stretch, _ second: Stretch) {
            tally = first.tally
            tally.add(second.tally)
            from = first.from
            to = second.to
        }
    }

    /// One for each agent, in the order of registration.
    public private(set) var agents: [Tally] = []
    public private(set) var all = Tally()
    /// At most twenty, in the order of time.
    public private(set) var stretches: [Stretch] = []
    private var attemptsPerStretch = 1

    private static let mostStretches = 20

    public init() {}

    /// Takes one event in; `state` has taken it in already.
    public mutating func apply(_ event: Event, at time: Instant, state: SwarmState) {
        switch event {
        case .agentRegistered: agents.append(Tally())
        case .attemptFinished(let key, let outcome):
            let quality: UInt8?
            switch outcome {
            case .succeeded(_, let share): quality = share
            case .failed(let failure):
                guard failure.isAgents else { return }
                quality = nil
            }
            state.tasks.withTask(key.task) { task in
                guard let attempt = task.attempts.last(where: { $0.key == key }) else { return }
                add(attempt, quality: quality, at: time)
            }
        default: break
        }
    }

    private mutating func add(_ attempt: Attempt, quality: UInt8?, at now: Instant) {
        guard agents.indices.contains(attempt.agent.position) else { return }
        agents[attempt.agent.position].add(attempt.score, quality: quality)
        all.add(attempt.score, quality: quality)
        if stretches.last.map({ $0.tally.attempts >= attemptsPerStretch }) ?? true {
            if stretches.count == Self.mostStretches { mergePairs() }
            stretches.append(Stretch(at: now))
        }
        stretches[stretches.count - 1].add(attempt.score, quality: quality, at: now)
    }

    private mutating func mergePairs() {
        stretches = stride(from: 0, to: stretches.count, by: 2).map {
            Stretch(stretches[$0], stretches[$0 + 1])
        }
        attemptsPerStretch *= 2
    }
}
