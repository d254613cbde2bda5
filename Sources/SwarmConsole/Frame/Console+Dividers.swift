import SwarmCore
import TerminalUI

/// The lines between panes by keys: the pane with the focus grows or shrinks, and what it gains another one loses.
extension Console {
    /// Columns and rows for one press.
    private static let step = (columns: 2, rows: 1)

    mutating func resizePane(_ id: ActionID) -> [ConsoleEffect] {
        guard zoomed == nil, !grid.dividers.isEmpty else {
            say(
                zoomed == nil
                    ? "There is no line between panes to move here."
                    : "\(focus.name) has the whole screen; \(keymap.name(.zoom)) brings the lines back.",
                .secondary)
            return []
        }
        switch id {
        case .widerPane: return grow(\.width, by: Self.step.columns)
        case .narrowerPane: return grow(\.width, by: -Self.step.columns)
        case .tallerPane: return grow(\.height, by: Self.step.rows)
        case .shorterPane: return grow(\.height, by: -Self.step.rows)
        default:
            shares = PaneShares()
            say("All lines between panes are where they belong.", .secondary)
            return keepLines()
        }
    }

    /// Moves the line after the pane, or the one before it when that one cannot: one of them is at the edge of the
    /// screen, or a pane behind it is as small as it gets.
    private mutating func grow(_ extent: KeyPath<Rect, Int>, by step: Int) -> [ConsoleEffect] {
        let isWidth = extent == \Rect.width
        guard let before = grid.slot(of: focus)?.area else { return [] }
        for line in grid.lines(around: before, areColumns: isWidth) {
            guard let divider = grid.dividers.first(where: { $0.line == line.line }) else {
                continue
            }
            let (old, by) = (shares, line.isAfter ? step : -step)
            let place = divider.area.origin
            shares[line.line] = divider.share(
                at: Point(
                    column: place.column + (isWidth ? by : 0), row: place.row + (isWidth ? 0 : by)))
            let now = grid.slot(of: focus)?.area ?? before
            let gained = now[keyPath: extent] - before[keyPath: extent]
            if gained.signum() == step.signum() { return keepLines() }
            shares = old
        }
        let what = isWidth ? (step > 0 ? "wider" : "narrower") : step > 0 ? "taller" : "shorter"
        say("\(focus.name) cannot be \(what) here.", .secondary)
        return []
    }

    /// A line that was moved stays there the next time, too.
    mutating func keepLines() -> [ConsoleEffect] {
        guard shares != (settings.layout?.shares ?? PaneShares()) else { return [] }
        let now = layout
        return keep { $0.layout = now }
    }
}

extension PaneGrid {
    /// The lines at two sides of a pane, the one after it first.
    fileprivate func lines(
        around pane: Rect, areColumns: Bool
    ) -> [(line: PaneShares.Line, isAfter: Bool)] {
        let all = dividers.filter { $0.isColumn == areColumns }
        let after = all.filter {
            areColumns ? $0.area.left >= pane.right : $0.area.top >= pane.bottom
        }.min { $0.area.left + $0.area.top < $1.area.left + $1.area.top }
        let before = all.filter {
            areColumns ? $0.area.right <= pane.left : $0.area.top <= pane.top
        }.max { $0.area.left + $0.area.top < $1.area.left + $1.area.top }
        return [after.map { ($0.line, true) }, before.map { ($0.line, false) }].compactMap(\.self)
    }
}

extension PaneGrid.Slot {
    /// The title and the body, with the column of the cursor bar.
    fileprivate var area: Rect {
        Rect(
            column: body.left, row: title.top, width: body.width, height: body.bottom - title.top)
    }
}
