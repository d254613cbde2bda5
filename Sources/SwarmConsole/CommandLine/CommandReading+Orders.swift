import SwarmCore

/// Commands that change what tasks and agents may do, and the operator's questions to agents.
extension CommandReading {
    /// `priority high`, `priority low campaign_001`; without a task, the marked ones or the chosen one.
    func priority(_ text: String) throws(Wrong) -> [Action] {
        let (word, rest) = Self.split(text)
        guard let level = Priority(rawValue: word.lowercased()) else {
            let known = Priority.allCases.map(\.rawValue)
            guard !word.isEmpty else {
                throw Wrong(sentence: "Name a priority: \(known.joined(separator: ", ")).")
            }
            throw nothing("priority", word, known)
        }
        if rest.isEmpty, glance.marks.tasks.count > 1 { return try priority(ofMarked: level) }
        let task = try find(rest)
        guard task.status == nil else {
            throw Wrong(sentence: "\(task.brief.title) has ended: nothing of it waits any more.")
        }
        guard task.brief.priority != level else {
            throw Wrong(sentence: "\(task.brief.title) is \(level.rawValue) already.")
        }
        return [
            .close,
            .send(
                .prioritize(task.id, level),
                done: "\(task.brief.title) is \(level.rawValue) now."),
        ]
    }

    private func priority(ofMarked level: Priority) throws(Wrong) -> [Action] {
        let tasks = glance.marks.tasks.compactMap { swarm.tasks[$0] }
            .filter { $0.status == nil && $0.brief.priority != level }
        guard !tasks.isEmpty else {
            throw Wrong(sentence: "Every marked task is \(level.rawValue), or has ended.")
        }
        let what = Figures.count(tasks.count, "marked task")
        return [
            .close,
            .sendAll(
                tasks.map { .prioritize($0.id, level) },
                done: "\(what) \(tasks.count == 1 ? "is" : "are") \(level.rawValue) now."),
        ]
    }

    /// `budget 10`, `budget day none`, `budget task 2`, `budget task campaign_001 2`, `budget agent Finance 1`.
    func budget(_ text: String) throws(Wrong) -> [Action] {
        var words = text.split(separator: " ").map(String.init)
        guard let last = words.popLast(), let amount = Self.amount(last) else {
            throw Wrong(
                sentence: "Write dollars or none, as in :budget 10, :budget task 2 or "
                    + ":budget agent Finance 0.50.")
        }
        let scope = words.isEmpty ? "day" : words.removeFirst().lowercased()
        let name = words.joined(separator: " ")
        switch scope {
        case "day":
            guard name.isEmpty else { throw Wrong(sentence: "A day needs no name: :budget day 5.") }
            return set(.day, amount, "Model calls of a day")
        case "task":
            let task = try find(name)
            guard task.status == nil else {
                throw Wrong(sentence: "\(task.brief.title) has ended: it spends no more.")
            }
            return set(.task(task.id), amount, task.brief.title)
        case "agent":
            let agent = try agent(name)
            return set(.agent(agent.id), amount, "\(agent.card.shortName), each day,")
        default: throw nothing("budget", scope, ["day", "task", "agent"])
        }
    }

    /// Nil: it is neither an amount nor none; `.some(nil)`: none.
    private static func amount(_ word: String) -> Money?? {
        if ["none", "off"].contains(word.lowercased()) { return .some(nil) }
        return Money(definition: word).map { .some($0) }
    }

    private func set(_ scope: BudgetScope, _ amount: Money?, _ who: String) -> [Action] {
        let done =
            amount.map { "\(who) may cost \($0.text)." } ?? "\(who) has no budget of its own now."
        return [.close, .send(.setBudget(scope, amount), done: done)]
    }

    /// `ask finance What is our budget for ads?`, about the chosen task.
    func ask(_ text: String) throws(Wrong) -> [Action] {
        let (agent, question) = try addressee(text)
        guard !question.isEmpty else {
            throw Wrong(
                sentence: "Say what to ask, as in :ask \(agent.card.shortName) What do you need?")
        }
        guard !agent.isRetired else {
            throw Wrong(sentence: "\(agent.card.shortName) is retired and answers nobody.")
        }
        return [
            .close,
            .send(
                .ask(agent.id, about: glance.task?.id, text: question),
                done: "\(agent.card.shortName) is asked. The answer comes over the bus."),
        ]
    }

    /// The agent whose name the text begins with, the longest such name, and what comes after it.
    private func addressee(_ text: String) throws(Wrong) -> (AgentState, String) {
        let words = text.split(separator: " ").map(String.init)
        for count in stride(from: min(words.count, 8), through: 1, by: -1) {
            let name = words.prefix(count).joined(separator: " ")
            if let agent = try? agent(name) {
                let rest = text.dropFirst(Self.length(of: count, in: text))
                return (agent, String(rest.drop { $0 == " " }))
            }
        }
        return (try agent(words.first ?? ""), "")
    }

    /// How many characters the first words of a text take, with the blanks between them.
    private static func length(of count: Int, in text: String) -> Int {
        var left = count
        var isInside = false
        for (place, character) in text.enumerated() {
            if character == " " {
                if isInside { left -= 1 }
                isInside = false
                if left == 0 { return place }
            } else {
                isInside = true
            }
        }
        return text.count
    }
}
