import SwarmCore
import SwarmRuntime

/// Works by rules, in the agent's own time, with progress on the way: no model, key or network.
public struct OfflineDriver: AgentDriver {
    /// How many times faster than its card an agent works; above 0.
    public let speed: Double
    /// Progress reports for one attempt.
    private static let reports = 24
    private static let replyWithin = TimeSpan.seconds(1)
    /// All agents report on the same beat, so that many reports share one wake-up, one turn and one commit; as often
    /// as a console draws.
    private static let beat = TimeSpan.milliseconds(100)
    /// Short work has its own beat, so that there is something to see of it.
    private static let leastBeats: Int64 = 8
    private static let firstBeat = ContinuousClock.now

    public init(speed: Double = 1) { self.speed = speed }

    public func begin(_ order: WorkOrder, at desk: Desk) -> Work {
        let whole = TimeSpan.seconds((order.card.expectedWork ?? .zero).seconds / speed)
        return .running { await work(order, desk, whole) }
    }

    public func answer(_ question: Question, card: AgentCard, purse: Purse) async -> JSONValue? {
        OfflineRules.answer(
            agent: card, question: question.message.topic, payload: question.message.payload,
            data: question.brief?.data ?? JSONObject())
    }

    /// Reads for 0.2 to 0.4 s, then says what it thinks.
    public func review(_ order: ReviewOrder, purse: Purse) async -> ReviewNote? {
        let seconds =
            0.2 + 0.2 * KeyedRandom(seed: order.seed).fraction(UInt64(order.reviewer.position))
        let whole = TimeSpan.seconds(seconds / speed)
        let end = ContinuousClock.now + .microseconds(whole.microseconds)
        guard (try? await Task.sleep(until: end, clock: .continuous)) != nil else { return nil }
        return OfflineReview(
            reviewer: order.card, brief: order.brief, product: order.product.json,
            failedChecks: order.failedChecks
        ).note
    }

    private func work(_ order: WorkOrder, _ desk: Desk, _ whole: TimeSpan) async {
        let start = ContinuousClock.now
        let steps = OfflineRules.steps(skill: order.skillName)
        let beat = min(Self.beat.microseconds, whole.microseconds / Self.leastBeats)
        let end = start + .microseconds(whole.microseconds)
        desk.started()
        var adBudget: AdBudget?
        for report in 1..<Self.reports {
            let share = Double(report) / Double(Self.reports)
            let due = start + .microseconds(Int64(Double(whole.microseconds) * share))
            let moment = min(Self.next(beat, from: due), end)
            guard (try? await Task.sleep(until: moment, clock: .continuous)) != nil else { return }
            if report == Self.reports / 3, asksFinance(order) {
                adBudget = await askFinance(desk)
            }
            let step = Int(share * Double(steps.count))
            desk.progress(share, steps.indices.contains(step) ? steps[step] : nil)
        }
        guard (try? await Task.sleep(until: end, clock: .continuous)) != nil else { return }
        desk.finish(
            OfflineRules.product(Assignment(order), adBudget: adBudget))
    }

    /// The first beat at or after a moment; beats are so many microseconds apart.
    private static func next(
        _ beat: Int64, from moment: ContinuousClock.Instant
    ) -> ContinuousClock.Instant {
        guard beat > 0 else { return moment }
        let (seconds, attoseconds) = (moment - firstBeat).components
        let since = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        return firstBeat + .microseconds((since + beat - 1) / beat * beat)
    }

    /// Marketing plans its advertising with the figure Finance gives it (spec §9).
    private func asksFinance(_ order: WorkOrder) -> Bool {
        order.card.skills.contains { $0.name == "marketing" } && order.brief.data["budget"] != nil
    }

    private func askFinance(_ desk: Desk) async -> AdBudget {
        let answer = await desk.ask(
            skill: "finance", topic: OfflineRules.budgetTopic, "What's our budget for ads?",
            within: Self.replyWithin)
        guard let answer, let amount = answer.payload.integer else { return .unanswered }
        return .answered(amount: amount, by: answer.by)
    }
}

extension Assignment {
    /// The assignment a work order describes.
    init(_ order: WorkOrder) {
        self.init(
            skill: order.skillName, agent: order.card, title: order.brief.title,
            text: order.brief.text, data: order.brief.data, seed: order.seed)
        inputs = order.inputs.map(\.product.json)
        answer = order.answer
        comments = order.comments
    }
}
