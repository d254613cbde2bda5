import SwarmCore

extension ArticleRules {
    /// One part of an article.
    struct Section: Equatable {
        var heading: String
        var text: String

        var json: JSONValue { ["heading": .string(heading), "text": .string(text)] }
    }

    /// A draft: the editing step has something left to do.
    static func write(_ assignment: Assignment) -> JSONObject {
        let topic = ArticleTopic(assignment)
        let name = topic.name
        let audience = topic.audience
        let introduction = introduction(topic, assignment)
        let bridges = bridges(topic, assignment)
        var sections = zip(topic.field.points, bridges).map { point, bridge in
            Section(heading: point.heading, text: "\(point.claim) \(point.advice) \(bridge)")
        }
        if let figures = figureSection(assignment, name) {
            sections.insert(figures, at: min(1, sections.count))
        }
        if let last = topic.field.points.last, topic.field.points.count > 3 {
            sections.append(
                Section(
                    heading: last.heading,
                    text: "\(last.claim) \(last.advice)"))
        }
        sections.append(
            Section(
                heading: "how \(audience) can begin",
                text:
                    "Take one point from above and try it this week. It is important to note that "
                    + "one finished trial says more about \(name) than ten plans, and it gives "
                    + "\(audience) something to talk about. Write down what you expect before you "
                    + "begin, and look at it again when the trial is over."))
        let words =
            PlainText.words(introduction).count
            + sections.reduce(0) { $0 + PlainText.words($1.text).count }
        var product: JSONObject = [
            "title": .string(title(topic, assignment)),
            "introduction": .string(introduction),
            "sections": .array(sections.map(\.json)),
            "word_count": .integer(Int64(words)),
        ]
        if !topic.assumptions.isEmpty { product["assumptions"] = .texts(topic.assumptions) }
        return product
    }

    private static func title(_ topic: ArticleTopic, _ assignment: Assignment) -> String {
        let name = PlainText.cut(topic.name, most: 60)
        let audience = PlainText.cut(topic.audience, most: 30)
        return assignment.pick(
            "article title",
            [
                "\(name): what \(audience) should know", "\(name), explained for \(audience)",
                "a practical look at \(name) for \(audience)",
            ])
    }

    private static func introduction(_ topic: ArticleTopic, _ assignment: Assignment) -> String {
        let angle = assignment.givenLine("angle", most: 300)
        let opening = assignment.pick(
            "article opening",
            [
                "Much is said about \(topic.name), and little of it is really of use on a Monday morning.",
                "\(topic.name) is one of those subjects on which everybody has an opinion.",
                "There are a number of ways to look at \(topic.name), and this is a practical one.",
            ])
        let promise =
            "This text is for \(topic.audience). It collects what can be said in plain words and "
            + "in order to be useful it names a first step for each point."
        let points = assignment.givenLines("key_points", most: 8).count
        let count =
            points > 0
            ? " The research behind it gave \(PlainText.count(points, "key point"))." : ""
        return
            "\(PlainText.capitalised(opening)) \(promise)\(angle.map { " Its question: \($0)." } ?? "")\(count)"
    }

    /// What ties a general point to this text, each once; the seed decides which comes first.
    private static func bridges(_ topic: ArticleTopic, _ assignment: Assignment) -> [String] {
        let bridges = [
            "For \(topic.audience) this means: ask of every plan on \(topic.name) what it changes "
                + "in the first month, and start with the part that can be undone.",
            "With \(topic.name) this shows early, and \(topic.audience) are usually the first to "
                + "notice.",
            "When you talk about \(topic.name) the next time, begin with this point, and see which "
                + "objections are left.",
        ]
        let first = bridges.firstIndex(of: assignment.pick("bridge", bridges)) ?? 0
        return Array(bridges[first...] + bridges[..<first])
    }

    /// What the data points of the research say, or of the task; nil when there are none of its own.
    private static func figureSection(_ assignment: Assignment, _ name: String) -> Section? {
        let own = DataPoints(assignment.data["data_points"])
        guard own.points.count >= 2 else { return nil }
        let researched = DataPoints(assignment.given("data_points"))
        let data = (researched.points.count >= 2 ? researched : own).ordered
        let values = data.points.prefix(8).map { "\($0.value.text) (\($0.label))" }
        let notes = figureNotes(data, true)
        return Section(
            heading: "what the figures say",
            text: "The figures on \(name) given for this text are \(PlainText.list(values)). "
                + notes.joined(separator: " ")
                + " They come from the task's own data, and nobody has checked them elsewhere.")
    }
}
