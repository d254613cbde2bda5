import SwarmCore
import TerminalUI

extension Console {
    private static let mostNoticeRows = 4

    var grid: PaneGrid {
        PaneGrid(
            size: size, tab: tab, zoomed: zoomed, shares: shares, isBig: isBig,
            captionRows: captionLayout?.rows ?? 0)
    }

    /// What a presenter says and how many rows it takes; nil while nothing is said, and over a recording.
    private var captionLayout: CaptionLayout? {
        guard replay == nil, let caption = swarm.caption else { return nil }
        return CaptionLayout(caption, on: size, key: keymap.name(.attention))
    }

    /// Before the first task the timeline's place teaches the first keys.
    var isFirstStart: Bool { replay == nil && swarm.totals.submitted == 0 }

    /// Fits every shown pane to what there is now.
    mutating func settle() {
        isUnsettled = false
        let glance = glance()
        for place in grid.slots { desk.settle(place.pane, place.body, glance) }
        follow()
    }

    /// Fits one pane; the others wait for the whole frame.
    mutating func settle(_ pane: PaneID) {
        if let place = grid.slot(of: pane) { desk.settle(pane, place.body, glance()) }
        follow()
    }

    /// What is chosen follows the cursor of the focused pane.
    private mutating func follow() {
        // What a key acts on is what the cursor of the focused pane is on, also where the chosen row has left.
        if focus == .agents, let cursor = (desk[.agents] as? AgentsPane)?.cursor {
            selection.agent = cursor
        }
        if focus == .queue, let cursor = (desk[.queue] as? QueuePane)?.cursor,
            cursor.task != selection.task
                || cursor.subtask != nil && cursor.subtask != selection.subtask
        {
            (selection.task, selection.subtask) = (cursor.task, cursor.subtask)
        }
        if focus == .costs, let chosen = desk[.costs]?.chosen(glance()) { selection = chosen }
    }

    /// Draws one pane anew on a canvas that has it already.
    func drawAgain(_ pane: PaneID, _ canvas: inout Canvas) {
        let glance = glance()
        for place in grid.slots where place.pane == pane {
            canvas.fill(place.title, style: look.style(.ground))
            canvas.fill(place.cells, style: look.style(.ground))
            draw(place, on: &canvas, glance)
        }
        drawNotice(on: &canvas, grid)
    }

    func draw(_ canvas: inout Canvas) {
        let glance = glance()
        let grid = grid
        canvas.fill(canvas.bounds, style: look.style(.ground))
        guard grid.density > .statusLine else {
            drawStatusLine(on: &canvas, glance)
            return
        }
        HeaderView(
            glance, clock: clock, isLive: isLive, swarmName: options.swarmName, here: here,
            needs: grid.attention.isEmpty || captionLayout?.showsNeeds == false
                ? Attention(glance).count : 0
        ).draw(on: &canvas, in: grid.header)
        drawAttention(on: &canvas, grid, glance)
        CaptionBand(glance: glance).draw(
            on: &canvas, in: grid.band, letters: BigScreen.letters(grid.density))
        for place in grid.slots { draw(place, on: &canvas, glance) }
        if !isFirstStart {
            runStrip.draw(on: &canvas, in: grid.strip)
            drawStripWords(on: &canvas, grid)
        }
        if filter.isEditing {
            filter.draw(on: &canvas, in: grid.footer, look)
        } else if notice == nil || !grid.attention.isEmpty {
            FooterView(
                keymap, glance, width: grid.footer.width - 2, isRoomy: grid.density >= .medium
            ).draw(on: &canvas, in: grid.footer, look)
        }
        drawNotice(on: &canvas, grid)
        overlay.screen?.view(&canvas, glance)
    }

    /// Over a recording the empty row above the strip says what is on it.
    private func drawStripWords(on canvas: inout Canvas, _ grid: PaneGrid) {
        guard let replay, grid.density >= .medium, zoomed == nil, grid.band.isEmpty else { return }
        let row = Rect(
            column: grid.strip.left, row: grid.strip.top - 1, width: grid.strip.width, height: 1)
        runStrip.drawWords(replay.markers, on: &canvas, in: row, strip: grid.strip)
    }

    private func drawAttention(on canvas: inout Canvas, _ grid: PaneGrid, _ glance: Glance) {
        // What was just done stands there for a moment, over the panes where it needs more rows.
        if notice != nil, !grid.attention.isEmpty { return }
        if let replay {
            ReplayLine(
                replay: replay, look: look, times: glance.times,
                present: past.present.map { ($0.words, keymap.name(.live)) }
            ).draw(on: &canvas, in: grid.attention)
        } else if let captionLayout, grid.band.isEmpty {
            CaptionLine(layout: captionLayout, attention: Attention(glance), look: look)
                .draw(on: &canvas, in: grid.caption)
        } else {
            Attention(glance).draw(
                on: &canvas, in: grid.attention, look, key: keymap.name(.attention))
        }
    }

    /// In the attention line and on below it, or up from the last row where there is none.
    private func drawNotice(on canvas: inout Canvas, _ grid: PaneGrid) {
        guard let notice, grid.density > .statusLine else { return }
        let isAbove = !grid.attention.isEmpty
        guard isAbove || !filter.isEditing else { return }
        var line = StyledText(notice.text, look.style(notice.tone))
        if let undo, undo.words == notice.text {
            line.append("  " + undo.hint(keymap, at: clock.now), look.style(.secondary))
        }
        let inner = (isAbove ? grid.attention : grid.footer).inset(columns: 1)
        let lines =
            line.columns <= inner.width
            ? [line] : Array(line.wrapped(to: inner.width).prefix(Self.mostNoticeRows))
        let top = isAbove ? inner.top : inner.bottom - lines.count
        canvas.fill(
            Rect(column: 0, row: top, width: size.columns, height: lines.count),
            style: look.style(.ground))
        for (row, words) in lines.enumerated() {
            canvas.text(
                words, at: Point(column: inner.left, row: top + row), width: inner.width)
        }
    }

    private func draw(_ place: PaneGrid.Slot, on canvas: inout Canvas, _ glance: Glance) {
        let isFocused = focus == place.pane
        if isFirstStart, place.pane == .timeline {
            let lesson = StartHere(
                look: look, agentCount: swarm.agents.count, keymap: keymap,
                hasDemo: !options.demos.isEmpty && !options.readOnly)
            draw(lesson.title, number: "", isFocused: isFocused, place, on: &canvas)
            lesson.draw(on: &canvas, in: place.body)
            return
        }
        guard let pane = desk[place.pane] else { return }
        var title = pane.title(glance)
        // Big letters choose their own rows.
        if isShownBig(place.pane) { title.inView = nil }
        if zoomed != nil {
            // What the bus holds back is said beside the way back, never hidden by it.
            let state = place.pane == .bus ? title.note + StyledText("   ") : StyledText()
            title.note = state + StyledText(wayBack, look.style(.dim))
        }
        if place.tabs.isEmpty {
            draw(
                title, number: "\(place.pane.rawValue)", isFocused: isFocused, place, on: &canvas)
        } else {
            TabRow(tabs: place.tabs, current: place.pane, isFocused: isFocused, title: title)
                .draw(on: &canvas, in: place.title, look)
        }
        canvas.withClip(place.cells) { canvas in
            guard isShownBig(place.pane) else { return pane.view(&canvas, place.body, glance) }
            if place.pane == .agents {
                BigAgents(glance: glance).draw(on: &canvas, in: place.body)
            } else {
                BigLanes(glance: glance).draw(on: &canvas, in: place.body.split(left: 1).right)
            }
        }
    }

    /// Whether a pane is drawn in big letters, for a room.
    func isShownBig(_ pane: PaneID) -> Bool {
        isBig && zoomed == nil && (pane == .agents || pane == .timeline) && !grid.band.isEmpty
    }

    /// What leads out of a pane that has the screen to itself.
    private var wayBack: String {
        if let last = trail.past.last, last.pane != focus {
            return "\(keymap.name(.back)) back to \(last.pane.name)"
        }
        return "\(keymap.name(.zoom)) back to all panes"
    }

    private func draw(
        _ title: PaneTitle, number: String, isFocused: Bool, _ place: PaneGrid.Slot,
        on canvas: inout Canvas
    ) {
        var rule = TitleRule(
            number: number, name: title.name, subject: title.subject, isFocused: isFocused,
            look: look.title(isFocused: isFocused))
        let head = TextWidth.of(title.name) + (number.isEmpty ? 0 : TextWidth.of(number) + 1)
        rule.note = title.note(within: place.title.width - head - 4, look)
        rule.draw(on: &canvas, in: place.title)
    }

    /// All there is room for on a screen of a few cells.
    private func drawStatusLine(on canvas: inout Canvas, _ glance: Glance) {
        guard !overlay.isOpen else {
            canvas.text(
                "Esc closes what is open", at: canvas.bounds.origin, style: look.strong(.waiting),
                width: canvas.size.columns)
            return
        }
        let totals = swarm.totals
        let needs = Attention(glance).items.count
        var line = StyledText()
        func add(_ sign: Sign, _ count: Int) {
            guard count > 0 else { return }
            if !line.spans.isEmpty { line.append(" ") }
            line.append(sign.glyph, look.style(sign.role))
            line.append("\(count)", look.strong(sign.role))
        }
        if needs > 0 { line.append("?\(needs)", look.badge(.waiting)) }
        add(.failed, totals.failed)
        add(.running, totals.running)
        add(.waiting, totals.waiting)
        add(.done, totals.succeeded)
        if line.spans.isEmpty { line.append("idle", look.style(.dim)) }
        canvas.text(line, at: canvas.bounds.origin, width: canvas.size.columns)
    }
}

/// The title row of a place that several panes share.
struct TabRow {
    let tabs: [PaneID]
    let current: PaneID
    let isFocused: Bool
    /// Of the current one.
    let title: PaneTitle

    func draw(on canvas: inout Canvas, in area: Rect, _ look: Look) {
        let gap = gap(width: area.width, look)
        let used = canvas.text(line(look, gap: gap), at: area.origin, width: area.width)
        var end = area.right
        let room = area.width - used - 5
        var note = title.note(within: room, rule: 4, look)
        if gap == nil { note = subject(before: note, room: room, look) + note }
        if note.columns > 0 {
            canvas.text(note, at: area.origin, width: area.width, alignment: .right)
            end -= note.columns + 1
        }
        let look = look.title(isFocused: isFocused)
        canvas.horizontalRule(
            at: area.origin.moved(columns: used + 1), width: max(0, end - area.left - used - 1),
            style: look.rule, isHeavy: isFocused)
    }

    /// What the pane is about, where the row has the name of one pane only and some cells.
    private func subject(before note: StyledText, room: Int, _ look: Look) -> StyledText {
        let gap = note.columns > 0 ? "  " : ""
        let cells = room - note.columns - gap.count
        guard !title.subject.isEmpty, cells >= 8 else { return StyledText() }
        let words = TextWidth.cut(title.subject, to: cells)
        return StyledText(words + gap, look.title(isFocused: false).subject)
    }

    /// The tab whose number or name stands at a column.
    func tab(at column: Int, width: Int, _ look: Look) -> PaneID? {
        let gap = gap(width: width, look)
        var start = 0
        for tab in tabs {
            let name = gap != nil || tab == current ? 2 + TextWidth.of(tab.name) : 1
            if (start..<start + name).contains(column) { return tab }
            start += name + (gap ?? 1)
        }
        return nil
    }

    /// The widest gap between names that fits; nil: there is room for the current one's name only.
    private func gap(width: Int, _ look: Look) -> Int? {
        [3, 2].first { line(look, gap: $0).columns + 3 <= width }
    }

    /// - Parameter gap: Between names; nil: the numbers, and the name of the current one.
    private func line(_ look: Look, gap: Int?) -> StyledText {
        var line = StyledText()
        for tab in tabs {
            if !line.spans.isEmpty { line.append(String(repeating: " ", count: gap ?? 1)) }
            let style = look.title(isFocused: isFocused && tab == current)
            line.append("\(tab.rawValue)", style.number)
            guard gap != nil || tab == current else { continue }
            line.append(" " + tab.name, tab == current ? style.name : look.style(.secondary))
        }
        return line
    }
}
