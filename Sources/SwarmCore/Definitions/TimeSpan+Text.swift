extension TimeSpan {
    private static let units: [(name: String, microseconds: Int64)] = [
        ("ms", 1_000), ("h", 3_600_000_000), ("m", 60_000_000), ("s", 1_000_000),
    ]

    /// Reads `2.5s`, `400ms`, `1m` or `1h`, exactly; nil for anything else and for what is finer than a microsecond.
    public init?(text: String) {
        guard let unit = Self.units.first(where: { text.hasSuffix($0.name) }) else { return nil }
        let figure = text.dropLast(unit.name.count)
        let parts = figure.split(separator: ".", omittingEmptySubsequences: false)
        let isDecimal = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } }
        guard (1...2).contains(parts.count), isDecimal, let whole = Int64(parts[0]) else {
            return nil
        }
        let decimals = parts.count == 2 ? parts[1] : ""
        // Nine decimals of an hour still fit.
        guard decimals.utf8.count <= 9, let fraction = Int64("0" + decimals) else { return nil }
        var scale: Int64 = 1
        for _ in decimals.utf8 { scale *= 10 }
        let part = fraction * unit.microseconds
        let (most, overflow) = whole.multipliedReportingOverflow(by: unit.microseconds)
        let (sum, overflows) = most.addingReportingOverflow(part / scale)
        guard !overflow, !overflows, part % scale == 0 else { return nil }
        self.init(microseconds: sum)
    }

    /// The shortest such text: whole hours, whole minutes, else seconds, or milliseconds below one.
    public var text: String {
        if microseconds != 0 {
            for name in ["h", "m"] {
                let unit = Self.units.first { $0.name == name }?.microseconds ?? 1
                if microseconds % unit == 0 { return String(microseconds / unit) + name }
            }
        }
        let isShort = microseconds != 0 && microseconds.magnitude < 1_000_000
        let unit: Int64 = isShort ? 1_000 : 1_000_000
        var fraction = String(microseconds.magnitude % unit.magnitude)
        fraction = String(repeating: "0", count: (isShort ? 3 : 6) - fraction.utf8.count) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return (microseconds < 0 ? "-" : "") + String(microseconds.magnitude / unit.magnitude)
            + (fraction.isEmpty ? "" : "." + fraction) + (isShort ? "ms" : "s")
    }

    /// What a definition may ask for where nothing narrower is said.
    static let definable = TimeSpan.milliseconds(1)...TimeSpan.seconds(31_622_400)
}
