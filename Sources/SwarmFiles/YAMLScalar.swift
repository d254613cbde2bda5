import SwarmCore
import Yams

/// What a YAML scalar stands for here: the core schema less what surprises people.
enum YAMLScalar {
    static func value(of scalar: Node.Scalar) -> JSONValue {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        switch scalar.string {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default: return number(scalar.string) ?? .string(scalar.string)
        }
    }

    /// As JSON writes numbers, a sign `+` allowed: `0x64`, `007`, `1_000`, `.nan` and `1.` are texts.
    private static func number(_ text: String) -> JSONValue? {
        let digits = text.utf8.first == UInt8(ascii: "+") ? text.dropFirst() : text[...]
        guard let first = digits.utf8.first, digits.utf8.count <= 400,
            first == UInt8(ascii: "-") || 0x30...0x39 ~= first,
            let value = try? JSONValue.parse(String(digits)), value.double != nil
        else { return nil }
        return value
    }
}
