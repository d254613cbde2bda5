import SwarmCore

/// How hard a text is to read: Flesch's Reading Ease (1948), 206.835 − 1.015 · words per sentence − 84.6 ·
/// syllables per word. 60 to 70 is plain English; syllables are counted as groups of vowels.
struct Readability {
    let words: Int
    let sentences: Int
    private let syllables: Int

    init(_ text: String) {
        let all = PlainText.words(text)
        words = all.count
        sentences = PlainText.sentences(text).count
        syllables = all.reduce(0) { $0 + Self.syllables($1) }
    }

    /// To one place.
    var ease: Double {
        guard words > 0, sentences > 0 else { return 0 }
        return Figure.tenths(
            206.835 - 1.015 * Double(words) / Double(sentences)
                - 84.6 * Double(syllables) / Double(words))
    }

    var wordsPerSentence: Double {
        sentences == 0 ? 0 : Figure.tenths(Double(words) / Double(sentences))
    }

    static func table(_ before: Readability, _ after: Readability) -> JSONValue {
        func row(_ measure: String, _ value: (Readability) -> JSONValue) -> JSONValue {
            ["measure": .string(measure), "before": value(before), "after": value(after)]
        }
        return .array([
            row("words") { .integer(Int64($0.words)) },
            row("sentences") { .integer(Int64($0.sentences)) },
            row("words a sentence") { .number($0.wordsPerSentence) },
            row("reading ease") { .number($0.ease) },
        ])
    }

    private static func syllables(_ word: String) -> Int {
        var groups = 0
        var wasVowel = false
        for letter in word {
            let isVowel = "aeiouyäöüáéíóúàèìòù".contains(letter)
            if isVowel, !wasVowel { groups += 1 }
            wasVowel = isVowel
        }
        let isSilent = word.hasSuffix("e") && !word.hasSuffix("le") && groups > 1
        return max(1, isSilent ? groups - 1 : groups)
    }
}
