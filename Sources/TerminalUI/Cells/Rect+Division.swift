extension Rect {
    /// One row of this rectangle, counted from its top; empty when it has no such row.
    public func row(_ index: Int) -> Rect {
        guard index >= 0, index < height else {
            return Rect(column: left, row: top, width: width, height: 0)
        }
        return Rect(column: left, row: top + index, width: width, height: 1)
    }

    /// This rectangle cut after that many rows: what is above, what is below.
    public func split(top rows: Int) -> (above: Rect, below: Rect) {
        let count = min(max(0, rows), height)
        return (
            Rect(column: left, row: top, width: width, height: count),
            Rect(column: left, row: top + count, width: width, height: height - count)
        )
    }

    /// This rectangle cut so that the lower part has that many rows.
    public func split(bottom rows: Int) -> (above: Rect, below: Rect) {
        split(top: height - min(max(0, rows), height))
    }

    /// This rectangle cut after that many columns.
    public func split(left columns: Int) -> (left: Rect, right: Rect) {
        let count = min(max(0, columns), width)
        return (
            Rect(column: left, row: top, width: count, height: height),
            Rect(column: left + count, row: top, width: width - count, height: height)
        )
    }

    /// This rectangle cut so that the right part has that many columns.
    public func split(right columns: Int) -> (left: Rect, right: Rect) {
        split(left: width - min(max(0, columns), width))
    }

    /// Divides from top to bottom, with `gap` empty rows between the parts.
    public func rows(_ tracks: [Track], gap: Int = 0) -> [Rect] {
        Self.divide(height, tracks, gap: gap).map {
            Rect(column: left, row: top + $0.start, width: width, height: $0.length)
        }
    }

    /// Divides from left to right, with `gap` empty columns between the parts.
    public func columns(_ tracks: [Track], gap: Int = 0) -> [Rect] {
        Self.divide(width, tracks, gap: gap).map {
            Rect(column: left + $0.start, row: top, width: $0.length, height: height)
        }
    }

    /// Fixed parts are served first and in order; the last share takes what rounding leaves.
    private static func divide(
        _ length: Int, _ tracks: [Track], gap: Int
    ) -> [(start: Int, length: Int)] {
        var left = max(0, length - max(0, gap) * max(0, tracks.count - 1))
        var fixed: [Int?] = []
        for track in tracks {
            guard case .fixed(let cells) = track else {
                fixed.append(nil)
                continue
            }
            let given = min(max(0, cells), left)
            fixed.append(given)
            left -= given
        }
        var shares = tracks.reduce(0) { sum, track in
            if case .share(let part) = track { sum + max(0, part) } else { sum }
        }
        var parts: [(start: Int, length: Int)] = []
        var start = 0
        for (index, track) in tracks.enumerated() {
            var cells = fixed[index] ?? 0
            if case .share(let part) = track, shares > 0 {
                cells = left * max(0, part) / shares
                left -= cells
                shares -= max(0, part)
            }
            parts.append((start, cells))
            start = min(length, start + cells + max(0, gap))
        }
        return parts
    }
}
