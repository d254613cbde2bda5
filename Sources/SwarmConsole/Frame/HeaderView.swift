import SwarmCore
import TerminalUI

/// The one or two rows at the top: which run, how it stands, how fast it goes.
struct HeaderView {
    let glance: Glance
    let clock: ConsoleClock
    let isLive: Bool
    let swarmName: String
    /// Where the operator is, the end of the way that is shown.
    let here: Place
    /// Things that need somebody now, where the row for them has no room; else 0.
    let needs: Int
    private var look: Look { glance.look }
    /// Kept free for the time of day.
    private let rightWidth = 24

    init(
        _ glance: Glance, clock: ConsoleClock, isLive: Bool, swarmName: String, here: Place,
        needs: Int = 0
    ) {
        self.here = here
        self.needs = needs
        self.glance = glance
        self.clock = clock
        self.isLive = isLive
        self.swarmName = swarmName
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        canvas.fill(area, style: look.style(.panel))
        let inner = area.inset(columns: 1)
        guard area.height > 1 else {
            let groups = groups(width: inner.width)
            let line = Self.joined(groups, gap: "   ")
            canvas.text(line, at: inner.origin, width: inner.width)
            drawRight(on: &canvas, in: inner, after: line.columns)
            return
        }
        var line = Self.joined(identity, gap: "  ")
        let room = inner.width - line.columns - 4 - rightWidth
        let crumbs = Breadcrumb(glance.trail, here: here, glance).line(width: room)
        if crumbs.columns > 0 { line = line + StyledText("    ") + crumbs }
        canvas.text(line, at: inner.origin, width: inner.width)
        drawRight(on: &canvas, in: inner, after: line.columns)
        drawFigures(on: &canvas, in: inner.row(1))
    }

    /// One row: whose run it is gives way to how it stands, then groups leave from the right; no figure is ever cut.
    private func groups(width: Int) -> [StyledText] {
        func joined(_ groups: [StyledText]) -> [StyledText] { groups.filter { $0.columns > 0 } }
        func fits(_ groups: [StyledText]) -> Bool {
            Self.joined(groups, gap: "   ").columns <= width
        }
        let counts = Self.joined(counts(withWords: false), gap: " ")
        let short = Self.joined(Array(identity.suffix(2)), gap: "  ")
        let names = [identity, Array(identity.dropFirst())].map { Self.joined($0, gap: "  ") }
        let name = (names + [short]).first { fits(joined([$0, needed, up, counts])) }
        var groups = joined(
            name.map { [$0, needed, up, counts, success(withWord: false), spent(withWord: false)] }
                ?? [short, needed, counts, up])
        while groups.count > 1, !fits(groups) { groups.removeLast() }
        return groups
    }

    /// How many things need somebody, where no row below says which.
    private var needed: StyledText {
        needs > 0 ? StyledText("?\(needs)", look.badge(.waiting)) : StyledText()
    }

    /// Drops groups from the right until the rest fits; no figure is ever cut.
    private func drawFigures(on canvas: inout Canvas, in area: Rect) {
        let gap = area.width >= 150 ? "      " : "   "
        var groups = [up, Self.joined(counts(withWords: true), gap: "  ")] + rates
        groups.append(success(withWord: true))
        groups.append(quality)
        groups.removeAll { $0.columns == 0 }
        while groups.count > 1, Self.joined(groups, gap: gap).columns > area.width {
            groups.removeLast()
        }
        for spent in [spent(withWord: true), spent(withWord: false)] where spent.columns > 0 {
            let line = Self.joined(groups + [spent], gap: gap)
            guard line.columns <= area.width else { continue }
            canvas.text(line, at: area.origin, width: area.width)
            return
        }
        canvas.text(Self.joined(groups, gap: gap), at: area.origin, width: area.width)
    }

    private func drawRight(on canvas: inout Canvas, in area: Rect, after used: Int) {
        let isTime = isLive || glance.replay != nil
        guard let wall = clock.wall(at: isTime ? clock.now : clock.lastEvent) else { return }
        var line = StyledText(glance.times.wall(wall), look.style(isTime ? .text : .secondary))
        if !isTime { line = StyledText("idle since ", look.style(.secondary)) + line }
        let full = StyledText(swarmName + "  ", look.style(.secondary)) + line
        for text in [full, line] where used + 3 + text.columns <= area.width {
            canvas.text(text, at: area.origin, width: area.width, alignment: .right)
            return
        }
    }

    private var identity: [StyledText] {
        var parts = [StyledText("swarmtop", look.strong(.bright))]
        if glance.swarm.run > 0 {
            let number = String(glance.swarm.run)
            let zeros = String(repeating: "0", count: max(0, 4 - number.count))
            parts.append(StyledText("run-" + zeros + number, look.style(.secondary)))
        }
        let badge: (String, Role) =
            switch glance.mode {
            case .control: (" LIVE ", .healthy)
            case .readOnly: (" READ-ONLY ", .retired)
            case .replay: (" REPLAY ", .gain)
            }
        parts.append(StyledText(badge.0, look.badge(badge.1)))
        if let replay = glance.replay {
            parts.append(Self.replayClock(replay.position, glance.times, look))
            return parts
        }
        let style = isLive ? look.strong(.name) : look.style(.secondary)
        parts.append(StyledText(glance.times.clock(clock.now), style))
        return parts
    }

    /// `2×  0:12.0 / 1:30.4  paused`: from the start of the recording, not of the data folder.
    private static func replayClock(
        _ position: ReplayPosition, _ times: TimeFormat, _ look: Look
    ) -> StyledText {
        func clock(_ span: TimeSpan) -> String {
            times.clock(Instant(microseconds: span.microseconds))
        }
        var text = StyledText(
            ReplayGlance.speed(position.speed) + "  ", look.style(.secondary))
        text.append(clock(position.elapsed), look.strong(.name))
        text.append(" / " + clock(position.length), look.style(.secondary))
        if !position.isPlaying { text.append("  paused", look.strong(.waiting)) }
        return text
    }

    private var up: StyledText {
        let agents = glance.swarm.agents
        let active = agents.indices.count { !agents[$0].isRetired }
        let up = agents.indices.count {
            !agents[$0].isRetired && agents[$0].offlineBecause == nil
        }
        let tone: Role = up == active ? .name : .degraded
        return [
            Span("\(up)/\(active)", look.strong(tone)), Span(" up", look.style(.secondary)),
        ]
    }

    private func counts(withWords: Bool) -> [StyledText] {
        let totals = glance.swarm.totals
        var counts: [(Sign, Int, String)] = [
            (.done, totals.succeeded, "done"), (.running, totals.running, "running"),
            (.waiting, totals.waiting, "waiting"), (.failed, totals.failed, "failed"),
        ]
        if totals.partial > 0 { counts.insert((.partial, totals.partial, "partial"), at: 1) }
        return counts.map { sign, count, word in
            let isSome = count > 0
            var text = StyledText()
            text.append(sign.glyph, look.style(isSome ? sign.role : .dim))
            if withWords { text.append(" ") }
            text.append("\(count)", isSome ? look.strong(sign.role) : look.style(.dim))
            if withWords { text.append(" " + word, look.style(isSome ? .secondary : .dim)) }
            return text
        }
    }

    /// What the last ten seconds brought.
    private var rates: [StyledText] {
        let (tasks, messages) = (glance.tasksPerSecond, glance.messagesPerSecond)
        return [
            figure(Figures.decimal(tasks, places: 1), "tasks/s", isSome: tasks > 0),
            figure(Figures.decimal(messages, places: 0), "msg/s", isSome: messages > 0),
        ]
    }

    private func success(withWord: Bool) -> StyledText {
        guard let rate = glance.swarm.totals.successRate else { return StyledText() }
        let text = Figures.decimal(rate * 100, places: 0) + "%"
        return withWord
            ? figure(text, "ok", isSome: true) : StyledText(text, look.strong(.name))
    }

    private var quality: StyledText {
        guard let mean = glance.swarm.totals.meanQuality else { return StyledText() }
        return figure(Figures.decimal(mean, places: 0), "quality", isSome: true)
    }

    /// `$0.42 of $5.00 today`; nothing on a day without costs.
    private func spent(withWord: Bool) -> StyledText {
        let today = DaySpending(glance)
        guard !today.costs.isEmpty else { return StyledText() }
        let style = look.strong(today.role)
        guard withWord else { return StyledText(today.costs.committed.text, style) }
        return StyledText(today.costs.committed.text, style)
            + StyledText(today.ofBudget + " today", look.style(.secondary))
    }

    private func figure(_ number: String, _ word: String, isSome: Bool) -> StyledText {
        [
            Span(number, isSome ? look.strong(.name) : look.style(.dim)),
            Span(" " + word, look.style(isSome ? .secondary : .dim)),
        ]
    }

    private static func joined(_ parts: [StyledText], gap: String) -> StyledText {
        var line = StyledText()
        for part in parts {
            if !line.spans.isEmpty { line.append(gap) }
            line.spans += part.spans
        }
        return line
    }
}
