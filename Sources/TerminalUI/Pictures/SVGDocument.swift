/// The lines of an SVG document. Positions are units from the top left cell.
struct SVGDocument {
    private var text = ""
    private let width: Int
    private let height: Int
    private static let fonts =
        "'JetBrains Mono','DejaVu Sans Mono','Menlo','Consolas',monospace"

    init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    mutating func open(background: String, cornerRadius: Int) {
        text += """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" \
            width="\(width)" height="\(height)" font-family="\(Self.fonts)" font-size="20" \
            xml:space="preserve" shape-rendering="auto">
            <rect width="\(width)" height="\(height)" rx="\(max(0, cornerRadius))" \
            fill="\(background)"/>

            """
    }

    func closed() -> String {
        text + "</svg>\n"
    }

    mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, fill: String
    ) {
        text += "<rect x=\"\(Self.number(x + Double(SVGWriter.padding)))\" "
        text += "y=\"\(Self.number(y + Double(SVGWriter.padding)))\" "
        text += "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\" "
        text += "fill=\"\(fill)\" shape-rendering=\"crispEdges\"/>\n"
    }

    mutating func shape(_ shape: SVGShape, column: Int, row: Int, columns: Int, fill: String) {
        let x = Double(column * SVGWriter.cellWidth)
        let y = Double(row * SVGWriter.cellHeight)
        let repeats = shape.stretches ? 1 : columns
        let stretch = shape.stretches ? Double(columns) : 1
        for index in 0..<repeats {
            let left = x + Double(index * SVGWriter.cellWidth)
            for box in shape.boxes {
                rectangle(
                    x: left + box.x * stretch, y: y + box.y, width: box.width * stretch,
                    height: box.height, fill: fill)
            }
            if !shape.path.isEmpty {
                let originX = Self.number(left + Double(SVGWriter.padding))
                let originY = Self.number(y + Double(SVGWriter.padding))
                let paint =
                    shape.stroke.map {
                        "fill=\"none\" stroke=\"\(fill)\" stroke-width=\"\(Self.number($0))\""
                    } ?? "fill=\"\(fill)\""
                text += "<path transform=\"translate(\(originX) \(originY))\" "
                text += "d=\"\(shape.path)\" \(paint)/>\n"
            }
        }
    }

    mutating func text(
        _ content: String, column: Int, row: Int, columns: Int, fill: String,
        attributes: Style.Attributes
    ) {
        let x = SVGWriter.padding + column * SVGWriter.cellWidth
        let y = Double(SVGWriter.padding + row * SVGWriter.cellHeight) + 20
        text += "<text x=\"\(x)\" y=\"\(Self.number(y))\" "
        text += "textLength=\"\(columns * SVGWriter.cellWidth)\" fill=\"\(fill)\""
        if attributes.contains(.bold) { text += " font-weight=\"bold\"" }
        if attributes.contains(.italic) { text += " font-style=\"italic\"" }
        text += ">\(Self.escaped(content))</text>\n"
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Up to three decimals, none when whole: the same on every machine.
    static func number(_ value: Double) -> String {
        let thousandths = Int(cells: (value * 1_000).rounded(), in: -100_000_000...100_000_000)
        let sign = thousandths < 0 ? "-" : ""
        let (whole, part) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1_000)
        guard part > 0 else { return "\(sign)\(whole)" }
        var digits = String(part)
        while digits.count < 3 { digits = "0" + digits }
        while digits.hasSuffix("0") { digits.removeLast() }
        return "\(sign)\(whole).\(digits)"
    }
}
