/// An exact number: a numerator of at most 38 digits over a positive denominator, in lowest terms.
struct Fraction: Equatable {
    private(set) var numerator: Int128
    private(set) var denominator: Int128

    init(_ whole: Int128) {
        numerator = whole
        denominator = 1
    }

    /// Nil when the denominator is 0.
    init?(_ numerator: Int128, over denominator: Int128) {
        guard denominator != 0, numerator != .min, denominator != .min else { return nil }
        let divisor = Self.divisor(numerator.magnitude, denominator.magnitude)
        let sign: Int128 = denominator < 0 ? -1 : 1
        self.numerator = sign * numerator / divisor
        self.denominator = sign * denominator / divisor
    }

    private static func divisor(_ a: UInt128, _ b: UInt128) -> Int128 {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return Int128(clamping: max(a, 1))
    }

    var isZero: Bool { numerator == 0 }

    // MARK: Arithmetic; nil when the result has too many digits or there is none

    static func + (a: Fraction, b: Fraction) -> Fraction? {
        let (left, overflow) = a.numerator.multipliedReportingOverflow(by: b.denominator)
        let (right, overflows) = b.numerator.multipliedReportingOverflow(by: a.denominator)
        let (sum, isTooLarge) = left.addingReportingOverflow(right)
        let (below, isTooFine) = a.denominator.multipliedReportingOverflow(by: b.denominator)
        guard !overflow, !overflows, !isTooLarge, !isTooFine else { return nil }
        return Fraction(sum, over: below)
    }

    static func * (a: Fraction, b: Fraction) -> Fraction? {
        // Crosswise first, so that nothing grows that need not.
        guard let left = Fraction(a.numerator, over: b.denominator),
            let right = Fraction(b.numerator, over: a.denominator)
        else { return nil }
        let (above, overflow) = left.numerator.multipliedReportingOverflow(by: right.numerator)
        let (below, overflows) = left.denominator
            .multipliedReportingOverflow(by: right.denominator)
        return overflow || overflows ? nil : Fraction(above, over: below)
    }

    static func / (a: Fraction, b: Fraction) -> Fraction? {
        Fraction(b.denominator, over: b.numerator).flatMap { a * $0 }
    }

    static prefix func - (a: Fraction) -> Fraction {
        Fraction(-a.numerator, over: a.denominator) ?? a
    }

    /// What is left of `a` after whole times `b`; has the sign of `a`.
    static func % (a: Fraction, b: Fraction) -> Fraction? {
        guard let quotient = a / b else { return nil }
        let whole = Fraction(quotient.numerator / quotient.denominator)
        return (whole * b).flatMap { a + -$0 }
    }

    /// A whole exponent of at most 1,000 either way.
    func power(_ exponent: Fraction) -> Fraction? {
        guard exponent.denominator == 1, exponent.numerator.magnitude <= 1_000 else { return nil }
        guard exponent.numerator >= 0 else {
            return Fraction(denominator, over: numerator)?.power(-exponent)
        }
        var result = Fraction(1)
        for _ in 0..<Int(exponent.numerator) {
            guard let next = result * self else { return nil }
            result = next
        }
        return result
    }

    // MARK: As text

    /// In decimals; exact, or rounded to 20 of them with the word for it.
    var text: String {
        let whole = numerator.magnitude / denominator.magnitude
        var rest = numerator.magnitude % denominator.magnitude
        let sign = numerator < 0 ? "-" : ""
        var decimals = ""
        while rest != 0, decimals.utf8.count < 20 {
            let (ten, overflow) = rest.multipliedReportingOverflow(by: 10)
            if overflow { break }
            decimals += String(ten / denominator.magnitude)
            rest = ten % denominator.magnitude
        }
        let isExact = rest == 0
        let figures = sign + String(whole) + (decimals.isEmpty ? "" : "." + decimals)
        return isExact ? figures : figures + "… (cut off; exactly \(numerator)/\(denominator))"
    }
}
