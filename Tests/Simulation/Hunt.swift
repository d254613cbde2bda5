/// Runs many seeds until one breaks a rule.
public struct Hunt: Sendable {
    /// What was found, ready to be shown and run again.
    public struct Catch: Sendable, CustomStringConvertible {
        public let seed: UInt64
        public let options: Options
        public let violation: Violation
        /// The last events, as lines of the journal.
        public let lines: [String]

        public var description: String {
            """
            seed \(seed), \(options)
            \(violation.invariant.rawValue) \(violation.invariant): \(violation.message)
            \(lines.joined(separator: "\n"))
            """
        }
    }

    /// Events shown with a violation.
    public static let shownEvents = 90

    /// The first seed of the range that breaks a rule; nil when none does.
    public static func first(
        in seeds: some Sequence<UInt64>, _ simulator: inout Simulator
    ) -> Catch? {
        for seed in seeds {
            if let violation = simulator.run(seed: seed).violation {
                return Catch(
                    seed: seed, options: simulator.options, violation: violation,
                    lines: simulator.lastLines(shownEvents))
            }
        }
        return nil
    }

    /// One hash of the journals of all seeds: the same in every process.
    public static func hash(of seeds: some Sequence<UInt64>, _ options: Options) -> UInt64 {
        var simulator = Simulator(options)
        return seeds.reduce(0xCBF2_9CE4_8422_2325) { hash, seed in
            (hash ^ simulator.run(seed: seed).journalHash) &* 0x0000_0100_0000_01B3
        }
    }
}
