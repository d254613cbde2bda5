import SwarmCore
import TerminalUI

extension TaskDetail {
    private static let mostMessages = 24
    private static let mostEvents = 16

    // MARK: Attempts

    func writeAttempts(to page: inout Page) {
        guard !task.attempts.isEmpty else { return }
        page.gap()
        page.head("Attempts", "times since it was submitted")
        var table = PageTable(
            [
                TableLayout.Column("attempt", width: 9...24),
                TableLayout.Column("agent", width: 8...16, leaving: 3),
                TableLayout.Column("state", width: 10...11),
                TableLayout.Column("time", width: 9...18),
                TableLayout.Column("", width: 8...60, leaving: 1),
            ], gap: page.width >= DetailPane.wideWidth ? 3 : 2, whole: [0, 1, 2, 3])
        for attempt in task.attempts.suffix(64) {
            table.add(row(of: attempt), link: link(to: attempt.key.subtaskKey))
        }
        table.fit()
        table.write(to: &page, at: 3, showsHead: false)
    }

    func row(of attempt: Attempt) -> [StyledText] {
        let sign = Sign(attempt)
        let begin = seconds(attempt.awardedAt)
        let time =
            attempt.endedAt.map { "\(begin) to \(seconds($0)) s" } ?? "since \(begin) s"
        let words: String
        if let failure = attempt.failure {
            words = failure.words
        } else if attempt.isLive {
            let share = Figures.percent(permille: Int(attempt.permille))
            words = [share, attempt.note].compactMap { $0 }.joined(separator: ", ")
        } else {
            words = "score \(Figures.score(attempt.score)) at the award"
        }
        return [
            StyledText(swarm.attemptLabel(attempt.key), look.strong(.name)),
            StyledText(swarm.shortName(attempt.agent), look.style(.text)),
            [
                Span(sign.glyph, look.style(sign.role)),
                Span(" " + sign.word, look.style(sign.role)),
            ],
            StyledText(time, look.style(.secondary)),
            StyledText(words, look.style(.secondary)),
        ]
    }

    private func seconds(_ instant: Instant) -> String {
        Figures.decimal((instant - task.submittedAt).seconds, places: 1)
    }

    // MARK: Messages and input

    func writeMessages(to page: inout Page) {
        guard task.messages > 0 else { return }
        var rows: [BusRow] = []
        for envelope in glance.log.reversed() {
            guard rows.count < Self.mostMessages, envelope.at >= task.submittedAt else { break }
            guard case .messageSent(let message) = envelope.event, message.task == task.id else {
                continue
            }
            rows.append(BusRow(envelope, swarm))
        }
        page.gap()
        let older = task.messages - rows.count
        let column = page.width >= DetailPane.wideWidth ? 39 : 35
        page.head("Messages", older > 0 ? "\(older) more in the journal" : "")
        for row in rows.reversed() {
            let style = row.tone == .story ? look.strong(.bright) : look.style(.text)
            page.row(
                Page.Part(3, glance.times.clock(row.at, decimals: 3), look.style(.dim), width: 9),
                Page.Part(
                    13, "\(row.sender) → \(row.recipient)", look.style(.secondary),
                    width: column - 15),
                Page.Part(column, row.text, style, width: max(0, page.width - column)),
                link: .row(row.sequence, from: glance.selection))
        }
    }

    func writeInput(to page: inout Page) {
        let brief = task.brief
        page.gap()
        page.head(
            "Input", "\(brief.type), \(brief.complexity.rawValue), \(brief.priority.rawValue)")
        if let origin = brief.origin {
            page.labelled("repeats", origin, look.style(.text), at: 3, value: 16, most: 1)
        }
        if let deadline { page.labelled("deadline", deadline, look.style(.text), at: 3, value: 16) }
        if !brief.text.isEmpty {
            page.labelled("words", brief.text, look.style(.text), at: 3, value: 16, most: 6)
        }
        if !brief.data.isEmpty {
            page.labelled(
                "data", JSONValue.object(brief.data).line(), look.style(.text), at: 3, value: 16,
                most: 4)
        }
        for assumption in brief.assumptions.prefix(8) {
            page.labelled("assumed", assumption, look.style(.secondary), at: 3, value: 16, most: 2)
        }
    }

    /// `2027-01-31T18:00:00Z, 42 s left`; nil without one.
    private var deadline: String? {
        let brief = task.brief
        guard let moment = brief.deadline else { return nil }
        if task.isExpired { return "\(moment.rfc3339), passed" }
        guard let due = brief.due, task.status == nil else { return moment.rfc3339 }
        return "\(moment.rfc3339), \(Figures.countdown(due - glance.now)) left"
    }

    // MARK: Journal

    func writeJournal(to page: inout Page) {
        var rows: [(EventType, BusRow)] = []
        for envelope in glance.log.reversed() {
            guard rows.count < Self.mostEvents, envelope.at >= task.submittedAt else { break }
            guard envelope.event.task == task.id, BusRow.isWorthShowing(envelope.event) else {
                continue
            }
            rows.append((envelope.event.type, BusRow(envelope, swarm)))
        }
        guard !rows.isEmpty else { return }
        page.gap()
        page.head("From the journal", "newest first")
        let isWide = page.width >= DetailPane.wideWidth
        for (type, row) in rows {
            var parts = [
                Page.Part(3, "\(row.sequence)", look.style(.dim), width: 9),
                Page.Part(13, type.rawValue, look.style(.topic), width: 19),
            ]
            if isWide {
                parts.append(
                    Page.Part(
                        33, "\(row.sender) → \(row.recipient)", look.style(.secondary), width: 25))
            }
            let column = isWide ? 59 : 33
            parts.append(
                Page.Part(column, row.text, look.style(.text), width: max(0, page.width - column)))
            page.row(parts, link: .row(row.sequence, from: glance.selection))
        }
    }
}

extension Sign {
    /// An attempt: under way, or how it ended.
    init(_ attempt: Attempt) {
        switch (attempt.endedAt, attempt.failure) {
        case (nil, _): self = attempt.key.number > 1 ? .retrying : .running
        case (_, nil): self = .done
        case (_, .cancelled), (_, .interrupted), (_, .reassigned): self = .cancelled
        case (_, .expired): self = .expired
        case (_, .stuck): self = .stuck
        case (_, .crashed), (_, .hung), (_, .ranTooLong), (_, .gaveUp), (_, .poorQuality),
            (_, .rejected), (_, .unavailable), (_, .refused), (_, .overBudget):
            self = .failed
        }
    }
}
