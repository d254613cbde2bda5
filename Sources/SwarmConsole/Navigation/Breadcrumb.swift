import SwarmCore
import TerminalUI

/// The way here: `Bus 0:41.262 › Detail finance › Detail Finance`, the oldest steps left out first.
struct Breadcrumb {
    private let steps: [(pane: String, subject: String)]
    private let look: Look
    private static let most = 4

    init(_ trail: Trail, here: Place, _ glance: Glance) {
        look = glance.look
        var steps: [(pane: String, subject: String)] = []
        for place in trail.past.suffix(Self.most) + [here] {
            let subject = place.subject(glance.swarm, glance.log, glance.times)
            // A pane that was only zoomed, or where nothing was chosen yet, is the same step.
            if let last = steps.last, last.pane == place.pane.name,
                last.subject.isEmpty || last.subject == subject
            {
                steps.removeLast()
            }
            steps.append((place.pane.name, subject))
        }
        self.steps = steps.suffix(Self.most)
    }

    /// As many steps as fit; empty when there is no way back or no room for two.
    func line(width: Int) -> StyledText {
        for count in stride(from: steps.count, through: 2, by: -1) {
            let line = line(of: steps.suffix(count))
            if line.columns <= width { return line }
        }
        return StyledText()
    }

    private func line(of steps: ArraySlice<(pane: String, subject: String)>) -> StyledText {
        var line = StyledText()
        for (place, step) in steps.enumerated() {
            let isHere = place == steps.count - 1
            if place > 0 { line.append(Glyph(unicode: "›", ascii: ">"), look.style(.dim)) }
            if place > 0 { line.append(" ") }
            line.append(step.pane, look.style(isHere ? .secondary : .dim))
            if !step.subject.isEmpty {
                line.append(
                    " " + TextWidth.truncated(step.subject, to: 24),
                    look.style(isHere ? .name : .secondary))
            }
            if !isHere { line.append(" ") }
        }
        return line
    }
}
