import SwarmCore
import TerminalUI

/// What a pane shows as a file.
struct PaneExport: Hashable {
    /// `bus.ndjson`: what the file's name ends with.
    var name: String
    var text: String
}

extension PaneExport {
    /// A pane without a form of its own: what it draws, on as much room as it wants, without styles.
    init(drawing pane: any Pane, name: String, _ glance: Glance) {
        var pane = pane
        var canvas = Canvas(size: Self.sheet, glyphs: glance.look.glyphs)
        pane.settle(canvas.bounds, glance)
        pane.view(&canvas, canvas.bounds, glance)
        // The cursor is the screen's, not the file's.
        var lines = canvas.lines.map { line in
            let bare = line.hasPrefix("▌") ? " " + line.dropFirst() : line
            return String(bare.reversed().drop { $0 == " " }.reversed())
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        self.init(name: "\(name).txt", text: (lines + [""]).joined(separator: "\n"))
    }

    /// The text with nothing that acts on a terminal it is looked at in: marks in its place, escapes in JSON.
    var inert: String {
        guard name.hasSuffix(".ndjson") || name.hasSuffix(".json") else {
            return Sanitiser.lines(text)
        }
        // JSON escapes the other controls itself, and these stand in its strings only.
        return text.unicodeScalars.reduce(into: "") { text, scalar in
            guard (0x7F...0x9F).contains(scalar.value) else {
                return text.unicodeScalars.append(scalar)
            }
            text += "\\u00" + String(scalar.value, radix: 16)
        }
    }

    private static let sheet = Size(columns: 120, rows: 500)
}

extension Sanitiser {
    /// Text of several lines, each made safe for a terminal and a file.
    static func lines(_ text: String) -> String {
        // A carriage return with its line feed is one character, and one end of a line.
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .map { Sanitiser.line(String($0)) }.joined(separator: "\n")
    }
}
