import SwarmCore
import TerminalUI

/// Writes a task's result as pages: the draft of a small pane, the document, the list beside it.
struct ResultWriter {
    let task: TaskState
    let sections: [ResultSection]
    let glance: Glance

    var look: Look { glance.look }
    var run: TaskRun { TaskRun(task) }

    // MARK: Draft

    /// Two rows a section, what it says and how far it is; one where they would not fit `height`.
    func draft(width: Int, height: Int) -> Page {
        guard sections.count < height else { return draft(width: width, isShort: true) }
        let roomy = draft(width: width, isShort: false)
        return roomy.lines.count <= height ? roomy : draft(width: width, isShort: true)
    }

    private func draft(width: Int, isShort: Bool) -> Page {
        var page = Page(
            width: width, look: look, wraps: glance.wrapped.contains(.result))
        for section in sections {
            page.beginSection()
            write(section, isShort: isShort, link: link(to: section.subtask), to: &page)
        }
        page.beginSection()
        writeSummary(to: &page)
        return page
    }

    /// Where a section comes from, or for the summary and for what concerns all: the award.
    func link(to subtask: Int?) -> Place {
        var chosen = glance.selection
        if let subtask {
            chosen.agent = task.currentAttempt(of: subtask)?.agent ?? chosen.agent
        }
        var place = Place.award(task.id, subtask: subtask, from: chosen)
        place.isZoomed = true
        return place
    }

    private func write(
        _ section: ResultSection, isShort: Bool, link: Place, to page: inout Page
    ) {
        let room = max(8, page.width - Self.textColumn)
        let excerpt = section.product?.excerpt(of: section.title, width: room)
        let isDone = section.sign == .done
        let share = isDone ? "" : Figures.percent(permille: section.permille)
        line(
            section.sign, section.title, excerpt?.first ?? section.news,
            look.style(excerpt == nil ? .secondary : .text), right: share, link: link, to: &page)
        let second = excerpt?.second ?? ""
        let byline = [section.agent, section.model].compactMap { $0 }.joined(separator: ", ")
        let under = second.isEmpty ? byline : second
        guard !under.isEmpty, !isShort else { return }
        page.row(
            Page.Part(
                Self.textColumn, under, look.style(second.isEmpty ? .dim : .secondary),
                width: max(0, page.width - Self.textColumn)))
    }

    private func writeSummary(to page: inout Page) {
        guard let status = task.status else {
            let open = sections.filter { $0.sign != .done }.map(\.skill)
            let whom =
                open.count == sections.count && open.count > 1
                ? "all \(Figures.word(open.count))" : Figures.list(open)
            line(.waiting, "Summary", "waits for \(whom)", look.style(.secondary), to: &page)
            return
        }
        line(
            Sign(status), "Summary", outcome(status), look.style(.text), link: link(to: nil),
            to: &page)
        for agreement in AgreementLines(task: task, swarm: glance.swarm).all {
            line(
                agreement.sign, "Agreement", agreement.text, look.style(.secondary),
                link: link(to: nil), to: &page)
        }
        for warning in task.warnings {
            line(
                .degraded, "Warning", warning, look.style(.degraded), link: link(to: nil), to: &page
            )
        }
    }

    private func line(
        _ sign: Sign, _ title: String, _ text: String, _ style: Style, right: String = "",
        link: Place? = nil, to page: inout Page
    ) {
        let end = page.width
        let room = end - Self.textColumn - (right.isEmpty ? 0 : 6)
        var parts = [
            Page.Part(1, StyledText([Span(sign.glyph, look.style(sign.role))])),
            Page.Part(3, title, look.strong(.name), width: Self.textColumn - 4),
            Page.Part(Self.textColumn, text, style, width: max(0, room)),
        ]
        if !right.isEmpty {
            parts.append(
                Page.Part(
                    end - 4, right, look.style(sign == .planned ? .dim : .secondary), width: 4,
                    alignment: .right))
        }
        page.row(parts, link: link)
    }

    private func outcome(_ status: TaskStatus) -> String {
        var words = status.word
        if status == .succeeded || status == .partial { words += ", quality \(task.quality)" }
        if let took = run.took { words += ", took \(glance.times.span(took))" }
        return words
    }

    private static let textColumn = 13

    // MARK: Document

    /// Warnings, every section in full, and how it ran; with `asTree` the products as JSON.
    func document(width: Int, hasAir: Bool, asTree: Bool) -> Page {
        var page = Page(
            width: width, look: look, wraps: glance.wrapped.contains(.result))
        if hasAir { page.blank() }
        for warning in task.warnings {
            page.row(
                Page.Part(1, StyledText([Span(Sign.degraded.glyph, look.strong(.degraded))])),
                Page.Part(3, warning, look.strong(.degraded), width: max(0, width - 3)),
                link: link(to: nil))
        }
        let start = ProductWriter.valueColumn(of: sections.compactMap(\.product))
        for section in sections {
            if !page.lines.isEmpty, page.lines.last != Page.Line() { page.gap() }
            page.beginSection()
            page.heading(
                section.title, note: source(of: section), link: link(to: section.subtask))
            if let product = section.product {
                if asTree {
                    JSONTree(look: look).write(.object(product), to: &page, at: 3)
                } else {
                    let names = FieldNames(product, topic: section.title)
                    ProductWriter(look: look, names: names, start: start).write(
                        product, known: [section.model, task.brief.title].compactMap(\.self),
                        to: &page)
                }
            } else {
                page.row(
                    Page.Part(
                        3, StyledText([Span(section.sign.glyph, look.style(section.sign.role))])),
                    Page.Part(
                        5, section.news, look.style(.secondary), width: max(0, width - 5)))
            }
        }
        page.gap()
        page.beginSection()
        writeHowItRan(to: &page)
        return page
    }

    /// `→ marketing #1  Marketing, offline rules`: where a section comes from.
    private func source(of section: ResultSection) -> StyledText {
        var note = StyledText("→ ", look.style(.dim))
        note.append(section.attemptLabel, look.style(.topic).underlined)
        let byline = [section.agent, section.model].compactMap { $0 }.joined(separator: ", ")
        if !byline.isEmpty { note.append("  \(byline)", look.style(.dim)) }
        return note
    }

    private func writeHowItRan(to page: inout Page) {
        let attempts = Figures.count(task.attempts.count, "attempt")
        page.heading(
            "How it ran",
            note: StyledText(
                "\(Figures.count(task.team.count, "agent")), \(attempts)", look.style(.dim)),
            link: link(to: nil))
        let begin = task.submittedAt
        for attempt in task.attempts {
            guard let failure = attempt.failure, let ended = attempt.endedAt else { continue }
            let label = glance.swarm.attemptLabel(attempt.key)
            let agent = glance.swarm.shortName(attempt.agent)
            page.row(
                Page.Part(
                    3,
                    "\(agent), \(label): \(failure.words) after \(glance.times.span(ended - begin))",
                    look.style(.secondary), width: max(0, page.width - 3)),
                link: link(to: Int(attempt.key.subtask)))
        }
        for agreement in AgreementLines(task: task, swarm: glance.swarm).all {
            let sign = agreement.sign
            page.row(
                Page.Part(3, StyledText([Span(sign.glyph, look.style(sign.role))])),
                Page.Part(
                    5, agreement.text, look.style(.text), width: max(0, page.width - 5)),
                link: link(to: nil))
        }
        for assumption in task.brief.assumptions {
            page.paragraph(assumption, look.style(.secondary), at: 3)
        }
        if let verdict = run.verdict {
            var line = StyledText(verdict.factor + " faster", look.strong(.healthy))
            line.append(
                " than one after another (\(glance.times.span(verdict.inTurn)))",
                look.style(.secondary))
            page.row(Page.Part(3, line))
        } else if task.status == nil {
            page.row(Page.Part(3, "Still running.", look.style(.secondary)))
        }
    }
}
