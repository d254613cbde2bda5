/// How a cell looks: two colours and attributes.
///
/// A colour that is nil is the terminal's own. When text or a glyph is *drawn*, a nil background
/// keeps the background that is already there, so that a row can be filled first and written
/// over afterwards; `Canvas.fill` sets all parts. Eight bytes, since a screen has a style in each cell, to be compared
/// with the one before.
public struct Style: Hashable, Sendable {
    public struct Attributes: OptionSet, Hashable, Sendable {
        public let rawValue: UInt8

        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        public static let bold = Attributes(rawValue: 1)
        public static let dim = Attributes(rawValue: 2)
        public static let italic = Attributes(rawValue: 4)
        public static let underline = Attributes(rawValue: 8)
        public static let reverse = Attributes(rawValue: 16)
    }

    /// From the lowest bit: the foreground in 25 bits, the background in 25, nothing in 6, the attributes in 8.
    private var bits: UInt64

    public var foreground: Color? {
        get { Self.color(bits) }
        set { bits = bits & ~Self.colorMask | Self.bits(newValue) }
    }

    public var background: Color? {
        get { Self.color(bits >> 25) }
        set { bits = bits & ~(Self.colorMask << 25) | Self.bits(newValue) << 25 }
    }

    public var attributes: Attributes {
        get { Attributes(rawValue: UInt8(bits >> 56)) }
        set { bits = bits & ~(0xFF << 56) | UInt64(newValue.rawValue) << 56 }
    }

    public init(
        foreground: Color? = nil, background: Color? = nil, attributes: Attributes = []
    ) {
        bits =
            Self.bits(foreground) | Self.bits(background) << 25 | UInt64(attributes.rawValue) << 56
    }

    private static let colorMask: UInt64 = 0x1FF_FFFF

    /// A colour's parts, and the bit above them set; 0 for none.
    private static func bits(_ color: Color?) -> UInt64 {
        guard let color else { return 0 }
        return 1 << 24 | UInt64(color.red) << 16 | UInt64(color.green) << 8 | UInt64(color.blue)
    }

    private static func color(_ bits: UInt64) -> Color? {
        guard bits & 1 << 24 != 0 else { return nil }
        return Color(
            red: UInt8(truncatingIfNeeded: bits >> 16), green: UInt8(truncatingIfNeeded: bits >> 8),
            blue: UInt8(truncatingIfNeeded: bits))
    }

    /// The terminal's own colours, no attributes.
    public static let plain = Style()

    public static func bold(_ foreground: Color?) -> Style {
        Style(foreground: foreground, attributes: .bold)
    }

    public static func dim(_ foreground: Color?) -> Style {
        Style(foreground: foreground, attributes: .dim)
    }

    public var bold: Style { adding(.bold) }
    public var dim: Style { adding(.dim) }
    public var italic: Style { adding(.italic) }
    public var underlined: Style { adding(.underline) }
    public var reversed: Style { adding(.reverse) }

    public func adding(_ more: Attributes) -> Style {
        var style = self
        style.attributes.formUnion(more)
        return style
    }

    public func removing(_ less: Attributes) -> Style {
        var style = self
        style.attributes.subtract(less)
        return style
    }

    /// This style on that background, unless it has one already.
    public func over(background: Color?) -> Style {
        var style = self
        style.background = style.background ?? background
        return style
    }

    /// This style on that background, whatever it had before.
    public func on(_ background: Color?) -> Style {
        var style = self
        style.background = background
        return style
    }

    public func with(foreground: Color?) -> Style {
        var style = self
        style.foreground = foreground
        return style
    }
}
