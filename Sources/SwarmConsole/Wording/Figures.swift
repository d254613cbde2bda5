import SwarmCore

/// Figures as people read them: same decimals down a column, no exponent, no grouping.
enum Figures {
    /// `value` rounded half away from zero to `places` decimals; `–` when it is no number.
    static func decimal(_ value: Double, places: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "–" }
        let scale = (0..<max(0, places)).reduce(Int64(1)) { product, _ in product * 10 }
        let scaled = Int64((abs(value) * Double(scale)).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard places > 0 else { return "\(sign)\(scaled)" }
        return "\(sign)\(scaled / scale).\(padded(scaled % scale, to: places))"
    }

    /// `73.3` for a score or one of its terms.
    static func score(_ points: Points) -> String { decimal(points.value, places: 1) }

    /// `127`, or `112.4` where the policy left a fraction.
    static func reputation(_ points: Points) -> String {
        let isWhole = points.raw % Points.unitsPerPoint == 0
        return decimal(points.value, places: isWhole ? 0 : 1)
    }

    /// A length that was chosen, without a fraction it does not have: `3 s`, `0.5 s`, `5 min`.
    static func length(_ span: TimeSpan) -> String {
        let seconds = span.seconds
        if seconds >= 120, span.microseconds % 60_000_000 == 0 { return "\(Int(seconds) / 60) min" }
        return JSONValue.figure(seconds) + " s"
    }

    /// Whole seconds of a countdown, rounded up: `42 s`.
    static func countdown(_ span: TimeSpan) -> String {
        let seconds = Int64(max(0, span.seconds).rounded(.up))
        guard seconds >= 120 else { return "\(seconds) s" }
        return seconds < 7_200 ? "\(seconds / 60) min" : "\(seconds / 3_600) h"
    }

    static func percent(permille: Int) -> String { "\((permille + 5) / 10)%" }

    /// `7,500`: a count with its thousands set off.
    static func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return number < 0 ? "-" + text : text
    }

    /// `940`, `21.3k`, `1.2M`; `–` for none.
    static func tokens(_ number: Int) -> String {
        switch number {
        case ...0: "–"
        case ..<10_000: grouped(number)
        case ..<1_000_000: decimal(Double(number) / 1_000, places: 1) + "k"
        default: decimal(Double(number) / 1_000_000, places: 1) + "M"
        }
    }

    /// `1 attempt`, `2 attempts`.
    static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `three`; from ten on in figures.
    static func word(_ number: Int) -> String {
        let words = [
            "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
        ]
        return words.indices.contains(number) ? words[number] : grouped(number)
    }

    /// `1st`, `2nd`, `3rd`, `11th`.
    static func ordinal(_ number: Int) -> String {
        let ending: String
        switch (number % 100, number % 10) {
        case (11...13, _): ending = "th"
        case (_, 1): ending = "st"
        case (_, 2): ending = "nd"
        case (_, 3): ending = "rd"
        default: ending = "th"
        }
        return "\(number)\(ending)"
    }

    /// `a`, `a and b`, `a, b and c`.
    static func list(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    private static func padded(_ number: Int64, to digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
