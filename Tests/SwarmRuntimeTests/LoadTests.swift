import JournalFakes
import OfflineAgents
import SwarmCore
import SwarmRuntime
import Testing

/// Many tasks at once on the built-in four, and a swarm that is stopped or killed in the middle.
@Suite(.timeLimit(.minutes(2)), .serialized) struct LoadTests {
    private static let skills = ["marketing", "finance", "analytics", "support"]

    private static func wanted(_ number: Int) -> TaskDraft {
        var wanted = TaskDraft()
        wanted.id = "t\(number)"
        wanted.title = "Task \(number)"
        wanted.complexity = .complex
        wanted.requiredSkills = (0..<3).map { skills[(number + $0) % 4] }
        wanted.data = ["budget": .integer(Int64(10_000 + number * 100))]
        return wanted
    }

    private struct Outcome: Sendable {
        var documents: [String: JSONValue] = [:]
        var peaks: [Int] = []
        var reputations: [Points] = []
    }

    /// Submits all at once and waits for the last.
    private static func run(_ count: Int, seed: UInt64) async throws -> Outcome {
        let documents = Record<(String, JSONObject)>()
        let keep: @Sendable (TaskState, SwarmState) -> Void = { task, swarm in
            let document = ResultDocument.json(task, swarm: swarm, time: WallTime(milliseconds: 0))
            documents.add((task.brief.name, document))
        }
        return try await withSwarm(
            OfflineDriver(speed: 2_000), seed: seed, onEnded: keep
        ) { runtime, watcher in
            for number in 1...count { runtime.post(.submit(wanted(number))) { _ in } }
            #expect(await watcher.wait(atMost: .seconds(60)) { $0.totals.ended == count })
            #expect(watcher.swarm.totals.succeeded == count)
            #expect(watcher.swarm.agents.allSatisfy { $0.load == 0 })
            await documents.wait(for: count)
            var outcome = Outcome(reputations: watcher.swarm.agents.map(\.reputation))
            outcome.peaks = peaks(watcher.events)
            for (name, document) in documents.elements {
                outcome.documents[name] = withoutTimes(.object(document))
            }
            return outcome
        }
    }

    /// The most attempts each agent had at once.
    private static func peaks(_ events: [Event]) -> [Int] {
        var live = [0, 0, 0, 0]
        var peaks = live
        var agents: [AttemptKey: Int] = [:]
        for event in events {
            switch event {
            case .subtaskAwarded(let key, let agent, _):
                agents[key] = agent.position
                live[agent.position] += 1
                peaks[agent.position] = max(peaks[agent.position], live[agent.position])
            case .attemptFinished(let key, _): live[agents[key]!] -= 1
            default: break
            }
        }
        return peaks
    }

    /// Drops times, and the reputations at the end of each task, which depend on the order they end in.
    private static func withoutTimes(_ value: JSONValue) -> JSONValue {
        let dropped: Set = [
            "timestamp", "execution_time", "execution_seconds", "sequential_seconds", "speedup",
            "reputation",
        ]
        switch value {
        case .object(let object):
            var kept = JSONObject()
            for member in object.members where !dropped.contains(member.key) {
                kept[member.key] = withoutTimes(member.value)
            }
            return .object(kept)
        case .array(let values): return .array(values.map(withoutTimes))
        default: return value
        }
    }

    @Test func aHundredTasksAtOnceAllSucceedWithinEachAgentsLoadAndComeOutTheSameAgain()
        async throws
    {
        let first = try await Self.run(100, seed: 5)
        #expect(first.documents.count == 100)
        #expect(first.peaks == [3, 4, 3, 4])
        let second = try await Self.run(100, seed: 5)
        #expect(second.documents == first.documents)
        #expect(second.reputations == first.reputations)
        #expect(second.peaks == [3, 4, 3, 4])
    }

    // MARK: Stopped and killed

    private static let count = 12

    private static func reputationsUndisturbed() async throws -> [Points] {
        try await run(count, seed: 1).reputations
    }

    /// Opens a store, runs it to the end of all its tasks, and checks what it holds then.
    private static func finish(_ store: JournalStore, expecting reputations: [Points]) async throws
    {
        let acknowledged = names(of: "task.submitted", in: store)
        let swarm = try await withSwarm(
            OfflineDriver(speed: 2_000), journal: KeepingJournal(store), policies: .hasty
        ) { _, watcher in
            #expect(
                await watcher.wait(atMost: .seconds(30)) { $0.totals.ended == acknowledged.count })
            return watcher.swarm
        }
        #expect(names(of: "task.finished", in: store).sorted() == acknowledged.sorted())
        #expect(swarm.totals.succeeded == acknowledged.count)
        #expect(swarm.agents.allSatisfy { $0.load == 0 && $0.liveAttempts == 0 })
        if acknowledged.count == count { #expect(swarm.agents.map(\.reputation) == reputations) }
        let sequences = try store.lines.map { try JSONValue.parse($0)["seq"]?.integer }
        #expect(sequences == (0..<Int64(sequences.count)).map { $0 + 1 })
    }

    private static func names(of type: String, in store: JournalStore) -> [String] {
        store.lines.compactMap { line in
            guard line.contains("\"type\":\"\(type)\"") else { return nil }
            return (try? JSONValue.parse(line))?["task"]?.string
        }
    }

    @Test func aSwarmThatIsStoppedWhileTasksRunFinishesEachOnceWhenItIsOpenedAgain() async throws {
        let reputations = try await Self.reputationsUndisturbed()
        for stop in 1...6 {
            let store = JournalStore()
            try await withSwarm(
                OfflineDriver(speed: 500), journal: KeepingJournal(store), policies: .hasty
            ) { runtime, watcher in
                for number in 1...Self.count {
                    runtime.post(.submit(Self.wanted(number))) { _ in }
                }
                #expect(await watcher.wait { $0.totals.submitted == Self.count })
                #expect(
                    await watcher.wait { $0.agents.reduce(0) { $0 + $1.completed } >= stop * 4 })
            }
            #expect(Self.names(of: "task.finished", in: store).count < Self.count)
            try await Self.finish(store, expecting: reputations)
        }
    }

    @Test func aSwarmThatDiesAfterAnyCommitLosesNothingAndCountsNothingTwice() async throws {
        let reputations = try await Self.reputationsUndisturbed()
        let whole = JournalStore()
        try await withSwarm(
            OfflineDriver(speed: 2_000), journal: KeepingJournal(whole), policies: .hasty
        ) { runtime, watcher in
            for number in 1...Self.count { runtime.post(.submit(Self.wanted(number))) { _ in } }
            #expect(await watcher.wait(forEnded: Self.count))
        }
        let commits = whole.batches.count
        // How many there are is the machine's affair: a busy one puts more into each.
        #expect(commits > 2)
        let random = KeyedRandom(seed: 9)
        let cuts = Set((0..<16).map { 1 + Int(random.draw($0) % UInt64(commits)) } + [1, commits])
        for cut in cuts.sorted() {
            try await Self.finish(whole.prefix(cut), expecting: reputations)
        }
    }
}
