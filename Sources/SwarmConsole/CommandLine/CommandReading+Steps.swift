import SwarmCore

/// Commands about a step of a task, and about who is in the swarm.
extension CommandReading {
    /// `approve ticket_7 hand_off`, `deny ticket_7 tool_3`; the second word may be left out where only one asks.
    func answer(_ text: String, granted: Bool) throws(Wrong) -> [Action] {
        let words = text.split(separator: " ").map(String.init)
        let all = glance.approvals
        let found = all.filter { item in
            (words.first.map { $0 == item.task.brief.name } ?? true)
                && (words.dropFirst().first.map { $0 == item.word } ?? true)
        }
        guard let item = found.first, found.count == 1 else {
            let known = all.map { "\($0.task.brief.name) \($0.word)" }
            let hint =
                known.isEmpty ? "Nothing asks." : "These ask: \(known.joined(separator: ", "))."
            let what = text.isEmpty ? "Say which." : "'\(text.prefix(40))' does not ask."
            throw Wrong(
                sentence: known.isEmpty ? hint : "\(found.count > 1 ? "Say which." : what) \(hint)")
        }
        return [
            .close,
            .send(
                item.answer(granted),
                done: "\(item.subject) \(granted ? "approved" : "denied")."),
        ]
    }

    /// `reassign finance insights`, `reassign finance best`; alone it opens the menu for the selected subtask.
    func reassign(_ text: String) throws(Wrong) -> [Action] {
        let (word, rest) = Self.split(text)
        if word.isEmpty {
            if let why = Keymap.nothingToAssign(glance) {
                throw Wrong(sentence: "\(why).".capitalisedFirst)
            }
            return [.open(.reassign)]
        }
        guard let task = glance.task else { throw Wrong(sentence: "There is no task yet.") }
        let steps = task.subtasks.indices.map { swarm.stepLabel(task, $0) }
        guard let index = steps.firstIndex(of: word) else {
            throw nothing("step of \(task.brief.name)", word, steps)
        }
        guard task.subtasks[index].phase.canMove else {
            throw Wrong(
                sentence: "\(word) is \(Sign(task, index).word): nothing to give to somebody else.")
        }
        let key = SubtaskKey(task: task.id, index: index)
        let chosen = rest.isEmpty || rest == "best" ? nil : try agent(rest)
        if let chosen {
            let skill = task.subtasks[index].skill
            guard chosen.skills.contains(skill), chosen.willingness == .willing else {
                let refusal = Refusal.cannotTake(
                    agent: chosen.card.name, skill: swarm.skillLabel(skill))
                throw Wrong(sentence: refusal.sentence)
            }
        }
        let name = chosen?.card.shortName ?? "whoever is best"
        let attempt = task.currentAttempt(of: index).flatMap { $0.isLive ? $0 : nil }
        let stops = attempt.map {
            "\(swarm.attemptLabel($0.key)) with \(swarm.shortName($0.agent)) is stopped."
        }
        return [
            .open(
                .confirm(
                    Confirmation(
                        "Give \(word) to \(name)?", consequences: stops.map { [$0] } ?? [],
                        verb: "Give it",
                        actions: [
                            .send(
                                .reassign(key, to: chosen?.id), done: "\(word) goes to \(name).")
                        ])))
        ]
    }

    func retire(_ name: String) throws(Wrong) -> [Action] {
        let agent = try agent(name)
        guard !agent.isRetired else {
            throw Wrong(sentence: "\(agent.card.shortName) is retired already.")
        }
        return [.open(.confirm(.retiring(agent, swarm)))]
    }

    func reinstate(_ name: String) throws(Wrong) -> [Action] {
        let agent = try agent(name)
        guard agent.isRetired else {
            throw Wrong(sentence: "\(agent.card.shortName) is not retired.")
        }
        return [.close, .send(.add(agent.card), done: "\(agent.card.shortName) is back.")]
    }
}
