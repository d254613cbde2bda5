import SwarmCore
import TerminalUI

/// Draws the fault menu: three columns, what it will hit, the question.
struct FaultMenuView {
    let menu: FaultMenu
    let glance: Glance

    private static let size = Size(columns: 94, rows: 32)
    private static let mostTargets = 7
    private static let mostPast = 2
    /// Where stands what a fault does, behind its name.
    private static let noteColumn = 19

    var look: Look { glance.look }
    var swarm: SwarmState { glance.swarm }

    /// How much the columns say, by their width: all; short words for settings; faults without what they do, which
    /// then stands above what is hit; one column at a time.
    enum Form {
        case roomy, close, names, single

        init(width: Int) {
            switch width {
            case 84...: self = .roomy
            case 72...: self = .close
            case 50...: self = .names
            default: self = .single
            }
        }
    }

    func draw(on canvas: inout Canvas) {
        let dialog = Dialog(title: "Inject a fault", size: Self.size, look: look.dialog)
        let area = dialog.draw(on: &canvas)
        let form = Form(width: area.width)
        canvas.withClip(area.inset(columns: -1)) { canvas in
            let foot = area.split(bottom: footRows(area))
            drawQuestion(on: &canvas, in: foot.below)
            let rows = foot.above.split(bottom: hitRows(foot.above, form))
            drawColumns(form, on: &canvas, in: rows.above)
            canvas.withClip(rows.below) { drawHits(form, on: &$0, in: rows.below) }
        }
    }

    private func drawColumns(_ form: Form, on canvas: inout Canvas, in area: Rect) {
        var columns: [Rect]
        switch form {
        case .roomy: columns = area.columns([.fixed(32), .fixed(24), .share(1)], gap: 4)
        case .close: columns = area.columns([.fixed(32), .share(1), .fixed(16)], gap: 2)
        case .names: columns = area.columns([.fixed(18), .share(1), .fixed(16)], gap: 2)
        case .single:
            columns = [area, area, area]
            drawHeads(on: &canvas, in: area)
        }
        let isShown = { form != .single || menu.column == $0 }
        if isShown(.fault) { drawItems(form, on: &canvas, in: columns[0]) }
        if isShown(.target) { drawTargets(form, on: &canvas, in: columns[1]) }
        if isShown(.settings) { drawSettings(form, on: &canvas, in: columns[2]) }
        guard form != .single else { return }
        let past = Rect(
            column: columns[1].left, row: columns[1].top + Self.mostTargets + 4,
            width: area.right - columns[1].left,
            height: columns[1].height - Self.mostTargets - 4)
        drawPast(on: &canvas, in: past)
    }

    /// The names of all columns, where one of them is seen at a time.
    private func drawHeads(on canvas: inout Canvas, in area: Rect) {
        // The words that are looked for stand behind the name of their column.
        guard menu.search == nil else {
            canvas.text(
                FaultMenu.Column.target.title, at: area.origin, style: look.strong(.focus))
            return
        }
        var line = StyledText()
        for column in FaultMenu.Column.allCases {
            if !line.spans.isEmpty { line.append("  ") }
            line.append(
                column.title,
                menu.column == column ? look.strong(.focus) : look.style(.dim))
        }
        canvas.text(line, at: area.origin, width: area.width)
    }

    // MARK: Columns

    /// A column's name, and which of its rows are seen where not all are.
    private func drawHead(
        _ column: FaultMenu.Column, _ form: Form, _ inView: RowsInView?, on canvas: inout Canvas,
        in area: Rect
    ) {
        var used = TextWidth.of(column.title)
        if form == .single {
            used = FaultMenu.Column.allCases.reduce(-2) { $0 + TextWidth.of($1.title) + 2 }
        } else {
            canvas.text(
                column.title, at: area.origin,
                style: menu.column == column ? look.strong(.focus) : look.style(.dim))
        }
        guard let inView else { return }
        let words = [inView.words, inView.brief].first { used + 1 + $0.count <= area.width }
        canvas.text(
            words ?? "", at: area.origin, style: look.style(.dim), width: area.width,
            alignment: .right)
    }

    /// The chosen row of a column: bar and background where the keys go, background elsewhere.
    private func mark(_ row: Rect, _ column: FaultMenu.Column, on canvas: inout Canvas) {
        canvas.setBackground(row, look.color(.cursorRow))
        let glyph =
            menu.column == column
            ? look.cursorBar : Glyph(unicode: look.isMono ? "-" : " ", ascii: "-")
        canvas.glyph(glyph, at: row.origin.moved(columns: -1), style: look.style(.focus))
    }

    private func drawItems(_ form: Form, on canvas: inout Canvas, in area: Rect) {
        let items = menu.items(glance)
        let place = items.firstIndex(of: menu.item) ?? 0
        let shown = Self.window(place, items.count, most: area.height - 1)
        drawHead(.fault, form, RowsInView(shown, of: items.count), on: &canvas, in: area)
        for (row, index) in shown.enumerated() {
            let line = area.row(row + 1)
            let isChosen = index == place
            if isChosen { mark(line, .fault, on: &canvas) }
            draw(items[index], isChosen, on: &canvas, in: line)
        }
    }

    private func draw(
        _ item: FaultMenu.Item, _ isChosen: Bool, on canvas: inout Canvas, in line: Rect
    ) {
        let name = isChosen ? look.strong(.bright) : look.style(.text)
        switch item {
        case .inject(let choice):
            canvas.text(String(choice.key), at: line.origin, style: look.strong(.focus))
            canvas.text(choice.name, at: line.origin.moved(columns: 2), style: name)
            canvas.text(
                choice.note(menu.settings), at: line.origin.moved(columns: Self.noteColumn),
                style: look.style(isChosen ? .secondary : .dim),
                width: max(0, line.width - Self.noteColumn))
        case .disarm(let armed):
            draw(armed.spec, .waiting, "waits", name, on: &canvas, in: line)
        case .revert(let id):
            guard let fault = swarm.fault(id) else { return }
            let left = fault.endsAt.map { Figures.countdown($0 - glance.now) } ?? "on"
            draw(fault.spec, .fault, left, name, on: &canvas, in: line)
        }
    }

    /// `○ crash → Finance   waits`: a fault that is there already, and how long.
    private func draw(
        _ fault: FaultSpec, _ sign: Sign, _ left: String, _ style: Style,
        on canvas: inout Canvas, in line: Rect
    ) {
        canvas.glyph(sign.glyph, at: line.origin, style: look.style(sign.role))
        let hasTime = line.width > Self.noteColumn
        canvas.text(
            "\(fault.kind.label) → \(swarm.targetName(fault.target))",
            at: line.origin.moved(columns: 2), style: style,
            width: max(0, line.width - (hasTime ? 9 : 2)))
        guard hasTime else { return }
        canvas.text(
            left, at: line.origin.moved(columns: line.width - 6), style: look.style(.secondary),
            width: 6, alignment: .right)
    }

    private func drawTargets(_ form: Form, on canvas: inout Canvas, in area: Rect) {
        guard case .inject = menu.item else { return }
        let targets = menu.targets(swarm)
        let place = targets.firstIndex(of: menu.aim) ?? 0
        let shown = Self.window(place, targets.count, most: min(Self.mostTargets, area.height - 1))
        // Between agents and what is not one agent, where all stand together.
        let parts =
            shown.lowerBound == 0 && area.height > Self.mostTargets + 3
            ? targets.firstIndex { if case .agent = $0 { false } else { true } } : nil
        let below = targets.count - shown.upperBound
        let end = shown.count + 1 + (parts == nil ? 0 : 1)
        let saysBelow = below > 0 && end < area.height && menu.search == nil
        drawHead(
            .target, form,
            saysBelow || menu.search != nil ? nil : RowsInView(shown, of: targets.count),
            on: &canvas, in: area)
        if let words = menu.search {
            let found = targets.isEmpty ? "no match" : "\(targets.count) found"
            canvas.text(
                "/\(words)", at: area.origin.moved(columns: 8), style: look.strong(.focus),
                width: max(0, area.width - 8))
            // Where one column is seen at a time, its rows are the matches'.
            let isBelow = form != .single
            canvas.text(
                found,
                at: area.row(isBelow ? min(area.height - 1, Self.mostTargets + 2) : 0).origin,
                style: look.style(.dim), width: area.width, alignment: isBelow ? .left : .right)
        }
        for (row, index) in shown.enumerated() {
            let line = area.row(row + 1 + (parts.map { index >= $0 ? 1 : 0 } ?? 0))
            if index == place { mark(line, .target, on: &canvas) }
            draw(targets[index], index == place, on: &canvas, in: line)
        }
        if saysBelow {
            let words = ["\(below) more, / finds them", "\(below) more: /"]
            canvas.text(
                words.first { $0.count <= area.width } ?? "", at: area.row(end).origin,
                style: look.style(.dim), width: area.width)
        }
    }

    private func draw(
        _ target: FaultTarget, _ isChosen: Bool, on canvas: inout Canvas, in line: Rect
    ) {
        let style = isChosen ? look.strong(.bright) : look.style(.text)
        canvas.text(swarm.targetName(target), at: line.origin, style: style, width: line.width)
        guard case .agent(let id) = target else { return }
        let name = min(14, TextWidth.of(swarm.shortName(id), upTo: 14))
        let sign = state(of: swarm.agent(id))
        guard line.width >= 20, line.width - name > 8 else {
            guard name + 2 <= line.width else { return }
            canvas.glyph(
                sign.glyph, at: line.origin.moved(columns: line.width - 1),
                style: look.style(sign.role))
            return
        }
        canvas.text(
            [
                Span(sign.glyph, look.style(sign.role)),
                Span(" " + sign.word, look.style(sign.role)),
            ], at: line.origin.moved(columns: 12), width: max(0, line.width - 12))
    }

    /// What an agent does now, in one word.
    private func state(of agent: AgentState) -> Sign {
        switch agent.health {
        case .paused, .offline, .unhealthy: Sign(agent)
        case .healthy, .degraded: agent.liveAttempts > 0 ? work(of: agent) : .idle
        }
    }

    private func work(of agent: AgentState) -> Sign {
        let isRetrying = swarm.liveAttempts.contains {
            $0.number > 1 && swarm.agent(working: $0) == agent.id
        }
        return isRetrying ? .retrying : .running
    }

    private func drawSettings(_ form: Form, on canvas: inout Canvas, in area: Rect) {
        guard case .inject = menu.item else { return }
        let isBrief = form == .close || form == .names
        let rows = menu.settingRows
        let place = menu.column == .settings ? rows.firstIndex(of: menu.setting) ?? 0 : 0
        let shown = Self.window(place, rows.count, most: area.height - 1)
        drawHead(.settings, form, RowsInView(shown, of: rows.count), on: &canvas, in: area)
        for (row, index) in shown.enumerated() {
            let line = area.row(row + 1)
            let setting = rows[index]
            let isChosen = menu.column == .settings && menu.setting == setting
            if isChosen { mark(line, .settings, on: &canvas) }
            let label = setting.label(isBrief: isBrief)
            let words = menu.settings.words(setting, isBrief: isBrief)
            canvas.text(label, at: line.origin, style: look.style(.secondary))
            // A long seed begins nearer to its label.
            let column = max(
                label.count + 1, min(isBrief ? 9 : 11, line.width - TextWidth.of(words)))
            canvas.text(
                words, at: line.origin.moved(columns: column),
                style: isChosen ? look.strong(.bright) : look.style(.name),
                width: max(0, line.width - column))
        }
    }

    // MARK: What was before

    /// `0:40.600  crash  found in 40 ms, back in 0.3 s`: the latest faults on the target that broke something.
    private func drawPast(on canvas: inout Canvas, in area: Rect) {
        guard area.height > 1, case .inject = menu.item else { return }
        let faults = swarm.faults.reversed().lazy.filter(isOnTarget).prefix(Self.mostPast)
        guard !faults.isEmpty else { return }
        canvas.text(
            "Faults on \(swarm.targetName(menu.aim)) so far", at: area.origin,
            style: look.style(.secondary), width: area.width)
        for (row, fault) in faults.enumerated() {
            let line = area.row(row + 1)
            guard !line.isEmpty else { return }
            canvas.text(
                glance.times.clock(fault.injectedAt, decimals: 3), at: line.origin,
                style: look.style(.dim))
            canvas.text(
                fault.spec.kind.label, at: line.origin.moved(columns: 10), style: look.style(.text),
                width: 12)
            canvas.text(
                outcome(of: fault), at: line.origin.moved(columns: 23),
                style: look.style(.secondary),
                width: max(0, line.width - 23))
        }
    }

    private func isOnTarget(_ fault: FaultState) -> Bool {
        if fault.spec.target == menu.aim { return true }
        guard case .agent(let id) = menu.aim else { return false }
        return swarm.does(fault.spec.target, include: id)
    }

    private func outcome(of fault: FaultState) -> String {
        guard let detected = fault.detectedAt else {
            return fault.isActive ? "is on, broke nothing yet" : "broke nothing"
        }
        let found = "found in \(glance.times.span(detected - fault.injectedAt))"
        guard let recovered = fault.recoveredAt else {
            return "\(found), \(swarm.whatCameOf(fault)?.words ?? "not back yet")"
        }
        return "\(found), back in \(glance.times.span(recovered - fault.injectedAt))"
    }

    private static func window(_ place: Int, _ count: Int, most: Int) -> Range<Int> {
        let rows = max(1, min(count, most))
        let first = min(max(0, place - rows + 1), max(0, count - rows))
        return first..<min(count, first + rows)
    }
}

extension FaultMenu {
    func view(_ canvas: inout Canvas, _ glance: Glance) {
        FaultMenuView(menu: self, glance: glance).draw(on: &canvas)
    }
}

extension FaultMenu.Column {
    fileprivate var title: String {
        switch self {
        case .fault: "Fault"
        case .target: "Target"
        case .settings: "Settings"
        }
    }
}

extension FaultMenu.Setting {
    /// - Parameter isBrief: In eight cells.
    fileprivate func label(isBrief: Bool) -> String {
        switch self {
        case .start: "starts"
        case .length: "lasts"
        case .count: isBrief ? "attempts" : "how often"
        case .factor: "factor"
        case .percent: "chance"
        case .delay: "late"
        case .stall: "a write"
        case .seed: "seed"
        }
    }
}
