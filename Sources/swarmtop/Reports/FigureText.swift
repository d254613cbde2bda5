import Foundation
import SwarmCore

/// Figures as they stand in reports; a dash where there is none yet.
enum FigureText {
    static let none = "–"

    static func decimal(_ value: Double?, _ places: Int = 2) -> String {
        value.map { String(format: "%.\(places)f", $0) } ?? none
    }

    /// `12 ms`, `2.34 s`, `75.0 s`.
    static func span(_ span: TimeSpan?) -> String {
        guard let span else { return none }
        let seconds = span.seconds
        if abs(seconds) < 1 { return "\(Int((seconds * 1000).rounded())) ms" }
        return decimal(seconds, seconds < 10 ? 2 : 1) + " s"
    }

    /// One decimal; what is not quite everything is never shown as 100 %.
    static func percent(_ share: Double?) -> String {
        guard let share else { return none }
        return decimal(share < 1 ? min(share * 100, 99.9) : share * 100, 1) + " %"
    }

    static func percent(permille: Int?) -> String { percent(permille.map { Double($0) / 1000 }) }

    /// A weight or another number without zeros it does not need.
    static func short(_ value: Double) -> String {
        var text = decimal(value, 3)
        while text.hasSuffix("0") { text.removeLast() }
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    /// `1 retry`, `2 retries`.
    static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number) \(number == 1 ? one : many ?? one + "s")"
    }

    /// `a`, `a and b`, `a, b and c`.
    static func list(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}
