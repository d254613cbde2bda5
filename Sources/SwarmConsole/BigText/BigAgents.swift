import SwarmCore
import TerminalUI

/// The agents in big letters: each its sign and name in the colour of its state, and a line beneath.
struct BigAgents {
    let glance: Glance
    private var look: Look { glance.look }
    private let letters = BlockLetters()
    /// Letters, the line beneath, an empty row; more of those where there is room.
    private static let leastRows = 5
    private static let mostRows = 7

    func draw(on canvas: inout Canvas, in area: Rect) {
        let agents = ordered
        let room = max(1, area.height / Self.leastRows)
        let shown = agents.prefix(agents.count > room ? room - 1 : room)
        let rowsEach = max(
            Self.leastRows, min(Self.mostRows, area.height / max(1, agents.count)))
        let work = LiveWork(glance.swarm, of: Set(shown.map(\.id)))
        for (index, agent) in shown.enumerated() {
            let top = area.top + index * rowsEach
            draw(AgentRow(agent, work[agent.id], nil, glance), on: &canvas, top: top, in: area)
        }
        guard agents.count > shown.count else { return }
        canvas.text(
            "and \(agents.count - shown.count) more",
            at: Point(column: area.left + 2, row: area.top + shown.count * rowsEach),
            style: look.style(.secondary), width: max(0, area.width - 2))
    }

    /// Where all fit, always at the same place; otherwise who works or is in trouble first.
    private var ordered: [AgentState] {
        let agents = glance.swarm.agents.filter { !$0.isRetired }
        return agents.enumerated().sorted { a, b in
            (rank(a.element), a.offset) < (rank(b.element), b.offset)
        }.map(\.element)
    }

    private func rank(_ agent: AgentState) -> Int {
        guard glance.swarm.agents.count > 4 else { return 0 }
        if agent.offlineBecause != nil || agent.isDegraded { return 0 }
        return agent.loadPermille > 0 ? 1 : 2
    }

    private func draw(_ row: AgentRow, on canvas: inout Canvas, top: Int, in area: Rect) {
        let sign = row.health == .offline || row.health == .unhealthy ? row.health : row.state
        let isIdle = sign == .idle
        if row.id == glance.selection.agent, glance.isFocused(.agents) {
            for step in 0..<4 {
                canvas.glyph(
                    look.cursorBar, at: Point(column: area.left, row: top + step),
                    style: look.style(.focus))
            }
        }
        let start = area.left + 2
        let style = look.strong(isIdle ? .secondary : sign.role)
        var mark = ""
        sign.glyph.unicode.write(to: &mark)
        letters.draw(mark, on: &canvas, at: Point(column: start, row: top), style: style, width: 6)
        let points = letters.columns(of: row.reputation)
        let nameRoom = area.right - start - 6 - points - 2
        letters.draw(
            letters.cut(row.name, to: nameRoom), on: &canvas,
            at: Point(column: start + 6, row: top), style: style, width: max(0, nameRoom))
        letters.draw(
            row.reputation, on: &canvas, at: Point(column: area.right - points, row: top),
            style: look.strong(.gain), width: points)
        drawLine(row, sign, on: &canvas, at: Point(column: start + 6, row: top + 3), in: area)
    }

    private func drawLine(
        _ row: AgentRow, _ sign: Sign, on canvas: inout Canvas, at point: Point, in area: Rect
    ) {
        var line = StyledText(sign.word, look.strong(sign == .idle ? .secondary : sign.role))
        if let subtask = row.subtask { line.append("  " + subtask, look.strong(.name)) }
        if row.health != .healthy, row.health != sign {
            line.append("  " + row.healthWord, look.strong(row.healthRole))
        }
        canvas.text(line, at: point, width: max(0, area.right - point.column - 12))
        canvas.text(
            "load \(Figures.percent(permille: row.loadPermille))",
            at: Point(column: area.right - 12, row: point.row), style: look.strong(.text),
            width: 12, alignment: .right)
    }
}
