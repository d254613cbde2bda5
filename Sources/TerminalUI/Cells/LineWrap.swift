/// Puts words into lines of a given width.
struct LineWrap {
    let columns: Int
    let maximumLines: Int
    private var lines: [[Symbol]] = []
    private var isCut = false

    init(columns: Int, maximumLines: Int) {
        self.columns = columns
        self.maximumLines = maximumLines
    }

    /// Adds the lines of one paragraph; false when there is no room for more.
    mutating func add(paragraph: String) -> Bool {
        var line: [Symbol] = []
        var used = 0
        var lastBlank: Int?
        for symbol in SymbolScan(paragraph) {
            if used + symbol.columns > columns, !line.isEmpty {
                if symbol.isBlank {
                    guard append(line) else { return false }
                    (line, used, lastBlank) = ([], 0, nil)
                    continue
                }
                let rest = lastBlank.map { Array(line[($0 + 1)...]) } ?? []
                guard append(lastBlank.map { Array(line[..<$0]) } ?? line) else { return false }
                line = rest
                used = rest.reduce(0) { $0 + $1.columns }
                lastBlank = nil
                // A wide symbol may not fit behind what was brought along either.
                if used + symbol.columns > columns, !line.isEmpty {
                    guard append(line) else { return false }
                    (line, used) = ([], 0)
                }
            }
            if symbol.isBlank { lastBlank = line.count }
            line.append(symbol)
            used += symbol.columns
        }
        return append(line)
    }

    func finished() -> [String] {
        var result = lines.map { TextWidth.string($0) }
        if isCut, let last = lines.last {
            result[result.count - 1] =
                TextWidth.string(TextWidth.prefix(last, columns: columns - 1)) + "…"
        }
        return result
    }

    private mutating func append(_ line: [Symbol]) -> Bool {
        guard lines.count < maximumLines else {
            isCut = true
            return false
        }
        lines.append(line)
        return true
    }
}
