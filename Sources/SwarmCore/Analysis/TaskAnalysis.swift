/// What a free text was understood as, with the words that led there (spec §3).
///
/// Everything here is a proposal: the operator sees why, and may change it before submitting.
public struct TaskAnalysis: Sendable {
    /// A skill the task seems to need.
    public struct Skill: Hashable, Sendable {
        public let name: String
        /// The words of the text that point at it; empty when only the recipe asks for it.
        public let words: [String]
    }

    /// The text is read up to here, in Unicode scalars; what follows changes nothing.
    public static let longestText = 65_536

    public let recipe: Recipe?
    public let recipeWords: [String]
    /// In the recipe's order, or without a recipe in the order of the text. Empty: nothing was recognised.
    public let skills: [Skill]
    public let complexity: Complexity
    public let complexityReason: String
    public let data: JSONObject
    public let title: String

    /// Reads `text` by the keywords the agents declare and the words of the recipes.
    ///
    /// Words match whole, case and a plural ending ignored. Each place in the text points at one skill: the
    /// recipe's if it has one there, then the skill of that name, then the one declared first. Linear time.
    public static func analyse(
        _ text: String, cards: [AgentCard], recipes: [Recipe]
    ) -> TaskAnalysis {
        let words = Words(text)
        let (recipe, recipeWords) = recipe(for: words, among: recipes)
        var phrases = PhraseIndex()
        var seen: Set<AgentCard.Skill> = []
        for skill in cards.lazy.flatMap(\.skills) where seen.insert(skill).inserted {
            phrases.add(skill.name, for: skill.name, first: true)
            for keyword in skill.keywords { phrases.add(keyword, for: skill.name, first: false) }
        }
        let allowed = recipe.map { Set($0.skills + $0.optionalSkills) }
        let found = phrases.claims(in: words, allowed: allowed)
        let names =
            recipe.map { $0.skills + $0.optionalSkills.filter { found[$0] != nil } }
            ?? found.sorted { $0.value.place < $1.value.place }.map(\.key)
        let skills = names.map { Skill(name: $0, words: found[$0]?.words ?? []) }
        let (complexity, reason) = complexity(of: skills.count)
        let reader = DatumReader(words: words, phrases: phrases)
        return TaskAnalysis(
            recipe: recipe, recipeWords: recipeWords, skills: skills, complexity: complexity,
            complexityReason: reason, data: reader.data(for: recipe),
            title: reader.title(for: recipe))
    }

    /// The recipe most of whose words stand in the text; ties: the first.
    private static func recipe(
        for words: Words, among recipes: [Recipe]
    ) -> (recipe: Recipe?, words: [String]) {
        var best: (recipe: Recipe?, words: [String]) = (nil, [])
        for recipe in recipes {
            var phrases = PhraseIndex()
            for word in recipe.words { phrases.add(word, for: recipe.name, first: true) }
            let found = phrases.claims(in: words, allowed: nil)[recipe.name]?.words ?? []
            if found.count > best.words.count { best = (recipe, found) }
        }
        return best
    }

    /// Spec §5: one agent, at most 3, at most 5.
    private static func complexity(of skills: Int) -> (Complexity, reason: String) {
        switch skills {
        case 0: (.simple, "no skill recognised")
        case 1: (.simple, "1 skill, one agent")
        case 2: (.moderate, "2 skills, a team of up to 3")
        default: (.complex, "\(skills) skills, a team of up to 5")
        }
    }
}

/// Phrases that point at something, found by their first word.
struct PhraseIndex {
    /// What the text says about one owner.
    struct Claim {
        let place: Int
        var words: [String]
    }

    private struct Phrase {
        let stems: [String]
        var owners: [String]
    }

    private var phrases: [String: [Phrase]] = [:]

    /// Lets `phrase` point at `owner`, before all others when `first`.
    mutating func add(_ phrase: String, for owner: String, first: Bool) {
        let stems = Words(phrase).all.map(\.stem)
        guard let start = stems.first else { return }
        var known = phrases[start] ?? []
        if let index = known.firstIndex(where: { $0.stems == stems }) {
            guard !known[index].owners.contains(owner) else { return }
            known[index].owners.insert(owner, at: first ? 0 : known[index].owners.count)
        } else {
            known.append(Phrase(stems: stems, owners: [owner]))
        }
        phrases[start] = known
    }

    /// Whether this word alone points at something.
    func points(_ word: Words.Word) -> Bool {
        phrases[word.stem]?.contains { $0.stems.count == 1 } ?? false
    }

    /// What each owner is pointed at by; of phrases that overlap the longest counts.
    func claims(in words: Words, allowed: Set<String>?) -> [String: Claim] {
        var claims: [String: Claim] = [:]
        var at = 0
        while at < words.all.count {
            var longest = 0
            var winner: String?
            for phrase in phrases[words.all[at].stem] ?? [] where phrase.stems.count > longest {
                let owner = phrase.owners.first { allowed?.contains($0) ?? true }
                let stems = words.all[at...].prefix(phrase.stems.count).lazy.map(\.stem)
                guard let owner, stems.elementsEqual(phrase.stems) else { continue }
                (longest, winner) = (phrase.stems.count, owner)
            }
            if let winner {
                let shown = words.shown(at..<at + longest)
                var claim = claims[winner] ?? Claim(place: at, words: [])
                if claim.words.count < 8, !claim.words.contains(shown) { claim.words.append(shown) }
                claims[winner] = claim
            }
            at += max(longest, 1)
        }
        return claims
    }
}

/// The task data a free text names: budget, audience, campaign name; and a short title.
private struct DatumReader {
    let words: Words
    let phrases: PhraseIndex

    private static let stops: Set<String> = Words.stems(
        "with and or by in on at to of from using under over before after until about during while "
            + "this next that which who including plus budget campaign email for is are we it create "
            + "make run plan build design write start prepare do need want please draft set up")
    private static let articles: Set<String> = Words.stems("the a an our all my your new")
    private static let audiences: Set<String> = Words.stems(
        "enterprise startup developer engineer student teacher consumer customer business company team "
            + "parent patient retailer shop family subscriber member user")
    private static let noAudience: Set<String> = Words.stems(
        "me us you them him her it free now today tomorrow week month quarter year launch ads example "
            + "instance review approval sale q1 q2 q3 q4 christmas summer winter spring autumn")
    private static let quarters: Set<String> = ["q1", "q2", "q3", "q4"]
    private static let launching: Set<String> = Words.stems("launch announce promote introduce")

    func data(for recipe: Recipe?) -> JSONObject {
        var data = JSONObject()
        let names = Set(recipe?.data.map(\.name) ?? [])
        if names.contains("campaign_name"), let name { data["campaign_name"] = .string(name) }
        if let audience { data["target_audience"] = .string(audience) }
        if let budget { data["budget"] = .integer(budget) }
        return data
    }

    /// The campaign's name with `Launch` when the text launches it, else the first clause; 48 characters.
    func title(for recipe: Recipe?) -> String {
        if recipe?.data.contains(where: { $0.name == "campaign_name" }) == true, let name {
            let launches = words.all.contains { $0.stem == "launch" }
            return launches && !name.hasSuffix("Launch") ? name + " Launch" : name
        }
        return words.firstClause(limit: 48)
    }

    /// The amount that most looks like one: after "budget", before it, with a currency, grouped or with k.
    private var budget: Int64? {
        var best: (amount: Int64, weight: Int)?
        for (index, word) in words.all.enumerated() {
            guard let amount = word.amount else { continue }
            let before = words.all[max(0, index - 3)..<index]
            let after = words.all[(index + 1)...].prefix(2)
            let named =
                before.contains { $0.stem == "budget" } && before.allSatisfy { $0.amount == nil }
            let follows = after.contains { $0.stem == "budget" } && !(1900...2100 ~= amount)
            let weight = named ? 4 : follows ? 3 : word.looksLikeMoney ? 2 : 0
            if weight > best?.weight ?? 0 { best = (amount, weight) }
        }
        return best?.amount
    }

    private var audience: String? {
        for (index, word) in words.all.enumerated()
        where ["for", "targeting", "audience"].contains(word.stem) {
            let phrase = phrase(from: index + 1, most: 3, keywordsStop: true)
            guard let first = phrase.first, first.amount == nil else { continue }
            if Self.noAudience.contains(first.stem) { continue }
            return String(phrase.map { $0.text.lowercased() }.joined(separator: " ").prefix(60))
        }
        return nil
    }

    private var name: String? {
        if let quarter = words.all.firstIndex(where: { Self.quarters.contains($0.stem) }) {
            let phrase = phrase(from: quarter, most: 4, keywordsStop: false)
            return titled(phrase) + (phrase.count == 1 ? " Campaign" : "")
        }
        for (index, word) in words.all.enumerated() where Self.launching.contains(word.stem) {
            let phrase = phrase(from: index + 1, most: 4, keywordsStop: false)
            if !phrase.isEmpty { return titled(phrase) }
        }
        guard let end = words.all.firstIndex(where: { $0.stem == "campaign" }) else { return nil }
        let ordinary = words.all[..<end].reversed().prefix {
            !Self.stops.contains($0.stem) && !Self.articles.contains($0.stem)
                && !phrases.points($0) && !$0.endsClause
        }
        return ordinary.isEmpty ? nil : titled(Array(ordinary.prefix(3).reversed()))
    }

    /// The words from `start` to the end of their clause, without articles before them.
    private func phrase(from start: Int, most: Int, keywordsStop: Bool) -> [Words.Word] {
        var phrase: [Words.Word] = []
        for word in words.all[min(start, words.all.count)...] {
            if Self.articles.contains(word.stem) {
                if phrase.isEmpty { continue } else { break }
            }
            if Self.stops.contains(word.stem) || word.looksLikeMoney { break }
            if keywordsStop, phrases.points(word), !Self.audiences.contains(word.stem) { break }
            phrase.append(word)
            if phrase.count == most || word.endsClause { break }
        }
        return phrase
    }

    private func titled(_ phrase: [Words.Word]) -> String {
        let words = phrase.map { $0.text.prefix(1).uppercased() + $0.text.dropFirst() }
        return String(words.joined(separator: " ").prefix(60))
    }
}

/// A text as words: runs of letters and digits, cut at everything else.
struct Words {
    struct Word {
        /// As written.
        let text: String
        /// Lower case, without a plural ending: what is compared.
        let stem: String
        let range: Range<Int>
        /// The amount it stands for, 0...`Amount.largest`; nil for `3rd`, `20%` and ordinary words.
        var amount: Int64?
        /// Whether it has a currency, grouped digits or a `k`: not a year or a count.
        var looksLikeMoney = false
        /// Whether punctuation other than a hyphen follows.
        var endsClause = false
    }

    /// Longer numbers are ordinary words, so looking for their end stays cheap.
    private static let longestNumeral = 32

    private let scalars: [Unicode.Scalar]
    private(set) var all: [Word] = []

    init(_ text: String) {
        scalars = Array(text.unicodeScalars.prefix(TaskAnalysis.longestText))
        var at = 0
        while at < scalars.count {
            if Self.isWordPart(scalars[at]) {
                append(numeralOrWord(from: at))
                at = all[all.count - 1].range.upperBound
            } else {
                if ",.;:!?()\"\n\r“”–—".unicodeScalars.contains(scalars[at]), !all.isEmpty {
                    all[all.count - 1].endsClause = true
                }
                at += 1
            }
        }
    }

    /// The stems of the words of `text`, for a table.
    static func stems(_ text: String) -> Set<String> { Set(Words(text).all.map(\.stem)) }

    /// The words at these places as a person would quote them: `launch`, `KPIs`.
    func shown(_ range: Range<Int>) -> String {
        all[range].map { word in
            let lower = word.text.lowercased()
            return word.text.dropFirst() == lower.dropFirst() ? lower : word.text
        }.joined(separator: " ")
    }

    /// The text up to its first full stop, colon, semicolon or line end, cut at a word to `limit` scalars.
    func firstClause(limit: Int) -> String {
        guard let first = all.first else { return "Untitled task" }
        let start = first.range.lowerBound
        var end = start
        var cut = false
        for word in all {
            if word.range.upperBound - start > limit {
                cut = true
                break
            }
            end = word.range.upperBound
            if end < scalars.count, ".:;!?\n\r".unicodeScalars.contains(scalars[end]) { break }
        }
        if end == start { end = start + limit }
        return Self.clean(scalars[start..<end]) + (cut ? "…" : "")
    }

    /// The scalars as one line, without controls or anything invisible.
    private static func clean(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var line = String.UnicodeScalarView()
        for scalar in scalars {
            let category = scalar.properties.generalCategory
            let gap = scalar.properties.isWhitespace || category == .control || category == .format
            if !gap { line.append(scalar) } else if line.last != " " { line.append(" ") }
        }
        return String(line)
    }

    private static func isWordPart(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            return 0x30...0x39 ~= scalar.value || 0x61...0x7A ~= (scalar.value | 0x20)
        }
        let properties = scalar.properties
        return properties.isAlphabetic || properties.numericType != nil
            || properties.generalCategory == .nonspacingMark
    }

    private mutating func append(_ word: Word) {
        if all.last?.amount != nil, Amount.currencies.contains(word.stem) {
            all[all.count - 1].looksLikeMoney = true
        }
        all.append(word)
    }

    private func numeralOrWord(from start: Int) -> Word {
        if let numeral = numeral(from: start) { return numeral }
        var end = start
        while end < scalars.count, Self.isWordPart(scalars[end]) { end += 1 }
        let text = String(String.UnicodeScalarView(scalars[start..<end]))
        return Word(text: text, stem: Self.stem(text), range: start..<end)
    }

    /// A number such as 50000, 50,000, 12.5 or 50k at `start`, or nil.
    private func numeral(from start: Int) -> Word? {
        var whole: Int64 = 0
        var grouped = false
        var at = start
        let end = min(scalars.count, start + Self.longestNumeral)
        while at < end {
            if let digit = digit(at) {
                whole = min(whole, Amount.largest) * 10 + digit
            } else if scalars[at] == ",", at > start, isGroup(from: at + 1) {
                grouped = true
            } else {
                break
            }
            at += 1
        }
        guard at > start else { return nil }
        var value = Double(whole)
        if at + 1 < scalars.count, scalars[at] == ".", digit(at + 1) != nil {
            var scale = 0.1
            at += 1
            while at < end, let digit = digit(at) {
                value += Double(digit) * scale
                scale /= 10
                at += 1
            }
        }
        let suffixes: [Unicode.Scalar: Double] = ["k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6]
        let factor = at < scalars.count ? suffixes[scalars[at]] : nil
        if factor != nil { at += 1 }
        if at < scalars.count, Self.isWordPart(scalars[at]) || scalars[at] == "%" { return nil }
        value = min((value * (factor ?? 1)).rounded(), Double(Amount.largest))
        let currency = start > 0 && "$€£".unicodeScalars.contains(scalars[start - 1])
        let text = String(String.UnicodeScalarView(scalars[start..<at]))
        return Word(
            text: text, stem: text, range: start..<at, amount: Int64(value),
            looksLikeMoney: currency || grouped || factor != nil)
    }

    private func digit(_ at: Int) -> Int64? {
        guard at < scalars.count, 0x30...0x39 ~= scalars[at].value else { return nil }
        return Int64(scalars[at].value - 0x30)
    }

    /// Whether exactly three digits start at `at`.
    private func isGroup(from at: Int) -> Bool {
        digit(at) != nil && digit(at + 1) != nil && digit(at + 2) != nil && digit(at + 3) == nil
    }

    /// Lower case without an English plural ending; both sides of a comparison go through it.
    private static func stem(_ text: String) -> String {
        let lower = text.lowercased()
        if lower.utf8.count < 3 || !lower.hasSuffix("s") { return lower }
        if ["ss", "us", "sis", "his"].contains(where: lower.hasSuffix) { return lower }
        if lower.utf8.count > 4, lower.hasSuffix("ies") { return lower.dropLast(3) + "y" }
        let long = ["ches", "shes", "xes", "sses"].contains(where: lower.hasSuffix)
        return String(lower.dropLast(long ? 2 : 1))
    }
}
