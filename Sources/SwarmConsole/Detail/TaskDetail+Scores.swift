import SwarmCore
import TerminalUI

extension TaskDetail {
    /// Every term of every recorded bid, best first, with a bar of two points a cell.
    func writeScores(isWide: Bool, to page: inout Page) {
        guard !bids.isEmpty else { return }
        let scoring = swarm.policies.scoring
        page.gap()
        page.head(
            "How they scored",
            isWide
                ? "reputation × \(weight(scoring.reputationWeight)) + "
                    + "skill match × \(weight(scoring.skillWeight)) + "
                    + "free load × \(weight(scoring.loadWeight))"
                : "\(weight(scoring.reputationWeight)) reputation, "
                    + "\(weight(scoring.skillWeight)) skill, "
                    + "\(weight(scoring.loadWeight)) free load")
        let width = isWide ? 20 : 10
        var table = PageTable(
            [
                TableLayout.Column("bidder", width: 9...16),
                TableLayout.Column("reputation", width: 10...width, alignment: .right),
                TableLayout.Column(
                    isWide ? "skill match" : "skill", width: 5...width, alignment: .right),
                TableLayout.Column(
                    isWide ? "free load" : "load", width: 5...width, alignment: .right),
                TableLayout.Column("score", width: 6...6, alignment: .right),
                TableLayout.Column("", width: 12...60, leaving: 1),
            ], gap: isWide ? 3 : 2)
        for bid in bids {
            table.add(
                isWide ? longRow(of: bid, scoring) : shortRow(of: bid), link: link(to: bid.agent))
        }
        table.fit()
        if isWide { writeLegend(table, to: &page) }
        table.write(to: &page, at: 3, showsHead: !isWide)
        for note in scoreNotes(scoring) { page.paragraph(note, look.style(.dim), at: 3) }
    }

    /// The bids that decided who runs a subtask again, with their checks and terms.
    func writeLaterBids(isWide: Bool, to page: inout Page) {
        guard !laterBids.isEmpty else { return }
        page.gap()
        page.head("Bids for later attempts", "for one subtask alone, in the order they came")
        var table = PageTable(
            [
                TableLayout.Column("bidder", width: 9...16),
                TableLayout.Column("health", width: 10...12, leaving: 2),
                TableLayout.Column("load", width: 6...6, leaving: 1),
                TableLayout.Column("reputation", width: 10...10, alignment: .right),
                TableLayout.Column("skill", width: 5...5, alignment: .right),
                TableLayout.Column("load", width: 5...5, alignment: .right),
                TableLayout.Column("score", width: 6...6, alignment: .right),
                TableLayout.Column("", width: 8...20),
            ], gap: isWide ? 3 : 2, whole: [1, 2])
        for bid in laterBids.suffix(12) {
            let load = Int(bid.loadPermille)
            var row = shortRow(of: bid)
            row[row.count - 1] = StyledText(bid.refusal ?? "willing", look.style(.secondary))
            row.insert(
                check(
                    load < Int(swarm.policies.willingBelowPermille), Figures.percent(permille: load)
                ),
                at: 1)
            row.insert(
                check(bid.health == .healthy || bid.health == .degraded, bid.health.rawValue), at: 1
            )
            table.add(row, link: link(to: bid.agent))
        }
        table.fit()
        table.write(to: &page, at: 3)
    }

    private func shortRow(of bid: Bid) -> [StyledText] {
        let terms = [bid.reputationTerm, bid.skillTerm, bid.loadTerm]
        return [name(of: bid)]
            + terms.map { StyledText(Figures.score($0), look.style(.text)) }
            + [
                StyledText(Figures.score(bid.score), look.strong(.bright)),
                StyledText(task.team.contains(bid.agent) ? "awarded" : "", look.style(.secondary)),
            ]
    }

    private func longRow(of bid: Bid, _ scoring: ScoringPolicy) -> [StyledText] {
        let free = Double(1000 - Int(bid.loadPermille)) / 10
        let match = Self.match(bid.skillTerm, weight: scoring.skillWeight)
        return [
            name(of: bid),
            product(
                Figures.reputation(bid.reputation), scoring.reputationWeight, bid.reputationTerm),
            product(match, scoring.skillWeight, bid.skillTerm),
            product(JSONValue.figure(free), scoring.loadWeight, bid.loadTerm),
            StyledText(Figures.score(bid.score), look.strong(.bright)), bar(of: bid),
        ]
    }

    private func name(of bid: Bid) -> StyledText {
        StyledText(swarm.shortName(bid.agent), look.strong(.name))
    }

    /// `134 × 0.4 = 53.6`.
    private func product(_ figure: String, _ weight: Int32, _ term: Points) -> StyledText {
        StyledText("\(figure) × \(self.weight(weight)) = \(Figures.score(term))", look.style(.text))
    }

    /// The three terms of a score, told apart by colour, or by sign where there is none.
    var terms: [(word: String, square: Glyph, role: Role)] {
        func square(_ sign: Character) -> Glyph {
            Glyph(unicode: look.isMono ? sign : "■", ascii: sign)
        }
        return [
            ("reputation", square("#"), .gain), ("skill", square("+"), .topic),
            ("load", square("."), .healthy),
        ]
    }

    private func bar(of bid: Bid) -> StyledText {
        var line = StyledText()
        let values = [bid.reputationTerm, bid.skillTerm, bid.loadTerm]
        var drawn = 0
        var sum = 0.0
        for (value, term) in zip(values, terms) {
            sum += value.value
            let end = Int((max(0, min(sum, 150)) / 2).rounded())
            for _ in drawn..<max(drawn, end) { line.append(term.square, look.style(term.role)) }
            drawn = max(drawn, end)
        }
        return line
    }

    /// The head row, whose last column explains the colours of the bars.
    private func writeLegend(_ table: PageTable, to page: inout Page) {
        let layout = TableLayout(
            table.columns, start: 3, width: max(0, page.width - 4), gap: table.gap)
        var parts = layout.places.filter { $0.index < 5 }.map { place in
            Page.Part(
                place.column, table.columns[place.index].title, look.style(.dim),
                width: place.width, alignment: table.columns[place.index].alignment)
        }
        if let place = layout.place(of: 5) {
            var legend = StyledText()
            for term in terms {
                legend.append(term.square, look.style(term.role))
                legend.append(" \(term.word)  ", look.style(.dim))
            }
            parts.append(Page.Part(place.column, legend, width: max(place.width, 30)))
        }
        page.row(parts)
    }

    /// How the skill match comes about, and what decided between equal scores.
    private func scoreNotes(_ scoring: ScoringPolicy) -> [String] {
        var notes: [String] = []
        let required = task.brief.skillSet.count
        let shares = Set(
            bids.map { bid in
                let own = swarm.agent(bid.agent).skills.count
                let shared = Int(bid.sharedSkills)
                let whole = scoring.skillMatch == .jaccard ? own + required - shared : required
                return "\(shared) shared of \(whole)"
            })
        let rule = scoring.skillMatch == .jaccard ? "in all (Jaccard)" : "needed (coverage)"
        if shares.count == 1, let share = shares.first, let bid = bids.first {
            let match = Self.match(bid.skillTerm, weight: scoring.skillWeight)
            let each = bids.count > 1 ? " for each" : ""
            notes.append("skill match: \(share) \(rule) = \(match)\(each)")
        } else {
            notes.append("skill match: skills shared, of all \(rule)")
        }
        if let tie {
            notes.append(tie)
        } else {
            notes[0] += "; no ties"
        }
        return notes
    }

    /// The first two bids with one score, and the rule of spec §4 that put one before the other.
    private var tie: String? {
        for (bid, next) in zip(bids, bids.dropFirst()) where bid.score == next.score {
            let first = swarm.shortName(bid.agent)
            let second = swarm.shortName(next.agent)
            let why =
                if bid.reputation != next.reputation {
                    "the higher reputation"
                } else if bid.loadPermille != next.loadPermille {
                    "the lower load"
                } else {
                    "the earlier registration"
                }
            return "\(first) and \(second) tie at \(Figures.score(bid.score)), \(why) decides"
        }
        return nil
    }

    private static func match(_ term: Points, weight: Int32) -> String {
        guard weight > 0 else { return "0" }
        return Figures.decimal(term.value * 1000 / Double(weight), places: 1)
    }

    func weight(_ permille: Int32) -> String { JSONValue.figure(Double(permille) / 1000) }
}
