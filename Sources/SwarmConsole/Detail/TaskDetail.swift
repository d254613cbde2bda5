import SwarmCore
import TerminalUI

/// Writes why a task went where it went and how it ran.
struct TaskDetail {
    let task: TaskState
    let glance: Glance

    var look: Look { glance.look }
    var swarm: SwarmState { glance.swarm }
    var required: Int { task.brief.skillSet.count }
    /// The bids for the whole task, best first.
    let bids: [Bid]
    /// Bids of a later attempt, for one subtask alone.
    let laterBids: [Bid]

    init(task: TaskState, glance: Glance) {
        self.task = task
        self.glance = glance
        let (agents, scoring) = (glance.swarm.agents, glance.swarm.policies.scoring)
        var seen: Set<AgentID> = []
        let first = task.bids.prefix { bid in
            let own = agents[bid.agent.position].skills
            let whole = scoring.skillTerm(
                shared: own.intersection(task.brief.skillSet).count, agent: own.count,
                required: task.brief.skillSet.count)
            return bid.skillTerm == whole && seen.insert(bid.agent).inserted
        }
        bids = Array(first)
        laterBids = Array(task.bids.dropFirst(first.count))
    }

    /// - Parameter whatIf: The weights to show the award under, where there is room for that.
    func page(_ width: Int, whatIf: WhatIf? = nil) -> Page {
        var page = Page(
            width: width, look: look, wraps: glance.wrapped.contains(.detail))
        let isWide = width >= DetailPane.wideWidth
        if isWide { page.blank() }
        if !isWide { writeAttempts(to: &page) }
        writePlan(to: &page)
        writeAgreements(to: &page)
        writeReviews(to: &page)
        writeAnswers(isWide: isWide, to: &page)
        writeScores(isWide: isWide, to: &page)
        writeTeam(to: &page)
        if let whatIf {
            writeWhatIf(whatIf, isWide: isWide, to: &page)
            writeAwardEvents(to: &page)
        }
        if isWide { writeAttempts(to: &page) }
        writeCosts(to: &page)
        writeTools(to: &page)
        writeRecalls(to: &page)
        writeLaterBids(isWide: isWide, to: &page)
        writeMessages(to: &page)
        writeInput(to: &page)
        writeJournal(to: &page)
        return page
    }

    // MARK: Links

    func link(to agent: AgentID) -> Place { .agent(agent, from: glance.selection) }

    func link(to subtask: SubtaskKey) -> Place { .lane(subtask, from: glance.selection) }

    // MARK: Who answered

    private func writeAnswers(isWide: Bool, to page: inout Page) {
        if page.lines.last != Page.Line() { page.gap() }
        let skills = neededSkills.joined(separator: ", ")
        page.head("Who answered", isWide ? "needs \(skills); \(census)" : census)
        guard !bids.isEmpty else {
            page.row(Page.Part(3, "no bid yet", look.style(.dim)))
            return
        }
        let limit = swarm.policies.willingBelowPermille
        var table = PageTable(
            [
                TableLayout.Column("agent", width: 9...20),
                TableLayout.Column("needed skill", width: 12...24),
                TableLayout.Column("health", width: 11...12),
                TableLayout.Column(
                    isWide ? "load under \(Figures.percent(permille: Int(limit)))" : "load",
                    width: 6...14, leaving: 1),
                TableLayout.Column("domain", width: 9...14, leaving: 2),
                TableLayout.Column("answer", width: 8...40),
            ], gap: isWide ? 4 : 2, whole: [2, 3])
        let times = isWide ? answerTimes() : [:]
        for bid in bids {
            table.add(row(of: bid, limit: limit, times[bid.agent]), link: link(to: bid.agent))
        }
        let bidders = bids.map(\.agent)
        if swarm.agents.count <= 12 {
            for agent in swarm.agents
            where !bidders.contains(agent.id)
                && agent.skills.intersection(task.brief.skillSet).isEmpty
            {
                table.add(notAsked(agent), link: link(to: agent.id))
            }
        }
        table.fit()
        table.write(to: &page, at: 3)
    }

    /// In the order of the subtasks, each once.
    private var neededSkills: [String] {
        var seen = SkillSet()
        return task.brief.skills.filter { skill in
            defer { seen.insert(skill) }
            return !seen.contains(skill)
        }.map(swarm.skillLabel)
    }

    /// `3 of 4 agents asked, 3 willing`; with more bids than are recorded, `top 5 of 7,500 willing`.
    private var census: String {
        let census = task.census
        let asked = Figures.grouped(Int(census.asked))
        let all = Figures.grouped(swarm.agents.count)
        let willing = Figures.grouped(Int(census.willing))
        let isAll = bids.count { $0.isWilling } >= Int(census.willing)
        var words = "\(asked) of \(all) agents asked, "
        words += isAll ? "\(willing) willing" : "top \(bids.count) of \(willing) willing"
        let reasons: [(Int32, String)] = [
            (census.overloaded, "too busy"), (census.unavailable, "paused, offline or broken"),
            (census.offDomain, "of another domain"),
        ]
        for (count, reason) in reasons where count > 0 {
            words += ", \(Figures.grouped(Int(count))) \(reason)"
        }
        return words
    }

    private func row(of bid: Bid, limit: Int32, _ time: TimeSpan?) -> [StyledText] {
        let agent = swarm.agent(bid.agent)
        let shared = agent.skills.intersection(task.brief.skillSet)
        let names = shared.map(swarm.skillLabel).joined(separator: ", ")
        let isFit = bid.health == .healthy || bid.health == .degraded
        let domain: StyledText =
            switch bid.domainMatches {
            case nil: StyledText("not named", look.style(.dim))
            case let matches?: check(matches, task.brief.domain ?? "named")
            }
        return [
            StyledText(agent.card.shortName, look.strong(.name)),
            check(bid.sharedSkills > 0, names.isEmpty ? "none of \(required)" : names),
            check(isFit, bid.health.rawValue),
            check(
                Int32(bid.loadPermille) < limit, Figures.percent(permille: Int(bid.loadPermille))),
            domain,
            bid.isWilling
                ? StyledText("willing" + answered(time), look.style(.text))
                : StyledText("no: \(bid.refusal ?? "not willing")", look.style(.waiting)),
        ]
    }

    /// `, 9 ms`; what came in the same step of the swarm took less than one.
    private func answered(_ time: TimeSpan?) -> String {
        time.map { $0 < .milliseconds(1) ? ", <1 ms" : ", \(glance.times.span($0))" } ?? ""
    }

    private func notAsked(_ agent: AgentState) -> [StyledText] {
        let none = StyledText("–", look.style(.dim))
        return [
            StyledText(agent.card.shortName, look.style(.secondary)),
            check(false, "none of \(required)"), none, none, none,
            StyledText("not asked", look.style(.secondary)),
        ]
    }

    func check(_ holds: Bool, _ text: String) -> StyledText {
        let sign = holds ? Sign.done : Sign.failed
        let style = look.style(sign.role)
        return [Span(sign.glyph, style), Span(" " + text, style)]
    }

    // MARK: Who got what

    /// In the order of the awards: whom, which skills, how much of the task was covered then.
    private func writeTeam(to page: inout Page) {
        let firsts = task.attempts.filter { $0.key.number == 1 }
        guard !firsts.isEmpty else { return }
        page.gap()
        let rule =
            task.brief.plan != nil
            ? "the best bid for each step when its turn comes"
            : task.team.count == 1
                ? "one agent has all it needs"
                : page.width < DetailPane.wideWidth
                    ? "best score first, each brings a new skill"
                    : "best score first, each must bring a skill nobody has brought"
        page.head("Who got what", rule)
        let members = task.team.map { id in (id, firsts.filter { $0.agent == id }) }
            .filter { !$0.1.isEmpty }
        let widths = members.map { TextWidth.of(brought($0.1), upTo: 60) }
        let skillWidth = min(page.width / 3, max(16, 7 + (widths.max() ?? 0)))
        var covered = SkillSet()
        for (place, (id, own)) in members.enumerated() {
            for attempt in own { covered.insert(task.subtasks[Int(attempt.key.subtask)].skill) }
            writeMember(
                place + 1, id, own, covered: covered.count, skillWidth: skillWidth, to: &page)
        }
        for id in task.reviewers {
            page.row(
                Page.Part(6, swarm.shortName(id), look.style(.text), width: 12),
                Page.Part(19, "reviews", look.style(.secondary)), link: link(to: id))
        }
        let skipped = task.subtasks.filter { $0.phase == .skipped(.leftOut) }.map {
            swarm.skillLabel($0.skill)
        }
        if !skipped.isEmpty {
            page.row(
                Page.Part(6, "left out", look.style(.degraded)),
                Page.Part(19, Figures.list(skipped), look.style(.degraded)))
        }
    }

    /// `marketing, seo`: the skills of somebody's first attempts.
    private func brought(_ own: [Attempt]) -> String {
        own.map { swarm.subtaskLabel($0.key.subtaskKey) }.joined(separator: ", ")
    }

    private func writeMember(
        _ place: Int, _ id: AgentID, _ own: [Attempt], covered: Int, skillWidth: Int,
        to page: inout Page
    ) {
        let all = required
        let isWhole = covered == all
        let isWide = page.width >= DetailPane.wideWidth
        var line = StyledText("brings ", look.style(.secondary))
        line.append(brought(own), look.style(.topic))
        var parts = [
            Page.Part(3, "\(place)", look.style(.dim)),
            Page.Part(6, swarm.shortName(id), look.strong(.name), width: 12),
            Page.Part(19, line, width: skillWidth),
        ]
        var column = 19 + skillWidth + 3
        if isWide {
            let numbers = own.map { String($0.key.subtask + 1) }.joined(separator: ", ")
            parts.append(Page.Part(column, "subtask \(numbers)", look.style(.secondary), width: 12))
            column += 14
            if all <= 8 {
                var squares = StyledText()
                for index in 0..<all {
                    squares.append(
                        index < covered ? "■ " : "· ", look.style(index < covered ? .healthy : .dim)
                    )
                }
                parts.append(Page.Part(column, squares))
                column += 2 * all + 2
            }
        }
        let words = "\(covered) of \(all) covered" + (isWhole && isWide ? ", team complete" : "")
        parts.append(Page.Part(column, words, look.style(isWhole ? .healthy : .secondary)))
        page.row(parts, link: link(to: id))
    }
}
