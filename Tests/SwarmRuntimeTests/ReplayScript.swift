import SwarmCore
import SwarmRuntime

/// A run made up under a seed: its events as they were recorded, and the swarm after each of them.
struct ReplayScript {
    private(set) var swarm = Swarm()
    private(set) var events: [Envelope] = []
    /// The swarm after each event; the first is the one before any.
    private(set) var moments = [SwarmState()]
    private(set) var lines: [UInt8] = []
    private(set) var now = Instant.zero
    private var writer = EventWriter()
    private var started: [AttemptKey] = []
    private var decision = Decision()

    /// Agents a, b and c with the skills x, y and both.
    init() {
        step(.startRun(seed: 1))
        for (name, skills) in [("a", ["x"]), ("b", ["y"]), ("c", ["x", "y"])] {
            step(
                .register(
                    AgentCard(
                        name: name, skills: skills.map { AgentCard.Skill($0) }, loadPerSubtask: 20))
            )
        }
    }

    var recording: Recording {
        get throws(RecordingFault) {
            try Recording(lines: lines)
        }
    }

    var live: [AttemptKey] { started.filter { swarm.state.isLive($0) } }

    mutating func step(_ input: Input) {
        decision.empty()
        swarm.step(input, at: now, into: &decision)
        var state = moments[moments.count - 1]
        for event in decision.events {
            let envelope = Envelope(
                sequence: state.sequence + 1, at: max(now, swarm.state.now),
                time: WallTime(milliseconds: 1_700_000_000_000 + now.microseconds / 1_000),
                event: event)
            state.apply(event, at: envelope.at)
            events.append(envelope)
            moments.append(state)
            writer.append(envelope, state: swarm.state)
        }
        lines += writer.bytes
        writer.removeAll()
        for case .start(let key, _) in decision.effects { started.append(key) }
    }

    mutating func wait(_ span: TimeSpan) {
        now = now + span
        step(.tick)
    }

    @discardableResult
    mutating func submit(_ skills: [String], name: String? = nil, data: JSONObject = JSONObject())
        -> TaskID
    {
        let id = swarm.state.tasks.nextID
        step(
            .submit(
                TaskBrief(
                    name: name ?? "task_\(id.number)", title: "Task \(id.number)", type: "general",
                    complexity: .simple, skills: skills.compactMap(swarm.state.skillID),
                    data: data)))
        return id
    }

    mutating func finish(_ key: AttemptKey) {
        step(.report(key, .finished(Product(["text": "done", "by": .string("\(key.number)")]))))
    }

    mutating func fail(_ key: AttemptKey) { step(.report(key, .failed(.crashed))) }

    /// One whole task after another under a seed, with failures, faults and pauses on the way.
    static func random(_ seed: UInt64, steps: Int) -> ReplayScript {
        let random = KeyedRandom(seed: seed)
        var script = ReplayScript()
        for step in 0..<steps {
            let draw = random.draw(UInt64(step), 1)
            let agent = AgentID(Int(random.draw(UInt64(step), 2) % 3))
            switch draw % 16 {
            case 0...1: script.submit(draw & 64 == 0 ? ["x", "y"] : ["x"])
            case 2...7: if let key = script.live.first { script.finish(key) }
            case 8: if let key = script.live.last { script.fail(key) }
            case 9:
                if let key = script.live.first {
                    script.step(.report(key, .progressed(0.5, note: "half")))
                }
            case 10: script.step(.pause(agent))
            case 11: for agent in 0..<3 { script.step(.resume(AgentID(agent))) }
            case 12:
                script.step(
                    .inject(
                        FaultSpec(
                            kind: draw & 64 == 0 ? .crash : .slow(factor: 3),
                            target: .agent(agent), duration: .milliseconds(800), seed: 1)))
            default: script.wait(.milliseconds(Int(draw >> 8 % 1_500)))
            }
        }
        return script
    }
}

extension SwarmState {
    /// What a screen shows of it, as one text; of what grows for ever the latest.
    var digest: String {
        let people = agents.map { agent in
            """
            \(agent.card.name) \(agent.reputation) \(agent.skillReputation) \(agent.load) \(agent.health) \
            \(agent.breaker) \(agent.completed) \(agent.failed) \(agent.failuresInARow) \(agent.times) \
            \(agent.history.count) \(String(describing: agent.history.last))
            """
        }
        return """
            \(sequence) \(now) run \(run) \(totals) \(messageCount)
            \(people)
            \(tasks.all.map(\.brief.name))
            \(tasks.all.suffix(6))
            \(liveAttempts)
            \(faults.count) \(faults.suffix(4))
            """
    }
}
