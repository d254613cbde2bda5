/// How seconds become cells, on one of a few scales whose labels stand on whole cells.
///
/// Grows in steps only, so that bars do not creep (visual language, section 5); a step leaves at most a third of the
/// cells empty. Zoomed, it shows a window of the
/// time, twice as wide a second for each level. Time in which nothing was done is not drawn beyond `idleSeconds`.
struct TimeAxis: Hashable {
    /// Which part of the time is seen.
    struct Window: Hashable {
        /// 0 shows all; each level doubles the cells of a second.
        var level = 0
        /// The shown second at the left edge.
        var from = 0.0

        static let deepest = 8
        static let whole = Window()
    }

    /// Idle time longer than this is cut to it.
    static let idleSeconds = 5.0

    let cellsPerSecond: Double
    /// Milliseconds between two labels.
    let stepMilliseconds: Int
    let width: Int
    /// All the time is seen.
    let isWhole: Bool
    /// Where the window begins, in seconds as they are shown.
    let from: Double
    /// The time left out, in real seconds, in order.
    let gaps: [ClosedRange<Double>]

    /// Cells a second, from the widest.
    private static let scales: [Double] =
        stride(from: 24, through: 3, by: -1).map { Double($0) } + [2.5, 2, 1.5, 1]
        + secondsPerCell.map { 1 / $0 }
    private static let secondsPerCell: [Double] = [
        1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 10, 12, 15, 20, 24, 30, 40, 50, 60, 75, 90, 120, 150,
        180, 240, 300, 360, 450, 600, 720, 900, 1_200, 1_800, 2_400, 3_600, 5_400, 7_200, 10_800,
        14_400, 21_600, 43_200, 86_400,
    ]
    /// Seconds between two labels.
    private static let steps = [
        1, 2, 4, 5, 10, 15, 20, 30, 60, 120, 180, 240, 300, 600, 900, 1_200, 1_800, 3_600, 7_200,
        10_800, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800,
    ]
    private static let fineSteps = [100, 200, 500]
    /// The widest cells a second may be: a task of a moment must not look like a long one. Beside others, which may
    /// run longer, less.
    private static let mostCells = (alone: 24.0, shared: 14.0)
    /// Room for a label such as `30s` and a blank at least.
    private static let labelCells = 5.0

    /// An axis on which that many seconds fit.
    ///
    /// - Parameters:
    ///   - room: The width the scale is made for, when axes of other widths share it.
    ///   - isShared: Tasks of another length stand on the same scale.
    ///   - gaps: Real time that is left out; `seconds` is what remains.
    init(
        seconds: Double, width: Int, room: Int? = nil, isShared: Bool = false,
        window: Window = .whole,
        gaps: [ClosedRange<Double>] = []
    ) {
        self.width = max(0, width)
        self.gaps = gaps
        let room = max(1, min(room ?? width, width))
        let needed = max(0.5, seconds)
        let most = isShared ? Self.mostCells.shared : Self.mostCells.alone
        let scale = Self.scales.first { $0 <= most && $0 * needed <= Double(room) } ?? 1 / 86_400
        let level = min(max(0, window.level), Window.deepest)
        cellsPerSecond = scale * Double(1 << level)
        isWhole = level == 0
        from = level == 0 ? 0 : max(0, window.from)
        let labels = (level > 0 ? Self.fineSteps : []) + Self.steps.map { $0 * 1_000 }
        let cells = cellsPerSecond
        let roomy = labels.filter { Double($0) / 1_000 * cells > Self.labelCells - 0.001 }
        let even =
            level > 0
            ? nil
            : roomy.first { step in
                let distance = Double(step) / 1_000 * cells
                return abs(distance - distance.rounded()) < 0.001
            }
        stepMilliseconds = even ?? roomy.first ?? 604_800_000
    }

    /// The seconds that are seen at once.
    var span: Double { Double(width) / cellsPerSecond }

    /// A real second as it is shown, without the time left out before it.
    func shown(_ seconds: Double) -> Double { Self.shown(seconds, gaps) }

    static func shown(_ seconds: Double, _ gaps: [ClosedRange<Double>]) -> Double {
        gaps.reduce(seconds) { rest, gap in
            rest - max(0, min(seconds, gap.upperBound) - gap.lowerBound)
        }
    }

    /// Where a real second stands; outside of 0...width it is not seen.
    func cells(_ seconds: Double) -> Double { cells(shown: shown(seconds)) }

    /// The same for seconds that are counted as shown, such as those of work laid end to end.
    func cells(shown seconds: Double) -> Double { (seconds - from) * cellsPerSecond }

    /// The cell of a real second; nil when it is not seen.
    func seen(_ seconds: Double) -> Int? {
        let position = cells(seconds).rounded()
        guard position >= 0, position <= Double(width) else { return nil }
        return Int(position)
    }

    /// Where the grid lines stand, with their labels; 0 is the first.
    var ticks: [(cell: Int, label: String)] {
        guard width > 0 else { return [] }
        var ticks: [(cell: Int, label: String)] = []
        let step = Double(stepMilliseconds) / 1_000
        var number = (real(from) / step).rounded(.up)
        while ticks.count <= width {
            let second = number * step
            let position = cells(second).rounded()
            guard position < Double(width) else { break }
            if !gaps.contains(where: { $0.lowerBound < second && second < $0.upperBound }),
                position >= 0,
                ticks.last.map({ Double($0.cell + $0.label.utf8.count + 1) <= position }) ?? true
            {
                ticks.append((Int(position), label(number)))
            }
            number += 1
        }
        return ticks
    }

    /// Where time was left out, that is seen.
    var cuts: [Int] {
        gaps.compactMap { gap in seen(gap.lowerBound).flatMap { $0 < width ? $0 : nil } }
    }

    /// The real second of a shown one.
    private func real(_ shown: Double) -> Double {
        gaps.reduce(shown) { rest, gap in
            rest > gap.lowerBound ? rest + gap.upperBound - gap.lowerBound : rest
        }
    }

    private func label(_ number: Double) -> String {
        let milliseconds = Int(number) * stepMilliseconds
        guard milliseconds % 1_000 == 0 else {
            return "\(milliseconds / 1_000).\(milliseconds / 100 % 10)s"
        }
        let second = milliseconds / 1_000
        if second >= 3_600, second % 3_600 == 0 { return "\(second / 3_600)h" }
        return second >= 60 && second % 60 == 0 ? "\(second / 60)m" : "\(second)s"
    }
}
