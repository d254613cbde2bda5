import SwarmFiles

@testable import SwarmCore

/// The deciding core itself, with agents that finish at once and say that it must be escalated.
struct PlayedSwarm {
    private var swarm = Swarm()
    private let recipe: Recipe
    private var microseconds: Int64 = 0

    init(_ recipe: Recipe) { self.recipe = recipe }

    /// A run with the recipe's agents and one task of it, until nothing moves.
    mutating func play() throws -> [Envelope] {
        var events = take(.startRun(seed: 1)) + take(.define(recipe))
        for card in BuiltInSwarm.cards + recipe.agents { events += take(.register(card)) }
        var draft = TaskDraft()
        draft.recipe = recipe.name
        return events + take(.submit(try draft.resolved(in: swarm.state)))
    }

    /// Takes an input in, and does what it leads to.
    mutating func take(_ input: Input) -> [Envelope] {
        var events: [Envelope] = []
        var inputs = [input]
        while !inputs.isEmpty {
            microseconds += 1_000
            let now = Instant(microseconds: microseconds)
            var decision = Decision()
            var sequence = swarm.state.sequence
            swarm.step(inputs.removeFirst(), at: now, into: &decision)
            for event in decision.events {
                sequence += 1
                events.append(
                    Envelope(
                        sequence: sequence, at: now,
                        time: WallTime(milliseconds: microseconds / 1_000), event: event))
            }
            for case .start(let key, _) in decision.effects {
                inputs += [.report(key, .started), .report(key, .finished(Self.product))]
            }
        }
        return events
    }

    private static let product = Product([
        "text": "done", "summary": "all of it", "steps": ["one", "two"], "escalate": true,
    ])
}
