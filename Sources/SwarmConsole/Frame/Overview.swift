import SwarmCore

/// The few tasks a screen cares about, kept up with the events so that no frame looks at all of them.
struct Overview: Sendable {
    static let most = 64

    /// The tasks submitted last, oldest first.
    private(set) var recent: [TaskID] = []
    /// Tasks that waited for an agent when last heard of, oldest first.
    private(set) var queued: [TaskID] = []
    /// Tasks that failed or ended partial, oldest first.
    private(set) var failed: [TaskID] = []
    /// Tasks that asked the operator something when last heard of, oldest first.
    private(set) var asking: [TaskID] = []

    init() {}

    init(_ swarm: SwarmState) {
        let all = swarm.tasks.all
        recent = all.suffix(Overview.most).map(\.id)
        queued = all.filter { $0.phase == .waiting }.suffix(Overview.most).map(\.id)
        failed = all.filter { $0.status == .failed || $0.status == .partial }
            .suffix(Overview.most).map(\.id)
        asking = all.filter { !$0.awaitingApproval.isEmpty }.suffix(Overview.most).map(\.id)
    }

    var latest: TaskID? { recent.last }

    mutating func note(_ event: Event) {
        switch event {
        case .taskSubmitted(let id, _): Overview.add(id, to: &recent)
        case .taskQueued(let id, _, _):
            if !queued.contains(id) { Overview.add(id, to: &queued) }
        case .taskFinished(let id, let status, _, _):
            if status == .failed || status == .partial { Overview.add(id, to: &failed) }
        case .approvalAsked(let key, _):
            if !asking.contains(key.task) { Overview.add(key.task, to: &asking) }
        default: break
        }
    }

    /// Lets go of tasks that no longer wait, or have left memory.
    mutating func settle(_ swarm: SwarmState) {
        if !queued.isEmpty { queued.removeAll { !Overview.waits($0, swarm) } }
        if !failed.isEmpty { failed.removeAll { !swarm.tasks.contains($0) } }
        if !asking.isEmpty {
            asking.removeAll { swarm.tasks[$0]?.awaitingApproval.isEmpty ?? true }
        }
    }

    /// A failed task that is tried again, or was looked at, needs nobody.
    mutating func forget(_ id: TaskID) { failed.removeAll { $0 == id } }

    private static func waits(_ id: TaskID, _ swarm: SwarmState) -> Bool {
        guard let task = swarm.tasks[id], task.status == nil else { return false }
        return task.phase == .waiting || task.subtasks.contains { $0.phase == .waiting }
    }

    private static func add(_ id: TaskID, to list: inout [TaskID]) {
        if list.count >= most { list.removeFirst() }
        list.append(id)
    }
}
