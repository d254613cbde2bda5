import SwarmCore

/// A task as text for an editor: what a task file says, with comments about what it may say.
///
/// Read back as a task file it is the same task. What the form only inferred stands in a comment, so that it is
/// inferred again when the words change.
struct TaskText {
    let form: NewTaskForm
    let swarm: SwarmState

    private var understanding: Understanding { form.understanding }
    private static let blockIndent = "  "

    var text: String {
        var lines = [
            "# A task for the swarm. Save and leave the editor to have it in the form.",
            "# Lines with # are not read. Indent the words below text: by two blanks.",
        ]
        lines += words
        lines += ["", "# The rest may be left out: then the swarm goes by the words."]
        lines += carried + chosen
        return lines.joined(separator: "\n") + "\n"
    }

    /// A block where every line stands as it was written; a quoted text where a block could not hold it.
    private var words: [String] {
        let text = form.text.text
        guard Self.fitsBlock(text) else { return ["text: \(Self.quoted(text))"] }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let head = text.first == " " || text.first == "\n" ? "text: |2-" : "text: |-"
        return [head] + lines.map { $0.isEmpty ? "" : Self.blockIndent + $0 }
            + (text.isEmpty ? [Self.blockIndent] : [])
    }

    private static func fitsBlock(_ text: String) -> Bool {
        text.last?.isNewline != true && text.last != " "
            && !(text.contains("*") && text.contains("&"))
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar.value {
                case 0x0A: true
                case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: false
                default: true
                }
            }
    }

    private static func quoted(_ text: String) -> String { json(.string(text)) }

    /// Without asterisks, which may look like an alias to the reader of files.
    private static func json(_ value: JSONValue) -> String {
        value.jsonText().replacing("*", with: "\\u002A")
    }

    /// What the form has no line for.
    private var carried: [String] {
        let rest = understanding.rest
        let members = [
            ("id", rest.id), ("title", rest.title), ("type", rest.type), ("domain", rest.domain),
        ]
        return members.compactMap { name, value in value.map { "\(name): \(Self.quoted($0))" } }
            + (rest.bestEffort ? ["best_effort: true"] : [])
    }

    /// What was chosen as it is read, the rest as comments.
    private var chosen: [String] {
        let recipes = swarm.recipes
        let known = recipes.recipes.filter { !$0.isOneOff }.map(\.name)
        let shown = understanding.shownRecipe(recipes)?.name
        let isRecipeSaid = understanding.recipe != nil || understanding.plan != nil
        let skills = Self.json(
            .array(understanding.shownSkills(recipes).map(JSONValue.string)))
        let areSkillsSaid =
            understanding.skills != nil || (isRecipeSaid && shown == nil && skills != "[]")
        let data = (try? understanding.data.get()) ?? JSONObject()
        let isDataSaid = understanding.dataLine != nil || understanding.given?.isEmpty == false
        func line(_ key: String, _ value: String, _ isSaid: Bool, _ note: String = "") -> String {
            (isSaid ? "" : "# ") + "\(key): \(value)" + (note.isEmpty ? "" : "  # \(note)")
        }
        let complexity = understanding.shownComplexity(recipes).rawValue
        return [
            line(
                "recipe", shown.map(Self.plain) ?? known.first.map(Self.plain) ?? "campaign",
                isRecipeSaid && shown != nil, note(known)),
            line("required_skills", skills, areSkillsSaid),
            line(
                "complexity", complexity, understanding.complexity != nil,
                Complexity.allCases.map(\.rawValue).joined(separator: ", ")),
            line(
                "priority", understanding.priority.rawValue, understanding.priority != .normal,
                Priority.allCases.map(\.rawValue).joined(separator: ", ")),
            line(
                "data", Self.json(.object(data.isEmpty ? ["budget": 50_000] : data)),
                isDataSaid && !data.isEmpty),
            line(
                "deadline", (try? understanding.deadline.get())?.rfc3339 ?? "2027-01-31",
                (try? understanding.deadline.get()) != nil),
            line(
                "budget", (try? understanding.budget.get())?.definition ?? "0.50",
                (try? understanding.budget.get()) != nil, "dollars its model calls may cost"),
            line("cache", understanding.cache.rawValue, understanding.cache != .none),
        ]
    }

    private func note(_ known: [String]) -> String {
        if let plan = understanding.plan, plan.recipe != nil, understanding.recipe == nil {
            return "the steps that were planned; known: \(known.prefix(8).joined(separator: ", "))"
        }
        return "known: \(known.prefix(8).joined(separator: ", "))"
    }

    /// A name as it is where that is safe, else quoted.
    private static func plain(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
        }
        return isPlain && name.utf8.first.map { $0 > 0x5A } == true ? name : quoted(name)
    }
}
