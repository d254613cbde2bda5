/// Whether the terminal has read the last frame, on a link where that can take long.
///
/// A terminal that leaves three questions in a row without an answer is not asked again.
struct FrameAnswers {
    private static let longest = Duration.seconds(2)
    private static let mostUnanswered = 3

    private(set) var isAsking: Bool
    private let clock = ContinuousClock()
    /// Until when an answer is waited for.
    private var deadline: ContinuousClock.Instant?
    private var unanswered = 0

    init(isAsking: Bool) { self.isAsking = isAsking }

    /// Whether an answer may still come.
    var isAwaited: Bool { deadline.map { clock.now < $0 } ?? false }

    /// How long to wait for it; nil when none is awaited.
    var patience: Duration? { deadline.map { max(.zero, clock.now.duration(to: $0)) } }

    /// A frame with the question was sent.
    mutating func asked() {
        guard isAsking else { return }
        if deadline != nil { unanswered += 1 }
        isAsking = unanswered < Self.mostUnanswered
        deadline = clock.now.advanced(by: Self.longest)
    }

    mutating func came() {
        deadline = nil
        unanswered = 0
    }
}
