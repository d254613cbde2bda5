import SwarmCore
import TerminalUI

/// Pane 3: what the swarm says, one row a fact, newest last.
///
/// Follows the newest row until the cursor is moved up; then nothing moves the view but the operator. Frozen, new
/// rows wait outside, while the filter works on what is there. While following without a filter an attempt's progress
/// is one row that moves down, so that it does not push out what is told once.
struct BusPane: Pane {
    static let id = PaneID.bus

    /// Sequences of the envelopes that have a row, oldest first.
    private(set) var shown: [UInt64] = []
    /// The newest envelope looked at so far.
    private var examined: UInt64 = 0
    private var filter = ""
    /// The newest row of each attempt's progress, while it runs.
    private var progress: [AttemptKey: UInt64] = [:]
    /// How the run that was looked at last began.
    private var startUp: StartUp?
    /// Rows that do not match the filter are left out; otherwise those that do are marked.
    private var showsOnlyMatching = true
    /// Only rows after this one are shown.
    private var since: (sequence: UInt64, at: Instant)?
    /// Only rows of this task are shown.
    private var onlyTask: TaskID?
    private(set) var scroll = ScrollState<UInt64>(isFollowing: true)
    /// The newest sequence when the view was frozen; nil while it is not.
    private var frozenAt: UInt64?
    /// The row a link led to last.
    private var linked: UInt64?
    /// The newest row that has been in view.
    private var seen: UInt64 = 0
    /// The rows in view with the lines each takes, from the top.
    private var inView: [(index: Int, lines: Int)] = []
    /// The first of them, where rows take several lines.
    private var top: UInt64?

    init() {}

    // MARK: Keys

    mutating func update(_ id: ActionID, _ glance: Glance) -> [Action]? {
        if scroll.move(id, in: shown) { return [] }
        switch id {
        case .follow: follow()
        case .freeze: freeze(glance)
        case .since: toggleSince(glance)
        case .onlyMatching:
            showsOnlyMatching.toggle()
            startOver()
        case .onlyTask: return toggleTask(glance)
        case .nextMatch: return goToMatch(by: 1, glance)
        case .previousMatch: return goToMatch(by: -1, glance)
        case .open: return open(glance)
        default: return nil
        }
        return []
    }

    /// Looks at the whole log again.
    private mutating func startOver() { (shown, examined, progress) = ([], 0, [:]) }

    private mutating func toggleSince(_ glance: Glance) {
        since = since == nil ? (glance.log.last?.sequence ?? 0, glance.now) : nil
        startOver()
        if since != nil { follow() }
    }

    private mutating func toggleTask(_ glance: Glance) -> [Action] {
        if onlyTask != nil {
            onlyTask = nil
        } else {
            guard let task = task(glance) else {
                return [.notice("This row belongs to no task.", tone: .secondary)]
            }
            onlyTask = task
        }
        startOver()
        return []
    }

    /// Puts the cursor on the next row that holds the words.
    private mutating func goToMatch(by step: Int, _ glance: Glance) -> [Action] {
        guard !filter.isEmpty else {
            return [
                .notice("\(glance.key(.filter)) types the words to look for.", tone: .secondary)
            ]
        }
        let words = RowFilter(filter)
        var place = scroll.cursorIndex + step
        while shown.indices.contains(place) {
            if let row = Self.row(shown[place], glance), words.matches(row) {
                scroll.follow(false)
                scroll.select(shown[place], in: shown)
                return []
            }
            place += step
        }
        return [.notice("No further match for '\(filter)'.", tone: .secondary)]
    }

    var cursorRow: AnyHashable? { scroll.cursor }

    mutating func click(_ row: Int, _ area: Rect, _ glance: Glance) -> Bool {
        var left = row
        let found = inView.first { place in
            left -= place.lines
            return left < 0
        }
        guard row >= 0, let index = found?.index, shown.indices.contains(index) else {
            return false
        }
        if index != scroll.cursorIndex { scroll.follow(false) }
        return scroll.select(shown[index], in: shown)
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
        guard let cursor = scroll.cursor, let row = Self.row(cursor, glance),
            let envelope = glance.log.envelope(cursor)
        else { return [] }
        if let question = Question(envelope.event),
            PendingApproval(question, glance.swarm) != nil
        {
            return [.open(.approvals(question))]
        }
        var here = glance.selection
        here.event = cursor
        guard var place = Place(envelope, row, from: here) else {
            return [.notice("This row belongs to no task and no agent.", tone: .secondary)]
        }
        guard place.exists(in: glance.swarm) else {
            return [.notice("Its task has left memory; the journal has it.", tone: .secondary)]
        }
        if place.pane == .detail { place.isZoomed = true }
        return [.select(here), .go(place)]
    }

    // MARK: Rows

    mutating func settle(_ area: Rect, _ glance: Glance) {
        if glance.filter != filter { take(glance.filter, glance) }
        collect(glance)
        turn(to: glance.selection.event)
        scroll.update(shown, height: area.height)
        layOut(area, glance)
        if let last = inView.last?.index { seen = max(seen, shown[last]) }
    }

    /// Decides which rows are drawn. Where their words are broken not all that would fit as single lines do: then the
    /// newest stay while following; else the first one stays where it is, as long as the cursor's row is in view.
    private mutating func layOut(_ area: Rect, _ glance: Glance) {
        let visible = scroll.visible.filter(shown.indices.contains)
        guard glance.wrapped.contains(.bus) else {
            inView = visible.map { ($0, 1) }
            top = nil
            return
        }
        let columns = BusColumns(width: area.width)
        var rows = visible.map { index in
            let row = Self.row(shown[index], glance)
            return (
                index: index,
                lines: min(area.height, row.map { columns.height(of: $0, glance.look) } ?? 1)
            )
        }
        func lines(through last: Int) -> Int {
            rows.prefix { $0.index <= last }.reduce(0) { $0 + $1.lines }
        }
        let last = scroll.isFollowing ? visible.last ?? 0 : scroll.cursorIndex
        if !scroll.isFollowing, let top, let place = rows.first(where: { shown[$0.index] == top }) {
            let first = min(place.index, scroll.cursorIndex)
            rows.removeAll { $0.index < first }
        }
        while rows.count > 1, lines(through: last) > area.height { rows.removeFirst() }
        while rows.count > 1, rows.reduce(0, { $0 + $1.lines }) > area.height { rows.removeLast() }
        inView = rows
        top = rows.first.map { shown[$0.index] }
    }

    /// A link to a row puts the cursor there, and the view stays.
    private mutating func turn(to event: UInt64?) {
        defer { linked = event }
        guard let event, event != linked, event != scroll.cursor, shown.contains(event) else {
            return
        }
        scroll.follow(false)
        scroll.select(event, in: shown)
    }

    mutating func restore(_ position: Int) { linked = nil }

    /// Longer words leave fewer of the rows that are there; others look at the log again.
    private mutating func take(_ words: String, _ glance: Glance) {
        let isNarrower = !filter.isEmpty && words.hasPrefix(filter)
        filter = words
        guard showsOnlyMatching else { return }
        guard isNarrower else {
            startOver()
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
            (shown, examined, seen, frozenAt, progress) = ([], 0, 0, nil, [:])
            (since, onlyTask) = (nil, nil)
        }
        let filter = filter.isEmpty || !showsOnlyMatching ? nil : RowFilter(filter)
        let start = glance.log.index(from: max(examined + 1, oldest))
        for index in start..<glance.log.count {
            let envelope = glance.log[index]
            if let frozenAt, envelope.sequence > frozenAt { break }
            examined = envelope.sequence
            if let begin = StartUp(glance.log, at: index) { startUp = begin }
            guard BusRow.isWorthShowing(envelope.event), isWanted(envelope) else { continue }
            // What is looked for is found; else the run's own row says how it began.
            if filter == nil, startUp?.isSaid(envelope) == true { continue }
            if filter?.matches(BusRow(envelope, glance.swarm)) ?? true {
                if filter == nil, scroll.isFollowing { foldProgress(before: envelope) }
                shown.append(envelope.sequence)
            }
        }
        let gone = shown.prefix { $0 < oldest }.count
        if gone > 0 { shown.removeFirst(gone) }
    }

    /// Rows an attempt's last progress is looked for among: more than a screen has.
    private static let foldedRows = 64

    private mutating func foldProgress(before envelope: Envelope) {
        switch envelope.event {
        case .attemptFinished(let key, _): progress[key] = nil
        case .attemptProgressed(let key, _, _):
            if let before = progress.updateValue(envelope.sequence, forKey: key),
                let place = shown.suffix(Self.foldedRows).firstIndex(of: before)
            {
                shown.remove(at: place)
            }
        default: break
        }
    }

    private func isWanted(_ envelope: Envelope) -> Bool {
        if let since, envelope.sequence <= since.sequence { return false }
        guard let onlyTask else { return true }
        return Self.task(of: envelope.event) == onlyTask
    }

    /// Rows that came since the newest one that was in view.
    private func newCount(_ glance: Glance) -> Int {
        let waiting = shown.reversed().prefix { $0 > seen }.count
        guard let frozenAt else { return waiting }
        let outside = glance.log.index(from: frozenAt + 1)..<glance.log.count
        return waiting
            + outside.count {
                BusRow.isWorthShowing(glance.log[$0].event) && isWanted(glance.log[$0])
            }
    }

    static func row(_ sequence: UInt64, _ glance: Glance) -> BusRow? {
        let index = glance.log.index(from: sequence)
        guard glance.log.indices.contains(index) else { return nil }
        let envelope = glance.log[index]
        guard envelope.sequence == sequence else { return nil }
        var row = BusRow(envelope, glance.swarm, again: again(after: index, glance.log))
        if let words = StartUp(glance.log, at: index)?.words, !words.isEmpty {
            row.text += ", \(words)"
        }
        return row
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
        let subject = subject(glance)
        guard scroll.isFollowing, frozenAt == nil else {
            var note = StyledText()
            if frozenAt != nil { note.append("frozen  ", look.style(.waiting)) }
            let fresh = newCount(glance)
            if fresh > 0 { note.append("\(fresh) new  ", look.strong(.waiting)) }
            note.append(glance.key(.follow), look.strong(.focus))
            note.append(" follow", look.style(.waiting))
            return PaneTitle("Bus", subject: subject, note: note)
        }
        let rate = Figures.decimal(glance.messagesPerSecond, places: 0)
        return PaneTitle(
            "Bus", subject: subject, note: StyledText("follow  \(rate) msg/s", look.style(.dim)))
    }

    /// `only “budget”, since 0:41.7, only Q1 Product Launch`: what is left out and why.
    private func subject(_ glance: Glance) -> String {
        var parts: [String] = []
        if !filter.isEmpty { parts.append(showsOnlyMatching ? "only “\(filter)”" : "“\(filter)”") }
        if let since { parts.append("since \(glance.times.clock(since.at))") }
        if let onlyTask { parts.append("only \(glance.swarm.taskTitle(onlyTask))") }
        return parts.joined(separator: ", ")
    }

    func view(_ canvas: inout Canvas, _ area: Rect, _ glance: Glance) {
        guard !shown.isEmpty else { return drawEmpty(&canvas, area, glance) }
        let columns = BusColumns(width: area.width)
        let marked = filter.isEmpty || showsOnlyMatching ? nil : RowFilter(filter)
        var top = 0
        for (index, lines) in inView where shown.indices.contains(index) {
            defer { top += lines }
            guard let row = Self.row(shown[index], glance) else { continue }
            let line = Rect(
                column: area.left, row: area.top + top, width: area.width,
                height: min(lines, area.height - top))
            if glance.isFocused(.bus) || !scroll.isFollowing, index == scroll.cursorIndex {
                drawCursor(&canvas, line, glance)
            }
            columns.draw(row, on: &canvas, in: line, glance)
            if let task = row.link.task, glance.marks.tasks.contains(task) {
                canvas.text("+", at: line.origin, style: glance.look.strong(.focus))
            }
            if index != scroll.cursorIndex, marked?.matches(row) == true {
                canvas.glyph(
                    Glyph(unicode: "•", ascii: "*"), at: line.origin,
                    style: glance.look.strong(.waiting))
            }
        }
        // Before the first task the rows are only who is there.
        guard glance.swarm.totals.submitted == 0, filter.isEmpty, top + 1 < area.height else {
            return
        }
        drawEmpty(&canvas, area.split(top: top + 1).below, glance)
    }

    private func drawCursor(_ canvas: inout Canvas, _ line: Rect, _ glance: Glance) {
        let isFocused = glance.isFocused(.bus)
        canvas.setBackground(line, glance.look.color(isFocused ? .cursorRow : .panel))
        guard isFocused else { return }
        canvas.glyph(glance.look.cursorBar, at: line.origin, style: glance.look.style(.focus))
    }

    private func drawEmpty(_ canvas: inout Canvas, _ area: Rect, _ glance: Glance) {
        let text: String
        if let since {
            text = "Nothing since \(glance.times.clock(since.at)). \(glance.key(.since)) shows all."
        } else if filter.isEmpty {
            text = "Messages between agents appear here as they happen."
        } else {
            text = glance.noMatch
        }
        canvas.text(
            text, at: area.origin.moved(columns: 1), style: glance.look.style(.dim),
            width: max(0, area.width - 2))
    }
}
