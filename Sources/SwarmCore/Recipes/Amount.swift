/// A whole amount of money as somebody wrote it: 50000, "$50,000", "50k".
public struct Amount: Hashable, Sendable {
    /// Larger amounts are cut to this, so arithmetic on amounts never overflows.
    public static let largest: Int64 = 1_000_000_000_000

    static let currencies: Set<String> = ["usd", "eur", "gbp", "dollar", "euro", "pound"]

    /// 0...`largest`; nil when there is no amount to read.
    public let value: Int64?
    /// How the amount differs from what was written, to follow its name: `was below 0; 0 is used`.
    public let note: String?

    /// Reads a number, or a text with exactly one amount and at most a currency beside it.
    public init(_ written: JSONValue?) {
        switch written {
        case .integer(let integer): self.init(integer: integer)
        case .number(let double): self.init(double: double)
        case .string(let text): self.init(text: text)
        case nil, .null: self.init(value: nil, note: nil)
        case .bool, .array, .object: self.init(value: nil, note: "is no amount")
        }
    }

    private init(value: Int64?, note: String?) {
        self.value = value
        self.note = note
    }

    private init(integer: Int64) {
        value = min(max(integer, 0), Self.largest)
        note =
            integer < 0
            ? "was below 0; 0 is used"
            : integer > Self.largest ? "was above \(Self.largest); that is used" : nil
    }

    private init(double: Double) {
        guard !double.isNaN else {
            (value, note) = (nil, "is no amount")
            return
        }
        // Both bounds are exact doubles, so the conversion cannot trap.
        let whole = Int64(min(max(double.rounded(), -1), Double(Self.largest) + 1))
        let clamped = Amount(integer: double < 0 && whole == 0 ? -1 : whole)
        value = clamped.value
        note =
            clamped.note
            ?? (Double(whole) == double
                ? nil : "\(JSONValue.number(double).figure) was rounded to \(whole)")
    }

    private init(text: String) {
        let words = Words(String(text.prefix(80))).all
        let amounts = words.compactMap(\.amount)
        let rest = words.filter { $0.amount == nil && !Self.currencies.contains($0.stem) }
        let shown = JSONValue.string(String(text.unicodeScalars.prefix(40))).jsonText()
        guard let amount = amounts.first, amounts.count == 1, rest.isEmpty else {
            (value, note) = (nil, "\(shown) is no amount")
            return
        }
        let negative = text.contains("-")
        value = negative ? 0 : amount
        note = negative ? "\(shown) was below 0; 0 is used" : "\(shown) was read as \(amount)"
    }
}
