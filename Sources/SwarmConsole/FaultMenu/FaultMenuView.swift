import SwarmCore
import TerminalUI

/// Draws the fault menu: three columns, what it will hit, the question.
struct FaultMenuView {
    let menu: FaultMenu
    let glance: Glance

    private static let size = Size(columns: 94, rows: 32)
    private static let mostTargets = 7
    private static let mostPast = 2

    private var look: Look { glance.look }
    private var swarm: SwarmState { glance.swarm }

    func draw(on canvas: inout Canvas) {
        let dialog = Dialog(title: "Inject a fault", size: Self.size, look: look.dialog)
        let area = dialog.draw(on: &canvas)
        let isWide = area.width >= 84
        canvas.withClip(area.inset(columns: -1)) { canvas in
            let foot = area.split(bottom: 3)
            drawQuestion(on: &canvas, in: foot.below)
            // The chosen row and its head stay where there is little room.
            let hits = foot.above.split(bottom: max(0, min(7, foot.above.height - 2)))
            let columns = hits.above.columns(
                [.fixed(isWide ? 32 : 30), .fixed(isWide ? 24 : 21), .share(1)],
                gap: isWide ? 4 : 2)
            drawItems(on: &canvas, in: columns[0])
            drawTargets(on: &canvas, in: columns[1])
            drawSettings(on: &canvas, in: columns[2])
            let past = Rect(
                column: columns[1].left, row: columns[1].top + Self.mostTargets + 4,
                width: area.right - columns[1].left,
                height: columns[1].height - Self.mostTargets - 4)
            drawPast(on: &canvas, in: past)
            canvas.withClip(hits.below) { drawHits(on: &$0, in: hits.below) }
        }
    }

    // MARK: Columns

    private func head(
        _ title: String, _ column: FaultMenu.Column, on canvas: inout Canvas, in area: Rect
    ) {
        let isActive = menu.column == column
        canvas.text(
            title, at: area.origin, style: isActive ? look.strong(.focus) : look.style(.dim))
    }

    /// The chosen row of a column: bar and background where the keys go, background elsewhere.
    private func mark(_ row: Rect, _ column: FaultMenu.Column, on canvas: inout Canvas) {
        canvas.setBackground(row, look.color(.cursorRow))
        let glyph =
            menu.column == column
            ? look.cursorBar : Glyph(unicode: look.isMono ? "-" : " ", ascii: "-")
        canvas.glyph(glyph, at: row.origin.moved(columns: -1), style: look.style(.focus))
    }

    private func drawItems(on canvas: inout Canvas, in area: Rect) {
        head("Fault", .fault, on: &canvas, in: area)
        let items = menu.items(glance)
        let place = items.firstIndex(of: menu.item) ?? 0
        let shown = Self.window(place, items.count, most: area.height - 1)
        if shown.count < items.count {
            canvas.text(
                "\(shown.lowerBound + 1) to \(shown.upperBound) of \(items.count)",
                at: area.origin, style: look.style(.dim), width: area.width, alignment: .right)
        }
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
                choice.note(menu.settings), at: line.origin.moved(columns: 19),
                style: look.style(isChosen ? .secondary : .dim), width: max(0, line.width - 19))
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
        canvas.text(
            "\(fault.kind.label) → \(swarm.targetName(fault.target))",
            at: line.origin.moved(columns: 2), style: style, width: max(0, line.width - 9))
        canvas.text(
            left, at: line.origin.moved(columns: line.width - 6), style: look.style(.secondary),
            width: 6, alignment: .right)
    }

    private func drawTargets(on canvas: inout Canvas, in area: Rect) {
        guard case .inject = menu.item else { return }
        head("Target", .target, on: &canvas, in: area)
        let targets = menu.targets(swarm)
        if let words = menu.search {
            let found = targets.isEmpty ? "no match" : "\(targets.count) found"
            canvas.text(
                "/\(words)", at: area.origin.moved(columns: 8), style: look.strong(.focus),
                width: max(0, area.width - 8))
            canvas.text(
                found, at: area.row(min(area.height - 1, Self.mostTargets + 2)).origin,
                style: look.style(.dim), width: area.width)
        }
        let place = targets.firstIndex(of: menu.aim) ?? 0
        let shown = Self.window(place, targets.count, most: min(Self.mostTargets, area.height - 1))
        // Between agents and what is not one agent, where all stand together.
        let parts =
            shown.lowerBound == 0 && area.height > Self.mostTargets + 3
            ? targets.firstIndex { if case .agent = $0 { false } else { true } } : nil
        for (row, index) in shown.enumerated() {
            let line = area.row(row + 1 + (parts.map { index >= $0 ? 1 : 0 } ?? 0))
            if index == place { mark(line, .target, on: &canvas) }
            draw(targets[index], index == place, on: &canvas, in: line)
        }
        let below = targets.count - shown.upperBound
        let end = shown.count + 1 + (parts == nil ? 0 : 1)
        if below > 0, end < area.height, menu.search == nil {
            canvas.text(
                "\(below) more, / finds them", at: area.row(end).origin, style: look.style(.dim),
                width: area.width)
        }
    }

    private func draw(
        _ target: FaultTarget, _ isChosen: Bool, on canvas: inout Canvas, in line: Rect
    ) {
        let style = isChosen ? look.strong(.bright) : look.style(.text)
        canvas.text(swarm.targetName(target), at: line.origin, style: style, width: line.width)
        guard case .agent(let id) = target else { return }
        let name = min(14, TextWidth.of(swarm.shortName(id), upTo: 14))
        guard line.width - name > 8 else { return }
        let sign = state(of: swarm.agent(id))
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

    private func drawSettings(on canvas: inout Canvas, in area: Rect) {
        guard case .inject = menu.item else { return }
        head("Settings", .settings, on: &canvas, in: area)
        for (row, setting) in menu.settingRows.enumerated() {
            let line = area.row(row + 1)
            let isChosen = menu.column == .settings && menu.setting == setting
            if isChosen { mark(line, .settings, on: &canvas) }
            canvas.text(label(of: setting), at: line.origin, style: look.style(.secondary))
            canvas.text(
                menu.settings.words(setting), at: line.origin.moved(columns: 11),
                style: isChosen ? look.strong(.bright) : look.style(.name),
                width: max(0, line.width - 11))
        }
    }

    private func label(of setting: FaultMenu.Setting) -> String {
        switch setting {
        case .start: "starts"
        case .length: "lasts"
        case .count: "how often"
        case .factor: "factor"
        case .percent: "chance"
        case .delay: "late"
        case .stall: "a write"
        case .seed: "seed"
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

    // MARK: What it will hit

    private func drawHits(on canvas: inout Canvas, in area: Rect) {
        let head = area.height < 4 ? 0 : 2
        if head > 0 {
            canvas.horizontalRule(at: area.origin, width: area.width, style: look.style(.rule))
            canvas.text("What it will hit", at: area.row(1).origin, style: look.strong(.name))
        }
        for (place, row) in hits.prefix(max(0, area.height - head)).enumerated() {
            let line = area.row(place + head)
            canvas.text(
                row.figure, at: line.origin,
                style: row.hurts ? look.strong(.failed) : look.style(.secondary), width: 12)
            canvas.text(
                row.words, at: line.origin.moved(columns: 13),
                style: look.style(row.hurts ? .text : .secondary), width: max(0, line.width - 13))
        }
    }

    private var hits: [BlastRadius.Row] {
        if let spec = menu.spec {
            return BlastRadius(spec, swarm, waits: menu.settings.waits).rows
        }
        if case .disarm(let armed) = menu.item {
            let words = "\(swarm.idleWords(armed.spec.target)): nothing is hit yet"
            return [BlastRadius.Row(figure: "waits", words: words, hurts: false)]
        }
        guard case .revert(let id) = menu.item, let fault = swarm.fault(id) else { return [] }
        let target = swarm.targetName(fault.spec.target)
        return [
            BlastRadius.Row(
                figure: Figures.count(fault.hits, "hit"), words: "so far", hurts: false),
            BlastRadius.Row(
                figure: "ends", words: "\(fault.spec.kind.label) on \(target) is over at once",
                hurts: false),
        ]
    }

    private func drawQuestion(on canvas: inout Canvas, in area: Rect) {
        let (question, yes) = question
        var line = StyledText()
        line.append(Sign.fault.glyph, look.strong(.bright))
        line.append(" \(question)?", look.strong(.bright))
        let used = canvas.text(line, at: area.origin, width: min(area.width, line.columns))
        let answer: StyledText = [
            Span("y", look.strong(.failed)), Span(" yes, \(yes)", look.style(.text)),
        ]
        // A question that leaves no room for its answers has them below it.
        let no = " N  No "
        let isOneRow = used + 4 + no.count + 3 + answer.columns <= area.width
        let start = isOneRow ? area.origin : area.row(1).origin
        var column = isOneRow ? used + 4 : 2
        column += canvas.text(no, at: start.moved(columns: column), style: look.badge(.focus))
        column += 3 + canvas.text(answer, at: start.moved(columns: column + 3))
        let undo: StyledText = [
            Span(glance.key(.undo), look.strong(.focus)),
            Span(" reverts within 10 s", look.style(.secondary)),
        ]
        if case .inject = menu.item, column + 3 + undo.columns <= area.width {
            canvas.text(undo, at: start.moved(columns: column + 3))
        }
        KeyFooter(keys, look: look.keys).draw(on: &canvas, in: area.row(2))
    }

    private var keys: [KeyFooter.Item] {
        var keys = [KeyFooter.Item("Tab", "next column")]
        if menu.search != nil {
            return [
                KeyFooter.Item("Up Down", "choose"), KeyFooter.Item("Enter", "take it"),
                KeyFooter.Item("Esc", "forget the words"),
            ]
        }
        if menu.column == .settings { keys.append(KeyFooter.Item("Left Right", "change")) }
        if menu.column == .target { keys.append(KeyFooter.Item("/", "find")) }
        if glance.lastFault != nil {
            keys.append(KeyFooter.Item(String(FaultMenu.repeatKey), "repeat last"))
        }
        return keys + [KeyFooter.Item("Esc", "close")]
    }

    private var question: (String, String) {
        switch menu.item {
        case .inject(let choice):
            let (question, yes) = choice.verb(swarm.targetName(menu.aim), menu.settings)
            return (question + (menu.spec?.extent ?? ""), yes)
        case .disarm(let armed):
            let target = swarm.targetName(armed.spec.target)
            return ("Forget the \(armed.spec.kind.label) on \(target)", "forget it")
        case .revert(let id):
            guard let fault = swarm.fault(id) else { return ("Revert it", "revert it") }
            let target = swarm.targetName(fault.spec.target)
            return ("Revert \(fault.spec.kind.label) on \(target)", "revert it")
        }
    }
}

extension FaultMenu {
    func view(_ canvas: inout Canvas, _ glance: Glance) {
        FaultMenuView(menu: self, glance: glance).draw(on: &canvas)
    }
}
