import SwarmCore

/// When a failed request is sent again.
///
/// The figures are the OpenAI SDK's (2 retries, 0.5 s doubling up to 8 s), but with full jitter (Brooker, "Exponential
/// Backoff and Jitter", 2015), and a wait an endpoint asks for is kept up to 120 s for both providers; a longer one ends
/// the call, with the time in its fault.
public struct RetryPolicy: Hashable, Sendable {
    /// Requests to one endpoint for one call.
    public var attemptsEach = 3
    /// Requests for one call, whichever endpoints they go to.
    public var attemptsInAll = 8
    public var firstPause = TimeSpan.milliseconds(500)
    public var longestPause = TimeSpan.seconds(8)
    /// What is waited at least, whatever the jitter says.
    public var shortestPause = TimeSpan.milliseconds(50)
    /// An endpoint's own wait that is kept in place, and a wait for its limits.
    public var longestKept = TimeSpan.seconds(120)

    public init() {}

    /// How long to wait before the next attempt after `failed` ones; nil when the endpoint wants longer than is kept.
    ///
    /// `random` is 0..<1. A wait the endpoint asks for is never cut short; up to a tenth of it, 1 s at most, is added
    /// so that those who were told the same do not come back together.
    func pause(afterAttempts failed: Int, asked: TimeSpan?, random: Double) -> TimeSpan? {
        if let asked {
            guard asked <= longestKept else { return nil }
            return asked + .seconds(min(1, asked.seconds / 10) * random)
        }
        let doublings = Double(1 << min(max(failed - 1, 0), 20))
        let ceiling = min(longestPause.seconds, firstPause.seconds * doublings)
        return max(shortestPause, .seconds(ceiling * random))
    }
}
