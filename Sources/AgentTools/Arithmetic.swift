/// Reads and works out an expression: `+ - * / % ^`, parentheses, decimals with a point. Exact, bounded, never traps.
struct Arithmetic {
    /// What is wrong with an expression, in a sentence that says what to write.
    struct Fault: Error, Equatable {
        let sentence: String
    }

    static let mostCharacters = 1_000
    private static let deepest = 64

    private let symbols: [UInt8]
    private var at = 0
    private var depth = 0

    private init(_ text: String) { symbols = text.utf8.filter { $0 != 0x20 } }

    static func evaluate(_ text: String) throws(Fault) -> Fraction {
        guard text.utf8.count <= mostCharacters else {
            throw Fault(sentence: "The expression is longer than \(mostCharacters) characters.")
        }
        let plain = text.replacing("×", with: "*").replacing("÷", with: "/")
            .replacing("−", with: "-").replacing("**", with: "^").replacing(",", with: "")
            .replacing("\n", with: " ").replacing("\t", with: " ")
        var arithmetic = Arithmetic(plain)
        let value = try arithmetic.sum()
        guard arithmetic.at == arithmetic.symbols.count else { throw arithmetic.unexpected() }
        return value
    }

    // MARK: Grammar

    private mutating func sum() throws(Fault) -> Fraction {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else {
            throw Fault(sentence: "More than \(Self.deepest) parentheses or signs in one another.")
        }
        var value = try product()
        while true {
            if take("+") {
                value = try known(value + product())
            } else if take("-") {
                value = try known(value + -product())
            } else {
                return value
            }
        }
    }

    private mutating func product() throws(Fault) -> Fraction {
        var value = try signed()
        while true {
            if take("*") {
                value = try known(value * signed())
            } else if take("/") {
                value = try known(value / divisor())
            } else if take("%") {
                value = try known(value % divisor())
            } else {
                return value
            }
        }
    }

    private mutating func divisor() throws(Fault) -> Fraction {
        let divisor = try signed()
        guard !divisor.isZero else { throw Fault(sentence: "It divides by zero.") }
        return divisor
    }

    /// Signs bind less than `^`: -2^2 is -4.
    private mutating func signed() throws(Fault) -> Fraction {
        var isNegative = false
        while true {
            if take("-") {
                isNegative.toggle()
            } else if !take("+") {
                break
            }
        }
        let value = try power()
        return isNegative ? -value : value
    }

    private mutating func power() throws(Fault) -> Fraction {
        let base = try atom()
        guard take("^") else { return base }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw Fault(sentence: "Too many ^ after one another.") }
        // From the right: 2^3^2 is 2^9.
        let exponent = try signed()
        guard let value = base.power(exponent) else {
            throw Fault(
                sentence: base.isZero
                    ? "Zero has no such power."
                    : "Only whole exponents up to 1000, with a result of at most 38 digits.")
        }
        return value
    }

    private mutating func atom() throws(Fault) -> Fraction {
        guard take("(") else { return try number() }
        let value = try sum()
        guard take(")") else { throw Fault(sentence: "A closing parenthesis is missing.") }
        return value
    }

    private mutating func number() throws(Fault) -> Fraction {
        var figures: Int128 = 0
        var scale: Int128 = 1
        var count = 0
        var hasPoint = false
        while at < symbols.count {
            let symbol = symbols[at]
            if symbol == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else if 0x30...0x39 ~= symbol {
                count += 1
                guard count <= 30 else { throw Fault(sentence: "A number has over 30 digits.") }
                figures = figures * 10 + Int128(symbol - 0x30)
                if hasPoint { scale *= 10 }
            } else {
                break
            }
            at += 1
        }
        guard count > 0, let number = Fraction(figures, over: scale) else { throw unexpected() }
        return number
    }

    // MARK: Small steps

    private mutating func take(_ symbol: Unicode.Scalar) -> Bool {
        guard at < symbols.count, symbols[at] == UInt8(ascii: symbol) else { return false }
        at += 1
        return true
    }

    private func known(_ value: Fraction?) throws(Fault) -> Fraction {
        guard let value else {
            throw Fault(sentence: "The result needs more than 38 digits; round before.")
        }
        return value
    }

    private func unexpected() -> Fault {
        guard at < symbols.count else {
            return Fault(sentence: "The expression ends where a number should stand.")
        }
        let symbol = symbols[at]
        let name =
            0x21...0x7E ~= symbol ? "'\(Character(Unicode.Scalar(symbol)))'" : "byte \(symbol)"
        return Fault(
            sentence: "\(name) cannot stand there; write numbers, + - * / % ^ and parentheses.")
    }
}
