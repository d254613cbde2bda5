import SwarmFiles

@testable import SwarmConsole
@testable import SwarmCore

extension Money {
    static func cents(_ cents: Double) -> Money {
        Money(nanodollars: Int64((cents * 10_000_000).rounded()))
    }
}

/// A launch whose agents call models and tools, and remember.
extension FrameScene {
    /// The day of every scene: 2026-01-06.
    static let day = Int32(wallAtZero / 86_400_000)

    private mutating func call(
        _ purpose: CallPurpose, _ model: String, worst: Double, day: Int32 = FrameScene.day,
        _ settlement: Settlement?, at seconds: Double
    ) {
        let id = CallID(state.ledger.latest + 1)
        at(
            seconds,
            .costReserved(
                id, CallRequest(purpose: purpose, model: model, worst: .cents(worst), day: day)))
        if let settlement { at(seconds + 0.01, .costSettled(id, settlement)) }
    }

    /// Reserved, paid by usage, kept as reserved, served by an earlier answer, refused.
    ///
    /// - Parameter text: Stands in every name and text that comes from outside.
    static func spending(_ text: String? = nil, largeModel: String = "large-1") -> FrameScene {
        var scene = FrameScene.launch()
        let id = scene.state.tasks.latest!.id
        var policies = scene.state.policies
        policies.budgets.day = .cents(500)
        policies.budgets.agent = .cents(50)
        policies.budgets.task = .cents(100)
        scene.at(40.9, .policiesChanged(policies))
        let marketing = AttemptKey(task: id, subtask: 0, number: 1)
        let finance = AttemptKey(task: id, subtask: 1, number: 2)
        let analytics = AttemptKey(task: id, subtask: 2, number: 1)
        let (ada, bo, cy) = (AgentID(0), AgentID(1), AgentID(2))
        let (small, large) = (text ?? "small-1", text ?? largeModel)
        scene.call(
            .work(marketing, ada), large, worst: 200, day: day - 1,
            Settlement(
                amount: .cents(150), usage: CallUsage(input: 40_000, output: 9_000),
                basis: .usage, largest: .cents(150)), at: 41)
        scene.call(
            .work(marketing, ada), small, worst: 2,
            Settlement(
                amount: .cents(0.8), usage: CallUsage(input: 1_204, cachedInput: 300, output: 220),
                basis: .usage, largest: .cents(6)), at: 41.1)
        scene.call(
            .work(analytics, cy), large, worst: 50,
            Settlement(
                amount: .cents(38), usage: CallUsage(input: 9_800, output: 1_200), basis: .usage,
                largest: .cents(38)), at: 41.2)
        scene.call(
            .planning, small, worst: 3,
            Settlement(amount: .zero, basis: .cache, largest: .cents(2)), at: 41.3)
        scene.call(.answer(id, bo), small, worst: 1, .unknown, at: 41.4)
        scene.call(.work(finance, bo), small, worst: 12, nil, at: 41.5)
        let request = CallRequest(
            purpose: .work(analytics, cy), model: large, worst: .cents(50), day: day)
        scene.at(
            41.6,
            .costRefused(
                request,
                BudgetRefusal(
                    scope: .agent, limit: .cents(50), committed: .cents(38), asked: .cents(50))))
        return scene
    }

    /// One tool has answered, one was denied, one waits for the operator.
    static func asksForTool(
        _ text: String? = nil,
        arguments: String = #"{"to":"list@example.org","subject":"Q1 is here","body":"Dear all"}"#
    ) -> FrameScene {
        var scene = FrameScene.spending(text)
        let id = scene.state.tasks.latest!.id
        let marketing = AttemptKey(task: id, subtask: 0, number: 1)
        let finance = AttemptKey(task: id, subtask: 1, number: 2)
        func call(
            _ key: AttemptKey, _ number: UInt16, _ name: String, _ arguments: String,
            _ phase: ToolCall.Phase
        ) -> Event {
            .toolCalled(
                ToolCall(
                    attempt: key, number: number, name: text ?? name,
                    arguments: text ?? arguments, phase: phase))
        }
        let until = Instant(microseconds: 341_700_000)
        scene.at(
            41.61, call(marketing, 1, "web_search", #"{"query":"launch benchmarks"}"#, .running))
        scene.at(
            41.62,
            .toolFinished(
                marketing, number: 1, isError: false, output: text ?? "3 pages: open rate 24 %"))
        scene.at(
            41.63,
            call(finance, 2, "shell", #"{"command":"rm -r old"}"#, .awaitingApproval(until: until)))
        scene.at(41.64, .toolAnswered(finance, number: 2, granted: false, by: .operator))
        scene.at(
            41.65, call(marketing, 3, "send_email", arguments, .awaitingApproval(until: until)))
        return scene
    }

    /// Marketing remembers two things, and was reminded of one of them and of one it forgot.
    static func remembers(_ text: String? = nil) -> FrameScene {
        var scene = FrameScene.asksForTool(text)
        let id = scene.state.tasks.latest!.id
        func note(_ number: UInt32, _ kind: MemoryNote.Kind, _ source: String, _ words: String)
            -> Event
        {
            .memoryKept(
                AgentID(0),
                MemoryNote(
                    number: number, kind: kind, source: text ?? source, skill: text ?? "marketing",
                    text: text ?? words))
        }
        scene.at(41.66, note(1, .result, "spring_drive_subtask_1", "Ads at 60 % returned 3.2."))
        scene.at(
            41.67, note(2, .lesson, "campaign_000_subtask_1", "Name the price before the call."))
        scene.at(
            41.68,
            .memoryRecalled(
                AttemptKey(task: id, subtask: 0, number: 1),
                [Recall(note: 1, similarity: 914), Recall(note: 9, similarity: 840)]))
        return scene
    }
}
