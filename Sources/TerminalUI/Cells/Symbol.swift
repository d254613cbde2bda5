/// What one cell shows: a spacing character with up to four combining marks.
///
/// Only the sanitiser makes symbols, so a symbol never holds a control, format or bidirectional
/// character. Sixteen bytes, no heap: five scalars of 21 bits each and the width.
public struct Symbol: Hashable, Sendable {
    private var low: UInt64
    private var high: UInt64

    /// An empty cell.
    public static let blank = Symbol(ascii: 0x20)

    /// The right half of a two-column symbol.
    public static let continuation = Symbol(low: 0, high: 0)

    /// What stands for text that was cut.
    public static let ellipsis = Symbol("…")

    /// The symbol of a character after sanitising; a character that cannot be shown is its mark.
    public init(_ character: Character) {
        var scan = SymbolScan(String(character))
        self = scan.next() ?? .blank
    }

    private init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    init(ascii byte: UInt8) {
        low = UInt64(byte)
        high = 1 << Self.widthShift
    }

    /// For the sanitiser only: `base` is printable, `columns` is 1 or 2.
    init(base: Unicode.Scalar, columns: Int) {
        low = UInt64(base.value)
        high = UInt64(columns) << Self.widthShift
    }

    /// 1 or 2; 0 for the right half of a two-column symbol.
    public var columns: Int { Int(high >> Self.widthShift & 3) }

    public var isContinuation: Bool { self == .continuation }
    public var isBlank: Bool { self == .blank }

    /// The spacing character; 0 for the right half of a two-column symbol.
    public var base: UInt32 { UInt32(low & Self.mask) }

    /// The combining marks, in order.
    public var marks: [UInt32] {
        [low >> 21 & Self.mask, low >> 42 & Self.mask, high & Self.mask, high >> 21 & Self.mask]
            .filter { $0 != 0 }.map { UInt32($0) }
    }

    /// Whether a combining mark follows the spacing character.
    public var hasMarks: Bool { low >> 21 != 0 }

    /// False when there are four marks already.
    mutating func add(mark: Unicode.Scalar) -> Bool {
        let value = UInt64(mark.value)
        if low >> 21 & Self.mask == 0 {
            low |= value << 21
        } else if low >> 42 & Self.mask == 0 {
            low |= value << 42
        } else if high & Self.mask == 0 {
            high |= value
        } else if high >> 21 & Self.mask == 0 {
            high |= value << 21
        } else {
            return false
        }
        return true
    }

    /// Appends what the symbol shows; nothing for the right half of a two-column symbol.
    public func write(to text: inout String) {
        guard let scalar = Unicode.Scalar(base), base != 0 else { return }
        text.unicodeScalars.append(scalar)
        guard hasMarks else { return }
        for mark in marks {
            if let scalar = Unicode.Scalar(mark) { text.unicodeScalars.append(scalar) }
        }
    }

    private static let mask: UInt64 = 0x1F_FFFF
    private static let widthShift: UInt64 = 60
}

/// One cell of a canvas: what it shows and how.
public struct Cell: Hashable, Sendable {
    public var symbol: Symbol
    public var style: Style

    public init(_ symbol: Symbol = .blank, style: Style = .plain) {
        self.symbol = symbol
        self.style = style
    }

    public static let blank = Cell()
}
