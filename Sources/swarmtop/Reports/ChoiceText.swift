import SwarmCore

/// A choice for a person: who answered what, how each scored, ties, and how the team came about.
struct ChoiceText {
    let choice: Choice
    let moment: Moment

    private static let mostBids = 20

    private var swarm: SwarmState { moment.swarm }
    private var required: SkillSet { SkillSet(moment.skills) }

    /// Every bidder's checks.
    func writeChecks(to report: inout Report) {
        var table = TextTable([
            .right("#"), .left("bidder"), .left("has"), .left("health"), .right("load"),
            .left("domain"), .left("answer"),
        ])
        for (place, bid) in choice.bids.prefix(Self.mostBids).enumerated() {
            let shared = swarm.agent(bid.agent).skills.intersection(required)
            table.add([
                bid.isWilling ? String(place + 1) : "", name(bid.agent),
                shared.map { swarm.skillName($0) }.joined(separator: ", "), bid.health.rawValue,
                FigureText.percent(permille: Int(bid.loadPermille)),
                bid.domainMatches.map { $0 ? "matches" : "another" } ?? "not named",
                Self.answer(bid),
            ])
        }
        report.table(table)
        writeRest(to: &report)
    }

    /// Every term of every score, best first.
    func writeScores(to report: inout Report) {
        let scoring = choice.scoring
        report.paragraph(
            "score = reputation × \(Self.weight(scoring.reputationWeight)) + skill match × "
                + "\(Self.weight(scoring.skillWeight)) + free load × "
                + Self.weight(scoring.loadWeight), indent: 2)
        var table = TextTable([
            .right("#"), .left("bidder"), .right("reputation"), .right("skill match"),
            .right("free load"), .right("score"),
        ])
        for (place, bid) in choice.bids.prefix(choice.willing).prefix(Self.mostBids).enumerated() {
            table.add([
                String(place + 1), name(bid.agent),
                product(bid.reputation.value, scoring.reputationWeight, bid.reputationTerm),
                product(match(bid), scoring.skillWeight, bid.skillTerm),
                product(
                    Double(1000 - Int(bid.loadPermille)) / 10, scoring.loadWeight, bid.loadTerm),
                FigureText.decimal(bid.score.value, 3),
            ])
        }
        report.table(table)
        let rule =
            scoring.skillMatch == .jaccard
            ? "skills shared of those of either side (Jaccard)" : "skills shared of those needed"
        report.paragraph("skill match: \(rule), as percent", indent: 2)
        writeTies(to: &report)
    }

    private func writeTies(to report: inout Report) {
        if choice.ties.isEmpty { return report.paragraph("no ties", indent: 2) }
        for tie in choice.ties.prefix(Self.mostBids) {
            let why =
                switch tie.rule {
                case .reputation: "the higher reputation"
                case .load: "the lower load"
                case .registration: "the earlier registration"
                }
            report.paragraph(
                "\(name(tie.first)) and \(name(tie.second)) tie at "
                    + "\(FigureText.decimal(tie.score.value, 3)): \(why) decides", indent: 2)
        }
    }

    /// Who brought what, down the ranking, and who sits in as a reviewer.
    func writeTeam(to report: inout Report) {
        for (place, step) in choice.steps.prefix(Self.mostBids).enumerated() {
            let words =
                switch step {
                case .taken(let agent, let brings): "\(name(agent)) brings \(skills(brings))"
                case .nothingNew(let agent): "\(name(agent)) brings nothing new"
                case .lacks(let agent, let skills): "\(name(agent)) lacks \(self.skills(skills))"
                }
            report.paragraph("\(place + 1). \(words)", indent: 2)
        }
        if choice.steps.isEmpty { report.paragraph("nobody was willing", indent: 2) }
        if choice.ranAsTeam {
            report.paragraph("no agent has all the skills, so it ran as a team", indent: 2)
        }
        if !choice.uncovered.isEmpty {
            report.paragraph("nobody in the team has \(skills(choice.uncovered))", indent: 2)
        }
        if !choice.reviewers.isEmpty {
            report.paragraph(
                "the team is small, so a reviewer's seat went to "
                    + FigureText.list(choice.reviewers.map(name)), indent: 2)
        }
    }

    private func writeRest(to report: inout Report) {
        if choice.bids.count > Self.mostBids {
            report.paragraph(
                "and \(choice.bids.count - Self.mostBids) more; --json lists all", indent: 2)
        }
        let others = swarm.agents.filter { agent in
            !choice.bids.contains { $0.agent == agent.id }
        }
        guard !others.isEmpty else { return }
        let names = others.prefix(5).map { name($0.id) }
        let more = others.count > 5 ? ["\(others.count - 5) more"] : []
        report.paragraph(
            "not asked, having none of the skills: \(FigureText.list(names + more))", indent: 2)
    }

    // MARK: Words

    /// What an agent answered, and if it was no, why.
    static func answer(_ bid: Bid) -> String {
        if bid.isWilling { return "willing" }
        switch bid.health {
        case .paused, .offline, .unhealthy: return "no: \(bid.health.rawValue)"
        case .healthy, .degraded: break
        }
        if bid.domainMatches == false { return "no: another domain" }
        return "no: load \(FigureText.percent(permille: Int(bid.loadPermille)))"
    }

    private func match(_ bid: Bid) -> Double {
        let own = swarm.agent(bid.agent).skills.count
        let shared = Int(bid.sharedSkills)
        let whole =
            choice.scoring.skillMatch == .jaccard
            ? own + required.count - shared : required.count
        return whole == 0 ? 50 : 100 * Double(shared) / Double(whole)
    }

    private func product(_ figure: Double, _ weight: Int32, _ term: Points) -> String {
        "\(FigureText.decimal(figure, 1)) × \(Self.weight(weight)) = "
            + FigureText.decimal(term.value, 2)
    }

    private func name(_ agent: AgentID) -> String { swarm.agent(agent).card.name }

    private func skills(_ skills: SkillSet) -> String {
        FigureText.list(skills.map { swarm.skillName($0) })
    }

    static func weight(_ permille: Int32) -> String { FigureText.short(Double(permille) / 1000) }
}
