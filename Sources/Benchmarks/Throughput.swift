import Foundation
import SQLiteJournal
import SwarmCore
import SwarmFiles
import SwarmRuntime
import Synchronization

/// Tasks a second through the whole runtime: complex tasks of three skills, agents that answer at once.
///
/// A closed loop: each task that ends submits the next. `inFlight` tasks are under way or waiting at any time.
struct Throughput: Benchmark {
    enum Store: String { case memory, durable }

    let agents: Int
    let inFlight: Int
    let store: Store

    /// One in flight is the documents' own loop; three fill the built-in agents' room; a hundred wait in line.
    static let all: [any Benchmark] =
        [
            Throughput(agents: 4, inFlight: 1, store: .memory),
            Throughput(agents: 4, inFlight: 3, store: .memory),
            Throughput(agents: 4, inFlight: 100, store: .memory),
            Throughput(agents: 100, inFlight: 3, store: .memory),
            Throughput(agents: 1_000, inFlight: 3, store: .memory),
            Throughput(agents: 10_000, inFlight: 3, store: .memory),
            Throughput(agents: 4, inFlight: 3, store: .durable),
            Throughput(agents: 4, inFlight: 100, store: .durable),
            Throughput(agents: 100, inFlight: 64, store: .durable),
            Throughput(agents: 1_000, inFlight: 256, store: .durable),
            Throughput(agents: 10_000, inFlight: 1_024, store: .durable),
        ]

    var name: String { "tasks_\(store.rawValue)_\(agents)_agents_\(inFlight)_in_flight" }
    var unit: String { "tasks/s" }

    func measure(seconds: Double) async throws -> Sample {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("swarmtop-benchmark-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let journal: any Journal =
            store == .memory ? ForgetfulJournal() : try SQLiteJournal.open(folder: folder)
        let runtime = try SwarmRuntime(
            journal: journal, drivers: [.offline: InstantDriver()], agents: cards(),
            recipes: RecipeCatalogue([]))
        let loop = ClosedLoop(runtime, seconds: seconds)
        await runtime.whenTaskEnds { _, _ in loop.taskEnded() }
        let running = Task { try await runtime.run() }
        let cpu = ProcessorTime.now
        let start = ContinuousClock.now
        for _ in 0..<inFlight { loop.submit() }
        let done = await loop.finished()
        let wall = (ContinuousClock.now - start).seconds
        let used = ProcessorTime.now - cpu
        runtime.stop()
        try await running.value
        return Sample(
            value: Double(done) / wall, others: [("cpu_us_per_task", used / Double(done) * 1e6)])
    }

    /// The built-in four over and over, so that the skill sets stay four.
    private func cards() -> [AgentCard] {
        (0..<agents).map { place in
            let model = BuiltInSwarm.cards[place % 4]
            return AgentCard(
                name: "\(model.name) \(place)", skills: model.skills,
                loadPerSubtask: model.loadPerSubtask)
        }
    }
}

/// Hands a product in the moment it is asked.
private struct InstantDriver: AgentDriver {
    private static let product: JSONObject = ["text": "done"]

    func begin(_ order: WorkOrder, at desk: Desk) -> Work {
        desk.finish(Self.product)
        return .done
    }

    func answer(_ question: Question, card: AgentCard, purse: Purse) async -> JSONValue? { nil }
    func review(_ order: ReviewOrder, purse: Purse) async -> ReviewNote? { nil }
}

/// Keeps a number of tasks in flight until the time is up, then waits for the last.
private final class ClosedLoop: Sendable {
    private struct State {
        var submitted = 0
        var done = 0
        var isOver = false
        var waiter: CheckedContinuation<Int, Never>?
    }

    private let state = Mutex(State())
    private let runtime: SwarmRuntime
    private let end: ContinuousClock.Instant
    private let draft: TaskDraft

    init(_ runtime: SwarmRuntime, seconds: Double) {
        self.runtime = runtime
        end = .now + .seconds(seconds)
        var draft = TaskDraft()
        draft.title = "Q1 Product Launch"
        draft.complexity = .complex
        draft.requiredSkills = ["marketing", "finance", "analytics"]
        draft.data = ["budget": 50000]
        self.draft = draft
    }

    func submit() {
        state.withLock { $0.submitted += 1 }
        runtime.post(.submit(draft)) { reply in
            if case .refused(let refusal) = reply { preconditionFailure("\(refusal)") }
        }
    }

    func taskEnded() {
        let (goesOn, waiter) = state.withLock { state in
            state.done += 1
            // The time is looked at now and then only: asking costs as much as a hundredth of a task.
            if state.done % 64 == 0, ContinuousClock.now >= end { state.isOver = true }
            let isLast = state.isOver && state.done == state.submitted
            return (!state.isOver, isLast ? state.waiter : nil)
        }
        if let waiter { waiter.resume(returning: state.withLock { $0.done }) }
        if goesOn { submit() }
    }

    /// Waits until the time is up and the last task has ended; how many did.
    func finished() async -> Int {
        await withCheckedContinuation { continuation in
            state.withLock { $0.waiter = continuation }
        }
    }
}

/// The processor time this process has used, seconds.
enum ProcessorTime {
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

extension Duration {
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
