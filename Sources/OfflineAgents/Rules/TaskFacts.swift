import SwarmCore

/// A task's data as the rules use it: read once, bounded, with every guess written down.
struct TaskFacts {
    /// The campaign's name, or the task's title.
    let name: String
    /// Whether the task names a campaign.
    let isNamed: Bool
    /// The part of the name that fits into a sentence: `Q1` of `Q1 Product Launch`.
    let focus: String
    let audience: AudienceProfile
    let plan: BudgetPlan
    let title: String
    /// The task's own words, on one line.
    let text: String
    let assumptions: [String]

    private let random: KeyedRandom
    private let words: Set<Substring>

    init(title: String, text: String, data: JSONObject, seed: UInt64) {
        var assumptions: [String] = []
        self.title = Self.line(title, most: 80)
        self.text = Self.line(text, most: 600)
        let given = Self.text(data["campaign_name"])
        if given == nil { assumptions.append("No campaign name was given; the title is used.") }
        isNamed = given != nil
        name = given ?? (self.title.isEmpty ? "this task" : self.title)
        focus = Self.focus(of: name)
        let audienceName = Self.text(data["target_audience"])
        if audienceName == nil {
            assumptions.append("No target audience was given; everyone is assumed.")
        }
        audience = audienceName.map { AudienceProfile($0) } ?? .everyone
        let amount = Amount(data["budget"])
        if let note = amount.note { assumptions.append("The budget \(note).") }
        if amount.value == nil {
            assumptions.append(
                "A budget of \(audience.usualBudget) is assumed, the usual for \(audience.name)."
            )
        }
        plan = BudgetPlan(allocated: amount.value ?? audience.usualBudget, audience: audience)
        self.assumptions = assumptions
        random = KeyedRandom(seed: seed)
        words = Set(self.text.lowercased().split { !$0.isLetter && !$0.isNumber })
    }

    /// One of `choices` for this place in this task; the seed decides.
    func pick(_ place: String, _ choices: [String]) -> String {
        random.choice(
            of: choices, KeyedRandom.hash(place), KeyedRandom.hash(name),
            KeyedRandom.hash(audience.name)) ?? ""
    }

    /// Whether the task's text has one of these words.
    func mentions(_ any: String...) -> Bool { any.contains { words.contains($0[...]) } }

    /// Letters, digits, hyphens and underscores of the title, for an address.
    var slug: String {
        var slug = ""
        for scalar in title.lowercased().unicodeScalars.prefix(48) {
            let keeps =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || scalar == "_")
            if keeps { slug.unicodeScalars.append(scalar) } else if slug.last != "-" { slug += "-" }
        }
        let trimmed = slug.drop { $0 == "-" }
        let end = trimmed.lastIndex { $0 != "-" }
        return end.map { String(trimmed[...$0]) } ?? "task"
    }

    /// The datum as a line of text, or nil when there is nothing in it.
    private static func text(_ value: JSONValue?) -> String? {
        guard let value, value != .null else { return nil }
        let line = line(value.string ?? value.jsonText(), most: 80)
        return line.isEmpty ? nil : line
    }

    /// At most `most` characters on one line; controls and runs of space become one space.
    private static func line(_ text: String, most: Int) -> String {
        if isLine(text, most: most) { return text }
        let bounded = String(String.UnicodeScalarView(text.unicodeScalars.prefix(4 * most)))
        let words = bounded.split { character in
            character.isWhitespace
                || character.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }
        return String(words.joined(separator: " ").prefix(most))
    }

    /// Whether it is such a line already, as far as ASCII goes: one space between words and none around them.
    private static func isLine(_ text: String, most: Int) -> Bool {
        guard text.utf8.count <= most else { return false }
        var latest = UInt8(ascii: " ")
        for byte in text.utf8 {
            let isGap = byte == UInt8(ascii: " ")
            guard isGap ? latest != byte : 0x21...0x7E ~= byte else { return false }
            latest = byte
        }
        return text.isEmpty || latest != UInt8(ascii: " ")
    }

    private static func focus(of name: String) -> String {
        let words = name.split(separator: " ")
        let quarters = ["Q1", "Q2", "Q3", "Q4"]
        if let quarter = words.first(where: { quarters.contains($0.uppercased()) }) {
            return quarter.uppercased()
        }
        let fillers = ["the", "our", "a", "new", "product", "launch", "campaign", "email"]
        let telling = words.filter { !fillers.contains($0.lowercased()) }.prefix(3)
        return telling.isEmpty ? name : String(telling.joined(separator: " ").prefix(40))
    }
}
