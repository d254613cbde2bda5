extension Chart {
    /// The chart as a standalone SVG document (SVG 1.1) of 640 by 360 units; every text in it is escaped.
    var svg: String {
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 360\" width=\"640\""
                + " height=\"360\" role=\"img\" font-family=\"sans-serif\" font-size=\"12\">",
            "<title>\(Self.escaped(title))</title>",
            "<desc>\(Self.escaped(caption))</desc>",
            "<rect width=\"640\" height=\"360\" fill=\"#ffffff\"/>",
            Self.label(title, x: 320, y: 26, anchor: "middle", size: 16),
        ]
        if points.isEmpty {
            lines.append(Self.label("no data", x: 320, y: 180, anchor: "middle"))
        } else {
            lines += grid + (kind == .bar ? bars : path) + axisLabels
            lines.append(
                "<line x1=\"\(Self.plain(Plot.left))\" y1=\"\(y(.zero))\" "
                    + "x2=\"\(Self.plain(Plot.right))\" y2=\"\(y(.zero))\" stroke=\"#333333\"/>")
        }
        return (lines + ["</svg>"]).joined(separator: "\n")
    }

    /// The area the values are drawn in.
    enum Plot {
        static let left = 80.0
        static let right = 620.0
        static let top = 50.0
        static let bottom = 300.0
    }

    private func y(_ value: Figure) -> String { Self.plain(height(value)) }

    private func height(_ value: Figure) -> Double {
        Plot.bottom - share(value) * (Plot.bottom - Plot.top)
    }

    /// The middle of the place of the point at `index`.
    private func x(_ index: Int) -> Double {
        let slot = (Plot.right - Plot.left) / Double(points.count)
        return Plot.left + slot * (Double(index) + 0.5)
    }

    private var bars: [String] {
        let width = min(60, (Plot.right - Plot.left) / Double(points.count) * 0.7)
        return points.enumerated().flatMap { index, point in
            let (top, base) = (height(max(point.value, .zero)), height(min(point.value, .zero)))
            return [
                "<rect x=\"\(Self.plain(x(index) - width / 2))\" y=\"\(Self.plain(top))\" "
                    + "width=\"\(Self.plain(width))\" height=\"\(Self.plain(base - top))\" "
                    + "fill=\"#3b6ea5\"/>",
                Self.label(point.value.text, x: x(index), y: top - 5, anchor: "middle", size: 11),
            ]
        }
    }

    private var path: [String] {
        let places = points.enumerated().map { "\(Self.plain(x($0))),\(y($1.value))" }
        let line =
            "<polyline points=\"\(places.joined(separator: " "))\" fill=\"none\" "
            + "stroke=\"#3b6ea5\" stroke-width=\"2\"/>"
        return [line]
            + points.enumerated().flatMap { index, point in
                [
                    "<circle cx=\"\(Self.plain(x(index)))\" cy=\"\(y(point.value))\" r=\"4\" "
                        + "fill=\"#3b6ea5\"/>",
                    Self.label(
                        point.value.text, x: x(index), y: height(point.value) - 9,
                        anchor: "middle", size: 11),
                ]
            }
    }

    private var grid: [String] {
        (0...4).flatMap { step -> [String] in
            let value = Figure(low + (high - low) * Double(step) / 4)
            return [
                "<line x1=\"\(Self.plain(Plot.left))\" y1=\"\(y(value))\" "
                    + "x2=\"\(Self.plain(Plot.right))\" y2=\"\(y(value))\" stroke=\"#dddddd\"/>",
                Self.label(
                    value.text, x: Plot.left - 8, y: height(value) + 4, anchor: "end", size: 11),
            ]
        }
    }

    private var axisLabels: [String] {
        let most = max(3, 90 / points.count)
        return points.enumerated().map { index, point in
            Self.label(
                PlainText.cut(point.label, most: most), x: x(index), y: Plot.bottom + 20,
                anchor: "middle", size: points.count > 12 ? 9 : 12)
        }
    }

    private static func label(
        _ text: String, x: Double, y: Double, anchor: String, size: Int = 12
    ) -> String {
        "<text x=\"\(plain(x))\" y=\"\(plain(y))\" text-anchor=\"\(anchor)\" "
            + "font-size=\"\(size)\">\(escaped(text))</text>"
    }

    /// With one place, never in scientific notation.
    private static func plain(_ coordinate: Double) -> String {
        let tenths = Int((min(max(coordinate, -9_999), 9_999) * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        return "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    /// Text as XML 1.0 allows it: marks escaped, characters it forbids left out.
    static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&apos;".unicodeScalars)
            case "\t", "\n", "\r": escaped.append(" ")
            case "\u{FFFE}", "\u{FFFF}": continue
            default: if scalar.value >= 0x20 { escaped.append(scalar) }
            }
        }
        return String(escaped)
    }
}
