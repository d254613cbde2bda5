/// A glyph drawn as rectangles or a path inside its cell of 12 by 26 units.
struct SVGShape {
    struct Box {
        let x: Double
        let y: Double
        let width: Double
        let height: Double
    }

    var boxes: [Box] = []
    var path = ""
    /// The path is drawn as a line of this width; nil when it is filled.
    var stroke: Double?
    /// A run of the same glyph may be drawn as one shape.
    var spans = false
    /// The run is one stretched shape; else the shape is repeated.
    var stretches = false

    private static let width = Double(SVGWriter.cellWidth)
    private static let height = Double(SVGWriter.cellHeight)
    private static let light = 1.5
    private static let heavy = 4.0

    /// Nil when the font draws it.
    init?(_ symbol: Symbol) {
        guard !symbol.hasMarks, let scalar = Unicode.Scalar(symbol.base), symbol.base >= 0x2014
        else { return nil }
        if (0x2800..<0x2900).contains(symbol.base) {
            self.init(dots: UInt8(truncatingIfNeeded: symbol.base))
        } else if (0x2580...0x258F).contains(symbol.base) {
            self.init(block: scalar)
        } else if let shape = Self.line(scalar) ?? Self.sign(scalar) {
            self = shape
        } else {
            return nil
        }
    }

    init(boxes: [Box] = [], path: String = "", stroke: Double? = nil) {
        self.boxes = boxes
        self.path = path
        self.stroke = stroke
    }

    private init(block scalar: Unicode.Scalar) {
        let value = scalar.value
        let (width, height) = (Self.width, Self.height)
        switch value {
        case 0x2580: boxes = [Box(x: 0, y: 0, width: width, height: height / 2)]
        case 0x2581...0x2588:
            let part = height * Double(value - 0x2580) / 8
            boxes = [Box(x: 0, y: height - part, width: width, height: part)]
            (spans, stretches) = (true, true)
        default:
            let part = width * Double(0x2590 - value) / 8
            boxes = [Box(x: 0, y: 0, width: part, height: height)]
        }
    }

    private init(dots: UInt8) {
        let places: [(UInt8, Double, Double)] = [
            (0x01, 0, 0), (0x02, 0, 1), (0x04, 0, 2), (0x08, 1, 0), (0x10, 1, 1), (0x20, 1, 2),
            (0x40, 0, 3), (0x80, 1, 3),
        ]
        for (bit, column, row) in places where dots & bit != 0 {
            let x = Self.width * (column + 0.5) / 2
            let y = Self.height * (row + 0.5) / 4
            path += Self.circle(x, y, 1.75)
        }
    }

    /// Rules, corners, tees and dashes.
    private static func line(_ scalar: Unicode.Scalar) -> SVGShape? {
        let middle = height / 2
        switch scalar {
        case "─", "━":
            let thick = scalar == "─" ? light : heavy
            var shape = SVGShape(boxes: [
                Box(x: 0, y: middle - thick / 2, width: width, height: thick)
            ])
            (shape.spans, shape.stretches) = (true, true)
            return shape
        case "┄", "┈": return dashes(scalar == "┄" ? 3 : 4, isVertical: false)
        case "┊", "┆", "╎": return dashes(scalar == "┊" ? 4 : 3, isVertical: true)
        case "╭": return corner(column: 1, row: 1)
        case "╮": return corner(column: -1, row: 1)
        case "╰": return corner(column: 1, row: -1)
        case "╯": return corner(column: -1, row: -1)
        default: return arms[scalar].map(cross)
        }
    }

    /// Which arms a line glyph has, as up, right, down, left.
    private static let arms: [Unicode.Scalar: [Bool]] = [
        "│": [true, false, true, false], "├": [true, true, true, false],
        "┤": [true, false, true, true], "┬": [false, true, true, true],
        "┴": [true, true, false, true], "┼": [true, true, true, true],
        "┌": [false, true, true, false], "┐": [false, false, true, true],
        "└": [true, true, false, false], "┘": [true, false, false, true],
    ]

    private static func cross(_ arms: [Bool]) -> SVGShape {
        let (x, y, half) = (width / 2, height / 2, light / 2)
        var boxes: [Box] = []
        if arms[0] { boxes.append(Box(x: x - half, y: 0, width: light, height: y)) }
        if arms[1] { boxes.append(Box(x: x, y: y - half, width: x, height: light)) }
        if arms[2] { boxes.append(Box(x: x - half, y: y, width: light, height: y)) }
        if arms[3] { boxes.append(Box(x: 0, y: y - half, width: x, height: light)) }
        return SVGShape(boxes: boxes)
    }

    private static func dashes(_ count: Int, isVertical: Bool) -> SVGShape {
        let length = isVertical ? height : width
        let boxes = (0..<count).map { index -> Box in
            let start = length * (Double(index) + 0.2) / Double(count)
            let part = length * 0.6 / Double(count)
            return isVertical
                ? Box(x: (width - light) / 2, y: start, width: light, height: part)
                : Box(x: start, y: (height - light) / 2, width: part, height: light)
        }
        return SVGShape(boxes: boxes)
    }

    private static func corner(column: Double, row: Double) -> SVGShape {
        let (x, y) = (width / 2, height / 2)
        let edgeX = column > 0 ? width : 0
        let edgeY = row > 0 ? height : 0
        let number = SVGDocument.number
        let bend = y + row * x
        return SVGShape(
            path: "M\(number(edgeX)) \(number(y))"
                + "Q\(number(x)) \(number(y)) \(number(x)) \(number(bend))"
                + "L\(number(x)) \(number(edgeY))",
            stroke: light)
    }

    static func circle(_ x: Double, _ y: Double, _ radius: Double) -> String {
        let number = SVGDocument.number
        let (r, d) = (number(radius), number(radius * 2))
        return "M\(number(x - radius)) \(number(y))a\(r) \(r) 0 1 0 \(d) 0"
            + "a\(r) \(r) 0 1 0 -\(d) 0"
    }
}
