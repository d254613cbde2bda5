import SwarmCore

/// The latest events, oldest first, with how many came lately.
///
/// Holds at most `capacity` envelopes; the oldest go first. Rates look back ten seconds.
public struct EventLog: Sendable, RandomAccessCollection {
    public static let capacity = 10_000
    static let window = 10

    private var ring: [Envelope] = []
    private var first = 0
    private var messages = RecentCount()
    private var endedTasks = RecentCount()
    private(set) var markers = MarkerList()

    public init() {}

    public init(_ envelopes: some Sequence<Envelope>) {
        for envelope in envelopes { append(envelope) }
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { ring.count }

    /// Read where it is: whoever looks for something copies no event on the way.
    public subscript(position: Int) -> Envelope {
        _read {
            let place = first + position
            yield ring[place < ring.count ? place : place - ring.count]
        }
    }

    public mutating func append(_ envelope: Envelope) {
        if ring.count < EventLog.capacity {
            ring.append(envelope)
        } else {
            ring[first] = envelope
            first = first + 1 == ring.count ? 0 : first + 1
        }
        markers.note(envelope)
        if BusRow.isWorthShowing(envelope.event) { messages.add(at: envelope.at) }
        if case .taskFinished = envelope.event { endedTasks.add(at: envelope.at) }
    }

    /// The event with that sequence, if it is still here; by halves, as there may be gaps.
    func envelope(_ sequence: UInt64) -> Envelope? {
        let place = index(from: sequence)
        return place < count && self[place].sequence == sequence ? self[place] : nil
    }

    /// The first event from that sequence on; `count` when there is none.
    func index(from sequence: UInt64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].sequence < sequence { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Messages, reports and what else the bus shows, a second over the last ten seconds before `now`.
    public func messagesPerSecond(at now: Instant) -> Double { messages.perSecond(at: now) }

    /// Tasks ended a second over the last ten seconds before `now`.
    public func tasksPerSecond(at now: Instant) -> Double { endedTasks.perSecond(at: now) }

    /// Marks for what happened before the log began, from the state itself.
    mutating func recall(_ swarm: SwarmState) {
        guard ring.isEmpty else { return }
        markers = MarkerList(swarm)
    }
}

/// How often something happened in each of the last ten whole seconds and in the one running.
struct RecentCount: Sendable {
    private var counts = [Int32](repeating: 0, count: EventLog.window + 1)
    private var newest: Int64 = .min

    mutating func add(at instant: Instant) {
        let second = instant.microseconds / 1_000_000
        if newest == .min { newest = second }
        guard second > newest - Int64(counts.count) else { return }
        if second > newest {
            let gap = Int(Swift.min(second - newest, Int64(counts.count)))
            for step in 0..<gap { counts[place(second - Int64(step))] = 0 }
            newest = second
        }
        counts[place(second)] &+= 1
    }

    /// The mean over ten seconds, or over the time there was when that is shorter.
    func perSecond(at now: Instant) -> Double {
        let second = now.microseconds / 1_000_000
        guard newest != .min, second - newest < Int64(EventLog.window) else { return 0 }
        let oldest = Swift.max(
            second - Int64(EventLog.window) + 1, newest - Int64(counts.count) + 1)
        guard oldest <= newest else { return 0 }
        var sum: Int32 = 0
        for index in oldest...newest { sum &+= counts[place(index)] }
        let span = Swift.min(Double(EventLog.window), Swift.max(1, Double(now.microseconds) / 1e6))
        return Double(sum) / span
    }

    private func place(_ second: Int64) -> Int {
        let count = Int64(counts.count)
        return Int((second % count + count) % count)
    }
}
