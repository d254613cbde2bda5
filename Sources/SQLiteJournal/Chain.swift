import Crypto
import Foundation

/// Where a journal ends, or ended once: the last event and the hash of everything up to it.
///
/// The hash of a batch is SHA-256 over the hash before it, its first and last sequence and its lines, so that a
/// changed, exchanged, doubled or missing batch is found. Against damage, not against forgery: there is no secret.
struct ChainEnd: Hashable, Sendable {
    /// The end of a journal without events.
    static let origin = ChainEnd(last: 0, hash: Data(count: SHA256.byteCount))

    let last: UInt64
    /// 32 bytes.
    let hash: Data

    /// The end once this batch is added. `lines` may be memory that is only borrowed.
    func adding(_ lines: Data, first: UInt64, last: UInt64) -> ChainEnd {
        var hasher = SHA256()
        hasher.update(data: hash)
        for sequence in [first, last] {
            withUnsafeBytes(of: sequence.bigEndian) { hasher.update(bufferPointer: $0) }
        }
        hasher.update(data: lines)
        return ChainEnd(last: last, hash: Data(hasher.finalize()))
    }
}

extension Data {
    /// nil unless it is pairs of lower-case digits.
    init?(hexadecimal text: Substring) {
        let values = text.utf8.compactMap { Self.digits.firstIndex(of: $0) }
        guard values.count == text.utf8.count, values.count.isMultiple(of: 2) else { return nil }
        self.init(
            stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
        )
    }

    fileprivate static let digits = Array("0123456789abcdef".utf8)
}

extension [UInt8] {
    /// Two digits a byte, for files a person may open.
    mutating func appendHexadecimal(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes {
            append(Data.digits[Int(byte >> 4)])
            append(Data.digits[Int(byte & 15)])
        }
    }
}
