import SwarmCore

/// Reads a command: actions, or a sentence that says what is wrong and the nearest that is right.
struct CommandReading {
    let glance: Glance
    let themes: [Theme]
    /// The names of saved layouts.
    let layouts: [String]

    struct Wrong: Error, Hashable {
        var sentence: String
    }

    var swarm: SwarmState { glance.swarm }

    func actions(_ line: String) throws(Wrong) -> [Action] {
        let (word, rest) = Self.split(line)
        guard !word.isEmpty else { return [.close] }
        guard let command = CommandWord(rawValue: word.lowercased()) else {
            throw nothing("command", word, CommandWord.allCases.map(\.rawValue))
        }
        if command.steers, let reason = refusal { throw Wrong(sentence: reason) }
        switch command {
        case .task: return try task(rest)
        case .pause: return try steer(rest, .pauseAll, "paused") { .pause($0) }
        case .resume: return try steer(rest, .resumeAll, "takes bids again") { .resume($0) }
        case .fault: return try fault(rest)
        case .revert: return try revert(rest)
        case .cancel: return try cancel(rest)
        case .retry:
            let task = try find(rest)
            return [.close, .send(.retry(task.id), done: "\(task.brief.title) runs again.")]
        case .approve: return try answer(rest, granted: true)
        case .deny: return try answer(rest, granted: false)
        case .reassign: return try reassign(rest)
        case .priority: return try priority(rest)
        case .budget: return try budget(rest)
        case .ask: return try ask(rest)
        case .retire: return try retire(rest)
        case .reinstate: return try reinstate(rest)
        case .theme: return try theme(rest)
        case .layout: return try layout(rest)
        case .ascii:
            return try later(rest, "ascii", "Drawn with ASCII characters") { .keepASCII($0) }
        case .mouse: return try later(rest, "mouse", "The mouse is used") { .keepMouse($0) }
        case .go: return try go(rest)
        case .undo: return [.close, .perform(.undo)]
        case .screenshot: return [.close, .perform(.screenshot)]
        case .export: return [.close, .perform(.export)]
        case .filter: return [.close, .filter(rest)]
        case .quit: return [.close, .perform(.quit)]
        case .help: return [.close, .perform(.help)]
        case .demo: return try demo(rest)
        case .big: return [.close, .perform(.big)]
        }
    }

    /// Why nothing can be steered here; nil where it can.
    private var refusal: String? {
        switch glance.mode {
        case .control: nil
        case .readOnly: "Read-only: commands are not allowed here."
        case .replay: Refusal.recording.sentence
        }
    }

    /// The first word, and what follows it.
    static func split(_ line: String) -> (word: String, rest: String) {
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        let rest = parts.count > 1 ? parts[1].drop { $0 == " " } : ""
        return (parts.first.map(String.init) ?? "", trimmed(String(rest)))
    }

    private static func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }

    func nothing(_ kind: String, _ name: String, _ known: [String]) -> Wrong {
        let nearest = NearestName.nearest(to: name, in: known)
        let hint =
            nearest.map { "Nearest: \($0)." }
            ?? (known.isEmpty
                ? "There is none here."
                : "Known: \(Self.listed(known)).")
        return Wrong(sentence: "No \(kind) is called '\(name.prefix(40))'. \(hint)")
    }

    /// `a, b, c`; of many the first, and how many more there are.
    private static func listed(_ names: [String]) -> String {
        let rest = names.count - 8
        return names.prefix(8).joined(separator: ", ") + (rest > 0 ? ", + \(rest) more" : "")
    }

    // MARK: Agents and tasks

    private func task(_ text: String) throws(Wrong) -> [Action] {
        guard !text.isEmpty else {
            throw Wrong(sentence: "Say what to do, as in :task Launch in May.")
        }
        var draft = TaskDraft()
        draft.text = text
        // Words that nobody can take stay on the line, to be mended.
        do { _ = try draft.resolved(in: swarm) } catch {
            throw Wrong(sentence: error.faults.first?.sentence ?? "")
        }
        return [.close, .send(.submit(draft), done: "")]
    }

    private func steer(
        _ name: String, _ all: Command, _ done: String, _ one: (AgentID) -> Command
    ) throws(Wrong) -> [Action] {
        if name.lowercased() == "all" { return [.close, .send(all, done: "All agents: \(done).")] }
        let agent = try agent(name)
        return [.close, .send(one(agent.id), done: "\(agent.card.shortName) \(done).")]
    }

    func agent(_ name: String) throws(Wrong) -> AgentState {
        if name.isEmpty {
            guard let id = glance.selection.agent, swarm.agents.indices.contains(id.position) else {
                throw Wrong(sentence: "Name an agent, or put the cursor on one.")
            }
            return swarm.agent(id)
        }
        let wanted = name.lowercased()
        let found = swarm.agents.first {
            $0.card.name.lowercased() == wanted || $0.card.shortName.lowercased() == wanted
        }
        guard let found else { throw nothing("agent", name, swarm.agents.map(\.card.shortName)) }
        return found
    }

    func find(_ name: String) throws(Wrong) -> TaskState {
        if name.isEmpty {
            guard let task = glance.task else { throw Wrong(sentence: "There is no task yet.") }
            return task
        }
        if let task = swarm.tasks.id(named: name).flatMap({ swarm.tasks[$0] }) { return task }
        let recent = glance.overview.recent.reversed().compactMap { swarm.tasks[$0] }
        let wanted = name.lowercased()
        if let task = recent.first(where: { $0.brief.title.lowercased() == wanted }) { return task }
        throw nothing("task", name, recent.map(\.brief.name))
    }

    private func cancel(_ name: String) throws(Wrong) -> [Action] {
        let task = try find(name)
        let title = task.brief.title
        guard task.status == nil else {
            throw Wrong(sentence: "\(title) has ended already. Nothing to cancel.")
        }
        let running = task.subtasks.count { $0.phase == .running }
        let stop = "\(Figures.count(running, "running subtask")) stop\(running == 1 ? "s" : "")."
        let question = Confirmation(
            "Cancel \(title)?", consequences: [stop], verb: "cancel it",
            actions: [.send(.cancel(task.id), done: "\(title) cancelled.")])
        return [.open(.confirm(question))]
    }

    private func theme(_ name: String) throws(Wrong) -> [Action] {
        if name.isEmpty { return [.open(.themes)] }
        guard let theme = themes.first(where: { $0.name.lowercased() == name.lowercased() }) else {
            throw nothing("theme", name, themes.map(\.name))
        }
        return [.close, .theme(theme), .keepTheme]
    }
}
