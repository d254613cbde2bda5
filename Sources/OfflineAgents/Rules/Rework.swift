import SwarmCore

/// Mends a product where reviewers' comments point, and says what was done.
struct Rework {
    private let assignment: Assignment
    private let comments: [String]
    /// The comments' words, for looking up.
    private let wishes: String

    init(_ assignment: Assignment) {
        self.assignment = assignment
        comments = assignment.comments.prefix(9).map { PlainText.line($0, most: 400) }
        wishes = comments.joined(separator: "\n").lowercased()
    }

    /// Texts that can carry one more paragraph, the most important first.
    private static let prose = [
        "body", "introduction", "recommendation", "summary", "reason", "suggested_action", "basis",
        "caption",
    ]

    func mended(_ product: JSONObject) -> JSONObject {
        var product = product
        var done: [String] = []
        if let place = Self.prose.first(where: { product[$0]?.string?.isEmpty == false }) {
            var text = product[place]?.string ?? ""
            let label = place.replacing("_", with: " ")
            if asks("sentence", "long", "split"), asks("shorter", "split") {
                var edit = TextEdit()
                let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
                let shorter = parts.map { edit.edited(String($0)) }.joined(separator: "\n")
                if shorter != text {
                    text = shorter
                    done.append("\(label): \(PlainText.list(edit.changes))")
                }
            }
            let missing = ownWords.filter { !text.lowercased().contains($0.value.lowercased()) }
            if asks("mention", "name", "whom", "about", "audience"), !missing.isEmpty {
                let all = missing.map { "\($0.name): \($0.value)" }
                text += separator(text) + "This is about \(PlainText.list(all))."
                done.append("\(label): names \(PlainText.list(missing.map(\.name)))")
            }
            let wantsMore = asks(
                "short", "detail", "longer", "characters", "cut off", "explain", "more")
            if let more = more(product, besides: text), wantsMore || done.isEmpty {
                text += separator(text) + more
                done.append("\(label): says more")
            }
            product[place] = .string(text)
        }
        let filled = product.members.filter { wishes.contains(spoken($0.key)) && $0.value == .null }
        for member in filled {
            product[member.key] = "not known from the task"
            done.append("\(spoken(member.key)): says that it is not known")
        }
        let answers = done.isEmpty ? ["worked out anew; nothing else was asked for"] : done
        product["revised"] = .texts(
            answers + comments.map { "asked for: \(PlainText.cut($0, most: 160))" })
        return product
    }

    private func asks(_ any: String...) -> Bool { any.contains { wishes.contains($0) } }

    private func spoken(_ key: String) -> String { key.replacing("_", with: " ").lowercased() }

    private func separator(_ text: String) -> String { text.contains("\n\n") ? "\n\n" : " " }

    /// Short texts of the task's data by their names.
    private var ownWords: [(name: String, value: String)] {
        assignment.data.members.prefix(12).compactMap { member in
            guard let text = member.value.string,
                let line = PlainText.line(.string(text), most: 81),
                line.count <= 80
            else { return nil }
            return (PlainText.line(spoken(member.key), most: 30), line)
        }
    }

    /// One more sentence from what earlier steps found or the task says, that is not in the text yet.
    private func more(_ product: JSONObject, besides text: String) -> String? {
        let found = ["summary", "rule", "likely_cause", "basis", "caption", "data_note"]
            .compactMap { assignment.givenLine($0, most: 300) }
        let given = PlainText.line(.string(assignment.text), most: 300)
        let sentence = (found + [given].compactMap(\.self)).first { !text.contains($0) }
        return sentence.map { "To say more: \($0)\($0.hasSuffix(".") ? "" : ".")" }
    }
}
