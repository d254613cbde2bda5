import SwarmCore
import TerminalUI

/// Faults that wait for work to hit: this console holds them until an agent they are aimed at works, then sends them.
struct ArmedFaults {
    struct Armed: Hashable {
        let number: Int
        let spec: FaultSpec
        /// Said once it is on.
        let done: String
    }

    /// The oldest goes first.
    static let most = 16
    /// From this share on there is work to lose, or, where no progress is told, after this time.
    static let leastPermille = 150
    static let warmUp = TimeSpan.milliseconds(300)

    private(set) var all: [Armed] = []
    /// Whether the fault injected last was to wait for work.
    var lastWaits = true
    private var next = 1

    /// Returns the number it goes by here.
    mutating func add(_ spec: FaultSpec, done: String) -> Int {
        if all.count == Self.most { all.removeFirst() }
        defer { next += 1 }
        all.append(Armed(number: next, spec: spec, done: done))
        return next
    }

    mutating func remove(_ number: Int) { all.removeAll { $0.number == number } }

    /// Takes out those that have something to hit now.
    mutating func takeDue(_ swarm: SwarmState, at now: Instant) -> [Armed] {
        guard !all.isEmpty, !swarm.liveAttempts.isEmpty else { return [] }
        let working = swarm.liveAttempts.compactMap { swarm.attempt($0) }
            .filter { $0.permille >= Self.leastPermille || now - $0.awardedAt >= Self.warmUp }
        let due = all.filter { armed in
            working.contains { swarm.does(armed.spec.target, include: $0.agent) }
        }
        all.removeAll { due.contains($0) }
        return due
    }
}

extension SwarmState {
    /// `Finance is idle: the crash waits for work.`
    func armedWords(_ spec: FaultSpec) -> String {
        "\(idleWords(spec.target)): the \(spec.kind.label) waits for work."
    }

    /// Whether an agent of that target has an attempt under way.
    func works(_ target: FaultTarget) -> Bool {
        liveAttempts.contains { key in
            agent(working: key).map { does(target, include: $0) } ?? false
        }
    }

    /// `Finance is idle`, `All agents are idle`.
    func idleWords(_ target: FaultTarget) -> String {
        switch target {
        case .agent(let id):
            guard agents.indices.contains(id.position) else { return "Nobody works there" }
            let agent = agent(id)
            let isFit = agent.health == .healthy || agent.health == .degraded
            return "\(agent.card.shortName) is \(isFit ? "idle" : Sign(agent).word)"
        case .skill(let skill): return "Nobody with the skill \(skillLabel(skill)) works"
        case .everyone: return "All agents are idle"
        }
    }
}

extension Console {
    /// Injects a fault, or holds it until its target works.
    mutating func inject(_ spec: FaultSpec, waits: Bool, done: String) -> [ConsoleEffect] {
        armed.lastWaits = waits
        guard waits, FaultChoice(spec.kind).isOfAttempts, !options.readOnly, replay == nil,
            !swarm.works(spec.target)
        else { return send(.inject(spec), .notice(done)) }
        lastFault = spec
        let number = armed.add(spec, done: done)
        let words = swarm.armedWords(spec)
        undo = Undo(
            commands: [], words: words, until: clock.now + Undo.lifetime, batch: -1,
            disarms: number)
        say(words, .waiting)
        return []
    }

    mutating func disarm(_ number: Int) {
        armed.remove(number)
        if undo?.disarms == number { undo = nil }
        say("Taken back.", .healthy)
    }

    /// Sends the faults that have work to hit now.
    mutating func springFaults() -> [ConsoleEffect] {
        guard !armed.all.isEmpty, replay == nil else { return [] }
        return armed.takeDue(swarm, at: clock.now).flatMap { due in
            if undo?.disarms == due.number { undo = nil }
            return send(.inject(due.spec), .notice(due.done))
        }
    }
}
