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
        let lines: [String]
        let example: String?
    }

    private static let lessons = [
        Lesson(
            action: .newTask, what: "Give the swarm a task", lines: ["Plain words are enough:"],
            example: "“Launch our Q1 product with a budget of 50000”"),
        Lesson(
            action: nil, what: "Watch an example",
            lines: ["Three agents, one crash, done in a few seconds."], example: nil),
        Lesson(
            action: .fault, what: "Break something",
            lines: ["Crash an agent and see the others carry on."], example: nil),
        Lesson(action: .help, what: "See every key", lines: [], example: nil),
    ]

    func draw(on canvas: inout Canvas, in area: Rect) {
        let isNarrow = area.width < 50
        let isLow = area.height < 11
        var row = area.top + (isLow ? 0 : 1)
        let textColumn = area.left + (isNarrow ? hasDemo ? 10 : 6 : 11)
        let width = max(0, area.right - textColumn)
        canvas.withClip(area) { canvas in
            for lesson in Self.lessons where hasDemo || lesson.action != nil {
                let key = lesson.action.map(keymap.name) ?? "\(keymap.name(.command))demo"
                canvas.text(
                    " \(key) ", at: Point(column: area.left + 2, row: row),
                    style: look.badge(.focus))
                canvas.text(
                    lesson.what, at: Point(column: textColumn, row: row),
                    style: look.strong(.bright), width: width)
                row += 1
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
                if !isLow { row += 1 }
            }
        }
    }
}
