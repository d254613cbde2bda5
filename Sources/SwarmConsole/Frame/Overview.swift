import SwarmCore

/// The few tasks a screen cares about, kept up with the events so that no frame looks at all of them.
struct Overview: Sendable {
    static let most = 64
    /// More that wait are counted, not told apart.
    static let mostWaits = 1_000

    /// The tasks submitted last, oldest first.
    private(set) var recent: [TaskID] = []
    /// What waited for an agent when last heard of, oldest first; at most `mostWaits`.
    private(set) var waits: [Wait] = []
    /// Tasks that failed or ended partial, oldest first.
    private(set) var failed: [TaskID] = []
    /// Tasks that asked the operator something when last heard of, oldest first.
    private(set) var asking: [TaskID] = []
    /// The tasks something has happened to since the last `settle`.
    private var touched: [TaskID] = []

    init() {}

    init(_ swarm: SwarmState) {
        let all = swarm.tasks.all
        recent = all.suffix(Overview.most).map(\.id)
        waits = Array(all.lazy.flatMap { Wait.all(of: $0, swarm) }.prefix(Overview.mostWaits))
        failed = all.filter { $0.status == .failed || $0.status == .partial }
            .suffix(Overview.most).map(\.id)
        asking = all.filter(\.asksOperator).suffix(Overview.most).map(\.id)
    }

    var latest: TaskID? { recent.last }

    /// The tasks that wait, or have a subtask that does, oldest first.
    var queued: [TaskID] {
        var found: [TaskID] = []
        for wait in waits where found.last != wait.task && !found.contains(wait.task) {
            found.append(wait.task)
            if found.count == Overview.most { break }
        }
        return found
    }

    /// Takes in an event that the swarm has taken in.
    mutating func note(_ envelope: Envelope, _ swarm: SwarmState) {
        if let task = envelope.event.task, !touched.contains(task) { touched.append(task) }
        switch envelope.event {
        case .taskSubmitted(let id, _): Overview.add(id, to: &recent)
        case .taskQueued(let id, let subtask, let skill):
            let wait = Wait(
                task: id, subtask: subtask.map(Int.init), skill: skill, since: envelope.at, swarm)
            if let wait, waits.count < Overview.mostWaits, !waits.contains(where: wait.isSame) {
                waits.append(wait)
            }
        case .taskChanged(let id, let change):
            for place in waits.indices where waits[place].task == id { waits[place].note(change) }
        case .taskFinished(let id, let status, _, _):
            if status == .failed || status == .partial { Overview.add(id, to: &failed) }
        case .approvalAsked(let key, _): asks(key.task)
        case .toolCalled(let call):
            if case .awaitingApproval = call.phase { asks(call.attempt.task) }
        default: break
        }
    }

    /// Lets go of tasks that no longer wait, or have left memory.
    mutating func settle(_ swarm: SwarmState) {
        if !touched.isEmpty {
            waits.removeAll { touched.contains($0.task) && !$0.goesOn(in: swarm) }
            touched.removeAll(keepingCapacity: true)
        }
        if !failed.isEmpty { failed.removeAll { !swarm.tasks.contains($0) } }
        if !asking.isEmpty {
            asking.removeAll { !(swarm.tasks[$0]?.asksOperator ?? false) }
        }
    }

    private mutating func asks(_ id: TaskID) {
        if !asking.contains(id) { Overview.add(id, to: &asking) }
    }

    /// A failed task that is tried again, or was looked at, needs nobody.
    mutating func forget(_ id: TaskID) { failed.removeAll { $0 == id } }

    private static func add(_ id: TaskID, to list: inout [TaskID]) {
        if list.count >= most { list.removeFirst() }
        list.append(id)
    }
}
