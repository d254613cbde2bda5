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
        var isOffline = false
        var slowFactor = 1
        var flakyPercent = 0
        var poorQuality = false
        var isCorrupt = false
        /// What happens to its model calls, oldest fault first.
        var ofModels: [FaultKind] = []
        var seed: UInt64 = 0
    }

    /// What an attempt has said and what has not left yet: of a hung agent its latest progress and its end, of a
    /// slow one everything, in its order.
    private struct Waiting {
        let agent: AgentID
        /// When it was first heard under its faults.
        let since: Int64
        /// When the latest of `items` leaves; never before those ahead of it.
        var due: Int64
        var items: [Inbox.Item] = []
        /// How many have left.
        var left = 0
    }

    private struct State {
        var conditions: [AgentID: Conditions] = [:]
        var waiting: [AttemptKey: Waiting] = [:]
    }

    private let isQuiet = Atomic<Bool>(true)
    /// The inbox is filled while it is locked, so that what was held back never comes after what follows it.
    private let state = Mutex(State())
    private let inbox: Inbox
    private let clock: any SwarmClock

    init(inbox: Inbox, clock: any SwarmClock) {
        self.inbox = inbox
        self.clock = clock
    }

    /// Takes over the faults as they are now and lets go of what an ended hang or slowness held back.
    func update(from swarm: SwarmState) {
        let conditions = Self.conditions(in: swarm)
        state.withLock { state in
            state.conditions = conditions
            for key in state.waiting.keys.sorted(by: Self.isEarlier) {
                guard let waiting = state.waiting[key],
                    conditions[waiting.agent]?.holdsBack != true
                else { continue }
                for item in waiting.items { inbox.post(item) }
                state.waiting[key] = nil
            }
        }
        isQuiet.store(conditions.isEmpty, ordering: .releasing)
    }

    private static func isEarlier(_ a: AttemptKey, _ b: AttemptKey) -> Bool {
        (a.task.number, a.subtask, a.number) < (b.task.number, b.subtask, b.number)
    }

    /// Whether an agent neither answers nor reviews.
    func isSilent(_ agent: AgentID) -> Bool {
        guard !isQuiet.load(ordering: .acquiring) else { return false }
        return state.withLock { $0.conditions[agent].map { $0.hangs || $0.isOffline } ?? false }
    }

    /// What is to happen to the agent's model calls now.
    func modelFaults(of agent: AgentID) -> [FaultKind] {
        guard !isQuiet.load(ordering: .acquiring) else { return [] }
        return state.withLock { $0.conditions[agent]?.ofModels ?? [] }
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
        guard !isQuiet.load(ordering: .acquiring) else { return inbox.post(item(nil)) }
        state.withLock { state in
            let conditions = state.conditions[agent]
            let item = item(conditions)
            guard let conditions, conditions.holdsBack else { return inbox.post(item) }
            let now = clock.monotonic()
            var waiting = state.waiting[attempt] ?? Waiting(agent: agent, since: now, due: now)
            if conditions.hangs {
                if waiting.items.last?.isProgress == true { waiting.items.removeLast() }
            } else {
                let stretch = (now &- waiting.since) &* Int64(conditions.slowFactor &- 1)
                waiting.due = max(waiting.due, now &+ stretch)
            }
            waiting.items.append(item)
            state.waiting[attempt] = waiting
            guard !conditions.hangs else { return }
            let number = waiting.left + waiting.items.count
            let wait = max(0, waiting.due &- now)
            // Owned by nobody: ends by itself when the report is due, and a late report is fenced.
            Task { [weak self] in
                try? await Task.sleep(for: .microseconds(wait))
                self?.letGo(of: attempt, through: number)
            }
        }
    }

    /// The attempt's reports up to that one are due.
    private func letGo(of attempt: AttemptKey, through number: Int) {
        state.withLock { state in
            guard var waiting = state.waiting[attempt],
                state.conditions[waiting.agent]?.hangs != true
            else { return }
            let count = min(max(0, number - waiting.left), waiting.items.count)
            var hasEnded = false
            for item in waiting.items.prefix(count) {
                inbox.post(item)
                if case .workEnded = item { hasEnded = true }
            }
            waiting.items.removeFirst(count)
            waiting.left += count
            state.waiting[attempt] = hasEnded ? nil : waiting
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
        if conditions.isCorrupt {
            return .finished(Product(scrambled(product.json, conditions.seed)))
        }
        return conditions.poorQuality ? .finished(Product(thinned(product.json))) : report
    }

    /// Every value is another one of another kind, as a broken serialiser leaves it.
    private static func scrambled(_ product: JSONObject, _ seed: UInt64) -> JSONObject {
        var scrambled = JSONObject()
        let random = KeyedRandom(seed: seed)
        for (place, member) in product.members.enumerated() {
            let noise = random.draw(UInt64(place))
            switch noise % 3 {
            case 0: scrambled[member.key] = .string(String(noise, radix: 36))
            case 1: scrambled[member.key] = .integer(-Int64(noise >> 33))
            default: scrambled[member.key] = .null
            }
        }
        return scrambled
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
                case .dropMessages, .delayMessages, .healthDrop, .journalStall: continue
                case .rateLimit, .overloaded, .truncatedStream, .slowTokens, .garbage, .wrongUsage:
                    conditions.ofModels.append(fault.spec.kind)
                case .crash: conditions.isOffline = true
                case .hang, .partition: conditions.hangs = true
                case .slow(let factor):
                    conditions.slowFactor = max(conditions.slowFactor, min(factor, 100))
                case .flaky(let percent):
                    conditions.flakyPercent = max(conditions.flakyPercent, percent)
                case .poorQuality: conditions.poorQuality = true
                case .corrupt: conditions.isCorrupt = true
                }
                all[agent.id] = conditions
            }
        }
        return all
    }
}

extension FaultLine.Conditions {
    /// Whether reports wait on their way.
    fileprivate var holdsBack: Bool { hangs || slowFactor > 1 }
}

extension Inbox.Item {
    fileprivate var isProgress: Bool {
        if case .input(.report(_, .progressed)) = self { true } else { false }
    }
}
