import SwarmCore
import Synchronization

/// Stands between the drivers and the runtime and spoils what passes, as the active faults ask.
///
/// The injected failure happens below everything that has to notice it: a hang is found by the idle timeout, a
/// poor product by the recipe's checks, as a real one would be.
final class FaultLine: Sendable {
    /// What the active faults do to one agent.
    struct Conditions: Sendable {
        var hangs = false
        var slowFactor = 1
        var flakyPercent = 0
        var poorQuality = false
        var seed: UInt64 = 0
    }

    private struct State {
        var conditions: [AgentID: Conditions] = [:]
        /// What hung agents have said: their latest progress and their end, for when the hang is lifted.
        var held: [AttemptKey: (agent: AgentID, items: [Inbox.Item])] = [:]
        /// When a slowed attempt was first heard under its fault.
        var slowSince: [AttemptKey: Int64] = [:]
    }

    private let isQuiet = Atomic<Bool>(true)
    private let state = Mutex(State())
    private let inbox: Inbox
    private let clock: any SwarmClock

    init(inbox: Inbox, clock: any SwarmClock) {
        self.inbox = inbox
        self.clock = clock
    }

    /// Takes over the faults as they are now and lets go of what an ended hang held back.
    func update(from swarm: SwarmState) {
        let conditions = Self.conditions(in: swarm)
        let released = state.withLock { state -> [Inbox.Item] in
            state.conditions = conditions
            if conditions.isEmpty { state.slowSince = [:] }
            let free = state.held.filter { conditions[$0.value.agent]?.hangs != true }
            for key in free.keys { state.held[key] = nil }
            return free.values.flatMap(\.items)
        }
        isQuiet.store(conditions.isEmpty, ordering: .releasing)
        for item in released { inbox.post(item) }
    }

    /// Whether nothing an agent says comes through.
    func isSilent(_ agent: AgentID) -> Bool {
        guard !isQuiet.load(ordering: .acquiring) else { return false }
        return state.withLock { $0.conditions[agent]?.hangs == true }
    }

    /// Passes a report on, or what the faults leave of it.
    func pass(_ report: Report, of attempt: AttemptKey, from agent: AgentID) {
        guard !isQuiet.load(ordering: .acquiring) else {
            return inbox.post(.report(attempt, report))
        }
        pass(attempt, agent) { conditions in
            let spoiled = conditions.map { Self.spoil(report, of: attempt, $0) }
            return .input(.report(attempt, spoiled ?? report))
        }
    }

    /// Passes on that an attempt's work has returned; never ahead of what it reported.
    func passEnd(of attempt: AttemptKey, from agent: AgentID) {
        pass(attempt, agent) { _ in .workEnded(attempt) }
    }

    private func pass(
        _ attempt: AttemptKey, _ agent: AgentID, _ item: (Conditions?) -> Inbox.Item
    ) {
        guard !isQuiet.load(ordering: .acquiring),
            let conditions = state.withLock({ $0.conditions[agent] })
        else { return inbox.post(item(nil)) }
        if conditions.hangs {
            hold(item(conditions), of: attempt, agent)
        } else if conditions.slowFactor > 1 {
            delay(item(conditions), of: attempt, by: conditions.slowFactor)
        } else {
            inbox.post(item(conditions))
        }
    }

    private func hold(_ item: Inbox.Item, of attempt: AttemptKey, _ agent: AgentID) {
        state.withLock { state in
            var items = state.held[attempt]?.items ?? []
            if items.last?.isProgress == true { items.removeLast() }
            items.append(item)
            state.held[attempt] = (agent, items)
        }
    }

    /// Stretches the time since the fault was first felt; order is kept, since the delay only grows.
    private func delay(_ item: Inbox.Item, of attempt: AttemptKey, by factor: Int) {
        let now = clock.monotonic()
        let since = state.withLock { state -> Int64 in
            let since = state.slowSince[attempt] ?? now
            state.slowSince[attempt] = since
            return since
        }
        let wait = (now &- since) &* Int64(factor &- 1)
        let inbox = self.inbox
        // Owned by nobody: ends by itself after its delay, and a late report is fenced.
        Task {
            try? await Task.sleep(for: .microseconds(wait))
            inbox.post(item)
        }
    }

    // MARK: What the faults do

    private static func spoil(
        _ report: Report, of attempt: AttemptKey, _ conditions: Conditions
    ) -> Report {
        guard case .finished(let product) = report else { return report }
        if conditions.flakyPercent > 0 {
            let share = KeyedRandom(seed: conditions.seed).fraction(
                UInt64(attempt.task.number), UInt64(attempt.subtask), UInt64(attempt.number))
            if share * 100 < Double(conditions.flakyPercent) {
                return .failed(.gaveUp("flaky: the result was thrown away"))
            }
        }
        return conditions.poorQuality ? .finished(Product(thinned(product.json))) : report
    }

    /// Two of three members are empty and texts are cut short.
    private static func thinned(_ product: JSONObject) -> JSONObject {
        var thin = JSONObject()
        for (place, member) in product.members.enumerated() {
            switch member.value {
            case _ where place % 3 != 0: thin[member.key] = .null
            case .string(let text): thin[member.key] = .string(String(text.prefix(12)))
            case let value: thin[member.key] = value
            }
        }
        return thin
    }

    private static func conditions(in swarm: SwarmState) -> [AgentID: Conditions] {
        var all: [AgentID: Conditions] = [:]
        guard swarm.activeFaultCount > 0 else { return all }
        for fault in swarm.faults where fault.isActive {
            for agent in swarm.agents where swarm.does(fault.spec.target, include: agent.id) {
                var conditions = all[agent.id] ?? Conditions()
                conditions.seed = fault.spec.seed
                switch fault.spec.kind {
                case .crash: continue
                case .hang: conditions.hangs = true
                case .slow(let factor):
                    conditions.slowFactor = max(conditions.slowFactor, min(factor, 100))
                case .flaky(let percent):
                    conditions.flakyPercent = max(conditions.flakyPercent, percent)
                case .poorQuality: conditions.poorQuality = true
                }
                all[agent.id] = conditions
            }
        }
        return all
    }
}

extension Inbox.Item {
    fileprivate var isProgress: Bool {
        if case .input(.report(_, .progressed)) = self { true } else { false }
    }
}
