import Crypto
import Foundation

/// One line of text that says where a journal ends, sealed by its own hash: `swarmtop KIND 2 SEQUENCE HASH SEAL`.
///
/// Always equally long, so that it can be written over in place; a line that is torn, cut or changed has another seal
/// and is no line. The seal also covers `content`, what follows the line in its file.
enum SealedLine {
    static func text(_ kind: String, _ end: ChainEnd, content: Data = Data()) -> Data {
        let digits = String(end.last).utf8
        var line = Array("swarmtop \(kind) \(JournalFile.format) ".utf8)
        line.reserveCapacity(line.count + 152)
        line.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 20 - digits.count))
        line.append(contentsOf: digits)
        line.append(UInt8(ascii: " "))
        end.hash.withUnsafeBytes { line.appendHexadecimal($0) }
        line.append(UInt8(ascii: " "))
        var hasher = SHA256()
        line.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        hasher.update(data: content)
        hasher.finalize().withUnsafeBytes { line.appendHexadecimal($0) }
        line.append(UInt8(ascii: "\n"))
        return Data(line)
    }

    /// The end that the first line of `data` tells, if it is one that `text` wrote.
    static func end(_ kind: String, in data: Data, content: Data = Data()) -> ChainEnd? {
        let words = String(decoding: data, as: UTF8.self).split(separator: " ")
        guard words.count == 6, let last = UInt64(words[3]), let hash = Data(hexadecimal: words[4])
        else { return nil }
        let end = ChainEnd(last: last, hash: hash)
        return text(kind, end, content: content) == data ? end : nil
    }
}
