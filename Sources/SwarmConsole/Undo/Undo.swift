import SwarmCore

/// The way back from what was steered last, for ten seconds.
struct Undo: Sendable {
    static let lifetime = TimeSpan.seconds(10)

    /// What takes it back, in the order to send it.
    var commands: [Command]
    /// What was done: `Finance paused.`
    let words: String
    let until: Instant
    /// The commands that were sent together are taken back together.
    let batch: Int
    /// A fault that waits for work, which nobody was told of yet.
    var disarms: Int?

    /// What takes a command back, as the swarm stood before it; nil when that only its reply can say, or nothing can.
    static func commands(against command: Command, _ swarm: SwarmState) -> [Command]? {
        switch command {
        case .pause(let id): return [.resume(id)]
        case .resume(let id): return [.pause(id)]
        case .pauseAll:
            return swarm.agents.filter { !$0.isPaused && !$0.isRetired }.map { .resume($0.id) }
        case .resumeAll: return swarm.agents.filter(\.isPaused).map { .pause($0.id) }
        case .retire(let id):
            guard swarm.agents.indices.contains(id.position) else { return nil }
            return [.add(swarm.agent(id).card)]
        case .cancel(let id): return [.retry(id)]
        case .prioritize(let id, _):
            return swarm.tasks[id].map { [.prioritize(id, $0.brief.priority)] }
        case .setBudget(let scope, _): return [.setBudget(scope, swarm.budget(of: scope))]
        case .reassign(let key, _):
            guard let attempt = swarm.tasks[key.task]?.currentAttempt(of: Int(key.index)),
                attempt.isLive
            else { return nil }
            return [.reassign(key, to: attempt.agent)]
        default: return nil
        }
    }

    /// What takes a command back that made something new: the reply names it.
    static func commands(against reply: CommandReply) -> [Command]? {
        switch reply {
        case .submitted(let task, _): [.cancel(task)]
        case .injected(let fault): [.revert(fault)]
        case .done, .refused: nil
        }
    }

    /// `u takes it back (8 s)`.
    func hint(_ keymap: Keymap, at now: Instant) -> String {
        "\(keymap.name(.undo)) takes it back (\(Figures.countdown(until - now)))"
    }
}

extension Console {
    /// Takes back what was steered last.
    mutating func takeBack() -> [ConsoleEffect] {
        guard let undo else { return [] }
        self.undo = nil
        if let number = undo.disarms { disarm(number) }
        return undo.commands.flatMap { send($0, .notice("Taken back."), canBeUndone: false) }
    }

    /// Remembers how to take a command back, now that it is carried out.
    mutating func note(_ answered: PendingCommands.Pending, _ reply: CommandReply, words: String) {
        if case .refused = reply { return }
        guard answered.canBeUndone,
            let commands = answered.undoing ?? Undo.commands(against: reply)
        else { return }
        var all = commands
        if let undo, undo.batch == answered.batch { all = undo.commands + commands }
        undo = Undo(
            commands: all, words: words, until: clock.now + Undo.lifetime, batch: answered.batch)
    }
}
