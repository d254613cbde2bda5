import Foundation

/// A running check over all batches: each link holds every byte before it, so that a changed, exchanged or missing
/// batch is found. Against damage, not against forgery: there is no secret in it.
struct Chain {
    private(set) var link: Int64

    init(link: Int64 = 0) { self.link = link }

    /// Takes a batch in, eight bytes at a time through the finaliser of SplitMix64, which loses nothing: any one
    /// changed word changes the link.
    mutating func add(_ lines: Data, first: Int64, last: Int64) {
        var hash = UInt64(bitPattern: link)
        hash = Self.mix(hash ^ UInt64(bitPattern: first))
        hash = Self.mix(hash ^ UInt64(bitPattern: last))
        lines.withUnsafeBytes { bytes in
            let words = bytes.count / 8
            for place in 0..<words {
                let word = bytes.loadUnaligned(fromByteOffset: place * 8, as: UInt64.self)
                hash = Self.mix(hash ^ UInt64(littleEndian: word))
            }
            var rest: UInt64 = 0
            for byte in bytes[(words * 8)...] { rest = rest << 8 | UInt64(byte) }
            hash = Self.mix(hash ^ rest ^ UInt64(bytes.count) << 56)
        }
        link = Int64(bitPattern: hash)
    }

    private static func mix(_ state: UInt64) -> UInt64 {
        var z = state &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
