import ChildProcesses
import Foundation
import SwarmCore
import SwarmRuntime
import Testing

@testable import AgentTools

/// Servers as shell scripts that speak canned JSON-RPC, of both eras and of none.
@Suite(.timeLimit(.minutes(3))) struct MCPServerTests {
    /// `id` of the request at hand, `say RESULT` and `refuse CODE` to answer it.
    private static let start = #"""
        say() { printf '{"jsonrpc":"2.0","id":%s,"result":%s}\n' "$id" "$1"; }
        refuse() { printf '{"jsonrpc":"2.0","id":%s,"error":{"code":%s,"message":"no"}}\n' "$id" "$1"; }
        legacy='{"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"f","version":"1"}}'
        tools='{"tools":[{"name":"echo","description":"Says it\u001b[2J again.","inputSchema":{"type":"object","properties":{"text":{"type":"string"}}}},{"name":"rm","inputSchema":[]}]}'
        while IFS= read -r line; do
          id=${line#*'"id":'}; id=${id%%,*}
          case "$line" in

        """#

    /// `cases` are patterns of lines and what to do, as a shell's `case` has them.
    private static func server(_ cases: String, allow: [String] = ["*"]) -> MCPServer {
        let script = start + cases + "\n  esac\ndone\n"
        var program = ProgramSettings(command: ["/bin/sh", "-c", script])
        program.environment = ["NAMED"]
        var settings = MCPSettings(name: "fake", program: program, allow: allow)
        settings.timeout = .seconds(60)
        return MCPServer(
            settings,
            environment: ["PATH": "/usr/bin:/bin", "NAMED": "yes", "CANARY_API_KEY": "sk-canary"])
    }

    private static let oldGreeting = """
        *server/discover*) refuse -32601;;
        *'"initialize"'*) say "$legacy";;
        *notifications/initialized*) greeted=yes;;
        """

    private static let newGreeting = #"""
        *'"initialize"'*) refuse -32601;;
        *server/discover*) say '{"resultType":"complete","supportedVersions":["2026-07-28"]}';;
        """#

    private static func text(_ text: String) -> String {
        #"say '{"content":[{"type":"text","text":"\#(text)"}],"isError":false}';;"#
    }

    private func only(_ server: MCPServer, _ name: String = "fake_echo") async throws -> MCPTool {
        try #require(try await server.tools().first { $0.name == name })
    }

    @Test func anOldServerIsGreetedAndItsToolsCalled() async throws {
        let server = Self.server(
            Self.oldGreeting + """

                *tools/list*) [ "$greeted" = yes ] && say "$tools" || refuse -32000;;
                *tools/call*'"text":"hi"'*) \(Self.text("hi yourself"))
                """)
        let tools = try await server.tools()
        #expect(tools.map(\.name) == ["fake_echo", "fake_rm"])
        #expect(tools[0].summary == "Says it again.")
        #expect(tools[0].parameters["properties"] == ["text": ["type": "string"]])
        #expect(tools[1].parameters == ["type": "object"])
        #expect(await tools[0].call(["text": "hi"]) == ToolOutput("hi yourself"))
        await server.close()
    }

    @Test func aNewServerIsAskedWithoutAHandshake() async throws {
        let server = Self.server(
            Self.newGreeting + #"""

                *tools/list*'"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"'*) say "$tools";;
                *tools/call*wants*) say '{"resultType":"input_required"}';;
                *tools/call*_meta*) say '{"resultType":"complete","content":[],"structuredContent":{"a":1}}';;
                """#)
        let tool = try await only(server)
        #expect(await tool.call([:]) == ToolOutput(#"{"a":1}"#))
        #expect(await tool.call(["text": "wants"]).text == MCPFault.wantsInput.sentence)
        await server.close()
    }

    @Test func oneThatEndsWhenGreetedTheNewWayIsGreetedTheOldWay() async throws {
        let server = Self.server(
            """
            *server/discover*) exit 1;;
            *'"initialize"'*) say "$legacy";;
            *tools/list*) say "$tools";;
            """)
        #expect(try await server.tools().count == 2)
        await server.close()
    }

    @Test func onlyAllowedToolsAreOffered() async throws {
        let server = Self.server(
            Self.newGreeting + #"*tools/list*) say "$tools";;"#, allow: ["ec*", "delete"])
        #expect(try await server.tools().map(\.ownName) == ["echo"])
        await server.close()
    }

    @Test func listsOfSeveralPagesAreReadAndEndlessOnesAreNot() async throws {
        let server = Self.server(
            Self.newGreeting + #"""

                *tools/list*cursor*) say '{"tools":[{"name":"two"}],"nextCursor":"b"}';;
                *tools/list*) say '{"tools":[{"name":"one"}],"nextCursor":"a"}';;
                """#)
        #expect(try await server.tools().map(\.ownName) == ["one", "two"])
        await server.close()
    }

    @Test func requestsOfTheServerNoiseAndForeignIdsDisturbNothing() async throws {
        let server = Self.server(
            Self.newGreeting + #"""

                *tools/list*) echo 'starting up'; echo '{"jsonrpc":"2.0","id":"x","method":"ping"}'
                  echo '{"jsonrpc":"2.0","id":77,"result":{}}'; echo '{"jsonrpc":"2.0","method":"log"}'
                  echo '{"jsonrpc":"2.0","id":9,"method":"sampling/createMessage","params":{}}'
                  IFS= read -r pong; IFS= read -r refusal; say "$tools";;
                *tools/call*) printf '{"jsonrpc":"2.0","id":%s,"result":{"content":[{"type":"text","text":"%s"}]}}\n' "$id" "$(printf '%s|%s' "$pong" "$refusal" | sed 's/"/\\"/g')";;
                """#)
        let said = await (try only(server)).call([:]).text
        #expect(
            said == #"{"jsonrpc":"2.0","id":"x","result":{}}|"#
                + #"{"jsonrpc":"2.0","id":9,"error":{"code":-32601,"message":"not offered"}}"#)
        await server.close()
    }

    @Test func aCallThatTakesTooLongIsGivenUpAndTheServerTold() async throws {
        let server = Self.server(
            Self.newGreeting + #"""

                *tools/list*) say "$tools";;
                *tools/call*slow*) slow="\"requestId\":$id,";;
                *notifications/cancelled*"$slow"*) told=yes;;
                *tools/call*) say "{\"content\":[{\"type\":\"text\",\"text\":\"$told\"}]}";;
                """#)
        let tool = try await only(server)
        let connection = try #require(await server.connection)
        await #expect(throws: MCPFault.timedOut(.milliseconds(50))) {
            try await connection.request(
                "tools/call", ["name": "slow"], within: .milliseconds(50))
        }
        #expect(await tool.call([:]) == ToolOutput("yes"))
        let cancelled = Task { await tool.call(["text": "slow"]) }
        cancelled.cancel()
        #expect(await cancelled.value.text == MCPFault.cancelled.sentence)
        await server.close()
    }

    @Test func aServerThatKeepsEndingIsLeftAlone() async throws {
        let server = Self.server("*) echo 'no licence' >&2; exit 1;;")
        var faults: [MCPFault] = []
        for _ in 0..<5 {
            do throws(MCPFault) { _ = try await server.tools() } catch { faults.append(error) }
        }
        #expect(faults.first == .ended("no licence"))
        #expect(
            faults.suffix(2) == [
                .keepsEnding(times: 3, "no licence"), .keepsEnding(times: 3, "no licence"),
            ])
    }

    @Test func aServerThatEndsInACallIsStartedAgain() async throws {
        let server = Self.server(
            Self.newGreeting + """

                *tools/list*) say "$tools";;
                *tools/call*die*) exit 3;;
                *tools/call*) \(Self.text("alive"))
                """)
        let tool = try await only(server)
        for _ in 0..<6 {
            #expect(await tool.call(["text": "die"]).isError)
            #expect(await tool.call([:]) == ToolOutput("alive"))
        }
        await server.close()
    }

    @Test func hugeMessagesAndEndlessNoiseEndTheServer() async throws {
        for (script, fault) in [
            ("head -c 5000000 /dev/zero; echo", MCPFault.tooLarge(limitBytes: 4 << 20)),
            ("yes", .noise),
        ] {
            let server = Self.server(Self.newGreeting + "\n*tools/list*) \(script);;")
            await #expect(throws: fault) { try await server.tools() }
            await server.close()
        }
    }

    @Test func errorsOfToolsStayErrorsAndLongTextsAreCut() async throws {
        let result: JSONObject = [
            "isError": true,
            "content": [
                ["type": "text", "text": .string(String(repeating: "é", count: 100_000))],
                ["type": "image", "data": "AAAA", "mimeType": "image/png"],
            ],
        ]
        let output = MCPTool.output(result)
        #expect(output.isError && output.text.utf8.count <= ToolOutput.mostBytes)
        #expect(output.text.hasSuffix(" bytes more were left out]"))
        #expect(MCPTool.output(["content": [["type": "image"]]]).text == "[image, not shown]")
        #expect(MCPTool.name("a b", "x/ü.y") == "a_b_x___y")
    }

    @Test func theServerHasOnlyTheNamedEnvironment() async throws {
        let server = Self.server(
            Self.newGreeting + #"""

                *tools/list*) say "$tools";;
                *tools/call*) say "{\"content\":[{\"type\":\"text\",\"text\":\"$NAMED${CANARY_API_KEY}\"}]}";;
                """#)
        #expect(await (try only(server)).call([:]) == ToolOutput("yes"))
        await server.close()
    }

    @Test func aProgramThatIsNotThereIsNamed() async {
        let program = ProgramSettings(command: ["no-such-server"])
        let server = MCPServer(
            MCPSettings(name: "x", program: program, allow: ["*"]), environment: [:])
        await #expect(throws: MCPFault.notStarted(.notFound("no-such-server"))) {
            try await server.tools()
        }
    }
}
