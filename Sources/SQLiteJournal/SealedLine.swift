import Crypto
import Foundation

/// One line of text that says where a journal ends, sealed by its own hash: `swarmtop KIND 2 SEQUENCE HASH SEAL`.
///
/// Always equally long, so that it can be written over in place; a line that is torn, cut or changed has another seal
/// and is no line. The seal also covers `content`, what follows the line in its file.
enum SealedLine {
    static func text(_ kind: String, _ end: ChainEnd, content: Data = Data()) -> Data {
        let digits = String(end.last)
        let sequence = String(repeating: "0", count: 20 - digits.count) + digits
        let open = "swarmtop \(kind) \(JournalFile.format) \(sequence) \(end.hash.hexadecimal) "
        return Data((open + seal(open, content).hexadecimal + "\n").utf8)
    }

    /// The end that the first line of `data` tells, if it is one that `text` wrote.
    static func end(_ kind: String, in data: Data, content: Data = Data()) -> ChainEnd? {
        let words = String(decoding: data, as: UTF8.self).split(separator: " ")
        guard words.count == 6, let last = UInt64(words[3]), let hash = Data(hexadecimal: words[4])
        else { return nil }
        let end = ChainEnd(last: last, hash: hash)
        return text(kind, end, content: content) == data ? end : nil
    }

    private static func seal(_ open: String, _ content: Data) -> Data {
        var hasher = SHA256()
        hasher.update(data: Data(open.utf8))
        hasher.update(data: content)
        return Data(hasher.finalize())
    }
}
