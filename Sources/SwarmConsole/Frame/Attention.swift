import SwarmCore
import TerminalUI

/// Something that needs a person now, with what solves it.
struct AttentionItem {
    let sign: Sign
    let subject: String
    let reason: String
    /// The key that solves it and what it does; nil when none does, or `!` has to go there first.
    let key: (name: String, verb: String)?
    /// A second such key, such as the one that says no.
    var otherKey: (name: String, verb: String)?
    /// Where `!` goes.
    let selection: Selection
    let pane: PaneID
    /// How many things it stands for.
    var count = 1
    /// What `!` opens there: the question to answer.
    var asks: Question?
}

/// What needs a person now, the worst first.
struct Attention {
    let items: [AttentionItem]
    /// What is said while nothing needs anybody: that nothing does, or what a fault waits for.
    let calm: StyledText

    /// How many things need somebody.
    var count: Int { items.reduce(0) { $0 + $1.count } }

    /// At most this many are told apart; a swarm in flames needs no longer list.
    private static let most = 32

    init(_ glance: Glance) {
        var items: [AttentionItem] = []
        if let trouble = glance.journalTrouble {
            items.append(
                AttentionItem(
                    sign: .failed, subject: "Journal:", reason: "\(trouble). New tasks wait.",
                    key: nil, selection: glance.selection, pane: glance.focus))
        }
        if let item = Self.asking(glance) { items.append(item) }
        if let item = Self.spent(glance) { items.append(item) }
        for id in glance.overview.failed.reversed() {
            guard let task = glance.swarm.tasks[id] else { continue }
            items.append(Self.failed(task, glance))
        }
        var absences = Absences()
        // Mostly everybody needed is there, and then no task is looked at.
        let isSomebodyMissing = glance.swarm.skillNames.indices.contains {
            absences.absence(of: SkillID($0), in: glance.swarm) != nil
        }
        for id in isSomebodyMissing ? glance.overview.queued : [] {
            guard items.count < Self.most, let task = glance.swarm.tasks[id] else { break }
            if let item = Self.stranded(task, &absences, glance) { items.append(item) }
        }
        let agents = glance.swarm.agents
        // Most are well: a look at their flags, and no copy.
        for place in agents.indices where !agents[place].isRetired && !agents[place].isWell {
            guard items.count < Self.most else { break }
            if let item = Self.sick(agents[place], glance) { items.append(item) }
        }
        self.items = items
        calm = Self.calm(glance)
    }

    /// `Marketing is idle: the crash waits for work.  n gives the swarm a task`.
    private static func calm(_ glance: Glance) -> StyledText {
        let look = glance.look
        guard let armed = glance.armed.first?.spec else {
            return [
                Span(Sign.done.glyph, look.style(.dim)),
                Span(" Nothing needs you.", look.style(.dim)),
            ]
        }
        let isIdle = glance.swarm.liveAttempts.isEmpty
        return [
            Span(Sign.fault.glyph, look.style(.waiting)),
            Span(" " + glance.swarm.armedWords(armed), look.style(.secondary)),
            Span(isIdle ? "  " + glance.key(.newTask) : "", look.strong(.focus)),
            Span(isIdle ? " gives the swarm a task" : "", look.style(.secondary)),
        ]
    }

    /// `Ticket 7  Hand the customer to a person? 4 min left`, which `!` opens; the badge says how many wait.
    private static func asking(_ glance: Glance) -> AttentionItem? {
        let all = glance.approvals
        guard let first = all.first else { return nil }
        var reason = first.question
        if first.until != nil { reason += " \(first.left(at: glance.now))" }
        return AttentionItem(
            sign: .asks, subject: first.task.brief.title,
            reason: reason, key: glance.mode == .control ? (glance.key(.approve), "approve") : nil,
            otherKey: glance.mode == .control ? (glance.key(.deny), "deny") : nil,
            selection: Selection(
                agent: nil, task: first.key.task, subtask: first.key.subtask),
            pane: .timeline, count: all.count, asks: first.key)
    }

    /// The day's budget, once so little is left that calls are refused for it.
    private static func spent(_ glance: Glance) -> AttentionItem? {
        let today = DaySpending(glance)
        guard let budget = today.budget, !today.costs.isEmpty,
            today.costs.committed.share(of: budget) >= 0.95
        else { return nil }
        return AttentionItem(
            sign: .failed, subject: "Budget spent:",
            reason: "\(today.costs.committed.text)\(today.ofBudget) today. "
                + "Raise the budget, or use a cheaper model.",
            key: nil, selection: Selection(), pane: .costs)
    }

    private static func failed(_ task: TaskState, _ glance: Glance) -> AttentionItem {
        let lost = task.subtasks.indices.filter { task.subtasks[$0].phase == .failed }
        let reason: String
        if task.isExpired {
            let done = task.subtasks.count { $0.phase == .succeeded }
            reason = "ran out of time with \(done) of \(task.subtasks.count) parts done"
        } else if let first = lost.first, lost.count == 1 {
            let subtask = task.subtasks[first]
            let word = task.status == .partial ? "ended in part" : "failed"
            reason =
                "\(word): \(Figures.count(Int(subtask.failures), "attempt")) at "
                + glance.swarm.stepLabel(task, first)
        } else {
            let done = task.subtasks.count { $0.phase == .succeeded }
            reason = "ended with \(done) of \(task.subtasks.count) parts"
        }
        return AttentionItem(
            sign: task.status == .partial ? .partial : .failed, subject: task.brief.title,
            reason: reason,
            key: glance.task?.id == task.id ? (glance.key(.retry), "tries again") : nil,
            selection: Selection(agent: nil, task: task.id, subtask: lost.first), pane: .timeline)
    }

    /// A task whose skill nobody can take now, other than by being busy.
    private static func stranded(
        _ task: TaskState, _ absences: inout Absences, _ glance: Glance
    ) -> AttentionItem? {
        let swarm = glance.swarm
        for (index, subtask) in task.subtasks.enumerated() {
            guard subtask.phase == .waiting || subtask.phase == .planned,
                let absence = absences.absence(of: subtask.skill, in: swarm)
            else { continue }
            if absence.ends { return nil }
            let who = swarm.agent(absence.who)
            return AttentionItem(
                sign: .waiting, subject: task.brief.title,
                reason: "waits for \(swarm.skillLabel(subtask.skill)): "
                    + "\(who.card.shortName) is \(who.health.rawValue)",
                key: who.isPaused && glance.selection.agent == who.id
                    ? (glance.key(.pause), "resumes it") : nil,
                selection: Selection(agent: who.id, task: task.id, subtask: index), pane: .agents)
        }
        return nil
    }

    private static func sick(_ agent: AgentState, _ glance: Glance) -> AttentionItem? {
        let reason: String
        let sign: Sign
        switch (agent.breaker, agent.offlineBecause, agent.isDegraded) {
        case (.open(let until), _, _):
            (sign, reason) = (
                .unhealthy, "breaker open, probe in \(Figures.countdown(until - glance.now))"
            )
        case (_, nil, _) where agent.droppedBecause != nil:
            let fault = agent.droppedBecause.flatMap { glance.swarm.fault($0) }
            guard fault?.endsAt == nil else { return nil }
            (sign, reason) = (.unhealthy, "unhealthy until its fault is reverted")
        case (_, let fault?, _):
            guard glance.swarm.fault(fault)?.endsAt == nil else { return nil }
            (sign, reason) = (.offline, "offline until its fault is reverted")
        case (_, _, true) where agent.failuresInARow > 1:
            let limit = glance.swarm.policies.breaker.opensAfter
            sign = .degraded
            reason =
                "degraded: \(agent.failuresInARow) failures in a row, its breaker opens at \(limit)"
        default: return nil
        }
        return AttentionItem(
            sign: sign, subject: agent.card.shortName, reason: reason, key: nil,
            selection: Selection(agent: agent.id, task: nil, subtask: nil), pane: .agents)
    }
}

extension AgentState {
    fileprivate var isWell: Bool {
        breaker == .closed && offlineBecause == nil && droppedBecause == nil && !isDegraded
    }
}

/// Skills that nobody can take now though somebody has them, each looked for once: many tasks wait for few skills.
private struct Absences {
    struct Absence {
        /// Whom to name: one who is paused, else the first.
        let who: AgentID
        /// A fault with an end gives one of them back by itself.
        let ends: Bool
    }

    private var known: [SkillID: Absence?] = [:]

    mutating func absence(of skill: SkillID, in swarm: SwarmState) -> Absence? {
        if let answer = known[skill] { return answer }
        let answer = Self.look(for: skill, in: swarm)
        known[skill] = .some(answer)
        return answer
    }

    private static func look(for skill: SkillID, in swarm: SwarmState) -> Absence? {
        var first: AgentID?
        var paused: AgentID?
        var ends = false
        for place in swarm.agents.indices where swarm.agents[place].skills.contains(skill) {
            let agent = swarm.agents[place]
            guard swarm.willingness(of: agent) == .unavailable else { return nil }
            first = first ?? agent.id
            if agent.isPaused { paused = paused ?? agent.id }
            ends = ends || agent.offlineBecause.flatMap { swarm.fault($0)?.endsAt } != nil
        }
        return (paused ?? first).map { Absence(who: $0, ends: ends) }
    }
}

extension Attention {
    /// One row: a badge with the count, the worst item, and as many more as fit.
    ///
    /// - Parameter key: The key that goes to the next.
    func draw(on canvas: inout Canvas, in area: Rect, _ look: Look, key: String) {
        guard !area.isEmpty else { return }
        let inner = area.inset(columns: 1)
        guard let first = items.first else {
            canvas.text(calm, at: inner.origin, width: inner.width)
            return
        }
        let isBad = first.sign.role == .failed
        let badge: StyledText = [
            Span(" ", look.badge(isBad ? .failed : .waiting)),
            Span(
                isBad ? first.sign.glyph : Glyph(unicode: "?", ascii: "?"),
                look.badge(isBad ? .failed : .waiting)),
            Span(
                " \(count) need\(count == 1 ? "s" : "") you ",
                look.badge(isBad ? .failed : .waiting)),
        ]
        let next: StyledText = [
            Span(key, look.strong(.focus)), Span(" next", look.style(.secondary)),
        ]
        let used = canvas.text(badge, at: inner.origin, width: inner.width)
        var room = inner.width - used - 2 - next.columns - 3
        var column = inner.left + used + 2
        if room >= 10 {
            canvas.text(next, at: inner.origin, width: inner.width, alignment: .right)
        } else {
            room = inner.width - used - 2
        }
        for (index, item) in items.enumerated() {
            let (words, keys) = Self.line(item, isFirst: index == 0, look)
            guard index == 0 || words.columns + keys.columns <= room else { break }
            // The keys stay whole; what they are about gives way.
            var width = canvas.text(
                words, at: Point(column: column, row: inner.top),
                width: max(0, room - keys.columns))
            width += canvas.text(
                keys, at: Point(column: column + width, row: inner.top),
                width: max(0, room - width))
            column += width
            room -= width
        }
    }

    private static func line(
        _ item: AttentionItem, isFirst: Bool, _ look: Look
    ) -> (words: StyledText, keys: StyledText) {
        var line = StyledText()
        if !isFirst {
            line.append("  ")
            line.append(Glyph(unicode: "·", ascii: "-"), look.style(.dim))
            line.append("  ")
        }
        line.append(item.subject, look.strong(.name))
        line.append(" " + item.reason, look.style(.text))
        var keys = StyledText()
        for key in [item.key, item.otherKey].compactMap(\.self) {
            keys.append("  " + key.name, look.strong(.focus))
            keys.append(" " + key.verb, look.style(.secondary))
        }
        return (line, keys)
    }
}
