/// How a cell looks: two colours and attributes.
///
/// A colour that is nil is the terminal's own. When text or a glyph is *drawn*, a nil background
/// keeps the background that is already there, so that a row can be filled first and written
/// over afterwards; `Canvas.fill` sets all parts.
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

    public var foreground: Color?
    public var background: Color?
    public var attributes: Attributes

    public init(
        foreground: Color? = nil, background: Color? = nil, attributes: Attributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
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
