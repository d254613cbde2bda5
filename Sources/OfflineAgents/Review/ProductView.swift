import SwarmCore

/// A product as a reviewer reads it: its texts, figures and what is wrong with its shape. Bounded.
struct ProductView {
    let product: JSONObject
    /// All texts in it, in lower case, one a line.
    let text: String
    /// Texts of whole sentences, in their order.
    let prose: [String]
    /// All numbers in it.
    let figures: [Double]

    /// Members that hold whole sentences where a product has them.
    private static let proseMembers: Set<String> = [
        "body", "summary", "introduction", "rule", "reason", "basis", "caption", "headline",
        "recommendation", "suggested_action", "likely_cause", "chart_text", "chart_svg", "limits",
    ]
    /// Members that hold lists where a product has them.
    private static let listMembers: Set<String> = [
        "sections", "steps", "key_points", "claims", "sources", "changes", "readability",
        "data_points", "conditions", "next_steps", "context", "tried", "reasons", "rows", "regions",
        "history", "findings", "kpis", "kpi_targets", "alerts", "faq", "documentation_outline",
        "escalation_path", "variants", "target_segments", "channels",
    ]
    /// Lists that may rightly be empty.
    private static let mayBeEmpty: Set<String> = ["signals", "evidence", "dropped"]
    /// Figures that may rightly be unknown.
    private static let mayBeUnknown: Set<String> = ["mean_error_percent"]
    private static let mostText = 40_000

    init(_ product: JSONObject) {
        self.product = product
        var texts: [String] = []
        var figures: [Double] = []
        var room = Self.mostText
        for member in product.members.prefix(60) where member.key != "chart_svg" {
            guard !OfflineReview.labels.contains(member.key) else { continue }
            Self.collect(member.value, depth: 0, &texts, &figures, &room)
        }
        self.figures = figures
        text = texts.joined(separator: "\n").lowercased()
        prose = texts.filter { $0.count >= 40 && $0.contains(" ") && !$0.contains("│") }
    }

    private static func collect(
        _ value: JSONValue, depth: Int, _ texts: inout [String], _ figures: inout [Double],
        _ room: inout Int
    ) {
        guard room > 0, depth < 6 else { return }
        room -= 1
        switch value {
        case .string(let string):
            let text = String(string.prefix(min(room, 8_000)))
            room -= text.count
            texts.append(text)
        case .integer, .number: if let figure = value.double { figures.append(figure) }
        case .array(let values):
            for value in values.prefix(200) {
                collect(value, depth: depth + 1, &texts, &figures, &room)
            }
        case .object(let object):
            for member in object.members.prefix(60) {
                texts.append(member.key)
                collect(member.value, depth: depth + 1, &texts, &figures, &room)
            }
        case .null, .bool: break
        }
    }

    private var members: [JSONObject.Member] {
        product.members.prefix(200).filter { !OfflineReview.labels.contains($0.key) }
    }

    var memberCount: Int { members.count }

    /// Members with nothing in them that should have something.
    var blankMembers: [String] {
        members.filter { member in
            switch member.value {
            case .null: !Self.mayBeUnknown.contains(member.key)
            case .string(let text): !text.contains { !$0.isWhitespace }
            case .array(let values): values.isEmpty && !Self.mayBeEmpty.contains(member.key)
            case .object(let object): object.isEmpty
            case .bool, .integer, .number: false
            }
        }.map(\.key)
    }

    /// Members whose value is not what their name promises: half a sentence, or no list.
    var brokenMembers: [String] {
        members.filter { member in
            if member.value == .null { return false }
            if Self.proseMembers.contains(member.key) {
                guard let text = member.value.string else { return true }
                return text.count < 16 && text.contains { !$0.isWhitespace }
            }
            return Self.listMembers.contains(member.key) && member.value.array == nil
        }.map(\.key)
    }

    /// Words no language has: long, letters and digits mixed, without a mark; and replacement characters.
    var garbled: [String] {
        var garbled: [String] = []
        for member in members.prefix(60) where garbled.count < 3 {
            guard let text = member.value.string, text.count <= 40 else { continue }
            let isMixed =
                text.count >= 10 && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
                && text.contains(where: \.isNumber) && text.count(where: \.isLetter) >= 4
            if isMixed || text.contains("\u{FFFD}") { garbled.append(text) }
        }
        return garbled
    }

    /// The sentences of the prose, 300 at most.
    var sentences: [String] { Array(prose.prefix(100).flatMap(PlainText.sentences).prefix(300)) }

    /// Words a sentence on average; 0 without prose.
    var sentenceLength: Double {
        let all = sentences
        guard !all.isEmpty else { return 0 }
        return Double(all.reduce(0) { $0 + PlainText.words($1).count }) / Double(all.count)
    }

    /// Sentences of some length that stand more than once in one member.
    var repeated: [String] {
        members.prefix(60).flatMap { member -> [String] in
            var texts: [String] = []
            var figures: [Double] = []
            var room = Self.mostText
            Self.collect(member.value, depth: 0, &texts, &figures, &room)
            var seen: Set<String> = []
            return texts.prefix(100).flatMap(PlainText.sentences).prefix(300).filter {
                $0.count > 30 && !seen.insert($0.lowercased()).inserted
            }
        }
    }
}
