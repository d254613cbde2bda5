import SwarmCore

/// Something on the run strip: when and what.
struct Marker: Hashable, Sendable {
    /// In the order in which one hides another on the same cell: a later case hides an earlier.
    enum Kind: Int, Sendable { case award, succeeded, retry, failed, fault }

    let at: Instant
    let kind: Kind

    var sign: Sign {
        switch kind {
        case .award: .announced
        case .succeeded: .done
        case .retry: .retrying
        case .failed: .failed
        case .fault: .fault
        }
    }
}

/// The marks of a run, oldest first; past `most`, every second one of the older half goes.
struct MarkerList: Sendable {
    static let most = 2_000

    private(set) var all: [Marker] = []

    init() {}

    /// What a state still knows of its past.
    init(_ swarm: SwarmState) {
        for task in swarm.tasks.all {
            if let first = task.attempts.first { add(first.awardedAt, .award) }
            for attempt in task.attempts {
                guard let ended = attempt.endedAt, attempt.failure?.isAgents == true else {
                    continue
                }
                add(ended, .failed)
            }
            if task.status == .succeeded, let ended = task.endedAt { add(ended, .succeeded) }
        }
        for fault in swarm.faults { add(fault.injectedAt, .fault) }
        all.sort { $0.at < $1.at }
    }

    mutating func note(_ envelope: Envelope) {
        switch envelope.event {
        case .subtaskAwarded(let key, _, _):
            if key.subtask == 0, key.number == 1 { add(envelope.at, .award) }
        case .attemptFinished(_, .failed(let failure)):
            if failure.isAgents { add(envelope.at, .failed) }
        case .retryScheduled: add(envelope.at, .retry)
        case .faultInjected: add(envelope.at, .fault)
        case .taskFinished(_, .succeeded, _, _): add(envelope.at, .succeeded)
        default: break
        }
    }

    private mutating func add(_ at: Instant, _ kind: Marker.Kind) {
        if all.count >= MarkerList.most {
            let half = all.count / 2
            let thinned = all[..<half].enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
            all = thinned + all[half...]
        }
        all.append(Marker(at: at, kind: kind))
    }
}
