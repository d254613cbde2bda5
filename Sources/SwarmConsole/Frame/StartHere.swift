import SwarmCore
import TerminalUI

/// What stands in the timeline's place before the first task: the first three keys.
struct StartHere {
    let look: Look
    let agentCount: Int
    let keymap: Keymap
    /// Whether an example can be played here.
    var hasDemo = false

    var title: PaneTitle {
        let note =
            agentCount == 0
            ? "no agents yet"
            : "\(Figures.count(agentCount, "agent")) \(agentCount == 1 ? "is" : "are") waiting"
        return PaneTitle("Start here", note: StyledText(note, look.style(.dim)))
    }

    private struct Lesson {
        /// Nil: the command line's `demo`.
        let action: ActionID?
        let what: String
        /// What it comes to, beside `what` where a lesson has one row.
        let brief: String
        var lines: [String] = []
        var example: String?

        var rows: Int { 1 + lines.count + (example == nil ? 0 : 1) }
    }

    private static let lessons = [
        Lesson(
            action: .newTask, what: "Give the swarm a task", brief: "plain words are enough",
            lines: ["Plain words are enough:"],
            example: "“Launch our Q1 product with a budget of 50000”"),
        Lesson(
            action: nil, what: "Watch an example", brief: "three agents, one crash",
            lines: ["Three agents, one crash, done in a few seconds."]),
        Lesson(
            action: .fault, what: "Break something", brief: "crash an agent and watch",
            lines: ["Crash an agent and see the others carry on."]),
        Lesson(action: .help, what: "See every key", brief: ""),
        Lesson(action: .quit, what: "Quit", brief: "nothing done is lost"),
    ]

    /// How much of each lesson there is room for: all with air, all, a row each.
    private enum Form: CaseIterable {
        case airy, close, brief

        func rows(_ lessons: [Lesson]) -> Int {
            switch self {
            case .airy: lessons.reduce(0) { $0 + $1.rows + 1 }
            case .close: lessons.reduce(0) { $0 + $1.rows }
            case .brief: lessons.count
            }
        }
    }

    /// The form for so many rows, with its lessons: the way out, which the footer names too, has a row only where rows
    /// are short; it and the example leave first where not even a row each fits.
    private func form(rows: Int) -> (form: Form, lessons: [Lesson]) {
        var lessons = Self.lessons.filter { hasDemo || $0.action != nil }
        let shown = lessons.filter { $0.action != .quit }
        let roomy = Form.allCases.first { $0.rows(shown) <= rows }
        if let roomy, roomy != .brief { return (roomy, shown) }
        for spare in [ActionID.quit, nil] where lessons.count > rows {
            lessons.removeAll { $0.action == spare }
        }
        return (.brief, lessons)
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let (form, lessons) = form(rows: area.height)
        let isNarrow = area.width < 50
        var row = area.top + (form == .airy ? 1 : 0)
        let textColumn = area.left + (isNarrow ? hasDemo ? 10 : 6 : 11)
        let width = max(0, area.right - textColumn)
        let widest = lessons.map { TextWidth.of($0.what) }.max() ?? 0
        canvas.withClip(area) { canvas in
            for lesson in lessons {
                let key = lesson.action.map(keymap.name) ?? "\(keymap.name(.command))demo"
                canvas.text(
                    " \(key) ", at: Point(column: area.left + 2, row: row),
                    // Badges in touching rows would be one block.
                    style: form == .brief ? look.strong(.focus) : look.badge(.focus))
                let place = Point(column: textColumn, row: row)
                canvas.text(lesson.what, at: place, style: look.strong(.bright), width: width)
                row += 1
                guard form != .brief else {
                    if widest + 2 + TextWidth.of(lesson.brief) <= width {
                        canvas.text(
                            lesson.brief, at: place.moved(columns: widest + 2),
                            style: look.style(.secondary))
                    }
                    continue
                }
                for line in lesson.lines {
                    canvas.text(
                        line, at: Point(column: textColumn, row: row),
                        style: look.style(.secondary), width: width)
                    row += 1
                }
                if let example = lesson.example {
                    canvas.text(
                        example, at: Point(column: textColumn, row: row),
                        style: look.style(.bright).removing(.bold).italic, width: width)
                    row += 1
                }
                if form == .airy { row += 1 }
            }
        }
    }
}
