import SwarmCore
import TerminalUI

/// Writes the faults of a swarm: those that are on with the time they have left, then all with what they hit.
struct FaultRecord {
    let glance: Glance
    static let most = 100

    private var look: Look { glance.look }
    private var swarm: SwarmState { glance.swarm }

    func page(width: Int) -> Page {
        var page = Page(width: width, look: look)
        for armed in glance.armed { write(armed, to: &page) }
        for fault in swarm.faults where fault.isActive { writeActive(fault, to: &page) }
        guard !swarm.faults.isEmpty else { return page }
        page.gap()
        writeHistory(to: &page)
        writeSummary(to: &page)
        return page
    }

    private func write(_ armed: ArmedFaults.Armed, to page: inout Page) {
        let forgets = StyledText("\(glance.key(.fault)) forgets it", look.style(.focus))
        write(
            "armed",
            [
                words(armed.spec, Sign.waiting.glyph, .waiting),
                StyledText("waits for the next attempt", look.style(.secondary)), forgets,
            ], to: &page)
    }

    private func writeActive(_ fault: FaultState, to page: inout Page) {
        var left =
            fault.endsAt.map { "\(Figures.countdown($0 - glance.now)) left" } ?? "until reverted"
        if let most = fault.spec.count { left += ", ends after \(Figures.count(most, "attempt"))" }
        write(
            "on",
            [
                words(fault.spec, Sign.fault.glyph, .failed),
                StyledText("\(fault.hitWords), \(left)", look.style(.secondary)),
                StyledText(":revert \(fault.id.number)", look.style(.focus)),
            ], to: &page, link: link(to: fault))
    }

    /// `▼ crash → Finance`.
    private func words(_ spec: FaultSpec, _ glyph: Glyph, _ tone: Role) -> StyledText {
        var line = StyledText()
        line.append(glyph, look.style(tone))
        line.append(" \(spec.kind.label)", look.style(tone))
        line.append(" → ", look.style(.dim))
        line.append(swarm.targetName(spec.target), look.strong(.name))
        return line
    }

    /// A fault that is on or waits: its parts side by side while they have room, else one under the other.
    private func write(
        _ state: String, _ parts: [StyledText], to page: inout Page, link: Place? = nil
    ) {
        let start = glance.armed.isEmpty ? 5 : 7
        var lines: [StyledText] = []
        for part in parts {
            if let last = lines.last, start + last.columns + 3 + part.columns <= page.width {
                lines[lines.count - 1] = last + StyledText("   ") + part
            } else {
                lines.append(part)
            }
        }
        for (place, words) in lines.enumerated() {
            let line = Page.Line(
                parts: [
                    Page.Part(1, place == 0 ? state : "", look.style(.secondary)),
                    Page.Part(start, words),
                ], link: place == 0 ? link : nil)
            for line in line.wrapped(width: page.width) { page.add(line) }
        }
    }

    /// The attempt it broke, else the agent it was aimed at, else whom it can hit first.
    private func link(to fault: FaultState) -> Place? {
        var chosen = glance.selection
        chosen.fault = fault.id
        if let broken = fault.broken, swarm.tasks.contains(broken.task) {
            return .lane(broken.subtaskKey, from: chosen)
        }
        let hit = swarm.agents.first { swarm.does(fault.spec.target, include: $0.id) }
        return hit.map { .agent($0.id, from: chosen) }
    }

    private func writeHistory(to page: inout Page) {
        let faults = swarm.faults.suffix(Self.most).reversed()
        let rows = faults.map { row(of: $0) }
        func least(_ cells: Int, _ column: Int) -> Int {
            min(cells, rows.reduce(6) { max($0, $1[column].columns) })
        }
        // What it is, whom it was aimed at and what became of it stay to the last: in 38 cells at most.
        var table = PageTable(
            [
                TableLayout.Column("when", width: 8...9, leaving: 1),
                TableLayout.Column("fault", width: least(15, 1)...22),
                TableLayout.Column("target", width: least(11, 2)...18),
                TableLayout.Column("hit", width: least(12, 3)...34, leaving: 3),
                TableLayout.Column("found", width: 5...9, alignment: .right, leaving: 2),
                TableLayout.Column("recovered", width: 9...10, alignment: .right),
            ], gap: 1, whole: [0, 4, 5])
        for (fault, row) in zip(faults, rows) { table.add(row, link: link(to: fault)) }
        table.fit()
        let whole = table.columns.reduce(0) { $0 + $1.maximumWidth } + 2 * (table.columns.count - 1)
        table.gap = whole < page.width ? 2 : 1
        table.write(to: &page, at: 1)
    }

    private func row(of fault: FaultState) -> [StyledText] {
        let none = StyledText("–", look.style(.dim))
        let hit =
            fault.broken.map { swarm.attemptLabel($0) }
            ?? (fault.hits > 0 ? Figures.count(fault.hits, "hit") : nil)
        let messages = fault.messages > 0 ? fault.messageWords : nil
        let all = [hit, messages].compactMap { $0 }
        return [
            StyledText(glance.times.clock(fault.injectedAt, decimals: 3), look.style(.dim)),
            [
                Span(Sign.fault.glyph, look.style(fault.isActive ? .failed : .dim)),
                Span(" " + fault.spec.kind.label, look.style(.text)),
            ],
            StyledText(swarm.targetName(fault.spec.target), look.style(.text)),
            all.isEmpty
                ? none : StyledText(all.joined(separator: ", "), look.style(.secondary)),
            fault.detectedAt.map {
                StyledText(glance.times.span($0 - fault.injectedAt), look.style(.text))
            } ?? none,
            recovery(fault),
        ]
    }

    private func recovery(_ fault: FaultState) -> StyledText {
        guard fault.detectedAt != nil else { return StyledText("–", look.style(.dim)) }
        guard let recovered = fault.recoveredAt else {
            guard let lost = swarm.whatCameOf(fault) else {
                return StyledText("not yet", look.style(.waiting))
            }
            return StyledText(lost.short, look.style(lost.isFailure ? .failed : .secondary))
        }
        return StyledText(glance.times.span(recovered - fault.injectedAt), look.style(.healthy))
    }

    private func writeSummary(to page: inout Page) {
        let broke = swarm.faults.filter { $0.detectedAt != nil }
        let recovered = broke.filter { $0.recoveredAt != nil }
        var line = StyledText(Figures.count(swarm.faults.count, "fault"), look.style(.secondary))
        line.append(", \(broke.count) broke an attempt, ", look.style(.secondary))
        line.append("\(recovered.count) made good", look.strong(.healthy))
        let lost = swarm.faults.reduce(0) { $0 + $1.messages }
        if lost > 0 {
            line.append(
                ", \(Figures.count(lost, "message")) lost or held up", look.style(.secondary))
        }
        page.gap()
        for line in Page.Line(parts: [Page.Part(1, line)]).wrapped(width: page.width) {
            page.add(line)
        }
    }
}
