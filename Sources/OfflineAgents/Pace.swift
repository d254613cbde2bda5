import SwarmCore

/// When an attempt says how far it is and when it is done.
///
/// All agents report and finish on the same beat, so that many of them share one wake-up, one turn and one commit;
/// the beat is as often as a console draws.
struct Pace {
    private static let beat = TimeSpan.milliseconds(100)
    /// Short work has its own beat, so that it takes its own time too.
    private static let leastBeats: Int64 = 8
    /// One attempt reports at most so often.
    private static let reports: Int64 = 24
    private static let firstBeat = ContinuousClock.now

    let start: ContinuousClock.Instant
    /// The beat nearest to when the work would be done: on the whole it takes as long as it should.
    let end: ContinuousClock.Instant
    private let whole: Int64
    private let beat: Int64
    private let gap: Int64

    /// `reportEvery`: reports need not come more often.
    init(
        of whole: TimeSpan, from start: ContinuousClock.Instant = .now, reportEvery: TimeSpan
    ) {
        self.start = start
        self.whole = max(0, whole.microseconds)
        beat = min(Self.beat.microseconds, self.whole / Self.leastBeats)
        gap = max(1, self.whole / Self.reports, reportEvery.microseconds)
        let done = start + .microseconds(self.whole)
        end = Self.beat(beat, from: done - .microseconds(beat / 2))
    }

    /// A third of the way; never after the end.
    var third: ContinuousClock.Instant {
        min(Self.beat(beat, from: start + .microseconds(whole / 3)), end)
    }

    /// When the report that follows one at `moment` is due.
    func report(after moment: ContinuousClock.Instant) -> ContinuousClock.Instant {
        Self.beat(beat, from: moment + .microseconds(gap))
    }

    /// The share done, 0...1.
    func share(at moment: ContinuousClock.Instant) -> Double {
        whole == 0 ? 1 : min(Double((moment - start).microseconds) / Double(whole), 1)
    }

    /// The first beat at or after a moment.
    private static func beat(
        _ beat: Int64, from moment: ContinuousClock.Instant
    ) -> ContinuousClock.Instant {
        guard beat > 0 else { return moment }
        let since = (moment - firstBeat).microseconds
        return firstBeat + .microseconds((since + beat - 1) / beat * beat)
    }
}

extension Duration {
    fileprivate var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
