import SwarmCore
import Testing

@testable import OfflineAgents

@Suite("The new steps with hostile data")
struct HostileDataTests {
    /// Random data of any shape under the names the rules look for.
    struct Source {
        let random: KeyedRandom
        private var count: UInt64 = 0

        init(seed: UInt64) { random = KeyedRandom(seed: seed) }

        mutating func next(_ below: Int) -> Int {
            count += 1
            return Int(random.draw(count) % UInt64(below))
        }

        private static let texts = [
            "", " ", "\u{0}\u{1B}[2J", "漢字", "👩‍👩‍👧‍👦", "\u{202E}evil", "refund $1,200.50 now!!!",
            "not happy, very WRONG but great", "2022: 10, 2023: -14; x", "North,2024-01,1200",
            "Region,Month,Amount\nN,Jan,1\nN,Feb,9e99\n\"S,2,3", "[1,2", #"{"a":1,"b":[2]}"#,
            "error 503 E1234 0xFF", "-", ",,,,", "::::", "Q1 2024", "99999999999999999999999",
            "1e308", "NaN", "<svg>&\"'", "\r\n\t", "a: 1, b: 2, c: 3", "(5)", "-€5k", "not", "n't",
            "in order to really really really", "A. B! C? \"D.\"", "e\u{301}\u{302}\u{303}\u{304}",
            "12-31-9999", "Dec 0000", "\u{FFFE}\u{FFFF}", "very very very", "it, and it, and it",
        ]

        mutating func text() -> String {
            let base = (0...next(3)).map { _ in Self.texts[next(Self.texts.count)] }
                .joined(separator: [" ", "\n", ",", ""][next(4)])
            return next(40) == 0 ? String(repeating: base + " ", count: 400) : base
        }

        mutating func value(depth: Int = 0) -> JSONValue {
            switch next(depth > 3 ? 7 : 10) {
            case 0: return .null
            case 1: return .bool(next(2) == 0)
            case 2: return .integer([0, -1, 7, .max, .min, 2024, 1_000_000][next(7)])
            case 3:
                return .number([.nan, .infinity, -.infinity, 0.1, -1e300, 1e18, 5.5][next(7)])
            case 4, 5, 6: return .string(text())
            case 7:
                return .object(object(depth: depth + 1))
            default: return .array((0..<next(6)).map { _ in value(depth: depth + 1) })
            }
        }

        private static let names = [
            "message", "customer", "product", "topic", "audience", "data_points", "sources",
            "sales",
            "currency", "region", "month", "amount", "label", "value", "rows", "sections",
            "heading",
            "text", "title", "introduction", "sentiment", "intensity", "severity", "steps",
            "evidence",
            "problem", "rule", "trend", "next_value", "best", "best_share_percent", "to",
            "suggested_action", "escalate", "respond_within", "key_points", "", "body",
        ]

        mutating func object(depth: Int = 0) -> JSONObject {
            var object = JSONObject()
            for _ in 0..<next(depth == 0 ? 14 : 5) {
                object[Self.names[next(Self.names.count)]] = value(depth: depth)
            }
            return object
        }
    }

    /// Does every step's work with random data, inputs and comments, and reviews it.
    static func torment(seed: UInt64) {
        var source = Source(seed: seed)
        for skill in Bench.allSkills {
            var assignment = Assignment(
                skill: skill, agent: Bench.agent, title: source.text(), text: source.text(),
                data: source.object(), seed: seed)
            assignment.inputs = (0..<source.next(4)).map { _ in source.object() }
            assignment.answer = [0, 1, 2, -1, .max, .min][source.next(6)]
            if source.next(3) == 0 { assignment.comments = [source.text(), "body too short"] }
            let product = OfflineRules.product(assignment)
            let bytes = product.jsonText().utf8.count
            #expect(bytes < 400_000, "\(skill), seed \(seed)")
            #expect(product["model"] == "offline rules")
            if let svg = product["chart_svg"]?.string {
                #expect(WellFormed.problem(svg) == nil, "seed \(seed)")
            }
            for reviewer in ["finance", "marketing", "analytics", "support", "clarity"] {
                _ = Bench.review(product, by: reviewer, data: assignment.data)
                _ = Bench.review(
                    source.object(), by: reviewer, data: assignment.data, failed: [source.text()])
            }
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func nothingTraps(seed: UInt64) { Self.torment(seed: seed) }

    @Test(arguments: Bench.allSkills)
    func theSameAssignmentGivesTheSameProduct(skill: String) {
        for seed in 100..<110 as Range<UInt64> {
            var source = Source(seed: seed)
            let data = source.object()
            var (one, other) = (Bench(data), Bench(data))
            #expect(one.work(skill) == other.work(skill))
        }
    }

    @Test(arguments: Bench.allSkills)
    func aHugeTextIsBounded(skill: String) {
        let long = String(
            repeating: "very bad error 503, and it crashed\u{1B}[2J \u{202E} 漢: 5\n", count: 4_000)
        var data = JSONObject()
        for name in ["message", "customer", "product", "topic", "audience", "data_points", "sales"]
        {
            data[name] = .string(long)
        }
        var bench = Bench(data)
        bench.title = long
        bench.text = long
        #expect(bench.work(skill).jsonText().utf8.count < 40_000)
    }

    @Test(arguments: Bench.allSkills)
    func workIsToldInFiveToEightShortDifferentNotes(skill: String) {
        let notes = OfflineRules.steps(skill: skill)
        #expect(5...8 ~= notes.count)
        #expect(Set(notes).count == notes.count)
        #expect(notes.allSatisfy { $0.count <= 28 })
    }
}
