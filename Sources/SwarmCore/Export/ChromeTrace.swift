/// Writes a run in the Trace Event Format that chrome://tracing and Perfetto open.
///
/// The format is Google's "Trace Event Format" document: an object with `traceEvents`, times in microseconds. An agent
/// is a process and each attempt a complete event (`X`) on one of its threads, one thread more for each it runs at
/// once; tasks are slices of a process of their own; messages, faults and reputations are instant events (`i`), a
/// reputation a counter (`C`) as well, and a message between two agents at work an arrow (`s`, `f`).
///
/// Append every event from the first, then `finish`. `bytes` may be taken and emptied in between.
public struct ChromeTrace: Sendable {
    public private(set) var bytes: [UInt8] = []
    private let wanted: String?
    private var isFirst = true
    private var lanes: [TraceLanes<AttemptKey>] = []
    private var tasks = TraceLanes<TaskID>()
    private var begun: [AttemptKey: Begun] = [:]
    private var latest = Instant.zero

    private struct Begun {
        let agent: AgentID
        let thread: Int
        let at: Instant
        let score: Points
    }

    /// The process of what belongs to no agent, and its threads; agents are processes from 2 on.
    private static let swarmProcess = 1
    private static let swarmThread = 1
    /// Threads are numbered through all processes, so that a number alone tells them apart.
    private var threadCount = swarmThread

    /// `task` is the name of the only task to write; nil: all.
    public init(task: String? = nil) {
        wanted = task
        bytes.append(contentsOf: #"{"displayTimeUnit":"ms","traceEvents":["#.utf8)
        writeMetadata("process_name", process: Self.swarmProcess, text: "swarm")
        writeMetadata(
            "thread_name", process: Self.swarmProcess, thread: Self.swarmThread, text: "events")
    }

    public mutating func removeAll() { bytes.empty() }

    /// Takes one event in; `state` has taken it in already.
    public mutating func append(_ envelope: Envelope, state: SwarmState) {
        latest = max(latest, envelope.at)
        let at = envelope.at
        switch envelope.event {
        case .runStarted(let number, _): instant("run \(number) started", at, [:])
        case .agentRegistered(let agent, let card): register(agent, card)
        case .agentChanged(let agent, let change):
            guard wanted == nil, let place = place(.agent(agent), nil) else { break }
            instant(change.name, at, [:], on: place)
        case .subtaskAwarded(let key, let agent, let score):
            guard isWanted(key.task, state) else { break }
            begin(key, agent, score, at, state)
        case .attemptFinished(let key, let outcome): end(key, outcome, at, state)
        case .attemptFenced(let key):
            guard isWanted(key.task, state) else { break }
            instant("late report of \(label(key, state)), fenced", at, [:])
        case .messageSent(let message): send(message, at, state)
        case .faultInjected(let id, let spec):
            guard wanted == nil else { break }
            instant("fault \(id.number): \(spec.kind.name)", at, [:], scope: "g")
        case .faultReverted(let id):
            guard wanted == nil else { break }
            instant("fault \(id.number) ended", at, [:], scope: "g")
        case .reputationChanged(let agent, let change):
            guard isWanted(change.task, state) else { break }
            move(agent, change, at)
        case .taskFinished(let id, let status, let quality, _):
            finish(id, status, quality, at, state)
        default: break
        }
    }

    /// Ends what is still under way at the latest event, and the document.
    public mutating func finish(state: SwarmState) {
        for key in state.liveAttempts.sorted(by: isEarlier) {
            close(key, ["outcome": "unfinished"], latest, state)
        }
        for task in state.tasks.all {
            guard let thread = tasks.leave(task.id) else { continue }
            writeTask(task, thread: thread, until: latest, ["status": "unfinished"])
        }
        bytes.append(contentsOf: "\n]}\n".utf8)
    }

    private func isEarlier(_ a: AttemptKey, _ b: AttemptKey) -> Bool {
        (a.task.number, a.subtask, a.number) < (b.task.number, b.subtask, b.number)
    }

    private func isWanted(_ id: TaskID, _ state: SwarmState) -> Bool {
        wanted == nil || state.tasks.brief(of: id)?.name == wanted
    }

    // MARK: Agents and attempts

    private func process(_ agent: AgentID) -> Int { agent.position + 2 }

    private mutating func register(_ agent: AgentID, _ card: AgentCard) {
        var threads = TraceLanes<AttemptKey>()
        writeMetadata("process_name", process: process(agent), text: card.name)
        threads.open(newThread(of: process(agent), "attempts"))
        lanes.append(threads)
    }

    private mutating func newThread(of process: Int, _ name: String) -> Int {
        threadCount += 1
        writeMetadata("thread_name", process: process, thread: threadCount, text: name)
        return threadCount
    }

    private mutating func begin(
        _ key: AttemptKey, _ agent: AgentID, _ score: Points, _ at: Instant, _ state: SwarmState
    ) {
        guard lanes.indices.contains(agent.position) else { return }
        let thread = attemptThread(agent, key)
        begun[key] = Begun(agent: agent, thread: thread, at: at, score: score)
        if !tasks.holds(key.task), tasks.take(key.task) == nil {
            let name = "tasks, \(tasks.threads.count + 1) at once"
            tasks.open(newThread(of: Self.swarmProcess, name))
            _ = tasks.take(key.task)
        }
    }

    private mutating func attemptThread(_ agent: AgentID, _ key: AttemptKey) -> Int {
        if let thread = lanes[agent.position].take(key) { return thread }
        let name = "attempts, \(lanes[agent.position].threads.count + 1) at once"
        let thread = newThread(of: process(agent), name)
        lanes[agent.position].open(thread)
        return lanes[agent.position].take(key) ?? thread
    }

    private mutating func end(
        _ key: AttemptKey, _ outcome: AttemptOutcome, _ at: Instant, _ state: SwarmState
    ) {
        switch outcome {
        case .succeeded(_, let quality):
            close(key, ["outcome": "succeeded", "quality": .integer(Int64(quality))], at, state)
        case .failed(let failure):
            close(
                key, ["outcome": .string(failure.name), "reason": .string(failure.words)], at,
                state)
        }
    }

    private mutating func close(
        _ key: AttemptKey, _ outcome: JSONObject, _ at: Instant, _ state: SwarmState
    ) {
        guard let slice = begun.removeValue(forKey: key) else { return }
        _ = lanes[slice.agent.position].leave(key)
        var arguments = outcome
        arguments["task"] = .string(state.tasks.brief(of: key.task)?.name ?? "")
        arguments["attempt"] = .integer(Int64(key.number))
        arguments["score"] = slice.score.json
        let process = process(slice.agent)
        write([
            "name": .string(label(key, state)), "cat": "attempt", "ph": "X",
            "ts": .integer(slice.at.microseconds),
            "dur": .integer((at - slice.at).microseconds), "pid": .integer(Int64(process)),
            "tid": .integer(Int64(slice.thread)), "args": .object(arguments),
        ])
    }

    /// `finance #2 of campaign_001`.
    private func label(_ key: AttemptKey, _ state: SwarmState) -> String {
        guard let task = state.tasks[key.task],
            task.subtasks.indices.contains(Int(key.subtask))
        else { return "attempt \(key.number)" }
        let skill = state.skillName(task.subtasks[Int(key.subtask)].skill)
        return "\(skill) #\(key.number) of \(task.brief.name)"
    }

    // MARK: Tasks

    private mutating func finish(
        _ id: TaskID, _ status: TaskStatus, _ quality: UInt8, _ at: Instant, _ state: SwarmState
    ) {
        guard let task = state.tasks[id], isWanted(id, state) else { return }
        guard let thread = tasks.leave(id) else {
            return instant("\(task.brief.name) \(status.rawValue)", at, [:])
        }
        writeTask(
            task, thread: thread, until: at,
            ["status": .string(status.rawValue), "quality": .integer(Int64(quality))])
    }

    private mutating func writeTask(
        _ task: TaskState, thread: Int, until end: Instant, _ outcome: JSONObject
    ) {
        guard let start = task.startedAt else { return }
        var arguments = outcome
        arguments["title"] = .string(task.brief.title)
        arguments["waited_us"] = .integer((start - task.submittedAt).microseconds)
        write([
            "name": .string(task.brief.name), "cat": "task", "ph": "X",
            "ts": .integer(start.microseconds), "dur": .integer((end - start).microseconds),
            "pid": .integer(Int64(Self.swarmProcess)),
            "tid": .integer(Int64(thread)), "args": .object(arguments),
        ])
    }

    // MARK: Messages and reputations

    private mutating func send(_ message: Message, _ at: Instant, _ state: SwarmState) {
        guard message.task.map({ isWanted($0, state) }) ?? (wanted == nil) else { return }
        let sender = place(message.sender, message.task)
        var arguments: JSONObject = [
            "message": .integer(Int64(clamping: message.number)),
            "sender": .string(message.sender.name(state)),
            "recipient": .string(message.recipient.name(state)), "payload": message.payload,
        ]
        if let cause = message.causation {
            arguments["causation"] = .integer(Int64(clamping: cause))
        }
        instant(
            "\(message.kind.rawValue): \(message.topic)", at, arguments,
            on: sender ?? Self.swarmPlace)
        // An arrow needs a slice at either end.
        guard let sender, let recipient = place(message.recipient, message.task),
            sender.isWorking, recipient.isWorking
        else { return }
        for (phase, place) in [("s", sender), ("f", recipient)] {
            write([
                "name": .string(message.topic), "cat": "message", "ph": .string(phase),
                "bp": "e", "id": .integer(Int64(clamping: message.number)),
                "ts": .integer(at.microseconds), "pid": .integer(Int64(place.process)),
                "tid": .integer(Int64(place.thread)),
            ])
        }
    }

    private struct Place {
        let process: Int
        let thread: Int
        var isWorking = false
    }

    /// Where an agent works for the task now, else where it works at all.
    private func place(_ party: Party, _ task: TaskID?) -> Place? {
        guard case .agent(let agent) = party, lanes.indices.contains(agent.position) else {
            return nil
        }
        let lanes = lanes[agent.position]
        let working = lanes.thread { $0.task == task } ?? lanes.thread { _ in true }
        return Place(
            process: process(agent), thread: working ?? lanes.threads[0],
            isWorking: working != nil)
    }

    private mutating func move(_ agent: AgentID, _ change: ReputationChange, _ at: Instant) {
        guard let place = place(.agent(agent), change.task) else { return }
        instant(
            "reputation: \(change.reason.rawValue)", at,
            [
                "before": change.before.json, "after": change.after.json,
                "task": .string(change.taskName),
            ], on: place)
        write([
            "name": "reputation", "ph": "C", "ts": .integer(at.microseconds),
            "pid": .integer(Int64(place.process)), "args": ["reputation": change.after.json],
        ])
    }

    // MARK: Members

    private static let swarmPlace = Place(process: swarmProcess, thread: swarmThread)

    /// `scope` is the format's: `t` thread, `g` all.
    private mutating func instant(
        _ name: String, _ at: Instant, _ arguments: JSONObject,
        on place: Place = swarmPlace, scope: String = "t"
    ) {
        write([
            "name": .string(name), "ph": "i", "s": .string(scope),
            "ts": .integer(at.microseconds), "pid": .integer(Int64(place.process)),
            "tid": .integer(Int64(place.thread)), "args": .object(arguments),
        ])
    }

    private mutating func writeMetadata(
        _ name: String, process: Int, thread: Int? = nil, text: String
    ) {
        write([
            "name": .string(name), "ph": "M", "pid": .integer(Int64(process)),
            "tid": .integer(Int64(thread ?? 0)), "args": ["name": .string(text)],
        ])
    }

    private mutating func write(_ event: JSONObject) {
        bytes.append(contentsOf: isFirst ? "\n".utf8 : ",\n".utf8)
        isFirst = false
        JSONValue.object(event).appendJSON(to: &bytes)
    }
}
