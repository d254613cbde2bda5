import TerminalUI

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Lines of plain text for a person: headings, paragraphs that fold, tables that line up.
///
/// Every line passes the sanitiser, because names and words come from agents and tasks.
struct Report {
    private(set) var lines: [String] = []
    let width: Int

    init(width: Int = Report.standardWidth) { self.width = max(40, width) }

    var text: String { lines.joined(separator: "\n") }

    /// The terminal's width, and a readable one where there is no terminal.
    static var standardWidth: Int { min(160, terminalWidth ?? 100) }

    /// Nil where standard output is no terminal, or one that does not say.
    static var terminalWidth: Int? {
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// A line of its own with an empty one before it.
    mutating func heading(_ text: String) {
        if !lines.isEmpty { lines.append("") }
        paragraph(text)
    }

    mutating func paragraph(_ text: String, indent: Int = 0) {
        let margin = String(repeating: " ", count: indent)
        // As one line first, so that a line break in a name is a mark and no new line.
        let folded = TextWidth.wrapped(Sanitiser.line(text), to: width - indent)
        lines += (folded.isEmpty ? [""] : folded).map { margin + $0 }
    }

    mutating func table(_ table: TextTable, indent: Int = 2) {
        let margin = String(repeating: " ", count: indent)
        lines += table.lines.map { margin + $0 }
    }
}

/// Columns as wide as their widest cell.
struct TextTable {
    enum Alignment { case left, right }

    struct Column {
        let title: String
        let alignment: Alignment

        static func left(_ title: String) -> Column { Column(title: title, alignment: .left) }
        static func right(_ title: String) -> Column { Column(title: title, alignment: .right) }
    }

    private let columns: [Column]
    private var rows: [[String]]
    private static let widestCell = 40

    init(_ columns: [Column]) {
        self.columns = columns
        rows = columns.contains { !$0.title.isEmpty } ? [columns.map(\.title)] : []
    }

    mutating func add(_ cells: [String]) {
        rows.append(cells.map { TextWidth.truncated($0, to: Self.widestCell) })
    }

    var lines: [String] {
        let widths = columns.indices.map { column in
            rows.map { TextWidth.of($0[column]) }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.indices.map { column -> String in
                let space = String(
                    repeating: " ", count: widths[column] - TextWidth.of(row[column]))
                return columns[column].alignment == .right
                    ? space + row[column] : row[column] + space
            }
            let line = cells.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }
}
