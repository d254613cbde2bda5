import SwarmCore

/// Articles: what can be said, the draft, the edit, and a chart of the figures.
enum ArticleRules {
    static let skills = [
        SkillRules(
            skill: "fact_checking",
            notes: [
                "reading the topic", "collecting key points", "reading the figures",
                "checking what has a source", "listing claims", "naming what is not known",
            ], make: research),
        SkillRules(
            skill: "long_form_content",
            notes: [
                "choosing a title", "outlining sections", "writing the introduction",
                "writing the sections", "working the figures in", "counting words",
            ], make: write),
        SkillRules(
            skill: "clarity",
            notes: [
                "measuring readability", "removing filler words", "splitting long sentences",
                "looking for repetition", "setting headings", "measuring again",
            ], make: edit),
        SkillRules(
            skill: "chart_generation",
            notes: [
                "reading the data points", "choosing the kind", "scaling the axis",
                "drawing the text chart", "drawing the SVG", "writing the caption",
            ], make: visualise),
    ]

    // MARK: Research

    static func research(_ assignment: Assignment) -> JSONObject {
        let topic = ArticleTopic(assignment)
        let given = DataPoints(assignment.data["data_points"])
        let isGiven = given.points.count >= 2
        let figures = (isGiven ? given : counted(topic)).ordered
        let notes = figureNotes(figures, isGiven)
        let points = topic.field.points
        var keyPoints = points.prefix(3).map(\.claim)
        if isGiven { keyPoints += notes }
        let claims =
            points.map { ($0.claim, "a general rule, no source") }
            + (isGiven ? notes.map { ($0, "computed from the task's data") } : [])
        var product: JSONObject = [
            "topic": .string(topic.name),
            "angle": .string(
                "What \(topic.audience) can do about \(topic.name), from the field of "
                    + "\(topic.field.name == "general" ? "everyday work" : topic.field.name)"),
            "key_points": .texts(Array(keyPoints)),
            "claims": .array(claims.map { ["claim": .string($0.0), "basis": .string($0.1)] }),
            "sources": .texts(sources(assignment, isGiven)),
            "data_points": figures.json,
            "data_kind": .string(figures.isTimeSeries ? "time series" : "categories"),
            "data_note": .string(dataNote(given, isGiven)),
        ]
        if !topic.assumptions.isEmpty { product["assumptions"] = .texts(topic.assumptions) }
        return product
    }

    /// Whole sentences with figures of the data alone.
    static func figureNotes(_ data: DataPoints, _ isGiven: Bool) -> [String] {
        guard isGiven, let largest = data.largest, let smallest = data.smallest,
            let first = data.points.first, let last = data.points.last
        else { return [] }
        var notes = [
            "The largest value is \(largest.value.text) (\(largest.label)), the smallest "
                + "\(smallest.value.text) (\(smallest.label))."
        ]
        if data.isTimeSeries {
            let move = last.value - first.value
            let verb = move > .zero ? "rose" : move < .zero ? "fell" : "did not change"
            let share =
                first.value > .zero
                ? ", a change of \(Figure(Figure.percent(move, of: first.value)).text) %" : ""
            notes.append(
                "Between \(first.label) and \(last.label) the figure \(verb), from "
                    + "\(first.value.text) to \(last.value.text)\(share).")
        } else {
            let sum = data.points.map(\.value).sum
            if smallest.value >= .zero, sum > .zero {
                notes.append(
                    "\(largest.label) makes up "
                        + "\(Figure(Figure.percent(largest.value, of: sum)).text) % of the total "
                        + "of \(sum.text).")
            }
        }
        return notes
    }

    /// Figures there always are: how many words each key point has. No claim about the world.
    private static func counted(_ topic: ArticleTopic) -> DataPoints {
        DataPoints(
            topic.field.points.map { point in
                let words = PlainText.words(point.claim + " " + point.advice).count
                return DataPoints.Point(
                    label: PlainText.line(point.heading, most: 24),
                    value: Figure(Double(words)))
            })
    }

    private static func dataNote(_ given: DataPoints, _ isGiven: Bool) -> String {
        guard isGiven else {
            return "The task has no data points; what is counted here is the words on each key "
                + "point. Nothing is claimed about the world."
        }
        var note = "From the task's data, not checked elsewhere."
        if given.leftOut > 0 {
            note +=
                " \(PlainText.count(given.leftOut, "point")) beyond the first "
                + "\(DataPoints.most) left out."
        }
        if given.unreadable > 0 {
            note += " \(PlainText.count(given.unreadable, "part")) could not be read."
        }
        return note
    }

    /// Only what the task itself names, and the rules' own general rules.
    private static func sources(_ assignment: Assignment, _ hasFigures: Bool) -> [String] {
        var sources: [String] = []
        switch assignment.data["sources"] {
        case .array(let values):
            sources = values.prefix(10).compactMap { PlainText.line($0, most: 160) }
        case .string(let text):
            sources = text.prefix(2_000).split { $0.isNewline || $0 == ";" }.prefix(10)
                .map { PlainText.line(String($0), most: 160) }
        case let other: sources = [PlainText.line(other, most: 160)].compactMap(\.self)
        }
        sources = sources.filter { !$0.isEmpty }.map { "named in the task, not opened: \($0)" }
        if hasFigures { sources.append("the task's own data points") }
        return sources + ["general rules of thumb of the offline rules, without a citation"]
    }

    // MARK: Chart

    static func visualise(_ assignment: Assignment) -> JSONObject {
        let topic = ArticleTopic(assignment)
        var data = DataPoints(assignment.given("data_points"))
        if data.isEmpty { data = DataPoints(assignment.data["data_points"]) }
        let isCounted = data.isEmpty || DataPoints(assignment.data["data_points"]).points.count < 2
        if data.isEmpty { data = counted(topic) }
        let name = PlainText.cut(topic.name, most: 44)
        let chart = Chart(title: isCounted ? "Words on each point: \(name)" : name, data)
        var product: JSONObject = [
            "title": .string(chart.title),
            "chart_kind": .string(chart.kind.rawValue),
            "caption": .string(chart.caption),
            "chart_text": .string(chart.text),
            "chart_ascii": .string(chart.asciiText),
            "data_points": DataPoints(chart.points).json,
            "chart_svg": .string(chart.svg),
        ]
        if isCounted {
            product["assumptions"] = [
                "The task has no data points; the words on each key point are drawn."
            ]
        }
        return product
    }
}
