import SwarmCore

/// One task's subtasks on one clock: what happened, what goes on, what is expected.
///
/// Unit: seconds since the task's first award, or since it was submitted while nothing is awarded.
struct TaskSchedule {
    struct Lane {
        let key: SubtaskKey
        let name: String
        let sign: Sign
        let parts: [Part]
        /// When it ended or is expected to, not before now; nil when nobody knows.
        let end: Double?
        /// Where the estimate was, also once it is passed; nil without one.
        let cap: Double?
        let isLive: Bool
        let permille: Int
        /// What it does now, or how it went.
        let note: String
        /// It has a result.
        let isFinished: Bool
        /// It ended without one, or is passed over; drawn quietly.
        let isQuiet: Bool
        /// What it waits for, where a planned step has no bar: `after policy, diagnosis`.
        let plan: String
        /// How long its good attempt took or is expected to take; nil when there is none.
        let work: Double?
    }

    struct Part {
        enum Kind { case work, wait, review, question, failure, fault }

        let kind: Kind
        let from: Double
        let to: Double
        let role: Role
    }

    let id: TaskID
    let title: String
    let type: String
    let status: TaskStatus?
    /// Until now, or until it ended.
    let elapsed: Double
    let lanes: [Lane]
    /// The lane that ends last; nil for a single lane.
    let longest: Int?
    /// The lanes that decide when the task ends: the longest, and back from it whatever each waited for last.
    let path: [Int]
    /// Time in which nobody worked, beyond what is drawn of it.
    let gaps: [ClosedRange<Double>]

    init(_ task: TaskState, _ glance: Glance) {
        id = task.id
        title = task.brief.title
        type = task.brief.type
        status = task.status
        let origin = task.attempts.first?.awardedAt ?? task.submittedAt
        let clock = Clock(origin: origin, now: max(glance.now, origin), end: task.endedAt)
        elapsed = clock.elapsed
        lanes = task.subtasks.indices.map { Lane(task, $0, clock, glance) }
        let ends = lanes.map { $0.end ?? -1 }
        longest =
            lanes.count > 1 ? ends.indices.max { ends[$0] < ends[$1] } : nil
        path = Self.path(to: longest, ends, task.brief.plan)
        gaps = Self.gaps(lanes, until: elapsed)
    }

    /// From the last lane back: of what a step waited for, that which ended last.
    private static func path(to last: Int?, _ ends: [Double], _ plan: Plan?) -> [Int] {
        guard let last else { return [] }
        var path = [last]
        while let plan, let here = path.last, plan.steps.indices.contains(here),
            let before = plan.steps[here].after.max(by: { ends[$0] < ends[$1] }),
            ends[before] >= 0, !path.contains(before)
        {
            path.append(before)
        }
        return path
    }

    /// The time between two pieces of work, or from the last one until now.
    private static func gaps(_ lanes: [Lane], until elapsed: Double) -> [ClosedRange<Double>] {
        let work = lanes.flatMap { lane in
            lane.parts.filter { $0.kind == .work }.map { (from: $0.from, to: $0.to) }
        }.sorted { $0.from < $1.from }
        var gaps: [ClosedRange<Double>] = []
        var end = 0.0
        for (from, to) in work + [(elapsed, elapsed)] {
            let start = end + TimeAxis.idleSeconds
            if from > start { gaps.append(start...from) }
            end = max(end, to)
        }
        return gaps
    }

    /// A second of the task as it is drawn.
    func shown(_ seconds: Double) -> Double { TimeAxis.shown(seconds, gaps) }

    /// When all lanes have ended or are expected to; nil when nobody knows.
    var end: Double? {
        if status != nil { return elapsed }
        let ends = lanes.compactMap(\.end)
        return ends.count == lanes.count ? ends.max() : nil
    }

    /// The work of every lane laid end to end; nil when a part of it is unknown or alone.
    var inTurn: [(name: String, seconds: Double)]? {
        let parts = lanes.compactMap { lane in lane.work.map { (lane.name, $0) } }
        let counted = lanes.count { !$0.isQuiet }
        return parts.count > 1 && parts.count == counted ? parts : nil
    }

    /// How the two ways compare: above 1 working at once is faster. From the attempts' real times
    /// once all have ended, from estimates before.
    var factor: (value: Double, inTurn: Double, isEstimate: Bool)? {
        guard let inTurn, let end = lanes.compactMap(\.end).max(), end > 0.01 else { return nil }
        let sum = inTurn.reduce(0) { $0 + $1.seconds }
        return (sum / end, sum, lanes.contains(where: \.isLive) || status == nil)
    }

    struct Clock {
        let origin: Instant
        let now: Instant
        let end: Instant?

        var elapsed: Double { seconds(end ?? now) }
        func seconds(_ instant: Instant) -> Double { max(0, (instant - origin).seconds) }
    }
}
