import TerminalUI

/// Which pane stands where on a screen of a certain size (visual language, section 1).
///
/// Depends on the size, on what the operator chose and on the rows a caption takes, never on the data: the layout does
/// not move.
struct PaneGrid {
    /// How much there is room for, from the least to the most.
    enum Density: Int, Comparable {
        case statusLine, list, stacked, small, medium, wide

        init(_ size: Size) {
            switch (size.columns, size.rows) {
            case (170..., 44...): self = .wide
            case (110..., 34...): self = .medium
            case (80..., 24...): self = .small
            case (60..., 16...): self = .stacked
            case (40..., 10...): self = .list
            default: self = .statusLine
            }
        }

        static func < (a: Density, b: Density) -> Bool { a.rawValue < b.rawValue }
    }

    struct Slot {
        let pane: PaneID
        let title: Rect
        /// Without the title row; its first column is for the cursor bar.
        let body: Rect
        /// The panes that share this slot, when their names stand in its title.
        let tabs: [PaneID]

        /// All it may draw on under the title: the body, and the cell between it and the next pane.
        var cells: Rect {
            Rect(
                column: body.left, row: body.top, width: body.width + 1, height: body.height)
        }
    }

    let density: Density
    let header: Rect
    let attention: Rect
    /// Where a caption stands while there is one; covers the attention line.
    let caption: Rect
    let strip: Rect
    let footer: Rect
    let slots: [Slot]
    /// The lines between the panes.
    let dividers: [PaneDivider]

    /// Where a room is told what happens, in big letters; none where they are not wanted or do not fit.
    let band: Rect

    init(
        size: Size, tab: PaneID?, zoomed: PaneID? = nil, shares: PaneShares = PaneShares(),
        isBig: Bool = false, captionRows: Int = 0
    ) {
        density = Density(size)
        let screen = Rect(size: size)
        let headRows = density >= .medium ? 2 : 1
        let hasAttention = density >= .stacked || (density == .list && size.rows >= 12)
        let hasStrip = density >= .small && zoomed == nil
        guard density > .statusLine else {
            (header, attention, strip, footer) = (screen.row(0), .none, .none, .none)
            (slots, dividers, band, caption) = ([], [], .none, .none)
            return
        }
        header = screen.split(top: headRows).above
        attention = hasAttention ? screen.row(headRows) : .none
        footer = screen.row(size.rows - 1)
        strip = hasStrip ? screen.row(size.rows - 2) : .none
        let bandRows = isBig ? BigScreen.bandRows(density) : 0
        let saidRows = bandRows > 0 ? 0 : captionRows
        caption = screen.split(top: headRows).below.split(top: saidRows).above
        let top = headRows + max(hasAttention ? 1 : 0, saidRows) + (density >= .medium ? 1 : 0)
        let bottom = size.rows - 1 - (hasStrip ? 1 : 0)
        band = Rect(
            column: 0, row: top - 1, width: bandRows > 0 ? size.columns : 0, height: bandRows)
        let room = Rect(
            column: 0, row: top + bandRows, width: size.columns - 1,
            height: bottom - top - bandRows)
        if bandRows > 0, zoomed == nil {
            let areas = BigScreen.areas(room)
            slots = [
                Self.slot(.agents, areas.agents), Self.slot(tab ?? .timeline, areas.other),
            ]
            dividers = []
            return
        }
        (slots, dividers) = Self.divided(density, room, tab: tab, zoomed: zoomed, shares)
    }

    func slot(of pane: PaneID) -> Slot? { slots.first { $0.pane == pane } }

    func divider(at point: Point) -> PaneDivider? { dividers.first { $0.area.contains(point) } }

    private typealias Division = (slots: [Slot], dividers: [PaneDivider])
    private static let leastRows = 4
    private static let leastColumns = 24

    private static func divided(
        _ density: Density, _ room: Rect, tab: PaneID?, zoomed: PaneID?, _ shares: PaneShares
    ) -> Division {
        if let zoomed { return ([slot(zoomed, room)], []) }
        switch density {
        case .statusLine: return ([], [])
        case .list: return stacked(room, [4, 5], gap: 0, tab: tab, shares)
        case .stacked: return stacked(room, [5, 7], gap: 1, tab: tab, shares)
        case .small: return small(room, tab: tab, shares)
        case .medium: return medium(room, tab: tab, shares)
        case .wide: return wide(room, shares)
        }
    }

    /// Agents above, everything else as tabs below.
    private static func stacked(
        _ room: Rect, _ parts: [Int], gap: Int, tab: PaneID?, _ shares: PaneShares
    ) -> Division {
        let rows = shares.moved(
            room.rows(parts.map { .share($0) }, gap: gap), in: room, least: [3, 3])
        let tabs: [PaneID] = [
            .timeline, .bus, .result, .faults, .reputation, .detail, .queue, .costs,
        ]
        return ([slot(.agents, rows[0]), tabbed(rows[1], tabs, tab)], lines(above: rows, in: room))
    }

    /// Agents, timeline and the rest as tabs; 6, 8 and 6 rows of 24.
    private static func small(_ room: Rect, tab: PaneID?, _ shares: PaneShares) -> Division {
        let rows = shares.moved(
            room.rows([.share(5), .share(7), .share(6)], gap: 1), in: room,
            least: [leastRows, leastRows, leastRows])
        let slots = [
            slot(.agents, rows[0]), slot(.timeline, rows[1]),
            tabbed(rows[2], [.bus, .result, .faults, .reputation, .detail, .queue, .costs], tab),
        ]
        return (slots, lines(above: rows, in: room))
    }

    /// Two columns over the bus; 14, 10 and 10 rows of 40. Faults, detail, queue and costs take the
    /// result's place.
    private static func medium(_ room: Rect, tab: PaneID?, _ shares: PaneShares) -> Division {
        let bands = bands(room, [14, 10, 10], least: [leastRows, leastRows, leastRows], shares)
        let rows = bands.map { $0.split(bottom: 1).above }
        let left = shares.columns(
            before: .left, usual: (room.width - 2) * 58 / 117, width: room.width,
            within: leastColumns...room.width - 2 - leastColumns)
        let upper = halves(rows[0], left: left)
        let lower = halves(rows[1], left: left)
        let others: [PaneID] = [.faults, .detail, .queue, .costs]
        let shared = tab.flatMap { others.contains($0) ? $0 : nil } ?? .result
        let slots = [
            slot(.agents, upper.0), slot(.timeline, upper.1), slot(.reputation, lower.0),
            slot(shared, lower.1), slot(.bus, rows[2]),
        ]
        let gutter = gutter(after: upper.0, width: 2, down: rows[1].bottom)
        return (
            slots,
            [PaneDivider(line: .left, area: gutter, room: room)] + lines(above: bands, in: room)
        )
    }

    /// Title, head and five rows.
    private static let queueRows = 7

    /// Three columns, the queue under the agents, the bus under the first two, the costs beside it. 23, 17 and 14 rows of 60.
    private static func wide(_ room: Rect, _ shares: PaneShares) -> Division {
        let bands = bands(
            room, [23, 17, 14], least: [queueRows + 1 + leastRows, leastRows, leastRows], shares)
        let rows = bands.map { $0.split(bottom: 1).above }
        let usual = (room.width - 3) * 63 / 196
        let left = shares.columns(
            before: .left, usual: usual, width: room.width,
            within: leastColumns...room.width - 3 - 2 * leastColumns)
        let mostLeft = room.width - 1 - leastColumns
        let end = shares.columns(
            before: .middle, usual: min(usual + 2 + (room.width - 3) * 67 / 196, mostLeft),
            width: room.width, within: left + 2 + leastColumns...mostLeft)
        let middle = max(leastColumns, end - left - 2)
        func cut(_ row: Rect) -> [Rect] {
            let first = row.split(left: left)
            let second = first.right.split(left: 2).right.split(left: middle)
            return [first.left, second.left, second.right.split(left: 1).right]
        }
        let upper = cut(rows[0])
        let lower = cut(rows[1])
        let under = cut(rows[2])
        let bus = Rect(
            column: room.left, row: rows[2].top, width: under[1].right - room.left,
            height: rows[2].height)
        let line = upper[0].split(bottom: queueRows)
        let slots = [
            slot(.agents, line.above.split(bottom: 1).above), slot(.queue, line.below),
            slot(.timeline, upper[1]), slot(.detail, upper[2]),
            slot(.reputation, lower[0]), slot(.result, lower[1]), slot(.faults, lower[2]),
            slot(.bus, bus), slot(.costs, under[2]),
        ]
        let gutters = [
            PaneDivider(
                line: .left, area: gutter(after: upper[0], width: 2, down: rows[1].bottom),
                room: room),
            PaneDivider(
                line: .middle, area: gutter(after: upper[1], width: 1, down: rows[2].bottom),
                room: room),
        ]
        return (slots, gutters + lines(above: bands, in: room))
    }

    /// Rows in proportion, or as the lines were moved; the last of each stays empty.
    private static func bands(
        _ room: Rect, _ parts: [Int], least: [Int], _ shares: PaneShares
    ) -> [Rect] {
        shares.moved(room.rows(parts.map { .share($0) }), in: room, least: least)
    }

    /// The title rows of all but the first: a pane is pulled up or down by its title.
    private static func lines(above rows: [Rect], in room: Rect) -> [PaneDivider] {
        zip([PaneShares.Line.top, .bottom], rows.dropFirst()).map { line, row in
            PaneDivider(line: line, area: row.row(0), room: room)
        }
    }

    private static func gutter(after pane: Rect, width: Int, down bottom: Int) -> Rect {
        Rect(column: pane.right, row: pane.top, width: width, height: max(0, bottom - pane.top))
    }

    private static func halves(_ row: Rect, left: Int) -> (Rect, Rect) {
        let parts = row.split(left: left)
        return (parts.left, parts.right.split(left: 2).right)
    }

    private static func tabbed(_ area: Rect, _ tabs: [PaneID], _ tab: PaneID?) -> Slot {
        slot(tab.flatMap { tabs.contains($0) ? $0 : nil } ?? tabs[0], area, tabs: tabs)
    }

    /// The title starts beside the column of the cursor bar.
    private static func slot(_ pane: PaneID, _ area: Rect, tabs: [PaneID] = []) -> Slot {
        let parts = area.split(top: 1)
        return Slot(
            pane: pane, title: parts.above.split(left: 1).right, body: parts.below, tabs: tabs)
    }
}

extension Rect {
    /// No cells at all.
    static let none = Rect(column: 0, row: 0, width: 0, height: 0)
}
