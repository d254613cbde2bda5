import SwarmCore
import TerminalUI

/// Draws one task in full and others in short, on one scale.
struct TimelineView {
    let main: TaskSchedule
    let others: [TaskState]
    let area: Rect
    let glance: Glance
    let seconds: Double
    let offset: Int
    let foldsDone: Bool
    let window: TimeAxis.Window
    let isByAgent: Bool
    /// Other tasks stand below on the same scale, or once did: it is made for their shorter bars.
    let sharesScale: Bool
    private var look: Look { glance.look }

    /// The seconds an axis must hold for a task: what ran, what is expected, and the same in turn.
    static func reach(_ schedule: TaskSchedule) -> Double {
        let inTurn = schedule.inTurn?.reduce(0) { $0 + $1.seconds } ?? 0
        return max(
            1, schedule.shown(schedule.elapsed),
            schedule.lanes.compactMap(\.end).map(schedule.shown).max() ?? 0, inTurn + 0.2)
    }

    /// With notes under the bars, when everything fits so.
    private static func isRoomy(_ area: Rect, _ count: Int) -> Bool {
        area.width >= 50 && area.height >= 1 + 2 * count + 3
    }

    /// How many lanes are in view: all, or what the axis, the ghost lane and the row of what is folded leave.
    var laneRows: Int {
        let count = shownIndices.count
        if Self.isRoomy(area, count) { return count }
        let fold = count < lanes.count ? 1 : 0
        let ghost = area.height >= count + fold + 2 ? 1 : 0
        return max(1, min(count, area.height - 1 - ghost - fold))
    }

    /// The place among all lanes of the one that shows a subtask, 0 where none does.
    func lane(of subtask: Int) -> Int {
        isByAgent ? lanes.firstIndex { Int($0.key.index) == subtask } ?? 0 : subtask
    }

    /// The lanes that are not folded away, by their places among all.
    var shownIndices: [Int] {
        let all = lanes
        return all.indices.filter { !foldsDone || !all[$0].isFinished }
    }

    /// The seconds that are seen at once.
    var span: Double { columns.axis.span }

    /// The lanes of the chosen task: of its subtasks, or of the agents that had a part in it.
    private var lanes: [TaskSchedule.Lane] {
        guard isByAgent, let task = glance.swarm.tasks[main.id] else { return main.lanes }
        return main.byAgent(task, glance)
    }

    private var longestName: Int { lanes.map { TextWidth.of($0.name) }.max() ?? 9 }

    /// Whether other tasks find room below that many lanes, with bars of the same scale.
    private func sharesBars(_ count: Int) -> Bool { sharesScale && area.height >= 2 * count + 8 }

    private var columns: LaneColumns { columns(names: longestName) }

    private func columns(names: Int) -> LaneColumns {
        let count = shownIndices.count
        return LaneColumns(
            area: area, names: names, isDense: !Self.isRoomy(area, count), seconds: seconds,
            sharesScale: sharesBars(count), window: window,
            gaps: main.gaps)
    }

    func draw(on canvas: inout Canvas) {
        let all = self.lanes
        let lanes = shownIndices
        let isRoomy = Self.isRoomy(area, lanes.count)
        let longestName = self.longestName
        let columns = columns(names: longestName)
        columns.drawAxis(at: area.top, on: &canvas, look)
        var row = area.top + 1
        for index in lanes.dropFirst(offset).prefix(laneRows) {
            row += draw(main, all[index], index, isRoomy: isRoomy, columns, at: row, on: &canvas)
        }
        if foldsDone, lanes.count < all.count, row < area.bottom {
            drawFold(all.count - lanes.count, columns, at: row, on: &canvas)
            row += 1
        }
        row = drawComparison(columns, isRoomy: isRoomy, from: row, on: &canvas)
        // On another scale they would say something else.
        if window.level == 0 { drawOthers(longestName, from: row, on: &canvas) }
    }

    /// The subtask whose lane is drawn in that row, counted from the top of the area; nil beside the lanes.
    func subtask(atRow row: Int) -> Int? {
        let all = self.lanes
        let lanes = shownIndices
        let inView = lanes.dropFirst(offset).prefix(laneRows)
        let place = (row - 1) / (Self.isRoomy(area, lanes.count) ? 2 : 1)
        guard row >= 1, inView.count > place else { return nil }
        let index = inView[inView.startIndex + place]
        return isByAgent ? Int(all[index].key.index) : index
    }

    /// Returns the rows used.
    private func draw(
        _ schedule: TaskSchedule, _ lane: TaskSchedule.Lane, _ index: Int, isRoomy: Bool,
        _ columns: LaneColumns, at row: Int,
        on canvas: inout Canvas
    ) -> Int {
        let chosen = glance.selection
        let isCursor =
            chosen.task == schedule.id
            && (isByAgent ? lane.key.index : UInt8(clamping: index))
                == chosen.subtask.map(UInt8.init(clamping:))
        let height = isRoomy ? 2 : 1
        if isCursor { drawCursor(at: row, height: height, on: &canvas) }
        let view = LaneView(
            lane: lane, isLongest: !isByAgent && schedule.longest == index,
            isCritical: !isByAgent && schedule.path.contains(index),
            now: schedule.status == nil ? schedule.elapsed : nil, columns: columns, look: look)
        view.draw(at: row, on: &canvas)
        if isRoomy { view.drawNote(at: row + 1, on: &canvas) }
        return height
    }

    private func drawCursor(at row: Int, height: Int, on canvas: inout Canvas) {
        let isFocused = glance.isFocused(.timeline)
        let cells = Rect(column: area.left, row: row, width: area.width + 1, height: height)
        canvas.fill(cells, style: look.style(isFocused ? .cursorRow : .panel))
        guard isFocused || look.isMono else { return }
        for line in row..<row + height {
            canvas.glyph(
                look.cursorBar, at: Point(column: area.left, row: line), style: look.style(.focus))
        }
    }

    private func drawFold(
        _ count: Int, _ columns: LaneColumns, at row: Int, on canvas: inout Canvas
    ) {
        let line: StyledText = [
            Span(Sign.done.glyph, look.style(.healthy)),
            Span(" \(count) done", look.style(.secondary)),
        ]
        canvas.text(line, at: Point(column: columns.name.left, row: row))
    }

    /// The ghost lane and the verdict; returns the next free row.
    private func drawComparison(
        _ columns: LaneColumns, isRoomy: Bool, from row: Int, on canvas: inout Canvas
    ) -> Int {
        guard let parts = main.inTurn, let verdict = SpeedUp(main) else { return row }
        var row = row
        if isRoomy {
            guard row + 3 <= area.bottom else { return row }
            columns.drawGrid(at: row, on: &canvas, look)
            row += 1
        }
        guard row < area.bottom else { return row }
        GhostLane(parts: parts, columns: columns, look: look).draw(at: row, on: &canvas)
        if let state = columns.state {
            if state.width > 1 {
                canvas.text(
                    verdict.short, at: Point(column: state.left, row: row),
                    style: look.strong(verdict.role), width: area.right - state.left)
            }
            return row + 1
        }
        let line: StyledText = [
            Span(verdict.short, look.strong(verdict.role)),
            Span(" " + verdict.rest, look.style(.secondary)),
        ]
        canvas.text(
            line, at: Point(column: columns.bar.left, row: row + 1),
            width: area.right - columns.bar.left)
        return row + 2
    }

    /// A title and dense lanes each, as long as a whole task fits.
    private func drawOthers(_ names: Int, from first: Int, on canvas: inout Canvas) {
        var row = first + 1
        for task in others {
            guard row + 1 + task.subtasks.count <= area.bottom else { return }
            let schedule = TaskSchedule(task, glance)
            let columns = LaneColumns(
                area: area, names: names, isDense: true, seconds: seconds,
                sharesScale: sharesBars(shownIndices.count), gaps: schedule.gaps)
            TitleRule(
                name: schedule.title, note: schedule.type, look: look.title(isFocused: false)
            ).draw(
                on: &canvas,
                in: Rect(column: area.left + 1, row: row, width: area.width - 1, height: 1))
            row += 1
            for index in schedule.lanes.indices {
                row += draw(
                    schedule, schedule.lanes[index], index, isRoomy: false, columns, at: row,
                    on: &canvas)
            }
            row += 1
        }
    }
}

/// What working at once gained, in words.
struct SpeedUp {
    let short: String
    let rest: String
    let role: Role

    /// Differences this small come from rounding and starting up.
    private static let asFast = 0.95..<1.05

    /// Nil while there is nothing to compare.
    init?(_ schedule: TaskSchedule) {
        guard let factor = schedule.factor else { return nil }
        let mark = factor.isEstimate ? "≈" : ""
        let sum = "\(mark)\(Figures.decimal(factor.inTurn, places: 1)) s"
        rest = "than one after another (\(sum))"
        if Self.asFast.contains(factor.value) {
            short = "no faster"
            role = .secondary
        } else if factor.value > 1 {
            short = "\(mark)\(Figures.decimal(factor.value, places: 1))× faster"
            role = .healthy
        } else {
            short = "\(mark)\(Figures.decimal(1 / max(0.01, factor.value), places: 1))× slower"
            role = .degraded
        }
    }
}
