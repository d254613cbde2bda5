import SwarmCore
import SwarmRuntime

/// Works by rules, in the agent's own time, with progress on the way: no model, key or network.
public struct OfflineDriver: AgentDriver {
    /// How many times faster than its card an agent works; above 0.
    public let speed: Double
    private static let replyWithin = TimeSpan.seconds(1)

    public init(speed: Double = 1) { self.speed = speed }

    public func begin(_ order: WorkOrder, at desk: Desk) -> Work {
        let whole = TimeSpan.seconds((order.card.expectedWork ?? .zero).seconds / speed)
        let pace = Pace(of: whole, reportEvery: order.progressEvery)
        desk.started()
        return .running { await work(order, desk, pace) }
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

    private func work(_ order: WorkOrder, _ desk: Desk, _ pace: Pace) async {
        let steps = OfflineRules.steps(skill: order.skillName)
        var next = pace.report(after: pace.start)
        /// Says how far it is until then; false when it was cancelled.
        func report(until moment: ContinuousClock.Instant) async -> Bool {
            while next < moment {
                guard await sleep(until: next) else { return false }
                let share = pace.share(at: next)
                let step = Int(share * Double(steps.count))
                desk.progress(share, steps.indices.contains(step) ? steps[step] : nil)
                next = pace.report(after: next)
            }
            return true
        }
        var adBudget: AdBudget?
        if asksFinance(order) {
            guard await report(until: pace.third), await sleep(until: pace.third) else { return }
            adBudget = await askFinance(desk)
        }
        guard await report(until: pace.end) else { return }
        // Before the time is up, so that nobody who ends on the same beat waits for it.
        let product = OfflineRules.product(Assignment(order), adBudget: adBudget)
        guard await sleep(until: pace.end) else { return }
        desk.finish(product)
    }

    private func sleep(until moment: ContinuousClock.Instant) async -> Bool {
        (try? await Task.sleep(until: moment, clock: .continuous)) != nil
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
