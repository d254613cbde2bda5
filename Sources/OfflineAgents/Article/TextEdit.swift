/// Edits prose by rule and counts what it really changed.
struct TextEdit {
    private var wordier: [(from: String, to: String, count: Int)] = []
    private var fillers: [(word: String, count: Int)] = []
    private var splits = 0
    private var repeats = 0
    private var headings = 0
    private var seen: Set<String> = []

    /// Sentences with more words than this are split where that is safe.
    static let longSentence = 18

    private static let phrases = [
        ("it is important to note that ", ""), ("in order to ", "to "),
        ("due to the fact that ", "because "), ("at this point in time", "now"),
        ("a number of ", "several "), ("a large number of ", "many "), ("utilise ", "use "),
        ("utilize ", "use "), ("with regard to ", "about "), ("in the event that ", "if "),
        ("the majority of ", "most "), ("prior to ", "before "), ("make a decision ", "decide "),
    ]
    private static let fillerWords: Set<String> = [
        "really", "very", "basically", "actually", "simply", "quite", "literally", "truly",
    ]
    /// What may begin a sentence after a split: a clause follows these.
    private static let subjects: Set<String> = [
        "it", "this", "they", "you", "we", "he", "she", "these", "those", "nobody", "look",
    ]

    /// The text with wordy phrases, fillers, repeated sentences and overlong sentences mended.
    mutating func edited(_ text: String) -> String {
        let sentences = PlainText.sentences(text).flatMap { sentence -> [String] in
            let short = withoutFillers(withoutWordiness(sentence))
            return split(short)
        }
        return sentences.filter { sentence in
            let isLong = sentence.count > 30
            let isNew = seen.insert(sentence.lowercased()).inserted
            if isLong, !isNew { repeats += 1 }
            return isNew || !isLong
        }.joined(separator: " ")
    }

    /// Longer words with a capital, as in titles.
    mutating func titled(_ text: String) -> String {
        let small: Set<String> = [
            "a", "an", "the", "and", "or", "but", "for", "of", "on", "in", "to", "at", "by", "with",
        ]
        let words = text.split(separator: " ").enumerated().map { place, word in
            place > 0 && small.contains(String(word)) ? String(word) : PlainText.capitalised(word)
        }
        return noted(text, words.joined(separator: " "))
    }

    /// With a capital first letter.
    mutating func headed(_ text: String) -> String { noted(text, PlainText.capitalised(text)) }

    /// What was changed, in words; never empty.
    var changes: [String] {
        var changes: [String] = []
        if !fillers.isEmpty {
            let all = fillers.map { "\($0.word) (\($0.count))" }.joined(separator: ", ")
            changes.append("removed filler words: \(all)")
        }
        for phrase in wordier {
            let to = phrase.to.isEmpty ? "nothing" : "“\(phrase.to)”"
            changes.append("“\(phrase.from)” became \(to), \(Self.times(phrase.count))")
        }
        if splits > 0 { changes.append("split \(PlainText.count(splits, "long sentence"))") }
        if repeats > 0 {
            changes.append("dropped \(PlainText.count(repeats, "repeated sentence"))")
        }
        if headings > 0 {
            changes.append("set capitals in \(PlainText.count(headings, "heading"))")
        }
        return changes.isEmpty ? ["nothing: the draft needed no change"] : changes
    }

    private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

    private mutating func noted(_ before: String, _ after: String) -> String {
        if before != after { headings += 1 }
        return after
    }

    private mutating func withoutWordiness(_ sentence: String) -> String {
        var text = sentence
        for (from, to) in Self.phrases {
            for start in [from, PlainText.capitalised(from)] {
                let parts = text.split(separator: start, omittingEmptySubsequences: false)
                guard parts.count > 1 else { continue }
                let wanted = start == from ? to : PlainText.capitalised(to)
                let isFirst = text.hasPrefix(start)
                text = parts.joined(separator: wanted)
                if isFirst { text = PlainText.capitalised(text) }
                count(from, to, parts.count - 1)
            }
        }
        return text
    }

    private mutating func count(_ from: String, _ to: String, _ times: Int) {
        let (from, to) = (Self.bare(from), Self.bare(to))
        if let place = wordier.firstIndex(where: { $0.from == from }) {
            wordier[place].count += times
        } else {
            wordier.append((from, to, times))
        }
    }

    private static func bare(_ phrase: String) -> String {
        phrase.hasSuffix(" ") ? String(phrase.dropLast()) : phrase
    }

    private mutating func withoutFillers(_ sentence: String) -> String {
        var words: [Substring] = []
        for word in sentence.split(separator: " ") {
            let bare = word.lowercased().filter(\.isLetter)
            let isPlain = word.allSatisfy { $0.isLetter || $0 == "," }
            guard isPlain, Self.fillerWords.contains(bare) else {
                words.append(word)
                continue
            }
            if let place = fillers.firstIndex(where: { $0.word == bare }) {
                fillers[place].count += 1
            } else {
                fillers.append((bare, 1))
            }
        }
        let text = words.joined(separator: " ")
        return sentence.first?.isUppercase == true ? PlainText.capitalised(text) : text
    }

    /// Cuts a long sentence at `, and it …` and the like, where both sides are whole clauses.
    private mutating func split(_ sentence: String) -> [String] {
        let words = sentence.split(separator: " ")
        guard words.count > Self.longSentence else { return [sentence] }
        for place in words.indices where place >= 5 && place + 6 <= words.count {
            let joins = ["and", "but", "so"].contains(words[place])
            guard joins, words[place - 1].hasSuffix(","),
                Self.subjects.contains(words[place + 1].lowercased())
            else { continue }
            splits += 1
            let head = words[..<place].joined(separator: " ").dropLast() + "."
            let tail = PlainText.capitalised(words[(place + 1)...].joined(separator: " "))
            return [String(head)] + split(tail)
        }
        return [sentence]
    }
}
