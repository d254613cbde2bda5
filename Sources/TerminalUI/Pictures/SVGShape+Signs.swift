extension SVGShape {
    /// State signs, drawn so that all of them have the same weight.
    static func sign(_ scalar: Unicode.Scalar) -> SVGShape? {
        switch scalar {
        case "■": return SVGShape(boxes: [Box(x: 2, y: 9, width: 8, height: 8)])
        case "‖":
            return SVGShape(boxes: [
                Box(x: 2, y: 7.5, width: 2.8, height: 11),
                Box(x: 7.2, y: 7.5, width: 2.8, height: 11),
            ])
        case "●": return SVGShape(path: circle(6, 13, 4.6))
        case "○": return SVGShape(path: circle(6, 13, 3.8), stroke: 1.6)
        case "◌":
            let offsets: [(Double, Double)] = [
                (4.1, 0), (2.9, 2.9), (0, 4.1), (-2.9, 2.9), (-4.1, 0), (-2.9, -2.9), (0, -4.1),
                (2.9, -2.9),
            ]
            return SVGShape(path: offsets.map { circle(6 + $0.0, 13 + $0.1, 0.9) }.joined())
        case "▲": return SVGShape(path: "M6 8L11 17L1 17Z")
        case "▼": return SVGShape(path: "M6 18L11 9L1 9Z")
        case "▸": return SVGShape(path: "M2.5 8L10.5 13L2.5 18Z")
        case "◂": return SVGShape(path: "M9.5 8L1.5 13L9.5 18Z")
        case "▾": return SVGShape(path: "M6 16L10 10.5L2 10.5Z")
        case "▴": return SVGShape(path: "M6 10L10 15.5L2 15.5Z")
        case "◆": return SVGShape(path: "M6 7.25L10.75 13L6 18.75L1.25 13Z")
        case "✓": return SVGShape(path: "M2 13.5L4.8 16.5L10 9", stroke: 2)
        case "✗": return SVGShape(path: "M2.2 9L9.8 17M9.8 9L2.2 17", stroke: 2)
        default: return nil
        }
    }
}
