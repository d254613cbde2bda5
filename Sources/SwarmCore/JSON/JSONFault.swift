/// Why a text is no JSON this program takes, and where.
public struct JSONFault: Error, Hashable, Sendable {
    /// What is wrong; one case for each thing the writer of the text can do about it.
    public enum Kind: Hashable, Sendable {
        case empty
        case tooLarge(limitBytes: Int)
        case tooDeep(limit: Int)
        case cutShort
        case unexpected(byte: UInt8)
        case trailing
        case duplicateKey(String)
        case byteOrderMark
        case invalidUTF8
        case loneSurrogate
        case controlInString(byte: UInt8)
        case badEscape
        case badNumber
        case numberTooLarge
    }

    public let kind: Kind
    /// From 1; lines end at a line feed.
    public let line: Int
    /// From 1, counted in Unicode scalars.
    public let column: Int

    public init(kind: Kind, line: Int, column: Int) {
        self.kind = kind
        self.line = line
        self.column = column
    }

    /// One line for a person: where, what, and what to do. Safe to print, whatever the text held.
    public var message: String { "line \(line), column \(column): \(Self.advice(for: kind))" }

    private static func advice(for kind: Kind) -> String {
        switch kind {
        case .empty: "there is no value; write at least {}"
        case .tooLarge(let limit): "the text is larger than \(limit) bytes; send less at once"
        case .tooDeep(let limit):
            "nested deeper than \(limit) lists and objects; flatten the value"
        case .cutShort: "the text ends in the middle of a value; send it whole"
        case .unexpected(let byte):
            "\(name(of: byte)) cannot stand here; look for a missing quote or comma"
        case .trailing: "something follows the value; send one value only"
        case .duplicateKey(let key): "the key \(shown(key)) stands twice; keep one of them"
        case .byteOrderMark: "the text starts with a byte order mark; save it as plain UTF-8"
        case .invalidUTF8: "this byte is no UTF-8; save the text as UTF-8"
        case .loneSurrogate:
            "half of a surrogate pair; write both \\u halves or the character itself"
        case .controlInString(let byte):
            "\(name(of: byte)) inside a string; write it as a \\u escape"
        case .badEscape: "unknown escape; allowed are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u0000"
        case .badNumber: "not a JSON number; write it like 12, -3.5 or 6e7"
        case .numberTooLarge: "the number is too large for a 64-bit float; write a smaller one"
        }
    }

    private static func name(of byte: UInt8) -> String {
        guard byte > 0x20, byte < 0x7F else { return "byte \(byte)" }
        return "'\(Character(Unicode.Scalar(byte)))'"
    }

    private static func shown(_ key: String) -> String {
        let cut = String(key.unicodeScalars.prefix(40))
        return JSONValue.string(cut).jsonText() + (cut.utf8.count < key.utf8.count ? "…" : "")
    }
}
