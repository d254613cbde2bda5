import TerminalUI

/// The number a terminal with few colours has for a colour.
enum ColorTable {
    /// The colour's number at that depth; nil in mono.
    static func index(of color: Color, depth: TerminalCapabilities.ColorDepth) -> Int32? {
        switch depth {
        case .mono: nil
        case .sixteen: nearestOfSixteen(color)
        case .twoHundredFiftySix: nearestOfCube(color)
        case .trueColor: direct(color)
        }
    }

    /// `0xRRGGBB`; in the direct entry 0 to 7 are the palette's, so near-black blues become 8.
    private static func direct(_ color: Color) -> Int32 {
        max(8, Int32(color.red) << 16 | Int32(color.green) << 8 | Int32(color.blue))
    }

    /// The 6×6×6 cube at 16 and the 24 greys at 232; 0 to 15 are the user's own and not used.
    private static func nearestOfCube(_ color: Color) -> Int32 {
        let parts = [color.red, color.green, color.blue].map(Int.init)
        let steps = parts.map { part in
            levels.indices.min { abs(levels[$0] - part) < abs(levels[$1] - part) } ?? 0
        }
        let cube = zip(parts, steps).reduce(0) { $0 + square($1.0 - levels[$1.1]) }
        let grey = min(23, max(0, (parts.reduce(0, +) / 3 - 3) / 10))
        let greyDistance = parts.reduce(0) { $0 + square($1 - (8 + 10 * grey)) }
        if greyDistance < cube { return Int32(232 + grey) }
        return Int32(16 + 36 * steps[0] + 6 * steps[1] + steps[2])
    }

    private static func nearestOfSixteen(_ color: Color) -> Int32 {
        let distances = palette.map { entry in
            square(Int(color.red) - entry.0) + square(Int(color.green) - entry.1)
                + square(Int(color.blue) - entry.2)
        }
        return Int32(distances.indices.min { distances[$0] < distances[$1] } ?? 7)
    }

    private static func square(_ value: Int) -> Int { value * value }

    private static let levels = [0, 95, 135, 175, 215, 255]

    /// The first 16 colours as xterm has them.
    private static let palette: [(Int, Int, Int)] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205),
        (0, 205, 205), (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0),
        (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
    ]
}
