/// The one door for text: anything in, only printable cells out.
///
/// Text comes from agents, models, files and error messages. Controls, escape sequences,
/// bidirectional and invisible characters become visible marks of one column each, so nothing is
/// hidden and nothing acts; combining marks beyond four, or without a character before them,
/// become a mark as well. Sequences of up to four emoji become their first emoji and flags their two
/// letters, because terminals disagree about their widths. Running the result through again changes nothing.
public enum Sanitiser {
    /// The mark for what cannot be shown; C0 controls have pictures of their own, such as `␛`.
    public static let mark = Symbol(base: "\u{2219}", columns: 1)

    /// Text for one line of plain output, such as a line of standard output.
    public static func line(_ text: String, glyphs: GlyphSet = .unicode) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for symbol in symbols(of: text) {
            glyphs.shown(symbol).write(to: &result)
            if glyphs == .ascii, symbol.columns == 2 { result.append("?") }
        }
        return result
    }

    /// How many marks the sanitiser puts into that text for characters it does not show.
    public static func markCount(_ text: String) -> Int {
        var scan = SymbolScan(text)
        while scan.next() != nil {}
        return scan.marksMade
    }

    /// The symbols of that text, in order.
    public static func symbols(of text: String) -> some Sequence<Symbol> {
        SymbolScan(text)
    }
}

/// Reads scalars and gives symbols; looks ahead no further than the sequence it is in.
struct SymbolScan: Sequence, IteratorProtocol {
    private var scalars: String.UnicodeScalarView.Iterator
    private var pending: Unicode.Scalar?
    private var owesMark = false
    private(set) var marksMade = 0

    init(_ text: String) {
        scalars = text.unicodeScalars.makeIterator()
    }

    mutating func next() -> Symbol? {
        if owesMark {
            owesMark = false
            marksMade += 1
            return Sanitiser.mark
        }
        guard let scalar = take() else { return nil }
        guard var symbol = SymbolClass.spacing(scalar) else {
            marksMade += 1
            return SymbolClass.mark(for: scalar)
        }
        // What comes before ASCII, as most of it does, or at the end is a symbol by itself.
        guard let following = scalars.next() else { return symbol }
        pending = following
        if !following.isASCII { finish(&symbol, of: scalar) }
        return symbol
    }

    private mutating func take() -> Unicode.Scalar? {
        guard let scalar = pending else { return scalars.next() }
        pending = nil
        return scalar
    }

    /// Takes what belongs to the character before: marks, variation selectors, joined emoji.
    private mutating func finish(_ symbol: inout Symbol, of base: Unicode.Scalar) {
        var mayTakeSelector = !base.isASCII || SymbolClass.isKeycap(base)
        var (joined, mayTakeTone) = (1, true)
        while let scalar = take() {
            if scalar.isASCII {
                pending = scalar
                return
            }
            if SymbolClass.isSelector(scalar), mayTakeSelector {
                mayTakeSelector = false
            } else if SymbolClass.isSkinTone(scalar), SymbolClass.isEmoji(base) {
                if !mayTakeTone { owesMark = true }
                mayTakeTone = false
            } else if SymbolClass.isJoiner(scalar) {
                guard join(scalar, after: base, mayGrow: joined < Self.mostJoined) else { return }
                joined += 1
                mayTakeTone = true
            } else if SymbolClass.isCombining(scalar) {
                if !symbol.add(mark: scalar) { owesMark = true }
            } else {
                pending = scalar
                return
            }
        }
    }

    /// The longest sequences of emoji that Unicode recommends join four; a longer one would only hide them.
    private static let mostJoined = 4

    /// True when the joiner stood between two characters it may join; a mark is owed otherwise.
    private mutating func join(
        _ joiner: Unicode.Scalar, after base: Unicode.Scalar, mayGrow: Bool
    ) -> Bool {
        guard let following = take() else {
            owesMark = true
            return false
        }
        if joiner == "\u{200D}", mayGrow, SymbolClass.isEmoji(base), SymbolClass.isEmoji(following)
        {
            return true
        }
        pending = following
        if SymbolClass.isJoiningScript(base), SymbolClass.isJoiningScript(following) {
            return true
        }
        owesMark = true
        return false
    }
}
