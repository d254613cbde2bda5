import SwarmCore
import TerminalUI

/// Braille steps over the bands of the tiers, with the names at the lines' ends.
struct ReputationChart {
    let glance: Glance
    let subject: AgentID?
    let cursor: TaskID?
    let showsCursor: Bool
    /// With the tiers' names in their bands and the tasks counted below.
    let isLarge: Bool
    private var look: Look { glance.look }

    private static let labelCells = 4
    static let nameCells = 14

    /// Returns how many agents are not named beside their line, or have none; 0 where there is no room for names.
    func draw(on canvas: inout Canvas, in area: Rect) -> Int {
        let nameCells = area.width >= 40 ? Self.nameCells : 0
        let plotLeft = area.left + 1 + Self.labelCells
        let plot = Rect(
            column: plotLeft, row: area.top,
            width: max(0, area.right - nameCells - (nameCells > 0 ? 1 : 0) - plotLeft),
            height: area.height - (isLarge ? 1 : 0))
        let series = ReputationSeries(glance, most: max(1, plot.width / 2))
        let scale = ReputationScale(rows: plot.height, values: series.values.joined())
        drawBands(scale, on: &canvas, in: plot, labels: area.left + 1)
        drawCursor(series, on: &canvas, in: plot)
        drawLines(series, scale, on: &canvas, in: plot)
        if isLarge {
            drawTierNames(scale, on: &canvas, in: plot)
            drawTasks(series, scale, at: plot.bottom, on: &canvas, in: plot)
        }
        guard nameCells > 0 else { return 0 }
        let names = Rect(
            column: plot.right + 1, row: area.top, width: nameCells, height: plot.height)
        return drawNames(series, scale, on: &canvas, in: names)
    }

    private func drawBands(
        _ scale: ReputationScale, on canvas: inout Canvas, in plot: Rect, labels column: Int
    ) {
        for row in 0..<plot.height {
            let middle = scale.lowerBound(of: row) + scale.pointsPerRow / 2
            if let tint = look.tint(Sign.role(of: Tier(middle)), share: 0.07) {
                canvas.setBackground(plot.row(row), tint)
            }
        }
        for tier in Tier.allCases where tier != .needsImprovement {
            guard let row = scale.row(of: tier.lowerBound.value) else { continue }
            let label = Figures.decimal(tier.lowerBound.value, places: 0)
            canvas.text(
                label, at: Point(column: column + 3, row: plot.top + row), style: look.style(.dim),
                alignment: .right)
        }
    }

    private func drawTierNames(
        _ scale: ReputationScale, on canvas: inout Canvas, in plot: Rect
    ) {
        for tier in Tier.allCases {
            let width = TextWidth.of(tier.rawValue)
            let column = plot.right - 1 - width
            let band = (0..<plot.height).filter {
                Tier(scale.lowerBound(of: $0) + scale.pointsPerRow / 2) == tier
            }
            guard let first = band.first, let last = band.last else { continue }
            // As near to the band's middle as the lines leave room.
            let free = band.filter { row in
                (column - 1..<plot.right).allSatisfy {
                    canvas[$0, plot.top + row].symbol == .blank
                }
            }.min { abs(2 * $0 - first - last) < abs(2 * $1 - first - last) }
            guard let free else { continue }
            canvas.text(
                tier.rawValue, at: Point(column: column, row: plot.top + free),
                style: look.faded(Sign.role(of: tier), share: 0.6))
        }
    }

    /// The tasks counted under their steps, as many numbers as have room.
    private func drawTasks(
        _ series: ReputationSeries, _ scale: ReputationScale, at row: Int,
        on canvas: inout Canvas, in plot: Rect
    ) {
        canvas.text("start", at: Point(column: plot.left, row: row), style: look.style(.dim))
        let chart = scale.chart(series.values)
        var free = plot.left + 7
        for place in series.tasks.indices {
            let column = plot.left + chart.column(ofStep: place + 1, width: plot.width)
            guard column >= free, column + 2 < plot.right else { continue }
            let isChosen = showsCursor && series.tasks[place] == cursor
            canvas.text(
                "\(place + 1)", at: Point(column: column, row: row),
                style: isChosen ? look.badge(.bright) : look.style(.dim))
            free = column + 4
        }
        canvas.text("tasks", at: Point(column: plot.right + 1, row: row), style: look.style(.dim))
    }

    private func drawLines(
        _ series: ReputationSeries, _ scale: ReputationScale, on canvas: inout Canvas, in plot: Rect
    ) {
        let order = series.agents.indices.sorted {
            let first = series.agents[$0] == subject
            let second = series.agents[$1] == subject
            return first == second ? $0 > $1 : second
        }
        let chart = scale.chart(order.map { series.values[$0] })
        canvas.withClip(plot) { canvas in
            chart.draw(on: &canvas, in: plot) { index, value in
                let role = Sign.role(of: Tier(value))
                return series.agents[order[index]] == subject
                    ? look.style(role) : look.faded(role, share: 0.42)
            }
        }
    }

    private func drawCursor(_ series: ReputationSeries, on canvas: inout Canvas, in plot: Rect) {
        guard showsCursor, let cursor, let place = series.tasks.firstIndex(of: cursor),
            plot.width > 0
        else { return }
        let scale = ReputationScale(rows: plot.height, values: series.values.joined())
        let column =
            plot.left + scale.chart(series.values).column(ofStep: place + 1, width: plot.width)
        for row in plot.top..<plot.bottom {
            canvas.put(Symbol("┊"), column: column, row: row, style: look.style(.bright))
        }
    }

    /// The best first, the chosen one for certain; a name whose row is taken goes to the next one below, or nowhere.
    /// Returns how many agents have none.
    private func drawNames(
        _ series: ReputationSeries, _ scale: ReputationScale, on canvas: inout Canvas, in area: Rect
    ) -> Int {
        let all = glance.swarm.agents
        let places = series.agents.map(\.position)
        if let first = places.first, places.count > 1,
            places.allSatisfy({ all[$0].history.isEmpty })
        {
            let row = scale.lineRow(of: all[first].reputation.value)
            drawName(
                "all \(Self.number(all.count))", all[first].reputation,
                isChosen: false, at: area.top + row, on: &canvas, in: area)
            return 0
        }
        // Kept for the chosen one, with the rows its betters at the same place need above it.
        let kept = places.firstIndex { $0 == subject?.position }.map { chosen in
            max(scale.lineRow(of: all[places[chosen]].reputation.value), 0)
        }
        var (next, named) = (0, 0)
        for place in places {
            let isChosen = place == subject?.position
            let row = max(next, scale.lineRow(of: all[place].reputation.value))
            guard row < area.height else { break }
            if let kept, !isChosen, row == area.height - 1, kept >= row { continue }
            (next, named) = (row + 1, named + 1)
            drawName(
                all[place].card.shortName, all[place].reputation, isChosen: isChosen,
                at: area.top + row, on: &canvas, in: area)
        }
        return all.count - named
    }

    private func drawName(
        _ name: String, _ reputation: Points, isChosen: Bool, at row: Int,
        on canvas: inout Canvas, in area: Rect
    ) {
        canvas.text(
            name, at: Point(column: area.left, row: row),
            style: isChosen ? look.strong(.name) : look.style(.secondary), width: area.width - 4)
        let role = Sign.role(of: Tier(reputation))
        canvas.text(
            Figures.decimal(reputation.value, places: 0), at: Point(column: area.right, row: row),
            style: isChosen ? look.strong(role) : look.style(role), alignment: .right)
    }

    private static func number(_ count: Int) -> String {
        let words = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
        return (2...10).contains(count) ? words[count - 2] : "\(count)"
    }
}

/// Which points a row of the chart stands for: 5, 10, 20 or 40, so that the tiers meet row edges.
struct ReputationScale {
    static let top = 150.0
    /// A chart reaches at least down to here.
    private static let leastReach = 80.0

    let rows: Int
    let pointsPerRow: Double

    init(rows: Int, values: some Sequence<Double>) {
        self.rows = max(0, rows)
        let lowest = min(Self.leastReach, values.min() ?? Self.leastReach)
        let count = Double(self.rows)
        let fitting = [5.0, 10, 20].first { Self.top - $0 * count <= lowest }
        pointsPerRow = fitting ?? 40
    }

    var range: ClosedRange<Double> { Self.top - pointsPerRow * Double(rows)...Self.top }

    func chart(_ values: [[Double]]) -> StepChart { StepChart(series: values, range: range) }

    /// The row the line of a value is drawn in; one on an edge is drawn below it.
    func lineRow(of value: Double) -> Int { chart([]).row(of: value, height: rows) }

    func lowerBound(of row: Int) -> Double { Self.top - pointsPerRow * Double(row + 1) }

    /// The row a value is in; nil when it is below the chart.
    func row(of value: Double) -> Int? {
        let row = Int(((Self.top - value) / pointsPerRow).rounded(.up)) - 1
        return row < rows ? max(0, row) : nil
    }
}

extension Tier {
    /// The tier of a value that need not be a whole number of units, as a chart has it.
    init(_ value: Double) {
        let clamped = min(150, max(0, value))
        self.init(Points(raw: Int32(clamped * Double(Points.unitsPerPoint))))
    }
}
