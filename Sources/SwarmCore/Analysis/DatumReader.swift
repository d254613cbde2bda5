/// The task data a free text names: budget, audience, campaign name; and a short title.
struct DatumReader {
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
