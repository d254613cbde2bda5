import SwarmCore
import TerminalUI

/// The award under other weights, and what the journal has of it.
extension TaskDetail {
    private static let mostBidders = 5
    private static let mostLines = 6
    /// An award is looked for in so many events after its task came.
    private static let mostSeen = 2_000
    /// One square stands for so many thousandths.
    private static let square: Int32 = 50

    func writeWhatIf(_ whatIf: WhatIf, isWide: Bool, to page: inout Page) {
        guard !bids.isEmpty else { return }
        let choice = Choice(
            recorded: bids, for: task.brief, in: swarm, under: whatIf.scoring)
        let column = isWide ? 59 : 3
        page.gap()
        var head = [
            Page.Part(1, "What if", look.strong(.name)),
            Page.Part(
                11, "move the weights; nothing is awarded again", look.style(.secondary),
                width: isWide ? 46 : page.width - 11),
        ]
        if isWide { head += self.head(at: column) }
        page.row(head)
        let ranks = ranks(choice, at: column)
        let weights = WhatIf.Weight.allCases
        for place in 0..<max(weights.count, isWide ? ranks.count : 0) {
            let left = weights.indices.contains(place) ? row(of: weights[place], whatIf) : []
            let right = isWide && ranks.indices.contains(place) ? ranks[place] : []
            page.row(
                left + right,
                weight: weights.indices.contains(place) ? weights[place].rawValue : nil)
        }
        if !isWide {
            page.row(self.head(at: column))
            for rank in ranks { page.row(rank) }
        }
        writeKeys(whatIf, choice, at: column, isWide: isWide, to: &page)
    }

    private func row(of weight: WhatIf.Weight, _ whatIf: WhatIf) -> [Page.Part] {
        let value = whatIf.weights[weight.rawValue]
        let isFocused = whatIf.focused == weight
        let full = Int((value + Self.square / 2) / Self.square)
        let term = terms[weight.rawValue]
        var bar = StyledText()
        for place in 0..<Int(1000 / Self.square) {
            bar.append(
                place < full ? term.square : Glyph(unicode: "·", ascii: "."),
                look.style(place < full ? term.role : .dim))
        }
        return [
            Page.Part(
                3, weight.name, isFocused ? look.strong(.bright) : look.style(.text), width: 12),
            Page.Part(17, bar),
            Page.Part(
                40, self.weight(value), isFocused ? look.strong(.bright) : look.style(.name),
                width: 5),
        ]
    }

    private func head(at column: Int) -> [Page.Part] {
        [
            Page.Part(column + 2, "would be", look.style(.dim)),
            Page.Part(column + 16, "score", look.style(.dim), width: 7, alignment: .right),
            Page.Part(column + 25, "was", look.style(.dim), width: 6, alignment: .right),
        ]
    }

    /// The willing as they would stand, with what each had and where each moves.
    private func ranks(_ choice: Choice, at column: Int) -> [[Page.Part]] {
        let before = bids.filter(\.isWilling)
        return choice.bids.prefix(choice.willing).prefix(Self.mostBidders).enumerated().map {
            place, bid in
            let old = before.firstIndex { $0.agent == bid.agent } ?? place
            let moved: StyledText
            if old == place {
                moved = StyledText("stays \(Figures.ordinal(place + 1))", look.style(.secondary))
            } else {
                let isUp = place < old
                let style = look.style(isUp ? .gain : .degraded)
                moved = [
                    Span(
                        isUp
                            ? Glyph(unicode: "▲", ascii: "+") : Glyph(unicode: "▼", ascii: "-"),
                        style),
                    Span(" moves to \(Figures.ordinal(place + 1))", style),
                ]
            }
            return [
                Page.Part(column, "\(place + 1)", look.style(.dim)),
                Page.Part(
                    column + 2, swarm.shortName(bid.agent), look.strong(.name), width: 13),
                Page.Part(
                    column + 16, Figures.score(bid.score), look.strong(.bright), width: 7,
                    alignment: .right),
                Page.Part(
                    column + 25,
                    before.indices.contains(old) ? Figures.score(before[old].score) : "–",
                    look.style(.secondary), width: 6, alignment: .right),
                Page.Part(column + 34, moved),
            ]
        }
    }

    private func writeKeys(
        _ whatIf: WhatIf, _ choice: Choice, at column: Int, isWide: Bool, to page: inout Page
    ) {
        let back = whatIf.first.map(weight).joined(separator: " ")
        let other: ScoringPolicy.SkillMatch = whatIf.match == .jaccard ? .coverage : .jaccard
        var line = StyledText()
        for (id, words) in [
            (ActionID.raiseWeight, " "), (.lowerWeight, " change   "),
            (.resetWeights, " back to \(back)   "),
            (.scoreRule, " \(other == .jaccard ? "Jaccard" : "coverage")"),
        ] {
            line.append(glance.key(id), look.strong(.focus))
            line.append(words, look.style(.secondary))
        }
        let sentence = verdict(choice)
        page.blank()
        var parts = [Page.Part(3, line, width: isWide ? column - 4 : nil)]
        if isWide {
            parts.append(
                Page.Part(
                    column + 2, sentence, look.style(.text), width: page.width - column - 2))
        }
        page.row(parts)
        if !isWide { page.paragraph(sentence, look.style(.text), at: 3) }
    }

    /// Whether another team would have come of it.
    private func verdict(_ choice: Choice) -> String {
        guard task.brief.plan == nil else {
            return "Each step goes to the best bid when its turn comes."
        }
        guard choice.team != task.team else { return "Same team, in the same order." }
        if Set(choice.team) == Set(task.team) {
            return bids.count == task.team.count
                ? "Same team: everyone who bid is needed."
                : "Same team, each chosen in another order."
        }
        let names = Figures.list(choice.team.map(swarm.shortName))
        return names.isEmpty ? "Nobody would have it all." : "The team would be \(names)."
    }

    // MARK: Answers and journal

    /// How long after the announcement each bid came, while the log still has both.
    func answerTimes() -> [AgentID: TimeSpan] {
        var times: [AgentID: TimeSpan] = [:]
        var announced: Instant?
        for envelope in glance.log.suffix(from: start).prefix(Self.mostSeen) {
            switch envelope.event {
            case .taskAnnounced(let id, _, _) where id == task.id: announced = envelope.at
            case .bidReceived(let id, let bid) where id == task.id:
                guard let announced, times[bid.agent] == nil else { continue }
                times[bid.agent] = envelope.at - announced
            case .attemptStarted(let key) where key.task == task.id: return times
            default: break
            }
        }
        return times
    }

    /// The announcement, the bids and the awards, oldest first.
    func writeAwardEvents(to page: inout Page) {
        var rows: [(EventType, BusRow)] = []
        for envelope in glance.log.suffix(from: start).prefix(Self.mostSeen)
        where rows.count < Self.mostLines {
            guard envelope.event.task == task.id else { continue }
            switch envelope.event {
            case .taskAnnounced, .bidReceived, .subtaskAwarded:
                rows.append((envelope.event.type, BusRow(envelope, swarm)))
            default: break
            }
        }
        guard !rows.isEmpty else { return }
        page.gap()
        page.head("From the journal", "how it was awarded")
        for (type, row) in rows {
            let who = type == .bidReceived ? row.sender : "to \(row.recipient)"
            page.row(
                Page.Part(3, "\(row.sequence)", look.style(.dim), width: 7),
                Page.Part(11, type.rawValue, look.style(.topic), width: 17),
                Page.Part(29, who, look.style(.text), width: 18),
                Page.Part(48, row.text, look.style(.text), width: max(0, page.width - 48)),
                link: .row(row.sequence, from: glance.selection))
        }
    }

    /// Where the log has the task's submission, by halves.
    private var start: Int {
        let log = glance.log
        var low = 0
        var high = log.count
        while low < high {
            let middle = (low + high) / 2
            if log[middle].at < task.submittedAt { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
