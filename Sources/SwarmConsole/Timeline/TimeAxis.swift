/// How seconds become cells: whole cells a second, or for long runs whole seconds a cell.
///
/// Grows in steps only, so that bars do not creep (visual language, section 5).
struct TimeAxis: Hashable {
    let cellsPerSecond: Double
    /// Seconds between two labels.
    let step: Int
    let width: Int

    private static let steps = [
        1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400,
    ]
    /// The widest cells a second may be; a task of a moment must not look like a long one.
    private static let mostCells = 14
    /// Room for a label such as `30s` and a blank at least.
    private static let labelCells = 5.0

    /// An axis on which that many seconds fit.
    ///
    /// - Parameter room: The width the scale is made for, when axes of other widths share it.
    init(seconds: Double, width: Int, room: Int? = nil) {
        self.width = max(0, width)
        let room = max(1, min(room ?? width, width))
        let needed = max(0.5, seconds)
        let whole = (Double(room) / needed).rounded(.down)
        let scale: Double
        if whole >= 1 {
            scale = min(Double(Self.mostCells), whole)
        } else {
            let perCell = Self.steps.first { Double($0) * Double(room) >= needed } ?? 86_400
            scale = 1 / Double(perCell)
        }
        cellsPerSecond = scale
        step = Self.steps.first { Double($0) * scale >= Self.labelCells } ?? 86_400
    }

    func cells(_ seconds: Double) -> Double { seconds * cellsPerSecond }

    func cell(_ seconds: Double) -> Int {
        let position = cells(seconds).rounded()
        return position.isNaN ? 0 : Int(min(Double(width), max(0, position)))
    }

    /// Where the grid lines stand, with their labels; 0 is the first.
    var ticks: [(cell: Int, label: String)] {
        guard width > 0 else { return [] }
        var ticks: [(Int, String)] = []
        var second = 0
        while cell(Double(second)) < width, ticks.count <= width {
            ticks.append((cell(Double(second)), Self.label(second)))
            second += step
        }
        return ticks
    }

    private static func label(_ second: Int) -> String {
        if second >= 3_600, second % 3_600 == 0 { return "\(second / 3_600)h" }
        return second >= 60 && second % 60 == 0 ? "\(second / 60)m" : "\(second)s"
    }
}
