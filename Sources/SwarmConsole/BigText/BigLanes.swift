import SwarmCore
import TerminalUI

/// One task's lanes in big letters: each its name, how far it is, and a thick bar on a shared time.
struct BigLanes {
    let glance: Glance
    private var look: Look { glance.look }
    private let letters = BlockLetters()
    /// Letters, two rows of bar, what it does now; empty rows between where there is room.
    private static let leastRows = 6
    private static let mostRows = 8

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard let task = glance.task else {
            canvas.text(
                glance.noTask, at: area.origin, style: look.style(.secondary), width: area.width)
            return
        }
        let schedule = TaskSchedule(task, glance)
        let parts = area.split(bottom: 1)
        drawVerdict(schedule, on: &canvas, in: parts.below)
        let room = max(1, parts.above.height / Self.leastRows)
        let lanes = Self.chosen(schedule.lanes, room)
        let rowsEach = min(Self.mostRows, parts.above.height / max(1, lanes.count))
        let length = Self.length(schedule)
        for (index, lane) in lanes.enumerated() {
            let top = area.top + index * rowsEach
            draw(lane, schedule, length, on: &canvas, top: top, in: parts.above)
        }
    }

    /// What runs or has ended last, in the order of the plan.
    private static func chosen(
        _ lanes: [TaskSchedule.Lane], _ room: Int
    ) -> ArraySlice<TaskSchedule.Lane> {
        guard lanes.count > room else { return lanes[...] }
        let first = lanes.firstIndex { !$0.isFinished && !$0.isQuiet } ?? lanes.count - room
        return lanes[min(first, lanes.count - room)...].prefix(room)
    }

    /// Seconds the width stands for; grows in steps, so that bars do not creep.
    private static func length(_ schedule: TaskSchedule) -> Double {
        let end = schedule.shown(max(schedule.end ?? 0, schedule.elapsed))
        let steps: [Double] = [1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600]
        return steps.first { $0 >= end } ?? end
    }

    private func draw(
        _ lane: TaskSchedule.Lane, _ schedule: TaskSchedule, _ length: Double,
        on canvas: inout Canvas, top: Int, in area: Rect
    ) {
        let style = look.strong(lane.sign == .planned ? .secondary : lane.sign.role)
        let percent = Figures.percent(permille: lane.permille)
        let right = letters.columns(of: percent)
        let nameRoom = area.width - right - 3
        letters.draw(
            letters.cut(lane.name, to: nameRoom), on: &canvas,
            at: Point(column: area.left, row: top), style: style, width: nameRoom)
        letters.draw(
            percent, on: &canvas, at: Point(column: area.right - right, row: top),
            style: look.strong(.name), width: right)
        for row in 3..<5 {
            drawBar(
                lane, schedule, length, isUpper: row == 3, on: &canvas,
                in: Rect(column: area.left, row: top + row, width: area.width, height: 1))
        }
        let note = StyledText(" \(lane.sign.word)  \(lane.note) ", style)
        canvas.text(
            note, at: Point(column: area.left, row: top + 5), width: area.width)
    }

    /// Half of the upper row stays free below the letters.
    private func drawBar(
        _ lane: TaskSchedule.Lane, _ schedule: TaskSchedule, _ length: Double, isUpper: Bool,
        on canvas: inout Canvas, in area: Rect
    ) {
        func cell(_ seconds: Double) -> Int {
            let share = max(0, min(1, schedule.shown(seconds) / length))
            return area.left + Int((share * Double(area.width)).rounded())
        }
        func fill(_ from: Double, _ to: Double, _ glyph: Glyph, _ style: Style) {
            let (start, end) = (cell(from), cell(to))
            for column in start..<max(start, end) {
                canvas.glyph(glyph, at: Point(column: column, row: area.top), style: style)
            }
        }
        let tail = Glyph(unicode: isUpper ? " " : "┄", ascii: isUpper ? " " : ".")
        if let cap = lane.cap, cap > schedule.elapsed {
            fill(schedule.elapsed, cap, tail, look.style(.secondary))
        }
        for part in lane.parts {
            switch part.kind {
            case .work:
                fill(
                    part.from, max(part.to, part.from + length / Double(max(1, area.width))),
                    Glyph(unicode: isUpper ? "▄" : "█", ascii: "="), look.style(part.role))
            case .wait, .review, .question: fill(part.from, part.to, tail, look.style(part.role))
            case .failure, .fault: break
            }
        }
        // A failure stands over the bars around it.
        for part in lane.parts where part.kind == .failure && !isUpper {
            let column = min(area.right - 1, max(area.left, cell(part.from)))
            canvas.glyph(
                Sign.failed.glyph, at: Point(column: column, row: area.top),
                style: look.strong(.failed))
        }
    }

    /// `2.4× faster than one after another`, in the last row.
    private func drawVerdict(
        _ schedule: TaskSchedule, on canvas: inout Canvas, in area: Rect
    ) {
        var line = StyledText(schedule.title, look.strong(.name))
        if let factor = schedule.factor, factor.value >= 1.05 {
            let number = Figures.decimal(factor.value, places: 1)
            line.append("  \(factor.isEstimate ? "≈" : "")\(number)× faster", look.strong(.healthy))
            line.append(" than one after another", look.style(.secondary))
        }
        canvas.text(line, at: area.origin, width: area.width)
    }
}
