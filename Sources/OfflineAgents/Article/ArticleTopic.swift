import SwarmCore

/// What an article is about: read once from the task, bounded, with every guess written down.
struct ArticleTopic {
    /// As the task names it, 120 characters at most.
    let name: String
    let audience: String
    /// What the rules know of the field; the general one when they know none.
    let field: ArticleField
    let assumptions: [String]

    init(_ assignment: Assignment) {
        var assumptions: [String] = []
        let given =
            assignment.datum("topic", most: 120) ?? assignment.givenLine("topic", most: 120)
        if given == nil { assumptions.append("No topic was given; the title is used.") }
        let title = PlainText.line(assignment.title, most: 80)
        name = given ?? (title.isEmpty ? "this subject" : title)
        let audience =
            assignment.datum("audience", most: 120)
            ?? assignment.datum("target_audience", most: 120)
        if audience == nil { assumptions.append("No audience was given; everyone is assumed.") }
        self.audience = audience ?? "everyone"
        field = ArticleField.of(name + " " + PlainText.line(assignment.text, most: 300))
        if field.name == ArticleField.general.name {
            assumptions.append(
                "The offline rules know nothing special about \(name); general rules are used.")
        }
        self.assumptions = assumptions
    }
}
