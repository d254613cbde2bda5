import SwarmCore
import TerminalUI

/// What an agent's model calls cost, and what it remembers.
extension AgentDetail {
    private static let mostNotes = 40
    private static let mostLines = 6

    func writeCosts(to page: inout Page) {
        let today = glance.today.map { agent.costs(on: $0) } ?? Costs()
        let budget = agent.card.limits.budget
        guard !agent.costs.isEmpty || budget != nil else { return }
        page.gap()
        page.head("Costs", "of its model calls")
        pair("today", StyledText(CostWords(today).line, look.style(.text)), to: &page)
        if let budget = budget ?? swarm.policies.budgets.agent {
            pair(
                "budget",
                StyledText(
                    CostWords.budget(budget, committed: today.committed) + " for a day",
                    look.style(.spending(today.committed, of: budget))), to: &page)
        }
        pair("in all", StyledText(CostWords(agent.costs).line, look.style(.text)), to: &page)
    }

    // MARK: Memory

    /// Newest first; the note under the cursor is the one a key forgets.
    func writeMemory(to page: inout Page) {
        guard !agent.memory.isEmpty else { return }
        page.gap()
        let count = Figures.count(agent.memory.count, "note")
        let keys = "\(glance.key(.forget)) forgets one, \(glance.key(.forgetAll)) all"
        page.head(
            "Memory", glance.mode == .control ? "\(count), newest first; \(keys)" : count)
        for note in agent.memory.reversed().prefix(Self.mostNotes) { write(note, to: &page) }
        let older = agent.memory.count - Self.mostNotes
        if older > 0 {
            page.row(Page.Part(3, "\(Figures.count(older, "note")) before these", look.style(.dim)))
        }
    }

    private func write(_ note: MemoryNote, to page: inout Page) {
        let role: Role = note.kind == .lesson ? .waiting : .healthy
        page.row(
            [
                Page.Part(3, "\(note.number)", look.style(.dim), width: 6),
                Page.Part(10, note.kind.rawValue, look.style(role), width: 7),
                Page.Part(18, note.skill, look.style(.topic), width: 16),
                Page.Part(
                    36, "from \(note.source)", look.style(.secondary),
                    width: max(0, page.width - 36)),
            ], link: source(of: note), note: note.number)
        page.labelled("", note.text, look.style(.text), at: 9, value: 10, most: Self.mostLines)
    }

    /// The task a note comes from, while that is in memory.
    private func source(of note: MemoryNote) -> Place? {
        guard let end = note.source.ranges(of: "_subtask_").last?.lowerBound,
            let task = swarm.tasks.id(named: String(note.source[..<end])),
            swarm.tasks.contains(task)
        else { return nil }
        return .award(task, from: glance.selection)
    }
}

extension Confirmation {
    /// Whether an agent may forget a note, or all it remembers.
    static func forgetting(_ number: UInt32?, of agent: AgentState) -> Confirmation? {
        let name = agent.card.shortName
        guard let number else {
            guard !agent.memory.isEmpty else { return nil }
            let count = Figures.count(agent.memory.count, "note")
            return Confirmation(
                "Forget everything \(name) remembers?",
                consequences: ["\(count) will not be recalled again. Nothing brings them back."],
                verb: "Forget all",
                actions: [.send(.forget(agent.id, note: nil), done: "\(name) forgot \(count).")])
        }
        guard let note = agent.memory.first(where: { $0.number == number }) else { return nil }
        return Confirmation(
            "Forget note \(number) of \(name)?",
            consequences: [
                String(note.text.prefix(300)),
                "It will not be recalled again. Nothing brings it back.",
            ], verb: "Forget it",
            actions: [
                .send(
                    .forget(agent.id, note: number), done: "\(name) forgot note \(number).")
            ])
    }
}
