import SwarmCore

/// The shell around a `Swarm`: takes inputs in turns, makes their events durable, then does what they ask.
///
/// Everything from outside comes through the inbox, from any thread; `run` alone takes it in, in turns, so there is
/// no hop per event, and turns that find much in the inbox share one commit. The actor keeps the swarm while `run`
/// does not.
public actor SwarmRuntime: SwarmLink {
    /// The swarm between runs; nil while `run` has it.
    private var resting: Shell?
    private nonisolated let ports: Shell.Ports
    /// The number of the first event of this start.
    public nonisolated let firstSequence: UInt64
    /// The tasks the journal left unfinished; each ends in this run unless it is stopped before.
    public nonisolated let unfinishedTasks: [TaskState]
    /// Snapshots this start passed over, newest first; it read more of the journal instead.
    public nonisolated let refusedSnapshots: [RefusedSnapshot]

    /// Reads the journal back, takes up what it left unfinished and makes the swarm what is given here.
    ///
    /// Nothing runs before `run`. The events of this start become durable with the first turn. A snapshot is kept
    /// each `snapshotEvery` events, and at the end of `run` after a tenth as many.
    public init(
        journal: any Journal, drivers: [DriverKind: any AgentDriver], agents: [AgentCard],
        recipes: RecipeCatalogue, policies: Policies = Policies(),
        seed: UInt64 = 1, clock: any SwarmClock = SystemClock(),
        bus: any MessageBus = InProcessBus(),
        snapshotEvery: UInt64 = 50_000
    ) throws(JournalFault) {
        let reading = try JournalReader().read(journal)
        let state = reading.state
        refusedSnapshots = reading.refused
        let inbox = Inbox()
        let epoch = clock.monotonic() &- state.now.microseconds
        firstSequence = state.sequence &+ 1
        unfinishedTasks = state.tasks.all.filter { $0.status == nil }
        let questions = OpenQuestions(clock: clock, epoch: epoch)
        ports = Shell.Ports(
            journal: journal, clock: clock, epoch: epoch,
            drivers: Drivers(drivers),
            bus: bus,
            office: Desk.Office(
                inbox: inbox, questions: questions,
                line: FaultLine(inbox: inbox, clock: clock), clock: clock),
            keepsEvents: journal.keepsEvents)
        resting = Shell(
            recovering: state,
            definition: SwarmDefinition(agents: agents, recipes: recipes, policies: policies),
            seed: seed, ports: ports,
            snapshots: SnapshotPace(every: snapshotEvery, latest: reading.snapshot))
    }

    // MARK: From outside, any thread

    public nonisolated func send(_ command: Command) async -> CommandReply {
        await withCheckedContinuation { continuation in
            post(command) { continuation.resume(returning: $0) }
        }
    }

    /// Sends a command without waiting; `reply` is called once it is durable, on the runtime's own turn.
    public nonisolated func post(
        _ command: Command, reply: @escaping @Sendable (CommandReply) -> Void
    ) {
        ports.office.inbox.post(.command(command, reply))
    }

    public nonisolated func attach(_ feed: Feed) async -> Attachment {
        await withCheckedContinuation { continuation in
            attach(feed) { continuation.resume(returning: $0) }
        }
    }

    /// Attaches without waiting: before `run`, so that nothing is missed. `reply` is called on the runtime's turn.
    public nonisolated func attach(
        _ feed: Feed, reply: @escaping @Sendable (Attachment) -> Void
    ) {
        ports.office.inbox.post(.attach(feed, reply))
    }

    /// Ends `run` after its current turn; unfinished work is taken up by the next start.
    public nonisolated func stop() { ports.office.inbox.post(.stop) }

    /// What pays for turning free text into a plan, before there is a task.
    public nonisolated var planningPurse: Purse {
        Purse(purpose: .planning, office: ports.office)
    }

    /// The time on the swarm's clock.
    public nonisolated var now: Instant { ports.now }

    // MARK: Before and after `run`

    /// Calls `body` for each task that ends, once that is durable, on the runtime's own turn.
    ///
    /// To be set before `run`.
    public func whenTaskEnds(_ body: @escaping @Sendable (TaskState, SwarmState) -> Void) {
        resting?.onEnded = body
    }

    /// What the swarm is while it does not run; a running one is seen through `attach`.
    public var state: SwarmState { resting?.swarm.state ?? SwarmState() }

    // MARK: Running

    /// Runs the swarm until `stop`, once; throws when the journal stays unwritable for `patience` or until `stop`.
    public func run(patience: TimeSpan = .century) async throws(JournalFault) {
        guard var shell = resting else { return }
        resting = nil
        defer { resting = shell }
        var items: [Inbox.Item] = []
        while !shell.isStopping {
            items.removeLast(items.count)
            ports.office.inbox.take(into: &items)
            shell.take(items)
            if let stall = shell.journalStall { try? await Task.sleep(for: stall) }
            if let fault = shell.commit() {
                try await retryCommit(&shell, after: fault, patience)
            }
            shell.settle()
            shell.beginSnapshotIfDue()
            guard items.isEmpty else { continue }
            shell.setTimer()
            await ports.office.inbox.filled()
        }
        await shell.end()
    }

    /// A journal that cannot write is tried again: nothing of the batch was acknowledged or done yet.
    private func retryCommit(
        _ shell: inout Shell, after fault: JournalFault, _ patience: TimeSpan
    ) async throws(JournalFault) {
        let begun = now
        shell.tell(trouble: fault.reason)
        var fault = fault
        repeat {
            let mayStop = ports.office.inbox.isStopAsked || Task.isCancelled
            guard now - begun < patience, !mayStop else {
                await shell.end(because: fault.reason)
                throw fault
            }
            try? await Task.sleep(for: .milliseconds(250))
            guard let again = shell.commit() else { return shell.tell(trouble: nil) }
            fault = again
        } while true
    }
}
