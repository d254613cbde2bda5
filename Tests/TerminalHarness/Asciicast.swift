/// A recording of a terminal as asciicast version 2: a header, then `[seconds, "o", text]` a line.
///
/// Format: docs.asciinema.org/manual/asciicast/v2.
public struct Asciicast {
    public let columns: Int
    public let rows: Int
    public let title: String
    /// What was written and when, in order; no event ends within a character.
    public let events: [(seconds: Double, text: String)]

    /// Joins what was written within a tenth of a second, and begins at the first byte.
    public init(
        _ recording: [(seconds: Double, bytes: [UInt8])], columns: Int, rows: Int, title: String
    ) {
        (self.columns, self.rows, self.title) = (columns, rows, title)
        let first = recording.first?.seconds ?? 0
        var joined: [(seconds: Double, bytes: [UInt8])] = []
        for (seconds, bytes) in recording {
            let tenth = ((seconds - first) * 10).rounded(.down) / 10
            if let last = joined.last, last.seconds == tenth {
                joined[joined.count - 1].bytes += bytes
            } else {
                joined.append((tenth, bytes))
            }
        }
        var events: [(seconds: Double, text: String)] = []
        var rest: [UInt8] = []
        for (seconds, bytes) in joined {
            let all = rest + bytes
            let whole = Self.wholeCharacters(all)
            rest = Array(all[whole...])
            events.append((seconds, String(decoding: all[..<whole], as: UTF8.self)))
        }
        self.events = events.filter { !$0.text.isEmpty }
    }

    /// The file, one line feed after each line.
    public var text: String {
        let header =
            "{\"version\": 2, \"width\": \(columns), \"height\": \(rows), "
            + "\"title\": \(Self.quoted(title)), \"env\": {\"TERM\": \"xterm-256color\"}}\n"
        return events.reduce(into: header) { text, event in
            text += "[\(event.seconds), \"o\", \(Self.quoted(event.text))]\n"
        }
    }

    /// How many bytes hold whole characters; at most three are left over.
    private static func wholeCharacters(_ bytes: [UInt8]) -> Int {
        var start = bytes.count
        for step in 1...4 where bytes.count >= step {
            let byte = bytes[bytes.count - step]
            guard byte & 0xC0 != 0x80 else { continue }
            let length = byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
            if length > step { start = bytes.count - step }
            break
        }
        return start
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
