import Foundation
import SwarmFiles
import Testing

@testable import SwarmCore

@Suite struct EventTextTests {
    /// A run in which every kind of event happens.
    private func eventfulRun() -> Rehearsal {
        var rehearsal = Rehearsal()
        var policies = Policies()
        policies.ageing = .seconds(31)
        rehearsal.step(.setPolicies(policies))
        for recipe in RecipeCatalogue.builtIn.recipes { rehearsal.step(.define(recipe)) }
        rehearsal.step(.startRun(seed: 7))
        rehearsal.submit(
            ["marketing", "finance", "analytics"], name: "first",
            deadline: WallTime(rfc3339: "2026-03-15"))
        let keys = rehearsal.running
        rehearsal.step(.report(keys[0], .started))
        rehearsal.now = rehearsal.now + .milliseconds(300)
        rehearsal.step(.report(keys[0], .progressed(0.123, note: "half \u{1B}[2J way")))
        rehearsal.step(
            .message(
                MessageDraft(
                    kind: .question, topic: "budget.ask", sender: .agent(AgentID(0)),
                    recipient: .agent(AgentID(1)), task: keys[0].task, payload: ["q": 1],
                    replyBy: Instant(microseconds: 9))))
        rehearsal.step(
            .inject(
                FaultSpec(
                    kind: .slow(factor: 3), target: .everyone, duration: .seconds(1), seed: 9)))
        rehearsal.step(
            .inject(
                FaultSpec(kind: .crash, target: .agent(AgentID(1)), duration: nil, seed: 9)))
        rehearsal.fail(keys[1], .crashed)
        rehearsal.finish(keys[0])
        rehearsal.finish(keys[0])
        let other = rehearsal.submit(["finance", "support"], .moderate, bestEffort: true)
        for change in [TaskChange.priority(.low), .budget(Money(nanodollars: 7)), .budget(nil)] {
            rehearsal.step(.change(other, change))
        }
        rehearsal.advance(.seconds(2))
        rehearsal.step(.revert(FaultID(2)))
        rehearsal.step(.pause(AgentID(3)))
        for _ in 0..<4 {
            rehearsal.advance(.seconds(1))
            rehearsal.finishAll()
        }
        rehearsal.step(.cancel(rehearsal.submit(["support"], .simple)))
        judgements(&rehearsal)
        changes(&rehearsal)
        money(&rehearsal)
        return rehearsal
    }

    /// Approvals, reviews, several answers, a deadline, a kept result, a subtask given up.
    private func judgements(_ rehearsal: inout Rehearsal) {
        rehearsal.step(.resume(AgentID(3)))
        var steps = ["support", "finance", "marketing"].map { RecipeStep(name: $0, skill: $0) }
        steps[0].approval = ApprovalRule(question: "Refund?", within: .seconds(9))
        steps[1].review = ReviewRule(reviewers: 1)
        steps[2].answers = AnswersRule(count: 2, path: "text", quorum: 1, within: .seconds(9))
        steps[2].after = ["finance"]
        steps[2].condition = StepCondition(step: "finance", path: "text", equals: "done")
        let kept = KeptResult(subtask: 2, product: Product(["text": "kept"]), quality: 80)
        let id = rehearsal.submit(steps: steps, due: .seconds(60), kept: [kept])
        rehearsal.step(.answerApproval(SubtaskKey(task: id, index: 0), granted: true))
        rehearsal.finish(id, 0)
        for score in [10, 80] {
            rehearsal.finish(id, 1)
            for review in rehearsal.reviews { rehearsal.review(review, score) }
        }
        rehearsal.submit(["finance"], .moderate)
        rehearsal.submit(["seo"], .simple)
        let late = rehearsal.submit(steps: [steps[0]], due: .seconds(1))
        rehearsal.advance(.seconds(1))
        #expect(rehearsal.status(late) == .failed)
        for _ in 0..<3 {
            for key in rehearsal.running { rehearsal.fail(key, .stuck("search")) }
            rehearsal.advance(.seconds(2))
        }
    }

    /// Agents edited, retired and back, faults on messages, a caption.
    private func changes(_ rehearsal: inout Rehearsal) {
        let card = AgentCard(
            name: "Support Agent", skills: [.init("support")], domains: ["law"], loadPerSubtask: 9,
            replicas: 1...3, settings: ["argv": ["a", "b"]])
        rehearsal.step(.edit(AgentID(3), card))
        rehearsal.step(.retire(AgentID(3)))
        rehearsal.step(.register(card))
        let faults: [FaultKind] = [
            .delayMessages(.milliseconds(5)), .dropMessages(percent: 100), .partition, .healthDrop,
            .corrupt, .hang, .flaky(percent: 3), .poorQuality, .journalStall(.seconds(1)),
            .rateLimit, .overloaded, .truncatedStream, .slowTokens(factor: 3), .garbage,
            .wrongUsage,
        ]
        for kind in faults {
            rehearsal.step(
                .inject(
                    FaultSpec(
                        kind: kind, target: .skill(SkillID(0)), duration: nil, count: 2, seed: 3)))
            rehearsal.step(
                .message(
                    MessageDraft(
                        kind: .note, topic: "t", sender: .agent(AgentID(0)), recipient: .everyone,
                        payload: "hello")))
            rehearsal.step(.revert(FaultID(UInt32(rehearsal.state.faults.count))))
        }
        rehearsal.step(
            .register(AgentCard(name: "Second", skills: [.init("support")], loadPerSubtask: 9)))
        rehearsal.submit(["support"], .moderate)
        rehearsal.step(.caption("Now a crash"))
        rehearsal.step(.caption(nil))
        rehearsal.step(.removeRecipe("none"))
    }

    /// Model calls paid and refused, tools asked about, notes kept.
    private func money(_ rehearsal: inout Rehearsal) {
        rehearsal.submit(["finance"], .simple)
        for key in rehearsal.running {
            let agent = rehearsal.state.agent(working: key) ?? AgentID(0)
            let purposes: [CallPurpose] = [
                .work(key, agent), .review(key, agent), .answer(key.task, agent),
                .answer(nil, agent), .planning,
            ]
            for (place, purpose) in purposes.enumerated() {
                let worst = place == 2 ? nil : Money(nanodollars: 1_234_567)
                let request = CallRequest(
                    purpose: purpose, model: "gpt-4", worst: worst, day: 20_000)
                rehearsal.step(.reserve(request, token: 1))
            }
            for call in rehearsal.state.ledger.open.dropFirst() {
                rehearsal.step(
                    .settle(
                        call.id,
                        Settlement(
                            amount: Money(nanodollars: 77), usage: CallUsage(input: 9, output: 1),
                            basis: .usage, largest: Money(nanodollars: 99))))
            }
            for (token, name) in ["search", "delete"].enumerated() {
                let draft = ToolDraft(
                    name: name, arguments: #"{"q":1}"#, needsApproval: token == 1,
                    token: UInt64(token))
                rehearsal.step(.report(key, .callsTool(draft)))
            }
            rehearsal.step(.answerTool(key, number: 2, granted: true))
            rehearsal.step(.report(key, .toolFinished(number: 1, isError: true, output: "none")))
            rehearsal.step(
                .remember(
                    NoteDraft(
                        agent: agent, kind: .result, source: "s", skill: "finance", text: "kept")))
            rehearsal.step(.report(key, .recalls([Recall(note: 1, similarity: 812)])))
            rehearsal.step(.forget(agent, note: nil))
            rehearsal.step(.report(key, .postponed("busy", by: .seconds(1))))
        }
    }

    private func lines(of rehearsal: Rehearsal) -> [[UInt8]] {
        var writer = EventWriter()
        var state = SwarmState()
        for (place, event) in rehearsal.events.enumerated() {
            state.apply(event, at: rehearsal.times[place])
            writer.append(
                Envelope(
                    sequence: UInt64(place + 1), at: rehearsal.times[place],
                    time: WallTime(milliseconds: 1_700_000_000_123), event: event),
                state: state)
        }
        return writer.bytes.split(separator: 0x0A).map(Array.init)
    }

    @Test func everyEventReadsBackAsItWasWritten() throws {
        let rehearsal = eventfulRun()
        let kinds = Set(rehearsal.events.map(\.type))
        let written = lines(of: rehearsal)
        let reader = EventReader()
        var state = SwarmState()
        var writer = EventWriter()
        for line in written {
            let envelope = try reader.read(line, state: state)
            state.apply(envelope.event, at: envelope.at)
            writer.append(envelope, state: state)
        }
        #expect(writer.bytes.split(separator: 0x0A).map(Array.init) == written)
        #expect(state.agents.map(\.reputation) == rehearsal.state.agents.map(\.reputation))
        #expect(state.agents.map(\.load) == rehearsal.state.agents.map(\.load))
        #expect(state.totals == rehearsal.state.totals)
        let missing = Set(EventType.allCases).subtracting(kinds)
        #expect(missing.isEmpty, "\(missing)")
        #expect(state.digest == rehearsal.state.digest)
    }

    @Test func theStateOfSuchARunReadsBackFromASnapshot() throws {
        let state = eventfulRun().state
        let read = try JSONDecoder().decode(SwarmState.self, from: JSONEncoder().encode(state))
        #expect(read.digest == state.digest)
        #expect(read.ledger == state.ledger)
        #expect(read.agents.map(\.costs) == state.agents.map(\.costs))
        #expect(read.tasks.all.map(\.toolCalls) == state.tasks.all.map(\.toolCalls))
    }

    @Test func aLineHasTheFieldsOfTheSpec() throws {
        let rehearsal = eventfulRun()
        let award = try #require(
            lines(of: rehearsal).first {
                String(decoding: $0, as: UTF8.self).contains("subtask.awarded")
            })
        let text = String(decoding: award, as: UTF8.self)
        #expect(text.contains(#""time":"2023-11-14T22:13:20.123Z""#))
        #expect(text.contains(#""task":"first","subtask":"first_subtask_1","attempt":1"#))
        #expect(text.contains(#""agent":"Marketing Agent","score":65.71428"#))
    }

    @Test func noLineHoldsAControlCharacter() {
        for line in lines(of: eventfulRun()) {
            #expect(line.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
        }
    }

    @Test func everyDamagedLineIsRefusedAndNoneTraps() throws {
        let reader = EventReader()
        var state = SwarmState()
        for line in lines(of: eventfulRun()).prefix(14) {
            for cut in stride(from: 0, to: line.count, by: 3) {
                #expect(throws: EventFault.self) {
                    try reader.read(Array(line[..<cut]), state: state)
                }
                var changed = line
                changed[cut] ^= 0x15
                _ = try? reader.read(changed, state: state)
            }
            let envelope = try reader.read(line, state: state)
            state.apply(envelope.event, at: envelope.at)
        }
    }

    @Test func aGapInTheSequenceIsFound() {
        let reader = EventReader()
        let second = lines(of: eventfulRun())[1]
        #expect(throws: EventFault.outOfSequence(expected: 1, found: 2)) {
            try reader.read(second, state: SwarmState())
        }
    }

    @Test(
        "Times read and write as RFC 3339",
        arguments: [
            ("2024-02-29T23:59:59.999Z", "2024-02-29T23:59:59.999Z"),
            ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59.000Z"),
            ("2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00.000Z"),
            ("2026-03-15", "2026-03-15T23:59:59.999Z"),
        ])
    func times(given: String, written: String) {
        #expect(WallTime(rfc3339: given)?.rfc3339 == written)
    }

    @Test(
        "Anything else is no time",
        arguments: ["", "2026-02-30", "2026-13-01", "tomorrow", "2026-01-01T25:00:00Z", "2026-1-1"])
    func badTimes(text: String) { #expect(WallTime(rfc3339: text) == nil) }
}
