import SwarmCore

/// When an attempt says how far it is and when it is done.
///
/// All agents report and finish on the same beat, so that many of them share one wake-up, one turn and one commit;
/// the beat is as often as a console draws.
struct Pace {
    private static let beat = TimeSpan.milliseconds(100)
    /// Short work has its own beat, so that there is something to see of it.
    private static let leastBeats: Int64 = 8
    /// One attempt reports at most so often.
    private static let reports: Int64 = 24
    private static let firstBeat = ContinuousClock.now

    let start: ContinuousClock.Instant
    /// When the work is done; of work on the common beat the nearest beat, so that on the whole it takes as long as
    /// it should.
    let end: ContinuousClock.Instant
    private let whole: Int64
    private let beat: Int64
    private let every: Int64

    /// `reportEvery`: reports need not come more often.
    init(
        of whole: TimeSpan, from start: ContinuousClock.Instant = .now, reportEvery: TimeSpan
    ) {
        self.start = start
        self.whole = max(0, whole.microseconds)
        beat = min(Self.beat.microseconds, self.whole / Self.leastBeats)
        every = max(0, reportEvery.microseconds)
        let done = start + .microseconds(self.whole)
        let isCommon = beat == Self.beat.microseconds
        end = isCommon ? Self.beat(beat, from: done - .microseconds(beat / 2)) : done
    }

    /// A third of the way; never after the end.
    var third: ContinuousClock.Instant {
        min(Self.beat(beat, from: start + .microseconds(whole / 3)), end)
    }

    /// When the report that follows one at `moment` is due; later than that.
    func report(after moment: ContinuousClock.Instant) -> ContinuousClock.Instant {
        let share = max(1, whole / Self.reports)
        let due = ((moment - start).microseconds / share + 1) * share
        return Self.beat(
            beat, from: max(start + .microseconds(due), moment + .microseconds(every)))
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
        let latest = firstBeat + .microseconds(since / beat * beat)
        return latest < moment ? latest + .microseconds(beat) : latest
    }
}

extension Duration {
    fileprivate var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
