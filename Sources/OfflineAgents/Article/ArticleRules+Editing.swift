import SwarmCore

extension ArticleRules {
    static func edit(_ assignment: Assignment) -> JSONObject {
        let draft = draft(assignment)
        var edit = TextEdit()
        let title = edit.titled(draft.title)
        let introduction = edit.edited(draft.introduction)
        let sections = draft.sections.map { section in
            Section(
                heading: edit.headed(section.heading),
                text: edit.edited(section.text))
        }
        let before = Readability(
            ([draft.introduction] + draft.sections.map(\.text)).joined(separator: "\n"))
        let after = Readability(([introduction] + sections.map(\.text)).joined(separator: "\n"))
        var product: JSONObject = [
            "title": .string(title),
            "introduction": .string(introduction),
            "sections": .array(sections.map(\.json)),
            "word_count": .integer(Int64(after.words)),
            "changes": .texts(edit.changes),
            "readability": Readability.table(before, after),
            "reading_ease": .number(after.ease),
        ]
        if let note = draft.assumption { product["assumptions"] = [.string(note)] }
        return product
    }

    private struct Draft {
        let title: String
        let introduction: String
        let sections: [Section]
        let assumption: String?
    }

    /// What the writer handed over; without it, what a writer would have.
    private static func draft(_ assignment: Assignment) -> Draft {
        let given = assignment.given("sections") != nil
        let own = given ? JSONObject() : write(assignment)
        func value(_ member: String) -> JSONValue? {
            given ? assignment.given(member) : own[member]
        }
        let sections = (value("sections")?.array ?? []).prefix(40).compactMap { value -> Section? in
            guard let text = PlainText.line(value["text"], most: 4_000) else { return nil }
            return Section(
                heading: PlainText.line(value["heading"], most: 120) ?? "", text: text)
        }
        return Draft(
            title: PlainText.line(value("title"), most: 160)
                ?? PlainText.line(assignment.title, most: 160),
            introduction: PlainText.line(value("introduction"), most: 4_000) ?? "",
            sections: Array(sections),
            assumption: given ? nil : "No draft was handed over; one was written for the edit.")
    }
}
