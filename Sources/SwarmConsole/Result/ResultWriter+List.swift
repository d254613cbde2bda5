import SwarmCore
import TerminalUI

extension ResultWriter {
    /// The list at the left of the document: sections, outcome, reputation.
    func list(width: Int, hasAir: Bool, cursor: Int, asTree: Bool) -> Page {
        var page = Page(width: width, look: look)
        if hasAir { page.blank() }
        page.row(Page.Part(1, asTree ? "Sections as JSON" : "Sections", look.style(.dim)))
        for (place, section) in sections.enumerated() {
            listSection(section, isCursor: place == cursor, to: &page)
        }
        let style = cursor == sections.count ? look.strong(.bright) : look.style(.text)
        page.row(Page.Part(1, "How it ran", style))
        page.blank()
        page.row(
            Page.Part(
                1, glance.key(.tree) + (asTree ? " reads as text" : " JSON tree"), look.style(.dim))
        )
        page.blank()
        writeOutcome(to: &page)
        writeReputation(to: &page)
        return page
    }

    private func listSection(_ section: ResultSection, isCursor: Bool, to page: inout Page) {
        let title = isCursor ? look.strong(.bright) : look.style(.text)
        var parts = [Page.Part(1, section.title, title, width: 12)]
        if let quality = section.quality {
            parts.append(
                Page.Part(14, "\(quality)", look.style(.name), width: 3, alignment: .right))
        } else {
            parts.append(
                Page.Part(16, StyledText([Span(section.sign.glyph, look.style(section.sign.role))]))
            )
        }
        parts.append(
            Page.Part(18, section.skill, look.style(.topic), width: max(0, page.width - 20)))
        page.row(parts)
    }

    private func writeOutcome(to page: inout Page) {
        page.row(Page.Part(1, "Outcome", look.style(.dim)))
        let sign = Sign(task.phase)
        page.row(
            Page.Part(1, "status", look.style(.secondary)),
            Page.Part(
                Self.valueColumn,
                [
                    Span(sign.glyph, look.strong(sign.role)),
                    Span(" " + sign.word, look.strong(sign.role)),
                ]))
        if task.status == .succeeded || task.status == .partial {
            value("quality", "\(task.quality)", look.strong(.name), to: &page)
        }
        if let took = run.took {
            value("took", glance.times.span(took), look.style(.text), to: &page)
        }
        if let verdict = run.verdict {
            value("in turn", glance.times.span(verdict.inTurn), look.style(.secondary), to: &page)
        }
        if !task.warnings.isEmpty {
            value("warnings", "\(task.warnings.count)", look.style(.waiting), to: &page)
        }
        if !task.reviewers.isEmpty {
            let names = task.reviewers.map(glance.swarm.shortName)
            value("reviewers", Figures.list(names), look.style(.text), to: &page)
        }
    }

    private func writeReputation(to page: inout Page) {
        let changes = task.team.compactMap { id in
            let agent = glance.swarm.agent(id)
            return agent.history.last { $0.task == task.id }.map { (agent, $0) }
        }
        guard !changes.isEmpty else { return }
        page.blank()
        page.row(Page.Part(1, "Reputation", look.style(.dim)))
        for (agent, change) in changes {
            let gain = change.after.raw - change.before.raw
            let moved = Figures.reputation(Points(raw: abs(gain)))
            let sign =
                gain >= 0
                ? Glyph(unicode: "▲", ascii: "+") : Glyph(unicode: "▼", ascii: "-")
            let style = look.style(gain >= 0 ? .gain : .failed)
            page.row(
                Page.Part(1, agent.card.shortName, look.style(.text), width: 12),
                Page.Part(
                    14, Figures.reputation(change.after), look.strong(.name), width: 4,
                    alignment: .right),
                Page.Part(20, [Span(sign, style), Span(moved, style)]))
        }
    }

    private func value(_ label: String, _ value: String, _ style: Style, to page: inout Page) {
        page.labelled(label, value, style, at: 1, value: Self.valueColumn, most: 3)
    }

    private static let valueColumn = 11
}
