import ModelFakes
import SwarmCore
import Testing

@testable import ModelAgents

/// Every hostile answer through the whole client over a real connection.
@Suite(.timeLimit(.minutes(5))) struct HostileCallTests {
    private enum Ending {
        case text(String, ModelUsage.Standing)
        case fault(ModelFault.Code, requests: Int)
    }

    private static let endings: [String: Ending] = [
        "B003": .fault(.truncated, requests: 3),
        "B006": .fault(.badJSON, requests: 3),
        "B010": .fault(.timeout, requests: 1),
        "B013": .fault(.timeout, requests: 1),
        "B016": .text("hello", .reported),
        "B020": .text("hello", .missing),
        "B023": .text("hello", .missing),
        "B026": .fault(.truncated, requests: 3),
        "B030": .fault(.contentType, requests: 1),
        "B033": .fault(.contentType, requests: 1),
        "B036": .fault(.rateLimited, requests: 3),
        "B040": .fault(.rateLimited, requests: 3),
        "B043": .fault(.server, requests: 3),
        "B046": .fault(.contextLength, requests: 1),
        "B050": .fault(.redirect, requests: 1),
        "B053": .fault(.redirect, requests: 1),
        "B056": .fault(.redirect, requests: 1),
        "B060": .fault(.tooLarge, requests: 1),
        "B063": .fault(.timeout, requests: 1),
        "B066": .text("\u{6F22}\u{5B57}\u{1F600}", .missing),
        "B070": .text("\u{1B}[2J\u{9B}2J\u{202E}", .missing),
        "B073": .text("A", .missing),
        "B076": .text("hello", .reported),
        "B080": .fault(.badJSON, requests: 3),
        "B083": .text("hello", .implausible),
        "B086": .fault(.badJSON, requests: 3),
        "B090": .text("hello", .reported),
        "B093": .text("hello", .missing),
        "B096": .text("hello", .missing),
        "B100": .text("hello", .reported),
        "B103": .text("hello", .reported),
    ]

    private struct Called {
        let results: [Result<ModelAnswer, ModelFault>]
        let requests: [HTTPRequest]
        let connections: Int
        let client: ModelClient
        let watch: TestWatch
        let waits: [TimeSpan]
    }

    /// Calls the endpoint that gives the answer; with a key, and as often as asked.
    private func call(_ hostile: HostileAnswer, times: Int = 1) async throws -> Called {
        let server = try ScriptedServer([hostile.id: [try hostile.script]])
        defer { server.stop() }
        var endpoint = Endpoint(
            name: "main", kind: .openAI, baseURL: server.url(for: hostile.id), keyVariable: "KEY")
        var policy = RetryPolicy()
        // Whoever is silent stays so: these deadlines always pass.
        if ["B010", "B013", "B063"].contains(hostile.id) {
            endpoint.deadlines.idle = .milliseconds(300)
            if hostile.id == "B063" { endpoint.deadlines.total = .milliseconds(300) }
            policy.attemptsEach = 1
        }
        let time = TestTime()
        let client = time.client(
            CurlTransport(), [endpoint], environment: ["KEY": "sk-canary"], policy: policy)
        let watch = TestWatch()
        var results: [Result<ModelAnswer, ModelFault>] = []
        for _ in 0..<times { results.append(await client.result(watch: watch.notesOnly)) }
        return Called(
            results: results, requests: server.requests, connections: server.connections,
            client: client, watch: watch, waits: time.waits)
    }

    @Test(arguments: HostileAnswer.all)
    func itEndsAsItMust(hostile: HostileAnswer) async throws {
        let ending = try #require(Self.endings[hostile.id], "say how \(hostile.id) ends")
        let called = try await call(hostile)
        switch (ending, called.results[0]) {
        case (.text(let text, let standing), .success(let answer)):
            #expect(answer.text == text)
            #expect(answer.usage.standing == standing)
        case (.fault(let code, let requests), .failure(let fault)):
            #expect(fault.code == code)
            #expect(called.requests.count == requests)
            #expect(fault.detail.unicodeScalars.count <= 200)
        default: Issue.record("\(hostile.id) ended as \(called.results[0])")
        }
        #expect(!"\(called.results) \(called.watch.notes)".contains("sk-canary"))
    }

    @Test func everyAnswerHasItsEnding() {
        #expect(Set(Self.endings.keys) == Set(HostileAnswer.all.map(\.id)))
    }

    @Test func partialTextIsKeptAsEvidence() async throws {
        let fault = try await call(try #require(HostileAnswer["B003"])).results[0].fault
        #expect(fault?.partialText == "hel")
    }

    @Test(arguments: ["B036", "B040"])
    func aWaitThatIsNoneIsANormalPause(id: String) async throws {
        let called = try await call(try #require(HostileAnswer[id]))
        #expect(called.waits.count == 2)
        #expect(called.waits.allSatisfy { $0 >= .milliseconds(50) && $0 <= .seconds(1) })
        #expect(called.client.endpoints[0].breaker == .closed(failures: 0))
    }

    @Test func aRequestThatIsTooLongIsNoFailureOfTheEndpoint() async throws {
        let called = try await call(try #require(HostileAnswer["B046"]), times: 6)
        #expect(called.client.endpoints[0].breaker == .closed(failures: 0))
    }

    @Test(arguments: ["B006", "B103"])
    func surplusBytesNeverAnswerTheNextRequest(id: String) async throws {
        let called = try await call(try #require(HostileAnswer[id]), times: 2)
        #expect(called.results.allSatisfy { $0.value?.text != "POISON" })
        #expect(called.connections == called.requests.count)
    }

    @Test func usageThatIsRepeatedCountsOnce() async throws {
        let answer = try await call(try #require(HostileAnswer["B090"])).results[0].get()
        #expect(answer.usage == ModelUsage(input: 5, output: 2))
    }

    @Test func anUnknownReasonToStopIsTold() async throws {
        let called = try await call(try #require(HostileAnswer["B093"]))
        #expect(called.watch.notes == ["unknown reason to stop, taken as the end: banana"])
    }

    @Test func modelAndIdAreSafeToShow() async throws {
        let answer = try await call(try #require(HostileAnswer["B096"])).results[0].get()
        #expect(answer.model == "␛]0;pwn␇gpt")
        #expect(answer.id == "../../etc")
    }

    @Test func aHostWithoutAnAddressIsTriedWithPauses() async throws {
        let endpoint = Endpoint(
            name: "main", kind: .openAI, baseURL: "http://\(HostileAnswer.noSuchHost)/v1")
        let time = TestTime()
        let result = await time.client(CurlTransport(), [endpoint]).result()
        #expect(result.fault?.code == .noSuchHost)
        #expect(result.fault?.attempts == 3)
        #expect(time.waits.allSatisfy { $0 >= .milliseconds(50) } && time.waits.count == 2)
    }
}
