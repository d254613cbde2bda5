import SwarmCore
import Testing

@testable import ModelAgents

/// The parts of the transport that need no socket.
@Suite struct TransportPartsTests {
    private let start = ContinuousClock.now

    private func bytes(_ count: Int) -> [UInt8] { Array(repeating: 0x61, count: count) }

    private func put(_ count: Int, in queue: PieceQueue) -> Bool {
        bytes(count).withUnsafeBytes { queue.put($0) }
    }

    @Test func aFullQueueRefusesUntilItIsEmptied() async throws {
        let queue = PieceQueue(since: start)
        #expect(put(PieceQueue.mostHeldBytes - 1, in: queue))
        #expect(put(10, in: queue))
        #expect(!queue.makesRoom())
        #expect(!put(1, in: queue))
        #expect(queue.contentAt == nil)
        guard case .success(.bytes(let piece)) = await queue.take() else {
            return #expect(Bool(false))
        }
        #expect(piece.count == PieceQueue.mostHeldBytes + 9)
        #expect(queue.makesRoom())
        #expect(!queue.makesRoom())
        #expect(put(1, in: queue))
    }

    @Test func theHeadComesFirstAndTheEndLast() async throws {
        let queue = PieceQueue(since: start)
        queue.put(TransportHead(status: 200, headers: []), at: start)
        #expect(put(3, in: queue))
        #expect(put(4, in: queue))
        queue.end(.truncated)
        queue.end(nil)
        guard case .success(.head) = await queue.take(),
            case .success(.bytes(let piece)) = await queue.take()
        else { return #expect(Bool(false)) }
        #expect(piece.count == 7)
        for _ in 0..<2 {
            guard case .failure(.truncated) = await queue.take() else {
                return #expect(Bool(false))
            }
        }
    }

    @Test func whoWaitsIsServedAtOnce() async throws {
        let queue = PieceQueue(since: start)
        async let taken = queue.take()
        #expect(put(3, in: queue))
        guard case .success(.bytes(let piece)) = await taken else { return #expect(Bool(false)) }
        #expect(piece.count == 3)
    }

    @Test func aCancelledQueueDropsWhatCameAndSaysSoOnce() async throws {
        let queue = PieceQueue(since: start)
        #expect(put(3, in: queue))
        #expect(queue.cancel())
        #expect(!queue.cancel())
        #expect(put(3, in: queue))
        guard case .failure(.cancelled) = await queue.take() else { return #expect(Bool(false)) }
        let ended = PieceQueue(since: start)
        ended.end(nil)
        #expect(!ended.cancel())
    }

    @Test func theNextDeadlineIsThePhases() {
        var deadlines = TransportDeadlines()
        deadlines.connect = .seconds(5)
        deadlines.firstByte = .seconds(60)
        deadlines.idle = .seconds(30)
        deadlines.total = .seconds(100)
        var watch = DeadlineWatch(deadlines, from: start)
        #expect(watch.next(contentAt: start) == (start + .seconds(5), .connect))
        watch.phase = .waiting
        #expect(watch.next(contentAt: start) == (start + .seconds(60), .firstByte))
        watch.phase = .streaming
        let later = start + .seconds(50)
        #expect(watch.next(contentAt: later) == (start + .seconds(80), .idle))
        #expect(watch.next(contentAt: start + .seconds(90)) == (start + .seconds(100), .total))
        #expect(watch.next(contentAt: nil) == (start + .seconds(100), .total))
    }

    @Test func contentMovesTheIdleDeadline() {
        let queue = PieceQueue(since: start)
        let later = start + .seconds(7)
        queue.noteContent(at: later)
        #expect(queue.contentAt == later)
        #expect(put(3, in: queue))
        #expect(queue.contentAt == later)
    }

    @Test func deadlinesPastAllTimeDoNotTrap() {
        var deadlines = TransportDeadlines()
        deadlines.connect = TimeSpan(microseconds: .max)
        deadlines.firstByte = TimeSpan(microseconds: .min)
        deadlines.total = TimeSpan(microseconds: .max)
        let watch = DeadlineWatch(deadlines, from: start)
        #expect(watch.next(contentAt: start).deadline == .firstByte)
    }
}
