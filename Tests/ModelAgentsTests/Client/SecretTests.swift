import SwarmCore
import Testing

@testable import ModelAgents

@Suite struct SecretTests {
    private let canary = "sk-canary-0123456789"

    private func keyed(_ kind: Endpoint.Kind) -> Endpoint {
        Endpoint(
            name: "keyed", kind: kind, baseURL: "http://127.0.0.1:9", keyVariable: "TEST_KEY")
    }

    @Test func theKeyGoesIntoItsHeaderAndNowhereElse() async throws {
        for (kind, name, value) in [
            (Endpoint.Kind.openAI, "Authorization", "Bearer " + canary),
            (.anthropic, "x-api-key", canary),
        ] {
            let transport = FakeTransport(.json("{}", status: 400))
            let client = TestTime().client(
                transport, [keyed(kind)], environment: ["TEST_KEY": canary])
            _ = await client.result(over: [Route("keyed")])
            let request = try #require(transport.requests.first)
            #expect(request.headers.filter { $0.value.contains(canary) }.map(\.name) == [name])
            #expect(request.headers.contains { $0.name == name && $0.value == value })
            #expect(!request.url.contains(canary))
            #expect(!String(decoding: request.body, as: UTF8.self).contains(canary))
        }
    }

    @Test func aKeyThatTheServerEchoesIsTakenOut() async throws {
        let reply = FakeTransport.Reply.json(
            #"{"error":{"message":"Incorrect API key provided: \#(canary). Try another."}}"#,
            status: 401)
        let watch = TestWatch()
        let client = TestTime().client(
            FakeTransport(reply), [keyed(.openAI)], environment: ["TEST_KEY": canary])
        let fault = try #require(
            await client.result(over: [Route("keyed")], watch: watch.watch).fault)
        #expect(fault.code == .unauthorised)
        #expect(fault.message.contains("Incorrect API key provided: (key). Try another."))
        #expect(!"\(fault) \(watch.notes) \(watch.events)".contains(canary))
    }

    @Test func noWayOfPrintingShowsTheKey() throws {
        let key = try #require(APIKey(canary))
        var dumped = ""
        dump((key, keyed(.openAI)), to: &dumped)
        let printed = "\(key) \(String(reflecting: key)) \(String(describing: [key])) " + dumped
        #expect(!printed.contains(canary))
    }

    @Test func aKeyThatIsMissingOrCannotBeSentIsSaidByItsVariable() async throws {
        for environment in [[:], ["TEST_KEY": ""], ["TEST_KEY": "a\r\nb"]] {
            let transport = FakeTransport(.json("{}"))
            let client = TestTime().client(transport, [keyed(.openAI)], environment: environment)
            let fault = try #require(await client.result(over: [Route("keyed")]).fault)
            #expect(fault.code == .unauthorised)
            #expect(fault.detail == "TEST_KEY is not set to a key")
            #expect(transport.requests.isEmpty)
        }
    }

    @Test func anEndpointThatCannotBeUsedSaysWhy() {
        var endpoint = Endpoint(name: "e", kind: .openAI, baseURL: "ftp://x")
        endpoint.callsPerMinute = 0
        endpoint.headers = [.init("a b", "c"), .init("x", "y\r\nz")]
        #expect(endpoint.faults.count == 4)
        #expect(Endpoint.main.faults.isEmpty)
    }
}
