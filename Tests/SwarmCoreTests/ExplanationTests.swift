import Testing

@testable import SwarmCore

@Suite struct ExplanationTests {
    private func names(_ agents: [AgentID], _ explanation: Explanation) -> [String] {
        agents.map { explanation.swarm.agent($0).card.shortName }
    }

    @Test func theDocumentsTaskIsExplainedTermByTermTiesIncluded() throws {
        var run = Observed()
        run.at(0) { $0.submit(["marketing", "finance", "analytics"]) }
        let explanation = run.explanation()
        let announcement = try #require(explanation.decisive)
        let choice = announcement.moment.choice()
        #expect(choice.bids.map(\.score.raw) == [6_571_428, 6_571_428, 6_571_428])
        #expect(choice.bids.map(\.reputationTerm) == [Points(40), Points(40), Points(40)])
        #expect(choice.bids.map(\.skillTerm.raw) == [571_428, 571_428, 571_428])
        #expect(choice.bids.map(\.loadTerm) == [Points(20), Points(20), Points(20)])
        #expect(choice.ties.map(\.rule) == [.registration, .registration])
        #expect(names(choice.team, explanation) == ["Marketing", "Finance", "Insights"])
        #expect(announcement.census.asked == 3 && choice.willing == 3)
        #expect(announcement.recorded == choice.bids)
        #expect(explanation.agreesWithRecord)
        #expect(
            explanation.awards.map(\.reason) == Array(repeating: .team(passedOver: []), count: 3))
    }

    @Test func tiesNameTheRuleThatDecided() throws {
        var policies = Policies()
        policies.scoring = try #require(ScoringPolicy(reputation: 0, skill: 0, load: 0))
        let cards = (1...3).map {
            AgentCard(name: "a\($0)", skills: [.init("x")], loadPerSubtask: 30)
        }
        var run = Observed(cards, policies: policies)
        run.at(0) { $0.submit(["x"], .simple) }
        #expect(
            run.explanation().announcements[0].moment.choice().ties.map(\.rule)
                == [.registration, .registration])
        run.at(1) { $0.submit(["x"], .simple) }
        // a1 is at work: a2, a3, then a1.
        #expect(
            run.explanation().announcements[0].moment.choice().ties.map(\.rule)
                == [.registration, .load])
        run.at(2) { $0.finishAll() }
        run.at(3) { $0.submit(["x"], .simple) }
        // a1 and a2 have 105 points, a3 100.
        #expect(
            run.explanation().announcements[0].moment.choice().ties.map(\.rule)
                == [.registration, .reputation])
    }

    @Test func aRecomputedTeamIsTheOneTheSwarmChose() {
        var random = SplitMix(11)
        for round in 0..<20 {
            let cards = (0..<12).map { place in
                AgentCard(
                    name: "agent \(place)",
                    skills: (0..<6).filter { _ in random.chance(0.3) }.map { .init("s\($0)") }
                        + [.init("base")], domains: random.chance(0.3) ? ["d"] : [],
                    loadPerSubtask: 10 + Int(random.below(40)))
            }
            var run = Observed(cards)
            for turn in 0..<12 {
                run.at(Double(turn)) { rehearsal in
                    let skills = (0..<6).map { "s\($0)" }.filter { _ in random.chance(0.4) }
                    let known = skills.filter { rehearsal.state.skillID(named: $0) != nil }
                    rehearsal.submit(
                        known + ["base"], Complexity.allCases[Int(random.below(3))])
                    if let key = rehearsal.running.first {
                        if random.chance(0.4) { rehearsal.fail(key) } else { rehearsal.finish(key) }
                    }
                }
                let explanation = run.explanation()
                #expect(explanation.agreesWithRecord, "round \(round), turn \(turn)")
                guard let task = explanation.task, let moment = explanation.decisive?.moment else {
                    continue
                }
                let choice = moment.choice()
                #expect(task.reviewers == choice.reviewers, "round \(round), turn \(turn)")
                #expect(task.ranAsTeam == choice.ranAsTeam)
                for award in explanation.awards where award.moment == nil {
                    #expect(choice.team.contains(award.agent), "round \(round), turn \(turn)")
                }
            }
        }
    }

    @Test func otherWeightsGiveAnotherTeamAndChangeNothing() throws {
        let cards = [
            AgentCard(name: "busy", skills: [.init("x")], loadPerSubtask: 40),
            AgentCard(name: "free", skills: [.init("x")], loadPerSubtask: 40),
        ]
        var run = Observed(cards)
        run.at(0) { $0.submit(["x"], .simple) }
        run.at(1) { $0.finishAll() }
        run.at(2) { $0.submit(["x"], .simple) }
        run.at(3) { $0.submit(["x"], .simple, name: "third") }
        let explanation = run.explanation(of: "third")
        let moment = try #require(explanation.decisive?.moment)
        // busy: 105 points, 60 free; free: 100 points, 100 free.
        #expect(moment.choice().bids.map(\.score) == [Points(100), Points(94)])
        #expect(names(moment.choice().team, explanation) == ["free"])
        let second = moment.choice(under: .documentsSecond)
        #expect(second.bids.map(\.score) == [Points(102), Points(100)])
        #expect(names(second.team, explanation) == ["busy"])
        #expect(names(moment.choice().team, explanation) == ["free"])
        #expect(explanation.swarm.policies.scoring == .documents)
    }

    @Test func theDocumentsWorkedScoresFollowFromTheTermsOfABid() throws {
        // 105/85/70 -> 90.0 and 110/90/80 -> 96.0, with 85 and 90 of 100 skills shared.
        for (reputation, shared, free, score) in [(105, 85, 70, 90), (110, 90, 80, 96)] {
            let scoring = ScoringPolicy.documents
            let bid = Bid(
                agent: AgentID(0), sharedSkills: UInt8(shared), health: .healthy,
                loadPermille: Int16(1000 - free * 10), domainMatches: nil, isWilling: true,
                reputation: Points(reputation),
                reputationTerm: scoring.reputationTerm(Points(reputation)),
                skillTerm: scoring.skillTerm(shared: shared, agent: 100, required: shared),
                loadTerm: scoring.loadTerm(load: Int32(100 - free), maxLoad: 100))
            #expect(bid.score == Points(score))
        }
    }

    @Test func aFailureIsExplainedByItsFaultAndWhatFollowed() throws {
        var run = Observed()
        run.at(0) { $0.submit(["finance"], .simple, name: "t") }
        run.at(1) {
            $0.step(
                .inject(
                    FaultSpec(
                        kind: .crash, target: .agent($0.agent("Finance").id),
                        duration: .seconds(2), seed: 1)))
        }
        run.at(2) { $0.fail($0.running[0], .crashed) }
        run.at(5) { $0.step(.tick) }
        run.at(6) { $0.finish($0.running[0]) }
        let explanation = run.explanation(of: "t")
        let task = try #require(explanation.task)
        #expect(task.attempts.map(\.failure) == [.crashed, nil])
        let first = task.attempts[0]
        #expect(explanation.faults(during: first).map(\.spec.kind) == [.crash])
        #expect(explanation.faults(during: first).first?.broken == first.key)
        #expect(explanation.faults(during: task.attempts[1]).isEmpty)
        let followed = explanation.consequences(of: first.key)
        #expect(followed.first == .agentChanged(first.agent, "degraded"))
        #expect(followed.contains { if case .retry = $0 { true } else { false } })
        #expect(explanation.awards.map(\.reason) == [.team(passedOver: []), .nobodyElse])
        #expect(explanation.waits.map(\.until) == [.zero + .seconds(5)])
        #expect(explanation.waits[0].answers.map(\.health) == [.offline])
        #expect(explanation.reputationChanges.map(\.change.after) == [Points(105)])
    }

    @Test func aRetryPrefersAnotherAgentAndSaysSo() throws {
        let cards = (1...2).map {
            AgentCard(name: "a\($0)", skills: [.init("x")], loadPerSubtask: 10)
        }
        var run = Observed(cards)
        run.at(0) { $0.submit(["x"], .simple) }
        run.at(1) { $0.fail($0.running[0]) }
        run.at(2) { $0.step(.tick) }
        let explanation = run.explanation()
        let retry = try #require(explanation.awards.last)
        #expect(retry.agent == AgentID(1))
        #expect(retry.reason == .another(than: AgentID(0)))
        // The one that failed still ranked first at that moment.
        #expect(retry.moment?.choice().rank(of: AgentID(0)) == 1)
        #expect(retry.score == retry.moment?.choice().bid(of: AgentID(1))?.score)
    }

    @Test func aTaskLongGoneFromMemoryIsExplainedLikeTheLatest() throws {
        var run = Observed()
        for turn in 0..<150 {
            run.at(Double(turn)) {
                $0.submit(["finance"], .simple, name: "task \(turn)")
                $0.finishAll()
            }
        }
        #expect(run.state.tasks.id(named: "task 3") == nil)
        let explanation = run.explanation(of: "task 3")
        #expect(explanation.task?.brief.name == "task 3")
        #expect(explanation.task?.status == .succeeded)
        // Three tasks before it, five points each.
        #expect(explanation.decisive?.moment.choice().bids.first?.reputation == Points(115))
        #expect(explanation.reputationChanges.map(\.change.after) == [Points(120)])
        #expect(run.explanation().task?.brief.name == "task 149")
        #expect(run.explanation(of: "nobody").task == nil)
    }

    @Test func bidsAreComparedWithWhatCame() throws {
        var tally = BidOutcomes.Tally()
        for step in 1...4 { tally.add(Points(step), quality: UInt8(step * 10)) }
        #expect(tally.correlation == nil)
        tally.add(Points(5), quality: 50)
        #expect(tally.correlation == 1)
        #expect(tally.meanScore == Points(3) && tally.meanQuality == 30)
        var falling = BidOutcomes.Tally()
        for step in 1...5 { falling.add(Points(step), quality: UInt8(60 - step * 10)) }
        #expect(falling.correlation == -1)
        var flat = BidOutcomes.Tally()
        for _ in 0..<9 { flat.add(Points(7), quality: nil) }
        #expect(flat.correlation == nil && flat.successRate == 0)
    }

    @Test func overTimeThereAreAtMostTwentyStretchesAndNoAttemptIsLost() {
        var run = Observed()
        for turn in 0..<45 {
            run.at(Double(turn)) {
                $0.submit(["finance"], .simple)
                $0.finishAll()
            }
        }
        run.at(50) { $0.step(.cancel($0.submit(["finance"], .simple))) }
        let stretches = run.outcomes.stretches
        #expect(stretches.count <= 20)
        #expect(stretches.map(\.tally.attempts).reduce(0, +) == 45)
        #expect(Set(stretches.dropLast().map(\.tally.attempts)) == [4])
        #expect(zip(stretches, stretches.dropFirst()).allSatisfy { $0.to < $1.from })
        #expect(run.outcomes.all.attempts == 45)
        #expect(run.outcomes.agents.map(\.attempts) == [0, 45, 0, 0])
    }
}
