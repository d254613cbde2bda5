import SwarmCore

/// What an offline agent thinks of another's product: rules for everybody, and rules of its own skills.
///
/// The score is the weighted share of what holds times how complete it is, less 8 for each failed check of the
/// recipe. Reviewers with other skills weigh other things, so their scores differ.
struct OfflineReview {
    let reviewer: AgentCard
    let brief: TaskBrief
    let product: JSONObject
    /// What the recipe's checks found missing, in words.
    let failedChecks: [String]

    /// One thing looked at.
    struct Finding {
        let weight: Int
        /// How well it holds, 0...1.
        let mark: Double
        /// What to mend.
        let remedy: String
        /// What was good about it, as the end of “looked at and in order: …”.
        let praise: String
    }

    /// From here on the comment is a wish, not a demand.
    static let good = 80
    /// The most failed checks that count against a product.
    private static let mostChecks = 6

    var note: ReviewNote {
        guard product.members.contains(where: { !Self.labels.contains($0.key) }) else {
            return ReviewNote(score: 0, comment: "Mend: there is nothing in it; hand in a result.")
        }
        let view = ProductView(product)
        let findings = common(view) + own(view)
        let whole = findings.reduce(0) { $0 + $1.weight }
        let held = findings.reduce(0) { $0 + Double($1.weight) * min(max($1.mark, 0), 1) }
        // Half a result is no result, whatever else is right about it.
        let complete = Double(view.memberCount - view.blankMembers.count) / Double(view.memberCount)
        let isWhole = view.brokenMembers.isEmpty ? 1 : 0.85
        let share = held / Double(max(whole, 1)) * (0.4 + 0.6 * complete) * isWhole
        let score = Int((100 * share).rounded()) - 8 * min(failedChecks.count, Self.mostChecks)
        return ReviewNote(score: score, comment: comment(findings, isGood: score >= Self.good))
    }

    static let labels: Set<String> = ["model", "assumptions", "revised"]

    // MARK: Words

    private func comment(_ findings: [Finding], isGood: Bool) -> String {
        let open = findings.filter { $0.mark < 0.95 }.enumerated().sorted { a, b in
            let left = Double(a.element.weight) * (1 - a.element.mark)
            let right = Double(b.element.weight) * (1 - b.element.mark)
            return (right, a.offset) < (left, b.offset)
        }
        let checks = failedChecks.prefix(3).map { PlainText.line($0, most: 120) }
        let remedies = checks + open.map(\.element.remedy)
        guard remedies.isEmpty else {
            return (isGood ? "Good; still to mend: " : "Mend: ")
                + remedies.prefix(4).joined(separator: "; ") + "."
        }
        let praise = findings.filter { $0.mark >= 0.95 }.map(\.praise)
        return "In order: \(PlainText.list(Array(praise.suffix(4))))."
    }

    // MARK: What everybody looks at

    private func common(_ view: ProductView) -> [Finding] {
        let blank = view.blankMembers
        let short = view.brokenMembers
        let own = ownWords
        let hits = own.count { view.text.contains($0) }
        let garbled = view.garbled
        return [
            Finding(
                weight: 4,
                mark: 1 - Double(blank.count) / Double(max(view.memberCount, 1)),
                remedy: "fill \(named(blank))", praise: "complete"),
            Finding(
                weight: 4,
                mark: short.isEmpty ? 1 : max(0, 0.5 - 0.25 * Double(short.count - 1)),
                remedy: "\(named(short)) is cut off or of the wrong kind: write it out in full",
                praise: "written out"),
            Finding(
                weight: 2, mark: own.isEmpty || hits > 1 ? 1 : hits == 1 ? 0.95 : 0,
                remedy:
                    "mention what the task is about (\(named(own.prefix(2).map { "“\($0)”" })))",
                praise: "about this task"),
            Finding(
                weight: 2, mark: garbled.isEmpty ? 1 : 0,
                remedy: "“\(PlainText.cut(garbled.first ?? "", most: 20))” cannot be read",
                praise: "readable"),
        ]
    }

    private func named(_ names: [String]) -> String {
        let shown = names.prefix(4).map { $0.replacing("_", with: " ") }
        return PlainText.list(shown + (names.count > 4 ? ["\(names.count - 4) more"] : []))
    }

    /// Telling words of the task's data, in lower case: short values whole, longer ones by their words.
    private var ownWords: [String] {
        var words: [String] = []
        for member in brief.data.members.prefix(20) {
            guard let text = PlainText.line(member.value, most: 400)?.lowercased() else { continue }
            // A table in one text is nothing to be named.
            if text.contains(where: { ":;|".contains($0) }) { continue }
            if text.count <= 40, text.count >= 2 {
                words.append(text)
            } else {
                words += PlainText.words(text).filter { $0.count >= 5 }.prefix(12)
            }
        }
        return words.isEmpty
            ? PlainText.words(brief.title + " " + brief.text.prefix(400)).filter { $0.count >= 5 }
            : words
    }
}
