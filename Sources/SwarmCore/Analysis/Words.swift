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
