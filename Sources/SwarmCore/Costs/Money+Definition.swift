extension DefinitionNode {
    /// Dollars: `2`, `0.05`, `$0.05`; at most nine decimals.
    func money(_ faults: inout [DefinitionFault]) -> Money? {
        let text: String? =
            switch json {
            case .string(let text): text
            case .integer(let whole): String(whole)
            case .number(let dollars): Money(rounding: dollars)?.definition
            default: nil
            }
        if let text, let money = Money(definition: text) { return money }
        faults.append(fault("\(shown) is no amount of dollars", hint: "Write it like 0.50."))
        return nil
    }
}

extension Money {
    /// A figure as somebody wrote it, to the nearest billionth.
    fileprivate init?(rounding dollars: Double) {
        guard let raw = Int64(exactly: (dollars * Double(Self.unitsPerDollar)).rounded()), raw >= 0
        else { return nil }
        self.init(nanodollars: raw)
    }

    /// Reads `2`, `0.05` or `$0.05`, exactly; nil for anything else, more than nine decimals, or above nine billion.
    public init?(definition text: String) {
        let figure = text.hasPrefix("$") ? text.dropFirst() : text[...]
        let parts = figure.split(separator: ".", omittingEmptySubsequences: false)
        let isDecimal = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } }
        guard (1...2).contains(parts.count), isDecimal, let whole = Int64(parts[0]),
            whole <= 9_000_000_000
        else { return nil }
        let decimals = parts.count == 2 ? parts[1] : ""
        guard decimals.utf8.count <= 9 else { return nil }
        let padded = decimals + String(repeating: "0", count: 9 - decimals.utf8.count)
        guard let fraction = Int64(padded) else { return nil }
        self.init(nanodollars: whole * Self.unitsPerDollar + fraction)
    }

    /// What `init(definition:)` reads back.
    public var definition: String {
        let whole = String(nanodollars / Self.unitsPerDollar)
        var fraction = String(nanodollars % Self.unitsPerDollar)
        fraction = String(repeating: "0", count: 9 - fraction.utf8.count) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return fraction.isEmpty ? whole : whole + "." + fraction
    }
}
