import SwarmCore

/// When the state is written down beside the events, so that a start need not read all of them.
struct SnapshotPace {
    /// So many events from one to the next.
    let every: UInt64
    /// The last event of the latest.
    var latest: UInt64
    /// What is encoded now, beside the turns; never two.
    var encoding: Task<JournalSnapshot?, Never>?

    /// At a clean stop a tenth is enough: nobody waits for it.
    var atStop: UInt64 { every / 10 }

    init(every: UInt64, latest: UInt64) {
        self.every = max(1, every)
        self.latest = latest
    }
}

/// Snapshots: without one a start takes longer and nothing else, so what goes wrong with one is passed over.
extension Shell {
    /// Only durable events may be in one.
    private func isSnapshotDue(after count: UInt64) -> Bool {
        let sequence = swarm.state.sequence
        return ports.keepsEvents && firstUnwritten == sequence &+ 1
            && sequence &- snapshots.latest >= max(1, count)
    }

    mutating func beginSnapshotIfDue() {
        guard snapshots.encoding == nil, isSnapshotDue(after: snapshots.every) else { return }
        snapshots.latest = swarm.state.sequence
        let (state, inbox) = (swarm.state, ports.office.inbox)
        // Owned by `snapshots`; ends by itself, or is waited for at the stop.
        snapshots.encoding = Task.detached(priority: .utility) {
            let snapshot = try? state.snapshot()
            inbox.post(.encoded(snapshot))
            return snapshot
        }
    }

    mutating func keep(_ snapshot: JournalSnapshot?) {
        snapshots.encoding = nil
        guard let snapshot else { return }
        // The next one is tried when it is due; until then the one before stands.
        try? ports.journal.keep(snapshot)
        // Ends by itself; the state that was written down is gone by now.
        Task.detached(priority: .utility) { FreeMemory.giveBack() }
    }

    /// The last act before the journal is let go.
    mutating func keepLastSnapshot() async {
        if let encoding = snapshots.encoding { keep(await encoding.value) }
        guard isSnapshotDue(after: snapshots.atStop) else { return }
        snapshots.latest = swarm.state.sequence
        keep(try? swarm.state.snapshot())
    }
}
