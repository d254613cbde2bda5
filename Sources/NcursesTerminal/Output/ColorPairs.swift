import CNcurses
import TerminalUI

/// ncurses' pair numbers for pairs of colours.
///
/// At most 16,384 pairs; then all are forgotten and the screen has to be drawn anew.
struct ColorPairs {
    private struct Pair: Hashable {
        let foreground: Int32
        let background: Int32
    }

    private static let limit = 16_384
    let depth: TerminalCapabilities.ColorDepth
    /// Bright colours exist only where terminfo has sixteen.
    private let colors: Int32
    private var numbers: [Pair: Int32] = [:]
    private var indices: [Color: Int32] = [:]

    init(depth: TerminalCapabilities.ColorDepth, colors: Int32) {
        self.depth = depth
        self.colors = colors
    }

    var isFull: Bool { numbers.count >= Self.limit }

    mutating func forgetAll() {
        numbers = [:]
        indices = [:]
        reset_color_pairs()
    }

    /// The pair for a style; 0 is the terminal's own colours.
    mutating func number(for style: Style) -> Int32 {
        guard depth != .mono, style.foreground != nil || style.background != nil else { return 0 }
        let pair = Pair(
            foreground: index(of: style.foreground), background: index(of: style.background))
        if let number = numbers[pair] { return number }
        let number = max(0, alloc_pair(pair.foreground, pair.background))
        numbers[pair] = number
        return number
    }

    private mutating func index(of color: Color?) -> Int32 {
        guard let color else { return -1 }
        if let index = indices[color] { return index }
        var index = ColorTable.index(of: color, depth: depth) ?? -1
        if depth == .sixteen, index >= colors { index -= 8 }
        if indices.count >= Self.limit { indices = [:] }
        indices[color] = index
        return index
    }
}
