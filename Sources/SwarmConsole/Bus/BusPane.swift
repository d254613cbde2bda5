import SwarmCore
import TerminalUI

/// Pane 3: what the swarm says, one row a fact, newest last.
///
/// Follows the newest row until the cursor is moved up; then nothing moves the view but the operator. Frozen, new
/// rows wait outside, while the filter works on what is there.
struct BusPane: Pane {
    static let id = PaneID.bus

    /// Sequences of the envelopes that have a row, oldest first.
    private var shown: [UInt64] = []
    /// The newest envelope looked at so far.
    private var examined: UInt64 = 0
    private var filter = ""
    private var scroll = ScrollState<UInt64>(isFollowing: true)
    /// The newest sequence when the view was frozen; nil while it is not.
    private var frozenAt: UInt64?
    /// The newest row that has been in view.
    private var seen: UInt64 = 0

    init() {}

    // MARK: Keys

    mutating func update(_ key: Key, _ glance: Glance) -> [Action]? {
        switch Keymap.standard.binding(for: key, in: .bus)?.id {
        case .up: scroll.move(by: -1, in: shown)
        case .down: scroll.move(by: 1, in: shown)
        case .pageUp: scroll.page(by: -1, share: 0.5, in: shown)
        case .pageDown: scroll.page(by: 1, share: 0.5, in: shown)
        case .first: scroll.moveToStart(in: shown)
        case .last: scroll.moveToEnd(in: shown)
        case .follow: follow()
        case .freeze: freeze(glance)
        case .open: return open(glance)
        default: return nil
        }
        return []
    }

    private mutating func follow() {
        frozenAt = nil
        scroll.follow(true)
    }

    private mutating func freeze(_ glance: Glance) {
        if frozenAt == nil {
            frozenAt = glance.log.last?.sequence ?? 0
            scroll.follow(false)
        } else {
            frozenAt = nil
        }
    }

    /// Opens what the row under the cursor is about.
    private func open(_ glance: Glance) -> [Action] {
        guard let cursor = scroll.cursor, let row = Self.row(cursor, glance) else { return [] }
        guard row.link.task != nil || row.link.agent != nil else {
            return [.notice("This row belongs to no task and no agent.", tone: .secondary)]
        }
        let selection = Selection(
            agent: row.link.agent, task: row.link.task, subtask: row.link.subtask)
        return [.select(selection), .focus(.detail), .zoom(.detail)]
    }

    // MARK: Rows

    mutating func settle(_ area: Rect, _ glance: Glance) {
        if glance.filter != filter { take(glance.filter, glance) }
        collect(glance)
        scroll.update(shown, height: area.height)
        let last = scroll.visible.upperBound - 1
        if shown.indices.contains(last) { seen = max(seen, shown[last]) }
    }

    /// Longer words leave fewer of the rows that are there; others look at the log again.
    private mutating func take(_ words: String, _ glance: Glance) {
        let isNarrower = !filter.isEmpty && words.hasPrefix(filter)
        filter = words
        guard isNarrower else {
            (shown, examined) = ([], 0)
            return
        }
        let filter = RowFilter(words)
        shown.removeAll { sequence in
            Self.row(sequence, glance).map { !filter.matches($0) } ?? true
        }
    }

    /// Looks at the envelopes that came since the last frame, and lets go of those that left the log.
    private mutating func collect(_ glance: Glance) {
        guard let oldest = glance.log.first?.sequence else {
            (shown, examined) = ([], 0)
            return
        }
        if let newest = glance.log.last?.sequence, newest < examined {
            // Another swarm, or another moment of it.
            (shown, examined, seen, frozenAt) = ([], 0, 0, nil)
        }
        let filter = filter.isEmpty ? nil : RowFilter(filter)
        let start = Self.index(of: max(examined + 1, oldest), in: glance.log)
        for index in start..<glance.log.count {
            let envelope = glance.log[index]
            if let frozenAt, envelope.sequence > frozenAt { break }
            examined = envelope.sequence
            guard BusRow.isWorthShowing(envelope.event) else { continue }
            if filter?.matches(BusRow(envelope, glance.swarm)) ?? true {
                shown.append(envelope.sequence)
            }
        }
        let gone = shown.prefix { $0 < oldest }.count
        if gone > 0 { shown.removeFirst(gone) }
    }

    /// Rows that came since the newest one that was in view.
    private func newCount(_ glance: Glance) -> Int {
        let waiting = shown.reversed().prefix { $0 > seen }.count
        guard let frozenAt else { return waiting }
        let outside = Self.index(of: frozenAt + 1, in: glance.log)..<glance.log.count
        return waiting
            + outside.count { BusRow.isWorthShowing(glance.log[$0].event) }
    }

    /// The first envelope from that sequence on, by halves: a log has a gap where events were missed.
    private static func index(of sequence: UInt64, in log: EventLog) -> Int {
        var low = 0
        var high = log.count
        while low < high {
            let middle = (low + high) / 2
            if log[middle].sequence < sequence { low = middle + 1 } else { high = middle }
        }
        return low
    }

    static func row(_ sequence: UInt64, _ glance: Glance) -> BusRow? {
        let index = index(of: sequence, in: glance.log)
        guard glance.log.indices.contains(index) else { return nil }
        let envelope = glance.log[index]
        guard envelope.sequence == sequence else { return nil }
        return BusRow(envelope, glance.swarm, again: again(after: index, glance.log))
    }

    /// When the subtask of a failed attempt runs again: told by an event of the same moment.
    private static func again(after index: Int, _ log: EventLog) -> Instant? {
        guard case .attemptFinished(let key, .failed) = log[index].event else { return nil }
        for envelope in log[(index + 1)...].prefix(16) where envelope.at == log[index].at {
            if case .retryScheduled(key.subtaskKey, let until) = envelope.event { return until }
        }
        return nil
    }

    // MARK: Drawing

    func title(_ glance: Glance) -> PaneTitle {
        let look = glance.look
        let subject = filter.isEmpty ? "" : "only “\(filter)”"
        guard scroll.isFollowing, frozenAt == nil else {
            var note = StyledText()
            if frozenAt != nil { note.append("frozen  ", look.style(.waiting)) }
            let fresh = newCount(glance)
            if fresh > 0 { note.append("\(fresh) new  ", look.strong(.waiting)) }
            note.append("F", look.strong(.focus))
            note.append(" follow", look.style(.waiting))
            return PaneTitle("Bus", subject: subject, note: note)
        }
        let rate = Figures.decimal(glance.log.messagesPerSecond(at: glance.now), places: 0)
        return PaneTitle(
            "Bus", subject: subject, note: StyledText("follow  \(rate) msg/s", look.style(.dim)))
    }

    func view(_ canvas: inout Canvas, _ area: Rect, _ glance: Glance) {
        guard !shown.isEmpty else { return drawEmpty(&canvas, area, glance) }
        let columns = BusColumns(width: area.width)
        for (place, index) in scroll.visible.enumerated() where shown.indices.contains(index) {
            guard let row = Self.row(shown[index], glance) else { continue }
            let line = area.row(place)
            if glance.isFocused(.bus) || !scroll.isFollowing, index == scroll.cursorIndex {
                drawCursor(&canvas, line, glance)
            }
            columns.draw(row, on: &canvas, in: line, glance)
        }
    }

    private func drawCursor(_ canvas: inout Canvas, _ line: Rect, _ glance: Glance) {
        let isFocused = glance.isFocused(.bus)
        canvas.setBackground(line, glance.look.color(isFocused ? .cursorRow : .panel))
        guard isFocused else { return }
        canvas.glyph(glance.look.cursorBar, at: line.origin, style: glance.look.style(.focus))
    }

    private func drawEmpty(_ canvas: inout Canvas, _ area: Rect, _ glance: Glance) {
        let text =
            filter.isEmpty
            ? "Messages between agents appear here as they happen."
            : "No match for '\(filter)'. Esc clears the filter."
        canvas.text(
            text, at: area.origin.moved(columns: 1), style: glance.look.style(.dim),
            width: max(0, area.width - 2))
    }
}
