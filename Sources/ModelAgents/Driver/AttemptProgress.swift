import SwarmCore
import Synchronization

/// How far an attempt is, reckoned from the words that came against those that are expected: an estimate, and marked
/// as one. At most a few reports a second; while something is waited for, a sign of life each second.
final class AttemptProgress: Sendable {
    /// The least time between two reports.
    private static let interval = Duration.milliseconds(300)
    /// An estimate never says that all is done.
    private static let most = 0.95

    private struct State {
        var share = 0.0
        /// Bytes of text in the answer that is coming in.
        var bytes = 0
        var doing = "thinking"
        var reported: ContinuousClock.Instant?
        var waiting: (why: String, since: ContinuousClock.Instant)?
    }

    private let expectedTokens: Int
    private let report: @Sendable (Double, String) -> Void
    private let state = Mutex(State())

    init(expectedTokens: Int, report: @escaping @Sendable (Double, String) -> Void) {
        self.expectedTokens = max(1, expectedTokens)
        self.report = report
    }

    /// Takes in what came of an answer.
    func take(_ event: ModelStreamEvent) {
        switch event {
        case .text(let text):
            change { state in
                state.bytes += text.utf8.count
                state.doing = "writing"
                let tokens = Double(state.bytes / ExpectedLengths.bytesPerToken)
                let share = min(tokens / Double(expectedTokens), 1) * Self.most
                state.share = max(state.share, share)
            }
        case .toolCallBegan(let name): change { $0.doing = "calling \(name)" }
        case .restarted: state.withLock { $0.bytes = 0 }
        case .usage: break
        }
    }

    /// Something is waited for until the next `sends`.
    func waits(_ why: String) {
        state.withLock { $0.waiting = (why, .now) }
        sayStillWaiting()
    }

    /// A request leaves.
    func sends() {
        state.withLock { state in
            state.waiting = nil
            state.bytes = 0
            state.doing = "thinking"
        }
    }

    /// Says what it does now, whenever it was said last.
    func says(_ what: String) {
        let share = state.withLock { $0.share }
        report(share, what)
    }

    /// Repeats that it waits, with how long it has, until it is cancelled: only while waiting is legitimate.
    func beat(each period: Duration) async {
        while (try? await Task.sleep(for: period)) != nil { sayStillWaiting() }
    }

    private func sayStillWaiting() {
        let now = ContinuousClock.now
        let line = state.withLock { state -> (Double, String)? in
            guard let waiting = state.waiting else { return nil }
            let seconds = (now - waiting.since).components.seconds
            return (state.share, waiting.why + (seconds > 0 ? "; \(seconds) s so far" : ""))
        }
        if let line { report(line.0, line.1) }
    }

    private func change(_ body: (inout State) -> Void) {
        let now = ContinuousClock.now
        let line = state.withLock { state -> (Double, String)? in
            body(&state)
            if let last = state.reported, now - last < Self.interval { return nil }
            state.reported = now
            return (state.share, "≈ \(Int(state.share * 100)) %: \(state.doing)")
        }
        if let line { report(line.0, line.1) }
    }
}
