import SwarmCore
import Synchronization
import Testing

@testable import SwarmRuntime

/// What may wait is bounded, and who falls behind is told.
@Suite(.timeLimit(.minutes(3))) struct BoundTests {
    private static func note(_ number: UInt64, topic: String = "t") -> Message {
        Message(
            number: number, kind: .note, topic: topic, sender: .orchestrator, recipient: .everyone,
            payload: .integer(Int64(number)))
    }

    @Test func aListenerThatFallsBehindLosesTheOldestAndIsToldHowMany() {
        let bus = InProcessBus()
        let subscription = bus.subscribe(topic: "t")
        let most = UInt64(Subscription.most)
        for number in 1...(most + 250) { bus.publish(Self.note(number)) }
        let (messages, dropped) = subscription.take()
        #expect(dropped == 250)
        #expect(messages.map(\.number) == Array(251...(most + 250)))
        bus.publish(Self.note(1))
        #expect(subscription.take().messages.count == 1)
        #expect(subscription.take().dropped == 0)
    }

    @Test func aCancelledListenerHearsNothingMore() {
        let bus = InProcessBus()
        let (first, second) = (bus.subscribe(topic: "t"), bus.subscribe(topic: "t"))
        first.cancel()
        bus.publish(Self.note(1))
        #expect(first.take().messages.isEmpty && first.isCancelled)
        #expect(second.take().messages.count == 1)
    }

    @Test func anAnnouncementReachesTheListenersOfItsSkillsOnceEach() {
        let bus = InProcessBus()
        let (x, y) = (SkillID(0), SkillID(1))
        let (onX, onY) = (bus.subscribe(skill: x), bus.subscribe(skill: y))
        bus.announce(Self.note(1), to: SkillSet([x]))
        bus.announce(Self.note(2), to: SkillSet([x, y]))
        #expect(onX.take().messages.map(\.number) == [1, 2])
        #expect(onY.take().messages.map(\.number) == [2])
    }

    @Test func aMailboxTakesOnlySoManyQuestionsAndKeepsTheirOrder() {
        let bus = InProcessBus()
        let agent = AgentID(0)
        for number in 1...UInt64(InProcessBus.mailboxSize) {
            #expect(bus.deliver(Question(message: Self.note(number), brief: nil), to: agent))
        }
        #expect(!bus.deliver(Question(message: Self.note(999), brief: nil), to: agent))
        #expect(bus.deliver(Question(message: Self.note(1), brief: nil), to: AgentID(1)))
        #expect(bus.takeNext(for: agent)?.message.number == 1)
        #expect(bus.deliver(Question(message: Self.note(1_000), brief: nil), to: agent))
        #expect(!bus.deliver(Question(message: Self.note(1_001), brief: nil), to: agent))
    }

    // MARK: Feeds

    private static func envelopes(_ range: ClosedRange<UInt64>) -> [Envelope] {
        range.map {
            Envelope(
                sequence: $0, at: .zero, time: WallTime(milliseconds: 0),
                event: .runStarted(number: 1, seed: $0))
        }
    }

    private static func words(_ items: [Feed.Item]) -> [String] {
        items.map { item in
            switch item {
            case .events(let envelopes): "\(envelopes[0].sequence)-\(envelopes.last!.sequence)"
            case .gap(let state): "gap \(state.seed)"
            case .trouble(let reason): "trouble \(reason ?? "over")"
            }
        }
    }

    private static func state(_ seed: UInt64) -> SwarmState {
        var state = SwarmState()
        state.apply(.runStarted(number: 1, seed: seed), at: .zero)
        return state
    }

    @Test func aReaderThatFallsBehindGetsASnapshotInsteadOfWhatItMissed() {
        let feed = Feed(most: 10) {}
        feed.push(Self.envelopes(1...6)) { Self.state(6) }
        feed.push(Self.envelopes(7...10)) { Self.state(10) }
        #expect(Self.words(feed.take()) == ["1-6", "7-10"])
        feed.push(Self.envelopes(11...16)) { Self.state(16) }
        feed.push(Self.envelopes(17...21)) { Self.state(21) }
        feed.push(Self.envelopes(22...23)) { Self.state(23) }
        #expect(Self.words(feed.take()) == ["gap 21", "22-23"])
    }

    @Test func troubleNeverCostsAReaderItsEventsAndAGapNeverHidesTheLatest() {
        let feed = Feed(most: 4) {}
        feed.push(Self.envelopes(1...4)) { Self.state(4) }
        feed.push(trouble: "full")
        #expect(Self.words(feed.take()) == ["1-4", "trouble full"])
        feed.push(Self.envelopes(5...8)) { Self.state(8) }
        feed.push(trouble: "full again")
        feed.push(trouble: nil)
        feed.push(Self.envelopes(9...9)) { Self.state(9) }
        #expect(Self.words(feed.take()) == ["trouble over", "gap 9"])
    }

    @Test func aReaderIsWokenOnceForWhatWaits() {
        let wakes = Record<Void>()
        let feed = Feed(most: 10) { wakes.add(()) }
        for number in UInt64(1)...5 { feed.push(Self.envelopes(number...number)) { Self.state(0) } }
        #expect(wakes.elements.count == 1)
        _ = feed.take()
        feed.push(trouble: "full")
        #expect(wakes.elements.count == 2)
    }
}
