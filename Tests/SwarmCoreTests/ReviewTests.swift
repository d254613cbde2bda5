import Testing

@testable import SwarmCore

/// Other agents check a result before it counts.
@Suite struct ReviewTests {
    /// Agents that can all do x; the first ranks first.
    private static let cards = (1...5).map {
        AgentCard(name: "agent \($0)", skills: [.init("x")], loadPerSubtask: 20)
    }

    /// A finished result with as many reviewers as the rule asks for.
    private func reviewed(
        _ rule: ReviewRule, cards: [AgentCard] = cards, before: (inout Rehearsal) -> Void = { _ in }
    ) -> (Rehearsal, TaskID) {
        var rehearsal = Rehearsal(cards)
        before(&rehearsal)
        var step = RecipeStep(name: "draft", skill: "x")
        step.review = rule
        let id = rehearsal.submit(steps: [step], .simple)
        rehearsal.finish(id, 0)
        return (rehearsal, id)
    }

    @Test func aReviewersSeatIsAskedForAReview() {
        var rehearsal = Rehearsal(Array(Self.cards.prefix(2)))
        let id = rehearsal.submit(["x"], .moderate)
        rehearsal.finish(id, 0)
        #expect(rehearsal.phase(id, 0) == .inReview)
        #expect(rehearsal.reviews.map(\.reviewer) == [AgentID(1)])
        let asked = rehearsal.effects.contains {
            if case .review(_, AgentID(1)) = $0 { true } else { false }
        }
        #expect(asked)
        rehearsal.review(rehearsal.reviews[0], 80)
        #expect(rehearsal.status(id) == .succeeded)
        #expect(rehearsal.state.tasks[id]?.quality == 80)
        #expect(rehearsal.agent("agent 1").meanQuality == 80, "the agent's mean is the final one")
    }

    @Test func theAuthorIsNeverItsOwnReviewer() {
        let (rehearsal, _) = reviewed(ReviewRule(reviewers: 9))
        #expect(rehearsal.reviews.map(\.reviewer.position).sorted() == [1, 2, 3, 4])
    }

    @Test func qualityIsTheMedianOfTheScoresAndAtMostTheChecks() {
        var (rehearsal, id) = reviewed(ReviewRule(reviewers: 3))
        for (review, score) in zip(rehearsal.reviews, [100, 70, 65]) {
            rehearsal.review(review, score)
        }
        #expect(rehearsal.state.tasks[id]?.quality == 70)
        (rehearsal, id) = reviewed(ReviewRule(reviewers: 3))
        for review in rehearsal.reviews { rehearsal.review(review, 100) }
        #expect(rehearsal.state.tasks[id]?.quality == 90, "the checks gave 90")
    }

    @Test(
        "Reviews count as the rule says",
        arguments: [
            (ConsensusRule.majority, [80, 80, 10], Verdict.Outcome.accepted),
            (.majority, [80, 10, 10], .rework), (.majority, [80, 10], .rework),
            (.unanimous, [80, 80, 80], .accepted), (.unanimous, [80, 80, 59], .rework),
            (.reputationWeighted, [80, 10, 10], .rework),
        ])
    func rules(rule: ConsensusRule, scores: [Int], outcome: Verdict.Outcome) {
        var (rehearsal, id) = reviewed(ReviewRule(reviewers: scores.count, rule: rule))
        for (review, score) in zip(rehearsal.reviews, scores) { rehearsal.review(review, score) }
        #expect(rehearsal.state.tasks[id]?.subtasks[0].verdict?.outcome == outcome)
    }

    @Test func weightedByReputationOneMayOutweighTwo() {
        let rule = ReviewRule(reviewers: 3, rule: .reputationWeighted)
        var (rehearsal, id) = reviewed(rule) { rehearsal in
            for _ in 0..<7 { Self.change(&rehearsal, AgentID(1), .success) }
            for agent in 2...4 {
                for _ in 0..<6 { Self.change(&rehearsal, AgentID(agent), .failure) }
            }
        }
        // Whoever is best does the work; of the others one has 40 or 135 points.
        for review in rehearsal.reviews {
            let isBest = rehearsal.state.agent(review.reviewer).reputation > Points(90)
            rehearsal.review(review, isBest ? 80 : 10)
        }
        #expect(rehearsal.state.tasks[id]?.subtasks[0].verdict?.approvals == 1)
        #expect(rehearsal.state.tasks[id]?.subtasks[0].verdict?.outcome == .accepted)
    }

    private static func change(
        _ rehearsal: inout Rehearsal, _ agent: AgentID, _ reason: ReputationChange.Reason
    ) {
        let before = rehearsal.state.agent(agent).reputation
        let after = ReputationPolicy.additive.after(
            before, succeeded: reason != .failure, quality: 80)
        let change = ReputationChange(
            task: TaskID(slot: 0, number: 0), taskName: "t", before: before, after: after,
            reason: reason, quality: 80, skills: SkillSet())
        rehearsal.swarm.state.apply(.reputationChanged(agent, change), at: .zero)
        rehearsal.shadow.apply(.reputationChanged(agent, change), at: .zero)
    }

    @Test func withTooFewReviewsTheChecksStandAndTheResultSaysSo() throws {
        var (rehearsal, id) = reviewed(ReviewRule(reviewers: 3, quorum: 2, within: .seconds(5)))
        rehearsal.review(rehearsal.reviews[0], 10)
        rehearsal.advance(.seconds(4))
        #expect(rehearsal.phase(id, 0) == .inReview)
        rehearsal.advance(.seconds(1))
        let task = try #require(rehearsal.state.tasks[id])
        #expect(task.status == .succeeded)
        #expect(task.quality == 90)
        #expect(task.subtasks[0].verdict?.missing == 2)
        #expect(task.warnings == ["Too few reviews of draft came; it stands by its checks"])
    }

    @Test func aQuorumThatTheSwarmCannotReachIsNotLoweredInSilence() {
        var (rehearsal, id) = reviewed(
            ReviewRule(reviewers: 3, quorum: 2), cards: Array(Self.cards.prefix(2)))
        rehearsal.review(rehearsal.reviews[0], 95)
        #expect(rehearsal.state.tasks[id]?.subtasks[0].verdict?.outcome == .unreviewed)
        #expect(rehearsal.state.tasks[id]?.subtasks[0].verdict?.missing == 2)
    }

    @Test func whatCameByTheDeadlineDecides() {
        var (rehearsal, id) = reviewed(ReviewRule(reviewers: 3, quorum: 1, within: .seconds(5)))
        rehearsal.review(rehearsal.reviews[0], 75)
        rehearsal.advance(.seconds(5))
        #expect(rehearsal.status(id) == .succeeded)
        #expect(rehearsal.state.tasks[id]?.quality == 75)
    }

    @Test func nobodyToAskIsSaid() {
        let (rehearsal, id) = reviewed(
            ReviewRule(reviewers: 2), cards: Array(Self.cards.prefix(1)))
        #expect(rehearsal.status(id) == .succeeded)
        #expect(rehearsal.state.tasks[id]?.warnings.count == 1)
    }

    @Test func aRefusedResultIsMendedOnceByItsAuthorThenFails() throws {
        var (rehearsal, id) = reviewed(ReviewRule(reviewers: 2))
        let author = rehearsal.state.tasks[id]?.subtasks[0].agent
        for _ in 0..<2 {
            #expect(rehearsal.state.tasks[id]?.subtasks[0].agent == author)
            for review in rehearsal.reviews { rehearsal.review(review, 20, "no numbers") }
            rehearsal.finish(id, 0)
        }
        let task = try #require(rehearsal.state.tasks[id])
        #expect(task.status == .failed)
        #expect(task.attempts.count == 2)
        #expect(task.attempts.map(\.agent) == [author, author])
        #expect(task.attempts.map(\.failure) == [.rejected(20), .rejected(20)])
        #expect(task.reviews.compactMap(\.note?.comment).count == 4)
        #expect(rehearsal.state.agent(task.attempts[0].agent).reputation == Points(90))
        #expect(rehearsal.state.agent(task.attempts[0].agent).failed == 2)
        #expect(rehearsal.state.agent(task.attempts[0].agent).completed == 0)
    }

    @Test func reworkGoesToTheAuthorHoweverManyAreBetterPlacedNow() {
        var (rehearsal, id) = reviewed(ReviewRule(reviewers: 1)) { rehearsal in
            for agent in 1...4 { rehearsal.step(.pause(AgentID(agent))) }
        }
        #expect(rehearsal.reviews.isEmpty)
        var step = RecipeStep(name: "draft", skill: "x")
        step.review = ReviewRule(reviewers: 1)
        id = rehearsal.submit(steps: [step], .simple)
        rehearsal.submit(["x"], .simple)
        for agent in 1...4 { rehearsal.step(.resume(AgentID(agent))) }
        rehearsal.finish(id, 0)
        rehearsal.review(rehearsal.reviews[0], 10)
        let again = rehearsal.attempt(id, 0)
        #expect(again?.number == 2)
        #expect(again.flatMap(rehearsal.state.agent(working:)) == AgentID(0))
    }

    @Test func aMendedResultSucceedsAndItsAuthorDoesNotPay() {
        var (rehearsal, id) = reviewed(ReviewRule(reviewers: 1))
        rehearsal.review(rehearsal.reviews[0], 20)
        rehearsal.finish(id, 0)
        rehearsal.review(rehearsal.reviews[0], 85)
        #expect(rehearsal.status(id) == .succeeded)
        #expect(rehearsal.agent("agent 1").reputation == Points(105))
        #expect(rehearsal.agent("agent 1").completed == 1)
    }

    @Test func lateRepeatedAndUnaskedReviewsChangeNothing() {
        var (rehearsal, id) = reviewed(ReviewRule(reviewers: 2))
        let asked = rehearsal.reviews
        rehearsal.review(asked[0], 80)
        let before = rehearsal.events.count
        rehearsal.review(asked[0], 10)
        let note = ReviewNote(score: 1, comment: "unasked")
        rehearsal.step(.reviewed(asked[0].attempt, AgentID(0), note))
        rehearsal.step(.reviewed(AttemptKey(task: id, subtask: 9, number: 1), AgentID(1), note))
        #expect(rehearsal.events.count == before)
        rehearsal.review(asked[1], 80)
        let ended = rehearsal.events.count
        rehearsal.review(asked[1], 10)
        rehearsal.advance(.seconds(20))
        #expect(rehearsal.events.count == ended)
    }

    @Test func reviewsAreAskedForAgainAfterARestart() {
        var (rehearsal, id) = reviewed(ReviewRule(reviewers: 2))
        rehearsal.review(rehearsal.reviews[0], 80)
        rehearsal.restart()
        let asked = rehearsal.effects.count {
            if case .review = $0 { true } else { false }
        }
        #expect(asked == 1)
        rehearsal.advance(.seconds(10))
        #expect(rehearsal.status(id) == .succeeded)
    }

    @Test func disagreementIsTold() {
        var (rehearsal, id) = reviewed(ReviewRule(reviewers: 3))
        for (review, score) in zip(rehearsal.reviews, [90, 80, 5]) {
            rehearsal.review(review, score)
        }
        #expect(
            rehearsal.state.tasks[id]?.warnings
                == ["Reviewers disagreed on draft: 2 for it, 1 against"])
    }
}
