import Foundation
import SwarmCore
import Testing

@testable import ModelAgents

/// Streams that were damaged at random: each ends as an answer or a typed fault, and never as an answer without its end.
@Suite struct MutatedStreamTests {
    /// 2,000, or as many as `SWARMTOP_FUZZ` says.
    private static let count =
        ProcessInfo.processInfo.environment["SWARMTOP_FUZZ"].flatMap(Int.init) ?? 2_000

    @Test func aDamagedStreamIsAnAnswerWithItsEndOrAFault() async throws {
        var codes: [String: Int] = [:]
        let before = Self.residentKilobytes
        for seed in 0..<Self.count {
            var mutation = Mutation(seed: UInt64(seed))
            let (stream, bytes) = mutation.stream()
            let result = await mutation.ask(stream, bytes)
            switch result {
            case .failure(let fault): codes[fault.code.rawValue, default: 0] += 1
            case .success(let answer):
                codes["answer", default: 0] += 1
                let mark = stream.kind == .openAI ? "[DONE]" : "message_stop"
                try #require(bytes.firstRange(of: Array(mark.utf8)) != nil, "seed \(seed)")
                try #require(answer.usage.output >= 0 && answer.usage.input >= 0, "seed \(seed)")
            }
        }
        // Both ends were reached often, or the mutations test nothing.
        #expect(codes["answer", default: 0] > Self.count / 50)
        #expect(codes["TRUNCATED", default: 0] > Self.count / 50)
        #expect(codes["BAD_JSON", default: 0] > Self.count / 50)
        if Self.count > 2_000 {
            let shown = codes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            print(
                "\(Self.count) streams: \(shown.joined(separator: ", "));",
                "resident \(before) -> \(Self.residentKilobytes) KB")
        }
    }

    private static var residentKilobytes: Int {
        // The second figure is the resident size in pages of 4 KiB.
        let figures = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        return (figures?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4
    }
}

/// One damaged stream, decided by its seed.
private struct Mutation {
    private let random: KeyedRandom
    private var draws: UInt64 = 0

    init(seed: UInt64) { random = KeyedRandom(seed: seed) }

    private mutating func number(below limit: Int) -> Int {
        draws += 1
        return limit < 1 ? 0 : Int(random.draw(draws) % UInt64(limit))
    }

    private static let tokens: [String] = [
        "null", "[]", "{}", "-1", "1e999", "99999999999999999999", "0.5", "\"\\ud800\"", "\n\n",
        "\r", "data: ", "event: error\n", "[DONE]", "\u{0}", "\u{1b}[2J", "\"index\":-9",
        "\"tool_calls\":[{\"index\":4}]", "\"error\":{\"type\":7}", "\"usage\":[]", "{{{{", "\\",
        "\"finish_reason\":\"banana\"",
    ]

    mutating func stream() -> (ControlStream, [UInt8]) {
        let stream = ControlStream.all[number(below: ControlStream.all.count)]
        var bytes = Array(stream.text.utf8)
        for _ in 0...number(below: 4) {
            let start = number(below: bytes.count)
            let length = min(number(below: 40), bytes.count - start)
            let range = start..<(start + length)
            switch number(below: 7) {
            case 0 where !bytes.isEmpty: bytes[start] ^= UInt8(1 << number(below: 8))
            case 1: bytes.removeSubrange(range)
            case 2: bytes.insert(contentsOf: bytes[range], at: number(below: bytes.count))
            case 3: bytes.insert(UInt8(number(below: 256)), at: start)
            case 4: bytes.removeSubrange(start...)
            case 5:
                bytes.replaceSubrange(
                    range, with: Self.tokens[number(below: Self.tokens.count)].utf8)
            default:
                bytes.insert(
                    contentsOf: Self.tokens[number(below: Self.tokens.count)].utf8, at: start)
            }
        }
        return (stream, bytes)
    }

    /// In pieces of random lengths, ended in a random way; now and then sent as whole JSON.
    mutating func ask(
        _ stream: ControlStream, _ bytes: [UInt8]
    ) async -> Result<ModelAnswer, ModelFault> {
        var reply = FakeTransport.Reply.events("", end: number(below: 8) == 0 ? .truncated : nil)
        reply.pieces = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let length = 1 + number(below: 400)
            reply.pieces.append(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        var policy = RetryPolicy()
        policy.attemptsEach = 1
        let client = TestTime().client(FakeTransport(reply), [stream.endpoint], policy: policy)
        return await client.result(over: [Route(stream.endpoint.name)])
    }
}
