/// How a customer feels, and the tone an answer takes.
enum Mood: String, CaseIterable {
    case angry, frustrated, worried, neutral, happy

    var tone: String {
        switch self {
        case .angry, .frustrated: "apologetic"
        case .worried: "reassuring"
        case .neutral: "factual"
        case .happy: "friendly"
        }
    }
}

/// The feeling in a message, by rules: words with a weight, negation, intensity, capitals, exclamation marks.
///
/// The arithmetic is VADER's (Hutto and Gilbert, 2014): a booster adds 0.293, capitals 0.733, each of up to
/// four exclamation marks 0.292, a negation turns a word by -0.74, what stands before "but" counts half and
/// what follows one and a half; the sum s becomes 100 · s / √(s² + 15). Here all of it is in thousandths.
struct Sentiment {
    let mood: Mood
    /// -100 (bad) ... 100 (good).
    let score: Int
    /// What it was read from, in words.
    let signals: [String]

    var intensity: String { abs(score) >= 70 ? "high" : abs(score) >= 35 ? "medium" : "low" }

    fileprivate struct Hit {
        let word: String
        let kind: MoodWords.Kind
        var weight: Double
        let note: String
    }

    init(_ message: String) {
        let tokens = Self.tokens(message)
        let hasLower = message.contains(where: \.isLowercase)
        var hits = Self.hits(tokens, hasLower: hasLower)
        let marks = min(4, message.count { $0 == "!" })
        let isShouting = !hasLower && tokens.count { $0.shouts } >= 3
        var sum = hits.reduce(0) { $0 + $1.weight }
        let emphasis = Double(marks) * 0.292 + (isShouting ? 0.733 : 0)
        if sum != 0 { sum += sum < 0 ? -emphasis : emphasis }
        score = Int((100 * sum / (sum * sum + 15).squareRoot()).rounded())
        mood = Self.mood(
            score, hits, isLoud: marks >= 2 || isShouting || hits.contains(where: \.isLoud))
        hits.sort { abs($0.weight) > abs($1.weight) }
        var signals = hits.prefix(6).map { "“\($0.word)”: \($0.note)" }
        if isShouting { signals.append("all in capitals") }
        if marks > 0 { signals.append(PlainText.count(marks, "exclamation mark")) }
        self.signals = signals
    }

    private static func mood(_ score: Int, _ hits: [Hit], isLoud: Bool) -> Mood {
        func total(_ kind: MoodWords.Kind) -> Double {
            hits.reduce(0) { $1.kind == kind && $1.weight < 0 ? $0 - $1.weight : $0 }
        }
        let anger = total(.anger)
        let frustration = total(.frustration) + total(.joy)
        let worry = total(.worry)
        if score >= 30 { return .happy }
        if worry >= 1, worry > anger + frustration { return .worried }
        guard score <= -20 else { return .neutral }
        let isAngry = anger >= frustration || anger >= 2 || (isLoud && score <= -60)
        return isAngry || score <= -88 ? .angry : .frustrated
    }

    // MARK: Words

    private struct Token {
        let word: String
        let shouts: Bool
    }

    private static func tokens(_ message: String) -> [Token] {
        message.replacing("’", with: "'").split { !$0.isLetter && !$0.isNumber && $0 != "'" }
            .prefix(1_500)
            .map { part in
                let letters = part.filter(\.isLetter)
                return Token(
                    word: part.lowercased(),
                    shouts: letters.count >= 3 && letters.allSatisfy(\.isUppercase))
            }
    }

    private static func hits(_ tokens: [Token], hasLower: Bool) -> [Hit] {
        let but = tokens.lastIndex { $0.word == "but" || $0.word == "however" }
        var hits: [Hit] = []
        var place = 0
        while place < tokens.count {
            defer { place += 1 }
            let start = place
            var word = tokens[place].word
            var entry = MoodWords.table[word]
            if place + 1 < tokens.count {
                let pair = word + " " + tokens[place + 1].word
                if let both = MoodWords.table[pair] {
                    (word, entry) = (pair, both)
                    place += 1
                }
            }
            guard let entry else { continue }
            var hit = weigh(word, entry, before: tokens[max(0, start - 3)..<start])
            if hasLower, tokens[start].shouts {
                hit.weight += hit.weight < 0 ? -0.733 : 0.733
                hit = Hit(
                    word: word.uppercased(), kind: hit.kind, weight: hit.weight,
                    note: hit.note + ", in capitals")
            }
            if let but { hit.weight *= start < but ? 0.5 : 1.5 }
            hits.append(hit)
        }
        return hits
    }

    private static func weigh(
        _ word: String, _ entry: MoodWords.Entry, before: ArraySlice<Token>
    ) -> Hit {
        var weight = Double(entry.tenths) / 10
        var note = weight < 0 ? "negative" : "positive"
        for (distance, token) in before.reversed().enumerated() {
            guard let boost = MoodWords.boosters[token.word] else { continue }
            let step = 0.293 * (1 - 0.05 * Double(distance)) * Double(boost)
            weight += weight < 0 ? -step : step
            note += boost > 0 ? ", stronger by “\(token.word)”" : ", weaker by “\(token.word)”"
        }
        if let negation = before.last(where: { MoodWords.negates($0.word) }) {
            // A good thing denied is bad; a bad thing denied is only a little good.
            weight *= weight > 0 ? -0.74 : -0.2
            note = "turned by “\(negation.word)”"
        }
        return Hit(word: word, kind: entry.kind, weight: weight, note: note)
    }
}

extension Sentiment.Hit {
    fileprivate var isLoud: Bool { note.hasSuffix("in capitals") }
}
