/// Measures and cuts text by the columns it takes on a screen.
///
/// Text is measured as the sanitiser shows it; results are sanitised text.
public enum TextWidth {
    /// Columns the whole text takes.
    public static func of(_ text: String) -> Int {
        of(text, upTo: .max)
    }

    /// Columns the text takes, counted no further than just past `limit`.
    public static func of(_ text: String, upTo limit: Int) -> Int {
        let most = limit == .max ? limit : limit + 1
        if let columns = text.withPlainBytes(upTo: most, { $0.count }) { return columns }
        var columns = 0
        for symbol in SymbolScan(text) {
            columns += symbol.columns
            if columns > limit { break }
        }
        return columns
    }

    /// The text cut at the right to at most `columns`, ending in `…` when something was cut.
    public static func truncated(_ text: String, to columns: Int, ellipsis: String = "…") -> String
    {
        string(cut(text, to: columns, ellipsis: Symbol(ellipsis.first ?? "…")))
    }

    /// The text cut in the middle to at most `columns`: for ids, whose ends tell them apart.
    public static func truncatedInMiddle(_ text: String, to columns: Int) -> String {
        guard of(text, upTo: columns) > columns else { return string(Array(SymbolScan(text))) }
        guard columns > 0 else { return "" }
        let symbols = Array(SymbolScan(text))
        let tailRoom = (columns - 1) / 2
        let head = prefix(symbols, columns: columns - 1 - tailRoom)
        let tail = prefix(symbols.reversed(), columns: tailRoom)
        return string(head + [.ellipsis] + tail.reversed())
    }

    /// The text followed by blanks, or cut, so that it takes exactly `columns`.
    public static func padded(_ text: String, to columns: Int) -> String {
        let symbols = cut(text, to: columns, ellipsis: .ellipsis)
        let used = symbols.reduce(0) { $0 + $1.columns }
        return string(symbols) + String(repeating: " ", count: max(0, columns - used))
    }

    /// The text in at most `columns` cells; it ends in `…` when something was cut.
    public static func cut(_ text: String, to columns: Int) -> String {
        string(cut(text, to: columns, ellipsis: .ellipsis))
    }

    /// The text in lines of at most `columns`, broken at blanks where it can be.
    ///
    /// Line breaks in the text start a new line. At most `maximumLines` lines are made; the last
    /// one then ends in `…`.
    public static func wrapped(
        _ text: String, to columns: Int, maximumLines: Int = 10_000
    ) -> [String] {
        guard columns > 0, maximumLines > 0 else { return [] }
        var wrap = LineWrap(columns: columns, maximumLines: maximumLines)
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            guard wrap.add(paragraph: String(line)) else { break }
        }
        return wrap.finished()
    }

    /// As many symbols as fit, the last one the ellipsis when something was cut.
    static func cut(_ text: String, to columns: Int, ellipsis: Symbol) -> [Symbol] {
        guard columns > 0 else { return [] }
        var symbols: [Symbol] = []
        symbols.reserveCapacity(min(columns, text.utf8.count) + 1)
        var used = 0
        for symbol in SymbolScan(text) {
            used += symbol.columns
            symbols.append(symbol)
            guard used > columns else { continue }
            return prefix(symbols, columns: columns - 1) + [ellipsis]
        }
        return symbols
    }

    static func prefix(_ symbols: some Sequence<Symbol>, columns: Int) -> [Symbol] {
        var used = 0
        return symbols.prefix { symbol in
            used += symbol.columns
            return used <= columns
        }
    }

    static func string(_ symbols: some Sequence<Symbol>) -> String {
        symbols.reduce(into: "") { $1.write(to: &$0) }
    }
}

extension String {
    /// Gives `body` the text's bytes, or the first so many, when all are printable ASCII: each is then a symbol of one
    /// column, but the last one, which may be followed by marks where the text goes on. Nil for any other text.
    func withPlainBytes<Result>(
        upTo most: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result? {
        utf8.withContiguousStorageIfAvailable { bytes in
            let bytes = UnsafeBufferPointer(rebasing: bytes.prefix(Swift.max(0, most)))
            return bytes.allSatisfy { (0x20..<0x7F).contains($0) } ? body(bytes) : nil
        } ?? nil
    }
}
