import SwarmCore
import TerminalUI

/// Writes one subtask in little room: its attempts, the bids of its award, what its agent was told and recalled, its input.
struct SubtaskDetail {
    let detail: TaskDetail
    let index: Int

    private static let label = 1
    private static let value = 11
    private static let mostAttempts = 8
    private static let mostBids = 6
    private static let mostMessages = 6
    private static let mostRecalls = 3

    private var task: TaskState { detail.task }
    private var subtask: Subtask { task.subtasks[index] }
    private var glance: Glance { detail.glance }
    private var swarm: SwarmState { detail.swarm }
    private var look: Look { detail.look }
    private var key: SubtaskKey { SubtaskKey(task: task.id, index: index) }

    /// Nil where there is no such subtask.
    init?(_ key: SubtaskKey, glance: Glance) {
        guard let task = glance.swarm.tasks[key.task],
            task.subtasks.indices.contains(Int(key.index))
        else { return nil }
        detail = TaskDetail(task: task, glance: glance)
        index = Int(key.index)
    }

    /// `finance  campaign_001_subtask_2`; nil where there is no such subtask.
    static func title(_ key: SubtaskKey, _ swarm: SwarmState) -> String? {
        guard let task = swarm.tasks[key.task], task.subtasks.indices.contains(Int(key.index))
        else { return nil }
        return "\(swarm.stepLabel(task, Int(key.index)))  \(task.subtaskName(Int(key.index)))"
    }

    func page(_ width: Int) -> Page {
        var page = Page(width: width, look: look, wraps: glance.wrapped.contains(.detail))
        writeAttempts(to: &page)
        writeAward(to: &page)
        writeMessages(to: &page)
        writeRecalls(to: &page)
        writeInput(to: &page)
        return page
    }

    private func head(
        _ label: String, _ words: String = "", to page: inout Page, link: Place? = nil
    ) {
        page.row(
            Page.Part(Self.label, label, look.style(.secondary), width: Self.value - 2),
            Page.Part(
                Self.value, words, look.style(.text), width: max(0, page.width - Self.value)),
            link: link)
    }

    // MARK: Attempts

    private var attempts: [Attempt] {
        task.attempts.filter { Int($0.key.subtask) == index }
    }

    private func writeAttempts(to page: inout Page) {
        let attempts = attempts
        guard !attempts.isEmpty else {
            let sign = Sign(task, index)
            var state: StyledText = [
                Span(sign.glyph, look.style(sign.role)),
                Span(" \(sign.word)", look.style(sign.role)),
            ]
            state.append(
                "  of \(task.brief.title), no attempt yet", look.style(.secondary))
            page.row(
                Page.Part(Self.label, "attempts", look.style(.secondary)),
                Page.Part(Self.value, state, width: max(0, page.width - Self.value)))
            return
        }
        let agents = Set(attempts.map(\.agent))
        let by = agents.count == 1 ? ", by \(swarm.shortName(attempts[0].agent))" : ""
        head(
            "attempts", "of \(task.brief.title)\(by)", to: &page, link: detail.link(to: key))
        var table = PageTable(
            [
                TableLayout.Column("", width: 2...3),
                TableLayout.Column("", width: 8...12),
                TableLayout.Column("", width: 8...11),
                TableLayout.Column("", width: 9...13),
                TableLayout.Column("", width: 8...60, leaving: 1),
            ], gap: 2, whole: [0, 2, 3])
        if agents.count == 1 { table.columns.remove(at: 1) }
        table.whole = agents.count == 1 ? [0, 1, 2] : [0, 2, 3]
        for attempt in attempts.suffix(Self.mostAttempts) {
            var row = detail.row(of: attempt)
            row[0] = StyledText("#\(attempt.key.number)", look.strong(.name))
            row[4] = StyledText(words(of: attempt), look.style(.secondary))
            if agents.count == 1 { row.remove(at: 1) }
            table.add(row)
        }
        table.fit()
        table.write(to: &page, at: 3, showsHead: false)
    }

    /// `53%, 1.5 s expected`, or how it ended.
    private func words(of attempt: Attempt) -> String {
        if let failure = attempt.failure { return failure.words }
        guard attempt.isLive else { return "quality \(subtask.quality)" }
        var parts = [Figures.percent(permille: Int(attempt.permille))]
        if let expected = swarm.agent(attempt.agent).card.expectedWork {
            parts.append("\(glance.times.span(expected)) expected")
        }
        if let note = attempt.note { parts.append(note) }
        return parts.joined(separator: ", ")
    }

    // MARK: Award

    /// Of a later attempt the bids for it alone, else those for the task.
    private var bids: [Bid] {
        let able = detail.laterBids.filter { swarm.agent($0.agent).skills.contains(subtask.skill) }
        let isLater = (attempts.last?.key.number ?? 1) > 1
        return isLater && !able.isEmpty ? able : detail.bids
    }

    private func writeAward(to page: inout Page) {
        page.gap()
        head(
            "award", census, to: &page,
            link: .award(task.id, subtask: index, from: glance.selection))
        var table = PageTable(
            [
                TableLayout.Column("bidder", width: 8...13),
                TableLayout.Column("reputation", width: 10...10, alignment: .right),
                TableLayout.Column("skill", width: 5...5, alignment: .right),
                TableLayout.Column("load", width: 5...5, alignment: .right),
                TableLayout.Column("score", width: 5...6, alignment: .right),
                TableLayout.Column("", width: 7...20),
            ], gap: 2)
        for bid in bids.prefix(Self.mostBids) { table.add(row(of: bid), link: nil) }
        guard !table.rows.isEmpty else { return }
        table.fit()
        table.write(to: &page, at: 3)
    }

    /// `only Finance has finance, 1 of 1 willing`.
    private var census: String {
        let able = swarm.agents.filter { !$0.isRetired && $0.skills.contains(subtask.skill) }
        let skill = swarm.skillLabel(subtask.skill)
        guard !able.isEmpty else { return "nobody has \(skill)" }
        let bids = bids
        let willing = able.count { agent in
            bids.contains { $0.agent == agent.id && $0.isWilling }
        }
        let who =
            able.count == 1
            ? "only \(able[0].card.shortName) has \(skill)"
            : "\(Figures.grouped(able.count)) have \(skill)"
        guard !bids.isEmpty else { return "\(who), no bid yet" }
        return able.count > 64 ? who : "\(who), \(willing) of \(able.count) willing"
    }

    private func row(of bid: Bid) -> [StyledText] {
        let isOurs = subtask.agent == bid.agent
        let others = task.subtasks.indices.filter {
            $0 != index && task.subtasks[$0].agent == bid.agent
        }
        let words: String
        if isOurs {
            words = "awarded"
        } else if let refusal = bid.refusal {
            words = "no: \(refusal)"
        } else {
            words = others.first.map { swarm.stepLabel(task, $0) } ?? ""
        }
        let name = isOurs ? look.strong(.bright) : look.style(.text)
        return [StyledText(swarm.shortName(bid.agent), name)]
            + [bid.reputationTerm, bid.skillTerm, bid.loadTerm].map {
                StyledText(Figures.score($0), look.style(.text))
            }
            + [
                StyledText(Figures.score(bid.score), look.strong(.bright)),
                StyledText(words, look.style(isOurs ? .healthy : .secondary)),
            ]
    }

    // MARK: Messages, memory, input

    private func writeMessages(to page: inout Page) {
        guard task.messages > 0, let agent = subtask.agent else { return }
        var rows: [(BusRow, isIn: Bool)] = []
        let log = glance.log
        for place in log.indices.reversed().prefix(2_000) {
            guard rows.count < Self.mostMessages, log[place].at >= task.submittedAt else { break }
            guard case .messageSent(let message) = log[place].event, message.task == task.id,
                message.sender == .agent(agent) || message.recipient == .agent(agent)
            else { continue }
            rows.append((BusRow(log[place], swarm), message.recipient == .agent(agent)))
        }
        guard !rows.isEmpty else { return }
        page.gap()
        head("messages", to: &page)
        for (row, isIn) in rows.reversed() {
            let arrow = isIn ? Glyph(unicode: "→", ascii: ">") : Glyph(unicode: "←", ascii: "<")
            let style = row.tone == .story ? look.strong(.bright) : look.style(.text)
            page.row(
                Page.Part(3, glance.times.clock(row.at, decimals: 3), look.style(.dim), width: 9),
                Page.Part(
                    13, isIn ? row.sender : row.recipient, look.style(.secondary), width: 12),
                Page.Part(26, [Span(arrow, look.style(.dim))]),
                Page.Part(29, row.text, style, width: max(0, page.width - 29)),
                link: .row(row.sequence, from: glance.selection))
        }
    }

    private func writeRecalls(to page: inout Page) {
        let recalls = task.recalls.filter { $0.attempt.subtaskKey == key }
            .flatMap { one in one.recalls.map { (one.attempt, $0) } }
        guard !recalls.isEmpty else { return }
        page.gap()
        head("recalled", to: &page)
        for (attempt, recall) in recalls.suffix(Self.mostRecalls) {
            let agent = swarm.attempt(attempt)?.agent
            let note = agent.flatMap { id in
                swarm.agent(id).memory.first { $0.number == recall.note }
            }
            page.row(
                Page.Part(
                    3, Figures.decimal(Double(recall.similarity) / 1_000, places: 2),
                    look.strong(.name), width: 4),
                Page.Part(
                    9, note?.text ?? "note \(recall.note), forgotten since",
                    look.style(note == nil ? .dim : .text), width: max(0, page.width - 9)))
        }
    }

    private func writeInput(to page: inout Page) {
        let brief = task.brief
        let data = brief.data.members.map { "\($0.key) \($0.value.line(limit: 40))" }
            .joined(separator: "  ")
        page.gap()
        if !data.isEmpty || !brief.text.isEmpty {
            head("input", data.isEmpty ? brief.text : data, to: &page)
        }
        let number = attempts.last?.key.number ?? 1
        head("key", "\(brief.name)/\(task.subtaskName(index))/\(number)", to: &page)
    }
}
