import SwarmCore
import TerminalUI

/// The panes by their number on screen.
enum PaneID: Int, CaseIterable, Sendable {
    case agents = 1
    case timeline, bus, result, faults, reputation, detail, queue, costs

    var name: String {
        switch self {
        case .agents: "Agents"
        case .timeline: "Timeline"
        case .bus: "Bus"
        case .result: "Result"
        case .faults: "Fault lab"
        case .reputation: "Reputation"
        case .detail: "Detail"
        case .queue: "Queue"
        case .costs: "Costs"
        }
    }
}

/// What stands in a pane's title row besides its number.
struct PaneTitle: Hashable, Sendable {
    var name: String
    /// What the pane is about now, such as a task's title; may be empty.
    var subject: String
    /// At the right end of the rule.
    var note: StyledText
    /// Before the note: the rows that are seen; nil where all are, or the pane says it itself.
    var inView: RowsInView?

    init(
        _ name: String, subject: String = "", note: StyledText = StyledText(),
        inView: RowsInView? = nil
    ) {
        self.name = name
        self.subject = subject
        self.note = note
        self.inView = inView
    }

    /// The note with the rows that are seen, as much of it as fits; those rows stay longest, up to `rule` cells more.
    func note(within cells: Int, rule: Int = 0, _ look: Look) -> StyledText {
        guard let inView else { return note.columns <= cells ? note : StyledText() }
        let style = look.style(.secondary)
        let words = StyledText(inView.words, style)
        let all = note.spans.isEmpty ? words : words + StyledText("  ") + note
        let brief = StyledText(inView.brief, style)
        return [all, words].first { $0.columns <= cells }
            ?? (brief.columns <= cells + rule ? brief : StyledText())
    }
}

/// State, update and view of one pane; one folder each.
protocol Pane {
    static var id: PaneID { get }

    /// Takes what a key means while focused. Nil: nothing this pane knows. The frame already took its own.
    mutating func update(_ id: ActionID, _ glance: Glance) -> [Action]?
    /// Fits scrolling and cursors to the rows as they are now; called before a shown pane is drawn.
    mutating func settle(_ area: Rect, _ glance: Glance)
    /// Puts the cursor on what stands in that row of `area`; false when nothing does.
    mutating func click(_ row: Int, _ area: Rect, _ glance: Glance) -> Bool
    /// The same where the column matters, too; counted from the corner of `area`.
    mutating func click(_ point: Point, _ area: Rect, _ glance: Glance) -> Bool
    /// Which row the cursor is on, as an id that stays the same while rows move; nil without one.
    var cursorRow: AnyHashable? { get }
    /// What the cursor's row selects; nil when it selects nothing.
    func chosen(_ glance: Glance) -> Selection?
    /// How far it is scrolled, for the way back.
    var position: Int { get }
    /// Scrolls back there; called once the pane shows what it showed then.
    mutating func restore(_ position: Int)
    func title(_ glance: Glance) -> PaneTitle
    /// What the cursor is on, as text to copy; nil: the name of what is chosen.
    func copied(_ glance: Glance) -> String?
    /// All it shows as a file; nil: as it is drawn.
    func exported(_ glance: Glance) -> PaneExport?
    /// Draws into `area`, which excludes the title row. Its first column is for the cursor bar.
    func view(_ canvas: inout Canvas, _ area: Rect, _ glance: Glance)
}

extension Pane {
    mutating func settle(_ area: Rect, _ glance: Glance) {}
    mutating func click(_ row: Int, _ area: Rect, _ glance: Glance) -> Bool { false }
    mutating func click(_ point: Point, _ area: Rect, _ glance: Glance) -> Bool {
        click(point.row, area, glance)
    }
    var cursorRow: AnyHashable? { nil }
    func chosen(_ glance: Glance) -> Selection? { nil }
    var position: Int { 0 }
    mutating func restore(_ position: Int) {}
    func copied(_ glance: Glance) -> String? { nil }
    func exported(_ glance: Glance) -> PaneExport? { nil }
}

/// A dialog over everything; keys go to it alone while it is open.
protocol OverlayScreen {
    /// Fits what is scrolled to the screen's size, before a key or a click.
    mutating func settle(_ size: Size)
    mutating func update(_ key: Key, _ glance: Glance) -> [Action]
    /// Pasted text is data; only forms take it.
    mutating func paste(_ text: String, _ glance: Glance)
    /// A click on a cell of the screen, which has that size.
    mutating func click(_ point: Point, _ size: Size, _ glance: Glance) -> [Action]
    /// The swarm's answer to the command this overlay sent with `Action.submit`.
    mutating func reply(_ reply: CommandReply, _ glance: Glance) -> [Action]
    func view(_ canvas: inout Canvas, _ glance: Glance)
}

extension OverlayScreen {
    mutating func settle(_ size: Size) {}
    mutating func paste(_ text: String, _ glance: Glance) {}
    mutating func click(_ point: Point, _ size: Size, _ glance: Glance) -> [Action] { [] }
    mutating func reply(_ reply: CommandReply, _ glance: Glance) -> [Action] { [] }
}
