/// Takes what a request carries in its headers out of bytes: servers echo keys in their errors, and people paste them.
struct SecretScrubber: Sendable {
    /// Headers that tell nothing.
    private static let plain = ["content-type", "accept", "anthropic-version", "user-agent"]
    /// Shorter values would turn ordinary words into stars.
    private static let shortest = 6

    /// Longest first, so that a secret inside of another is no matter.
    private let secrets: [[UInt8]]

    init(_ request: TransportRequest) {
        var secrets: [[UInt8]] = []
        for (name, value) in request.headers where !Self.plain.contains(name.lowercased()) {
            // `Bearer KEY`: the key stands alone elsewhere.
            for part in [value] + value.split(separator: " ").map(String.init)
            where part.utf8.count >= Self.shortest && part.lowercased() != "bearer" {
                secrets.append(Array(part.utf8))
            }
        }
        self.secrets = secrets.sorted { $0.count > $1.count }
    }

    /// Whether one of the secrets stands in the bytes.
    func finds(in bytes: [UInt8]) -> Bool { secrets.contains { bytes.firstRange(of: $0) != nil } }

    /// The bytes with a star for each byte of a secret: as long as before.
    func scrubbed(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for secret in secrets {
            var at = 0
            while let found = bytes[at...].firstRange(of: secret) {
                for place in found { bytes[place] = UInt8(ascii: "*") }
                at = found.upperBound
            }
        }
        return bytes
    }

    /// Pieces of one body, cut where they were; a secret may lie across a cut.
    func scrubbed(_ pieces: [[UInt8]]) -> [[UInt8]] {
        let whole = scrubbed(Array(pieces.joined()))
        var start = 0
        return pieces.map { piece in
            defer { start += piece.count }
            return Array(whole[start..<(start + piece.count)])
        }
    }

    func scrubbed(_ text: String) -> String {
        String(decoding: scrubbed(Array(text.utf8)), as: UTF8.self)
    }
}
