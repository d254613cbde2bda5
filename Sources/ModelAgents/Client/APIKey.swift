/// A key for an endpoint, read once into memory. Nothing prints it: not a description, a dump or a mirror.
public struct APIKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let secret: String

    /// Nil when it is empty or holds what no header can carry: anything but visible ASCII.
    public init?(_ secret: String) {
        let isSendable = secret.utf8.allSatisfy { 0x21...0x7E ~= $0 }
        guard !secret.isEmpty, isSendable else { return nil }
        self.secret = secret
    }

    public var description: String { "(key)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// For the header that carries it, and nothing else.
    func reveal() -> String { secret }

    /// The text with every occurrence of the key replaced, also of its beginning where the text was cut: servers echo
    /// headers in their errors. Byte for byte, whatever a byte combines with.
    func redacted(_ text: String) -> String {
        var bytes = Array(text.utf8)
        let (key, stand) = (Array(secret.utf8), Array(description.utf8))
        if bytes.firstRange(of: key) != nil { bytes = bytes.replacing(key, with: stand) }
        let cut = Array("…".utf8)
        let end = bytes.suffix(cut.count).elementsEqual(cut) ? bytes.count - cut.count : bytes.count
        for length in stride(from: min(key.count, end), through: Self.shortestPart, by: -1)
        where bytes[(end - length)..<end].elementsEqual(key.prefix(length)) {
            bytes.replaceSubrange((end - length)..<end, with: stand)
            break
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Less of its beginning says only whose key it is.
    private static let shortestPart = 8
}
