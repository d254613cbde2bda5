import JournalFakes
import SwarmCore
import SwarmFiles
import SwarmRuntime
import Testing

/// What is acknowledged or begun is in the journal first.
@Suite(.timeLimit(.minutes(3))) struct DurabilityTests {
    private enum Deed: Hashable, Sendable {
        case journal(FailingJournal.Deed)
        case acknowledged
        case began(Int)
        case ended
    }

    @Test func aTaskIsAcknowledgedAndWorkBeginsOnlyOnceTheJournalHoldsIt() async throws {
        let deeds = Record<Deed>()
        let journal = FailingJournal { deeds.add(.journal($0)) }
        let driver = ScriptedDriver { order, desk in
            deeds.add(.began(Int(order.attempt.number)))
            desk.finish(goodProduct)
        }
        let ended: @Sendable (TaskState, SwarmState) -> Void = { _, _ in deeds.add(.ended) }
        try await withSwarm(
            driver, agents: agents("a"), journal: journal, onEnded: ended
        ) { runtime, watcher in
            journal.fail(3)
            let before = deeds.elements.count
            let reply = await runtime.send(.submit(draft("x")))
            deeds.add(.acknowledged)
            #expect(reply.task != nil)
            #expect(await watcher.wait(forEnded: 1))
            await deeds.wait(for: before + 8)
            let after = Array(deeds.elements.dropFirst(before))
            #expect(after.prefix(3) == [.journal(.failed), .journal(.failed), .journal(.failed)])
            let kept = try #require(
                after.firstIndex { if case .journal(.appended) = $0 { true } else { false } })
            let acknowledged = try #require(after.firstIndex(of: .acknowledged))
            let began = try #require(after.firstIndex(of: .began(1)))
            let ended = try #require(after.firstIndex(of: .ended))
            #expect(kept < acknowledged && kept < began)
            #expect(
                after[..<ended].count { if case .journal(.appended) = $0 { true } else { false } }
                    >= 2)
            #expect(watcher.troubles == ["the disk is full", nil])
        }
        #expect(journal.store.lines.count { $0.contains("task.finished") } == 1)
    }

    @Test func aJournalThatFailedLosesAndDoublesNothing() async throws {
        let journal = FailingJournal()
        try await withSwarm(ScriptedDriver.eager, agents: agents("a", "b"), journal: journal) {
            runtime, watcher in
            for round in 1...3 {
                journal.fail(1)
                for _ in 1...4 { #expect(await runtime.send(.submit(draft("x"))).task != nil) }
                #expect(await watcher.wait(forEnded: round * 4))
            }
        }
        let sequences = try journal.store.lines.map { try JSONValue.parse($0)["seq"]?.integer }
        #expect(sequences == (1...Int64(sequences.count)).map { $0 })
        #expect(journal.store.lines.count { $0.contains("task.finished") } == 12)
    }

    @Test func aJournalThatStaysBrokenEndsTheRunAndRefusesWhoWaits() async throws {
        let journal = FailingJournal()
        let runtime = try SwarmRuntime(
            journal: journal, drivers: [.offline: ScriptedDriver.eager], agents: agents("a"),
            recipes: .builtIn)
        journal.fail(.max)
        let first = Task { await runtime.send(.submit(draft("x"))) }
        await #expect(throws: JournalFault.write(path: "memory", reason: "the disk is full")) {
            try await runtime.run(patience: .milliseconds(1))
        }
        #expect(await first.value.refusal == .journalFailed("the disk is full"))
        let late = await runtime.send(.pauseAll)
        #expect(late.refusal == .journalFailed("the disk is full"))
        #expect(journal.store.lines.isEmpty)
    }

    @Test func stoppingWorksWhileTheJournalCannotWrite() async throws {
        let journal = FailingJournal()
        let runtime = try SwarmRuntime(
            journal: journal, drivers: [.offline: ScriptedDriver.eager], agents: agents("a"),
            recipes: .builtIn)
        let watcher = Watcher(runtime)
        let running = Task { try await runtime.run() }
        #expect(await watcher.wait { $0.agents.count == 1 })
        journal.fail(.max)
        let asked = Task { await runtime.send(.submit(draft("x"))) }
        #expect(await poll { !watcher.troubles.isEmpty })
        runtime.stop()
        await #expect(throws: JournalFault.self) { try await running.value }
        #expect(await asked.value.refusal != nil)
    }

    @Test func whoAsksAStoppedSwarmIsToldSo() async throws {
        let runtime = try SwarmRuntime(
            journal: ForgetfulJournal(), drivers: [.offline: ScriptedDriver.eager],
            agents: agents("a"), recipes: .builtIn)
        runtime.stop()
        try await runtime.run()
        #expect(await runtime.send(.submit(draft("x"))).refusal != nil)
        #expect(await runtime.attach(Feed {}).state.agents.count == 1)
    }

    @Test func theJournalFoldsToTheLiveState() async throws {
        let store = JournalStore()
        let live = try await withSwarm(ScriptedDriver.eager, journal: KeepingJournal(store)) {
            runtime, watcher in
            for _ in 1...5 {
                _ = await runtime.send(.submit(draft("marketing", "finance", "analytics")))
            }
            _ = await runtime.send(.pause(AgentID(3)))
            _ = await runtime.send(.submit(draft("support")))
            #expect(await watcher.wait(forEnded: 5))
            return watcher.swarm
        }
        let read = try JournalReader().state(of: KeepingJournal(store))
        #expect(read.sequence == live.sequence)
        #expect(read.totals == live.totals)
        #expect(read.agents.map(\.reputation) == live.agents.map(\.reputation))
        #expect(read.agents.map(\.history) == live.agents.map(\.history))
        #expect(read.agents.map(\.health) == live.agents.map(\.health))
        #expect(read.tasks.all.map(\.phase) == live.tasks.all.map(\.phase))
    }

    @Test func aReaderThatJoinsInABusyTurnGetsEachEventOnceAfterItsSnapshot() async throws {
        try await withSwarm(ScriptedDriver.eager, journal: KeepingJournal(JournalStore())) {
            runtime, watcher in
            let joined = Record<(SwarmState, Feed)>()
            for number in 1...60 {
                runtime.post(.submit(draft("marketing"))) { _ in }
                guard number % 10 == 0 else { continue }
                let feed = Feed {}
                runtime.attach(feed) { joined.add(($0.state, feed)) }
            }
            #expect(await watcher.wait(forEnded: 60))
            await joined.wait(for: 6)
            let last = await runtime.attach(Feed {}).state
            for (state, feed) in joined.elements {
                var sequences: [UInt64] = []
                for case .events(let envelopes) in feed.take() {
                    sequences += envelopes.map(\.sequence)
                }
                #expect(sequences == Array((state.sequence + 1)..<(last.sequence + 1)))
            }
        }
    }
}

/// Looks again and again, with a deadline, for what nobody tells.
func poll(atMost time: Duration = .seconds(10), _ holds: () -> Bool) async -> Bool {
    let deadline = ContinuousClock.now.advanced(by: time)
    while !holds() {
        guard ContinuousClock.now < deadline else { return false }
        await Task.yield()
    }
    return true
}
