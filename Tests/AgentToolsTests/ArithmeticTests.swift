import Testing

@testable import AgentTools

/// Expressions, right and wrong.
struct ArithmeticTests {
    @Test(arguments: [
        ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("0.1 + 0.2", "0.3"), ("-2^2", "-4"),
        ("2^3^2", "512"), ("2^-2", "0.25"), ("10 % 3", "1"), ("-7 % 3", "-1"), ("5.5 % 2", "1.5"),
        ("1,250 × 2", "2500"), ("7 ÷ 8", "0.875"), ("--3", "3"), ("2 * -3", "-6"), (".5", "0.5"),
        ("1/3", "0.33333333333333333333… (cut off; exactly 1/3)"), ("1/3 * 3", "1"),
        ("2^126", "85070591730234615865843651857942052864"), ("0^0", "1"), ("2 ** 4", "16"),
    ]) func itIsExact(expression: String, result: String) {
        #expect(ArithmeticTool().work(out: expression) == .init(result))
    }

    @Test(arguments: [
        ("", "The expression ends where a number should stand."),
        ("1 +", "The expression ends where a number should stand."),
        ("1 / 0", "It divides by zero."), ("1 % (2 - 2)", "It divides by zero."),
        ("(1", "A closing parenthesis is missing."),
        ("1)", "')' cannot stand there; write numbers, + - * / % ^ and parentheses."),
        ("os.exit()", "'o' cannot stand there; write numbers, + - * / % ^ and parentheses."),
        ("1e9", "'e' cannot stand there; write numbers, + - * / % ^ and parentheses."),
        ("2^128", "Only whole exponents up to 1000, with a result of at most 38 digits."),
        ("2^0.5", "Only whole exponents up to 1000, with a result of at most 38 digits."),
        ("0^-1", "Zero has no such power."),
        ("9^999^999", "Only whole exponents up to 1000, with a result of at most 38 digits."),
        ("2^126 + 2^126", "The result needs more than 38 digits; round before."),
        ("1234567890123456789012345678901", "A number has over 30 digits."),
    ]) func whatIsWrongIsSaid(expression: String, sentence: String) {
        #expect(ArithmeticTool().work(out: expression) == .init(sentence, isError: true))
    }

    @Test func nestingAndLengthAreBounded() {
        for text in ["(", "-(", "2^", "1+("] {
            let deep = String(repeating: text, count: 400)
            #expect(ArithmeticTool().work(out: deep).isError)
        }
        #expect(ArithmeticTool().work(out: String(repeating: "1+", count: 499) + "1").text == "500")
        #expect(ArithmeticTool().work(out: String(repeating: "1", count: 100_000)).isError)
    }

    @Test func anythingIsAnsweredWithoutATrap() {
        var seed: UInt64 = 7
        let symbols = Array("0123456789.+-*/%^() ,e\u{0}é")
        for _ in 0..<5_000 {
            var text = ""
            for _ in 0..<24 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text.append(symbols[Int(seed >> 33) % symbols.count])
            }
            #expect(!ArithmeticTool().work(out: text).text.isEmpty)
        }
    }
}
