import Foundation
import SwarmCore

/// A running check over all batches: each link holds every byte before it, so that a changed, exchanged or missing
/// batch is found. Against damage, not against forgery: there is no secret in it.
struct Chain {
    private(set) var link: Int64

    init(link: Int64 = 0) { self.link = link }

    /// Takes a batch in, eight bytes at a time through the finaliser of SplitMix64, which loses nothing: any one
    /// changed word changes the link.
    mutating func add(_ lines: Data, first: Int64, last: Int64) {
        var hash = UInt64(bitPattern: link)
        hash = KeyedRandom.mix(hash ^ UInt64(bitPattern: first))
        hash = KeyedRandom.mix(hash ^ UInt64(bitPattern: last))
        lines.withUnsafeBytes { bytes in
            let words = bytes.count / 8
            for place in 0..<words {
                let word = bytes.loadUnaligned(fromByteOffset: place * 8, as: UInt64.self)
                hash = KeyedRandom.mix(hash ^ UInt64(littleEndian: word))
            }
            var rest: UInt64 = 0
            for byte in bytes[(words * 8)...] { rest = rest << 8 | UInt64(byte) }
            hash = KeyedRandom.mix(hash ^ rest ^ UInt64(bytes.count) << 56)
        }
        link = Int64(bitPattern: hash)
    }
}
