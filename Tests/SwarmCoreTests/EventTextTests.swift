import Testing

@testable import SwarmCore

@Suite struct EventTextTests {
    /// A run in which every kind of event happens.
    private func eventfulRun() -> Rehearsal {
        var rehearsal = Rehearsal()
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
        rehearsal.submit(["finance", "support"], .moderate, bestEffort: true)
        rehearsal.advance(.seconds(2))
        rehearsal.step(.revert(FaultID(2)))
        rehearsal.step(.pause(AgentID(3)))
        for _ in 0..<4 {
            rehearsal.advance(.seconds(1))
            rehearsal.finishAll()
        }
        rehearsal.step(.cancel(rehearsal.submit(["support"], .simple)))
        return rehearsal
    }

    private func lines(of rehearsal: Rehearsal) -> [[UInt8]] {
        var writer = EventWriter()
        var state = SwarmState(policies: rehearsal.state.policies)
        for (place, event) in rehearsal.events.enumerated() {
            state.apply(event, at: .zero)
            writer.append(
                Envelope(
                    sequence: UInt64(place + 1), at: Instant(microseconds: Int64(place)),
                    time: WallTime(milliseconds: 1_700_000_000_123), event: event),
                state: state)
        }
        return writer.bytes.split(separator: 0x0A).map(Array.init)
    }

    @Test func everyEventReadsBackAsItWasWritten() throws {
        let rehearsal = eventfulRun()
        let kinds = Set(rehearsal.events.map(\.type))
        let written = lines(of: rehearsal)
        let reader = EventReader { _ in nil }
        var state = SwarmState(policies: rehearsal.state.policies)
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
        #expect(missing.isSubset(of: [.subtaskFailed, .reviewSeated]), "\(missing)")
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
        let reader = EventReader { _ in nil }
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
        let reader = EventReader { _ in nil }
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
