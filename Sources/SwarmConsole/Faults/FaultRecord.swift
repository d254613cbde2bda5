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
        var line = StyledText()
        line.append(Sign.waiting.glyph, look.style(.waiting))
        line.append(" \(armed.spec.kind.label)", look.style(.waiting))
        line.append(" → ", look.style(.dim))
        line.append(swarm.targetName(armed.spec.target), look.strong(.name))
        line.append("   waits for the next attempt", look.style(.secondary))
        line.append("   \(glance.key(.fault)) forgets it", look.style(.focus))
        page.row(
            Page.Part(1, "armed", look.style(.secondary)),
            Page.Part(7, line, width: max(0, page.width - 8)))
    }

    private func writeActive(_ fault: FaultState, to page: inout Page) {
        let glyph = Sign.fault.glyph
        var left =
            fault.endsAt.map { "\(Figures.countdown($0 - glance.now)) left" } ?? "until reverted"
        if let most = fault.spec.count { left += ", ends after \(Figures.count(most, "attempt"))" }
        var line = StyledText()
        line.append(glyph, look.style(.failed))
        line.append(" \(fault.spec.kind.label)", look.style(.failed))
        line.append(" → ", look.style(.dim))
        line.append(swarm.targetName(fault.spec.target), look.strong(.name))
        line.append(
            "   \(fault.hitWords), \(left)", look.style(.secondary))
        line.append("   :revert \(fault.id.number)", look.style(.focus))
        page.row(
            Page.Part(1, "on", look.style(.secondary)),
            Page.Part(5, line, width: max(0, page.width - 6)), link: link(to: fault))
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
        var table = PageTable(
            [
                TableLayout.Column("", width: 1),
                TableLayout.Column("when", width: 8...9),
                TableLayout.Column("fault", width: 8...20),
                TableLayout.Column("target", width: 8...18),
                TableLayout.Column("hit", width: 8...34, leaving: 2),
                TableLayout.Column("found", width: 7...9, alignment: .right),
                TableLayout.Column("recovered", width: 9...10, alignment: .right, leaving: 1),
            ], gap: 1, whole: [1, 5, 6])
        for fault in swarm.faults.suffix(Self.most).reversed() {
            table.add(row(of: fault), link: link(to: fault))
        }
        table.fit()
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
            [Span(Sign.fault.glyph, look.style(fault.isActive ? .failed : .dim))],
            StyledText(glance.times.clock(fault.injectedAt, decimals: 3), look.style(.dim)),
            StyledText(fault.spec.kind.label, look.style(.text)),
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
        page.row(Page.Part(1, line))
    }
}
