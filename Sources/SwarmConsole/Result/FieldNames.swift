import SwarmCore

/// What the names of a product's members say, whatever the recipe: a short label, and which figures are money.
///
/// The pane, the exported document and the lines of a run without a screen all read products by it.
public struct FieldNames {
    private let labels: [String: String]
    private let isAboutMoney: Bool
    /// What stands behind an amount instead of the `$` before it.
    private let currency: String?

    /// - Parameter topic: What the product is: its section's title. Of a budget an `allocated` is money too.
    public init(_ product: JSONObject, topic: String = "") {
        let named = product["currency"]?.string ?? "USD"
        let isDollar = named == "USD" || named == "$" || named.isEmpty || named.count > 3
        self.init(product.members.map(\.key), topic: topic, currency: isDollar ? nil : named)
    }

    init(_ keys: [String], topic: String = "", currency: String? = nil) {
        var labels: [String: String] = [:]
        var uses: [String: Int] = [:]
        for key in keys.prefix(Self.most) {
            labels[key] = Self.short(key)
            uses[Self.short(key), default: 0] += 1
        }
        // Two that would read the same keep their names.
        self.labels = labels.filter { uses[$0.value] == 1 }
        isAboutMoney = !Self.moneyWords.isDisjoint(with: Self.words(topic))
        self.currency = currency
    }

    private static let most = 200

    // MARK: Labels

    private static let known = [
        "kpi": "measure", "alert": "alert when", "roi": "return", "roi_projection": "return",
        "payback_period": "payback", "risk_level": "risk", "call_to_action": "button",
        "cta": "button", "subject_line": "subject", "target_segments": "segments",
        "target_audience": "audience", "reporting_frequency": "reported",
    ]

    /// `total revenue` for `total_revenue`; known names in a word or two.
    public func label(_ key: String) -> String { labels[key] ?? key.humanised }

    private static func short(_ key: String) -> String {
        if let known = known[key] { return known }
        var words = key.split(separator: "_")
        if words.count > 1, words[0] == "estimated" || words[0] == "projected" {
            words.removeFirst()
        }
        if words.count > 1, words.last == "url" || words.last == "percent" { words.removeLast() }
        return words.isEmpty ? key : words.joined(separator: " ")
    }

    /// What a reader is asked to press.
    static func isButton(_ key: String) -> Bool { known[key] == "button" }

    /// `Email open rate` for `email_open_rate`: a name that a program gave, as people begin a row with it.
    public static func title(_ name: String) -> String {
        let isName = name.isIdentifier || name.utf8.allSatisfy { (97...122).contains($0) }
        return isName ? name.humanised.capitalisedFirst : name
    }

    // MARK: Values

    private static let moneyWords: Set<String> = [
        "cost", "costs", "budget", "budgets", "revenue", "price", "prices", "spend", "spending",
        "spent", "income", "profit", "fee", "fees", "expenses", "salary", "refund", "finance",
        "usd", "dollars",
    ]
    /// Money only where the whole is about money.
    private static let sumWords: Set<String> = ["allocated", "amount", "total", "sum", "balance"]
    /// What makes a figure something else.
    private static let otherWords: Set<String> = [
        "percent", "share", "rate", "ratio", "count", "number", "id", "days", "weeks", "months",
        "hours", "score", "index", "tokens", "roi",
    ]
    /// Names of figures that are no quantities.
    private static let numberWords: Set<String> = ["id", "number", "code", "year", "seed"]

    private static func words(_ name: String) -> Set<String> {
        Set(name.lowercased().split { $0 == "_" || $0 == " " }.map(String.init))
    }

    /// Whether the name of a figure says that it is an amount of money.
    public func isMoney(_ name: String) -> Bool { isMoney(Self.words(name)) }

    private func isMoney(_ words: Set<String>) -> Bool {
        guard words.isDisjoint(with: Self.otherWords) else { return false }
        return !words.isDisjoint(with: Self.moneyWords)
            || isAboutMoney && !words.isDisjoint(with: Self.sumWords)
    }

    /// A scalar as it is read: money with its sign, thousands set off, shares with `%`; else as it was written.
    ///
    /// - Parameter isWhole: A long text is not cut: it goes to a file, not to a frame.
    public func text(
        _ value: JSONValue, _ key: String, isMoney: Bool? = nil, isWhole: Bool = false
    ) -> String {
        switch value {
        case .integer, .number:
            guard let figure = value.double else { return value.text }
            let words = Self.words(key)
            if isMoney ?? self.isMoney(words) { return amount(figure) }
            if words.contains("percent") { return value.text + "%" }
            let isQuantity = words.isDisjoint(with: Self.numberWords)
            guard isQuantity, abs(figure) >= 10_000, let whole = Int(exactly: figure) else {
                return value.text
            }
            return Figures.grouped(whole)
        case .string(let text):
            guard let whole = Int(text), "\(whole)" == text, isMoney ?? self.isMoney(key) else {
                return isWhole ? text : value.text
            }
            return amount(Double(whole))
        case .null, .bool, .array, .object: return value.text
        }
    }

    /// `$45,000`, `-$0.50`, `45,000 EUR`.
    private func amount(_ figure: Double) -> String {
        guard figure.isFinite, abs(figure) < 1e15 else { return "–" }
        let cents = Int((abs(figure) * 100).rounded())
        var text = Figures.grouped(cents / 100)
        if cents % 100 != 0 { text += ".\(cents % 100 / 10)\(cents % 10)" }
        let sign = figure < 0 && cents > 0 ? "-" : ""
        return currency.map { "\(sign)\(text) \($0)" } ?? "\(sign)$\(text)"
    }
}

extension String {
    /// `email_open_rate`: a name that a program gave, of small letters, digits and at least one `_`.
    var isIdentifier: Bool {
        contains("_") && utf8.count <= 40
            && utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    }

    /// `24%`, `3.5%`, `160000`, `$5`: a figure as somebody wrote it, which stands at the right of its column.
    var isFigure: Bool {
        contains { $0.isASCII && $0.isNumber } && utf8.count <= 16
            && allSatisfy { $0.isNumber || "$€%×.,+-–".contains($0) }
    }
}

extension JSONValue {
    /// A scalar in full, as it is read behind its label.
    var text: String {
        guard case .string(let string) = self else { return line(limit: 4_000) }
        return string.count > 8_000 ? String(string.prefix(8_000)) : string
    }
}
