import Testing

@testable import SwarmCore

@Suite struct ExportTests {
    private func run() -> Observed {
        var policies = Policies()
        policies.attempts.idleTimeout = .seconds(60)
        var run = Observed(policies: policies)
        run.at(0) {
            $0.submit(["marketing", "finance"], name: "first")
            $0.submit(["marketing"], .simple, name: "second")
        }
        run.at(1) {
            let task = $0.running[0].task
            $0.step(
                .message(
                    MessageDraft(
                        kind: .question, topic: "budget.ask", sender: .agent(AgentID(0)),
                        recipient: .agent(AgentID(1)), task: task, payload: "how much?")))
            $0.step(
                .inject(
                    FaultSpec(
                        kind: .crash, target: .agent(AgentID(1)), duration: .seconds(1), seed: 1)))
            $0.fail($0.running[1], .crashed)
        }
        run.at(3) { $0.step(.tick) }
        run.at(4) { $0.finish($0.running[0]) }
        return run
    }

    private func trace(_ run: Observed, task: String? = nil) throws -> [JSONValue] {
        var trace = ChromeTrace(task: task)
        var state = SwarmState(policies: run.rehearsal.state.policies)
        var bytes: [UInt8] = []
        for envelope in run.envelopes {
            state.apply(envelope.event, at: envelope.at)
            trace.append(envelope, state: state)
            bytes += trace.bytes
            trace.removeAll()
        }
        trace.finish(state: state)
        bytes += trace.bytes
        let document = try JSONValue.parse(bytes)
        return try #require(document["traceEvents"]?.array)
    }

    private func of(_ phase: String, _ events: [JSONValue]) -> [JSONValue] {
        events.filter { $0["ph"]?.string == phase }
    }

    @Test func eachAttemptIsASliceWithItsOutcome() throws {
        let slices = of("X", try trace(run())).filter { $0["cat"]?.string == "attempt" }
        let outcomes = slices.map {
            "\($0["name"]?.string ?? "") \($0["args"]?["outcome"]?.string ?? "") "
                + "\($0["ts"]?.integer ?? -1) \($0["dur"]?.integer ?? -1)"
        }
        #expect(
            outcomes == [
                "finance #1 of first crashed 0 1000000",
                "marketing #1 of first succeeded 0 4000000",
                "finance #2 of first unfinished 3000000 1000000",
                "marketing #1 of second unfinished 0 4000000",
            ])
    }

    @Test func slicesOfOneThreadNeverOverlapAndEachThreadHasAName() throws {
        let events = try trace(run())
        var ends: [Int64: Int64] = [:]
        let slices = of("X", events).sorted { $0["ts"]?.integer ?? 0 < $1["ts"]?.integer ?? 0 }
        for slice in slices {
            let thread = try #require(slice["tid"]?.integer)
            let start = try #require(slice["ts"]?.integer)
            #expect(start >= ends[thread] ?? 0)
            ends[thread] = start + (slice["dur"]?.integer ?? 0)
        }
        let named = of("M", events).filter { $0["name"]?.string == "thread_name" }
            .compactMap { $0["tid"]?.integer }
        #expect(Set(ends.keys).isSubset(of: Set(named)))
        #expect(Set(named).count == named.count)
    }

    @Test func everyEventHasWhatTheFormatAsksFor() throws {
        let events = try trace(run())
        #expect(Set(events.compactMap { $0["ph"]?.string }) == ["M", "X", "i", "s", "f"])
        for event in events {
            #expect(event["name"]?.string?.isEmpty == false)
            #expect(event["pid"]?.integer != nil)
            guard event["ph"]?.string != "M" else { continue }
            #expect(event["ts"]?.integer ?? -1 >= 0)
            if event["ph"]?.string == "X" { #expect(event["dur"]?.integer ?? -1 >= 0) }
            if event["ph"]?.string == "i" {
                #expect(["t", "p", "g"].contains(event["s"]?.string))
            }
        }
        #expect(of("s", events).map { $0["id"] } == of("f", events).map { $0["id"] })
    }

    @Test func oneTaskAloneIsJustItsOwn() throws {
        let events = try trace(run(), task: "second")
        let slices = of("X", events).compactMap { $0["name"]?.string }
        #expect(slices == ["marketing #1 of second", "second"])
        #expect(of("i", events).allSatisfy { $0["name"]?.string?.hasPrefix("fault") == false })
    }

    @Test func aLineIsATasksOnlyIfItSaysSoItself() {
        let filter = EventLineFilter(task: "a \"b\"")
        func keeps(_ line: String) -> Bool { filter.keeps(Array(line.utf8)[...]) }
        #expect(keeps(#"{"seq":1,"type":"task.queued","task":"a \"b\"","skill":"x"}"#))
        #expect(!keeps(#"{"seq":1,"type":"task.queued","task":"a","skill":"x"}"#))
        #expect(!keeps(#"{"seq":1,"type":"message.sent","payload":{"task":"a \"b\""}}"#))
        #expect(!keeps(#"{"seq":1,"task":"a \"b\""#))
    }
}
