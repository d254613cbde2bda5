import SwarmCore
import TerminalUI

/// Where things stand when a swarm is shown to a room: what is said in big letters, then agents and one task.
struct BigScreen {
    /// How many lines of big letters a caption may take.
    static let captionLines = 3

    /// Rows of the caption's band on a screen of that density, below the header; none where letters would not fit.
    static func bandRows(_ density: PaneGrid.Density) -> Int {
        switch density {
        case .wide: letters(density).height * captionLines + 2 + 2
        case .medium: letters(density).height * captionLines + 2
        default: 0
        }
    }

    /// Letters of six rows where there is room for them.
    static func letters(_ density: PaneGrid.Density) -> BlockLetters {
        BlockLetters(scale: density == .wide ? 2 : 1)
    }

    /// Agents at the left, the timeline, or what was chosen last, at the right.
    static func areas(_ room: Rect) -> (agents: Rect, other: Rect) {
        let parts = room.split(left: (room.width - 3) * 48 / 100)
        return (parts.left, parts.right.split(left: 3).right)
    }
}

/// What is said now, in big letters on a ground of its own.
struct CaptionBand {
    let glance: Glance
    private var look: Look { glance.look }

    /// The caption; without one, what the swarm is doing.
    private var words: (text: String, role: Role) {
        if let caption = glance.swarm.caption { return (caption, .bright) }
        let totals = glance.swarm.totals
        if let item = Attention(glance).items.first {
            return ("\(item.subject) \(item.reason)", .waiting)
        }
        if totals.running > 0, let task = glance.task { return (task.brief.title, .name) }
        if totals.submitted == 0 {
            return ("\(glance.key(.newTask)) gives the swarm a task", .name)
        }
        return ("\(Figures.count(totals.succeeded, "task")) done", .healthy)
    }

    func draw(on canvas: inout Canvas, in area: Rect, letters: BlockLetters) {
        guard area.height >= letters.height else { return }
        canvas.fill(area, style: look.style(.panel))
        for row in 0..<area.height {
            canvas.glyph(
                Glyph(unicode: "█", ascii: "#"),
                at: Point(column: area.left, row: area.top + row), style: look.style(.gain))
        }
        let inner = area.inset(columns: 3)
        let (text, role) = words
        let lines = letters.wrapped(
            text, to: inner.width, maximumLines: BigScreen.captionLines)
        let gap =
            lines.count * letters.height + (lines.count - 1) * letters.scale <= area.height
            ? letters.scale : 0
        let used = lines.count * letters.height + (lines.count - 1) * gap
        var row = area.top + max(0, (area.height - used) / 2)
        for line in lines {
            letters.draw(
                line, on: &canvas, at: Point(column: inner.left, row: row),
                style: look.strong(role), width: inner.width)
            row += letters.height + gap
        }
    }
}
