import SwarmCore
import TerminalUI

extension Console {
    var grid: PaneGrid { PaneGrid(size: size, tab: tab, zoomed: zoomed) }

    /// Before the first task the timeline's place teaches the first keys.
    var isFirstStart: Bool { replay == nil && swarm.totals.submitted == 0 }

    /// Fits every shown pane to what there is now.
    mutating func settle() {
        let grid = grid
        for place in grid.places {
            desk.settle(place.pane, place.body, glance())
        }
        if focus == .agents, selection.agent == nil {
            selection.agent = (desk[.agents] as? AgentsPane)?.cursor
        }
    }

    func draw(_ canvas: inout Canvas) {
        let glance = glance()
        let grid = grid
        canvas.fill(canvas.bounds, style: look.style(.ground))
        guard grid.density > .statusLine else {
            drawStatusLine(on: &canvas, glance)
            return
        }
        HeaderView(glance, clock: clock, isLive: isLive, swarmName: options.swarmName)
            .draw(on: &canvas, in: grid.header)
        drawAttention(on: &canvas, in: grid.attention, glance)
        for place in grid.places { draw(place, on: &canvas, glance) }
        if !isFirstStart {
            RunStrip(
                markers: log.markers.all, start: replay?.position.start ?? runStart,
                end: clock.now, isRecorded: replay != nil, look: look, times: glance.times
            ).draw(on: &canvas, in: grid.strip)
        }
        if filter.isEditing {
            filter.draw(on: &canvas, in: grid.footer, look)
        } else {
            FooterView(
                keymap, glance, width: grid.footer.width - 2, isRoomy: grid.density >= .medium
            ).draw(on: &canvas, in: grid.footer, look)
        }
        overlay.screen?.view(&canvas, glance)
    }

    private func drawAttention(on canvas: inout Canvas, in area: Rect, _ glance: Glance) {
        guard let notice else {
            if let replay {
                ReplayLine(replay: replay, look: look, times: glance.times)
                    .draw(on: &canvas, in: area)
            } else if let caption = swarm.caption {
                CaptionLine(text: caption, attention: Attention(glance), look: look)
                    .draw(on: &canvas, in: area)
            } else {
                Attention(glance).draw(on: &canvas, in: area, look)
            }
            return
        }
        let inner = area.inset(columns: 1)
        canvas.text(
            notice.text, at: inner.origin, style: look.style(notice.tone), width: inner.width)
    }

    private func draw(_ place: PaneGrid.Place, on canvas: inout Canvas, _ glance: Glance) {
        let isFocused = focus == place.pane
        if isFirstStart, place.pane == .timeline {
            let lesson = StartHere(look: look, agentCount: swarm.agents.count)
            draw(lesson.title, number: "", isFocused: isFocused, place, on: &canvas)
            lesson.draw(on: &canvas, in: place.body)
            return
        }
        guard let pane = desk[place.pane] else { return }
        var title = pane.title(glance)
        if zoomed != nil { title.note = StyledText("z back to all panes", look.style(.dim)) }
        if place.tabs.isEmpty {
            draw(
                title, number: "\(place.pane.rawValue)", isFocused: isFocused, place, on: &canvas)
        } else {
            TabRow(tabs: place.tabs, current: place.pane, isFocused: isFocused, note: title.note)
                .draw(on: &canvas, in: place.title, look)
        }
        let cells = Rect(
            column: place.body.left, row: place.body.top, width: place.body.width + 1,
            height: place.body.height)
        canvas.withClip(cells) { pane.view(&$0, place.body, glance) }
    }

    private func draw(
        _ title: PaneTitle, number: String, isFocused: Bool, _ place: PaneGrid.Place,
        on canvas: inout Canvas
    ) {
        var rule = TitleRule(
            number: number, name: title.name, subject: title.subject, isFocused: isFocused,
            look: look.title(isFocused: isFocused))
        rule.note = title.note
        rule.draw(on: &canvas, in: place.title)
    }

    /// All there is room for on a screen of a few cells.
    private func drawStatusLine(on canvas: inout Canvas, _ glance: Glance) {
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
    let note: StyledText

    func draw(on canvas: inout Canvas, in area: Rect, _ look: Look) {
        let full = line(look, namesAll: true)
        let head = full.columns + 3 <= area.width ? full : line(look, namesAll: false)
        let used = canvas.text(head, at: area.origin, width: area.width)
        var end = area.right
        if note.columns > 0, used + note.columns + 5 <= area.width {
            canvas.text(note, at: area.origin, width: area.width, alignment: .right)
            end -= note.columns + 1
        }
        let look = look.title(isFocused: isFocused)
        canvas.horizontalRule(
            at: area.origin.moved(columns: used + 1), width: end - area.left - used - 1,
            style: look.rule, isHeavy: isFocused)
    }

    private func line(_ look: Look, namesAll: Bool) -> StyledText {
        var line = StyledText()
        for tab in tabs {
            if !line.spans.isEmpty { line.append(namesAll ? "   " : " ") }
            let style = look.title(isFocused: isFocused && tab == current)
            line.append("\(tab.rawValue)", style.number)
            guard namesAll || tab == current else { continue }
            line.append(" " + tab.name, tab == current ? style.name : look.style(.secondary))
        }
        return line
    }
}
