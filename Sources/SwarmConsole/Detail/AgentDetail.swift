import SwarmCore
import TerminalUI

/// Writes everything about one agent: card, record, skills, latest bid, reputation, attempts.
struct AgentDetail {
    let agent: AgentState
    let glance: Glance

    var look: Look { glance.look }
    var swarm: SwarmState { glance.swarm }

    private static let mostChanges = 24
    private static let mostAttempts = 12

    func page(_ width: Int) -> Page {
        var page = Page(
            width: width, look: look, wraps: glance.wrapped.contains(.detail))
        if width >= DetailPane.wideWidth { page.blank() }
        writeCard(to: &page)
        writeCosts(to: &page)
        writeSkills(to: &page)
        writeMemory(to: &page)
        writeBid(to: &page)
        writeHistory(to: &page)
        writeAttempts(to: &page)
        return page
    }

    // MARK: Card and record

    private func writeCard(to page: inout Page) {
        let card = agent.card
        page.head(
            "Card", card.driver == .offline ? card.model : "\(card.driver.rawValue), \(card.model)")
        let health = Sign(agent)
        let load = Figures.percent(permille: Int(agent.loadPermille))
        var state = StyledText()
        state.append(health.glyph, look.strong(health.role))
        state.append(" \(health.word)", look.strong(health.role))
        if let reason = reason { state.append("  \(reason)", look.style(.secondary)) }
        pair("health", state, to: &page)
        let live = Figures.count(Int(agent.liveAttempts), "attempt")
        words(
            "load",
            "\(load), \(live) under way, \(agent.loadPerSubtask) of \(agent.maxLoad) for each",
            to: &page)
        var standing = StyledText(Figures.reputation(agent.reputation), look.strong(.bright))
        standing.append("  ")
        standing.append(Sign.glyph(of: agent.tier), look.style(Sign.role(of: agent.tier)))
        standing.append(" \(agent.tier.rawValue)", look.style(Sign.role(of: agent.tier)))
        pair("reputation", standing, to: &page)
        if let origin = origin { words("from", origin, to: &page) }
        if !card.domains.isEmpty { words("domains", Figures.list(card.domains), to: &page) }
        words("record", record, to: &page)
        words("times", times, to: &page)
    }

    /// Why the agent is not healthy.
    private var reason: String? {
        if agent.isRetired {
            return agent.liveAttempts > 0
                ? "finishes what it has, takes no more"
                : "takes no more work; :reinstate brings it back"
        }
        if agent.isPaused { return "paused by you" }
        if let fault = agent.offlineBecause {
            let what = swarm.fault(fault)?.spec.kind.label ?? "a fault"
            return "\(what), fault \(fault.number)"
        }
        if let fault = agent.droppedBecause { return "health drop, fault \(fault.number)" }
        switch agent.breaker {
        case .open(let until):
            return "breaker open after \(Figures.count(agent.failuresInARow, "failure")) in a row, "
                + "probe in \(Figures.countdown(until - glance.now))"
        case .halfOpen: return "breaker half-open, one probe may run"
        case .closed: break
        }
        let faults = swarm.activeFaults(on: agent.id).map(\.spec.kind.label)
        if agent.degradedBecause == .failing, agent.failuresInARow == 0 {
            return "healthy after \(swarm.policies.health.recoversAfter) done in a row"
        }
        if let why = agent.degradedBecause { return why.words }
        return faults.isEmpty ? nil : "fault on it: \(Figures.list(faults))"
    }

    /// `one more of Writer, because of the load; brought by the recipe blog_post`; nil for an agent of the swarm itself.
    private var origin: String? {
        var parts: [String] = []
        if let twin = agent.card.replicaOf {
            parts.append("one more of \(twin), because of the load")
        }
        if agent.card.replicas.upperBound > 1 {
            let counts = agent.card.replicas
            parts.append("\(counts.lowerBound) to \(counts.upperBound) of it, as the load asks")
        }
        let recipes = swarm.recipes.recipes.filter { recipe in
            recipe.agents.contains { $0.name == agent.card.name }
        }.map(\.name)
        if !recipes.isEmpty { parts.append("brought by the recipe \(Figures.list(recipes))") }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private var record: String {
        guard let rate = agent.successRate else { return "nothing done yet" }
        var words = "\(agent.completed) done, \(agent.failed) failed, "
        words += "\(Figures.decimal(rate * 100, places: 0))% ok"
        if let quality = agent.meanQuality {
            words += ", quality \(Figures.decimal(quality, places: 0)) on average"
        }
        return words + ", \(Figures.count(agent.collaborations, "team task"))"
    }

    private var times: String {
        let expected = agent.card.expectedWork.map { "\(glance.times.span($0)) expected" }
        let mean = agent.times.mean.map { "\(glance.times.span($0)) on average" }
        let slowest = agent.times.p95.map { "19 of 20 within \(glance.times.span($0))" }
        let parts = [expected, mean, slowest].compactMap { $0 }
        return parts.isEmpty ? "not known yet" : parts.joined(separator: ", ")
    }

    func pair(_ label: String, _ value: StyledText, to page: inout Page) {
        page.row(
            Page.Part(3, label, look.style(.secondary), width: 11),
            Page.Part(15, value, width: max(0, page.width - 15)))
    }

    private func words(_ label: String, _ value: String, to page: inout Page) {
        page.labelled(label, value, look.style(.text), at: 3, value: 15, most: 4)
    }

    // MARK: Skills

    private func writeSkills(to page: inout Page) {
        page.gap()
        page.head("Skills", "reputation for each; keywords that point at it")
        var table = PageTable([
            TableLayout.Column("skill", width: 17...24),
            TableLayout.Column("rep", width: 5...6, alignment: .right),
            TableLayout.Column("tier", width: 11...19),
            TableLayout.Column("keywords", width: 8...60, leaving: 1),
        ])
        for (skill, points) in zip(agent.card.skills, agent.skillReputation) {
            let tier = Tier(points)
            let style = look.style(Sign.role(of: tier))
            table.add([
                StyledText(skill.name, look.style(.name)),
                StyledText(Figures.reputation(points), look.strong(.name)),
                [Span(Sign.glyph(of: tier), style), Span(" \(tier.rawValue)", style)],
                StyledText(
                    skill.keywords.isEmpty
                        ? "–" : skill.keywords.prefix(12).joined(separator: ", "),
                    look.style(.secondary)),
            ])
        }
        table.fit()
        table.write(to: &page, at: 3, showsHead: false)
    }

    // MARK: Latest bid

    private func writeBid(to page: inout Page) {
        let tasks = glance.swarm.tasks
        var found: (task: TaskState, bid: Bid)?
        for id in glance.overview.recent.reversed() where tasks.contains(id) {
            guard let bid = tasks[checked: id].bids.first(where: { $0.agent == agent.id }) else {
                continue
            }
            found = (tasks[checked: id], bid)
            break
        }
        guard let (task, bid) = found else { return }
        page.gap()
        page.head(
            "Latest bid", "for \(task.brief.title)",
            link: .award(task.id, from: glance.selection))
        let detail = TaskDetail(task: task, glance: glance)
        let shared = agent.skills.intersection(task.brief.skillSet).map(swarm.skillLabel)
        let isFit = bid.health == .healthy || bid.health == .degraded
        let limit = swarm.policies.willingBelowPermille
        pair(
            "skill",
            detail.check(bid.sharedSkills > 0, shared.isEmpty ? "none" : Figures.list(shared)),
            to: &page)
        pair("health", detail.check(isFit, bid.health.rawValue), to: &page)
        let load = Figures.percent(permille: Int(bid.loadPermille))
        let most = Figures.percent(permille: Int(limit))
        pair(
            "load",
            detail.check(Int32(bid.loadPermille) < limit, "\(load), takes bids below \(most)"),
            to: &page)
        if let matches = bid.domainMatches {
            pair("domain", detail.check(matches, task.brief.domain ?? "named"), to: &page)
        }
        var score = StyledText(Figures.score(bid.score), look.strong(.bright))
        let terms = [bid.reputationTerm, bid.skillTerm, bid.loadTerm].map(Figures.score)
        score.append(
            "  reputation \(terms[0]) + skill \(terms[1]) + load \(terms[2])",
            look.style(.secondary))
        pair("score", score, to: &page)
    }

    // MARK: History

    private func writeHistory(to page: inout Page) {
        page.gap()
        let count = agent.history.count
        page.head(
            "Reputation", count == 0 ? "starts at 100, nothing has moved it yet" : "newest first")
        for change in agent.history.reversed().prefix(Self.mostChanges) {
            let gain = change.after.raw >= change.before.raw
            let moved = Figures.reputation(Points(raw: abs(change.after.raw - change.before.raw)))
            let style = look.style(gain ? .gain : .failed)
            let glyph =
                gain ? Glyph(unicode: "▲", ascii: "+") : Glyph(unicode: "▼", ascii: "-")
            let task = glance.swarm.tasks.brief(of: change.task)?.title ?? change.taskName
            page.row(
                Page.Part(3, glance.times.clock(change.at), look.style(.dim), width: 11),
                Page.Part(
                    15,
                    "\(Figures.reputation(change.before)) → \(Figures.reputation(change.after))",
                    look.style(.text), width: 14),
                Page.Part(30, [Span(glyph, style), Span(moved, style)], width: 6),
                Page.Part(
                    37, "\(task) \(why(change))", look.style(.secondary),
                    width: max(0, page.width - 37)),
                link: swarm.tasks.contains(change.task)
                    ? .award(change.task, from: glance.selection) : nil)
        }
    }

    private func why(_ change: ReputationChange) -> String {
        switch change.reason {
        case .success: "done, quality \(change.quality)"
        case .highQuality: "done, quality \(change.quality), above \(ReputationPolicy.highQuality)"
        case .failure: "failed"
        }
    }

    private func writeAttempts(to page: inout Page) {
        var rows: [(TaskState, Attempt)] = []
        let tasks = glance.swarm.tasks
        for id in glance.overview.recent.reversed()
        where rows.count < Self.mostAttempts && tasks.contains(id) {
            for attempt in tasks[checked: id].attempts.reversed()
            where attempt.agent == agent.id && rows.count < Self.mostAttempts {
                rows.append((tasks[checked: id], attempt))
            }
        }
        guard !rows.isEmpty else { return }
        page.gap()
        page.head("Attempts", "of the latest tasks, newest first")
        for (task, attempt) in rows {
            let sign = Sign(attempt)
            let words =
                attempt.failure?.words
                ?? (attempt.isLive
                    ? Figures.percent(permille: Int(attempt.permille)) : took(attempt))
            page.row(
                Page.Part(3, glance.times.clock(attempt.awardedAt), look.style(.dim), width: 11),
                Page.Part(15, swarm.attemptLabel(attempt.key), look.style(.name), width: 20),
                Page.Part(
                    36,
                    [
                        Span(sign.glyph, look.style(sign.role)),
                        Span(" \(sign.word)", look.style(sign.role)),
                    ], width: 11),
                Page.Part(
                    48, "\(words)  \(task.brief.title)", look.style(.secondary),
                    width: max(0, page.width - 48)),
                link: .lane(attempt.key.subtaskKey, from: glance.selection))
        }
    }

    private func took(_ attempt: Attempt) -> String {
        attempt.endedAt.map { "took \(glance.times.span($0 - attempt.awardedAt))" } ?? ""
    }
}
