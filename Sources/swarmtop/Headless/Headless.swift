import Foundation
import ModelAgents
import SwarmConsole
import SwarmCore
import SwarmRuntime

/// Runs tasks without a console: submits them at once, shows how they go, prints what came of them.
struct Headless {
    enum Format: Equatable {
        /// Moving lines on a terminal, plain ones elsewhere.
        case text
        /// Plain lines, one for each event that says something.
        case plain
        case json(isList: Bool)
        case events
    }

    let session: Session
    let format: Format
    var approve = ApprovalAnswer.no
    /// How long a journal that cannot be written is tried again before the run is given up.
    private static let patience = TimeSpan.seconds(5)
    /// How long an interrupted run waits for its output to be read.
    private static let patienceWithReader = Duration.seconds(1)

    /// Checks all drafts before any is submitted, so that nothing runs when one is wrong.
    func run(_ drafts: [TaskDraft], badInput: ExitStatus) async throws {
        try check(drafts, in: await session.runtime.state, badInput)
        let results = ResultCollector(expecting: drafts.count)
        try await conduct(results) {
            for (place, draft) in drafts.enumerated() {
                session.runtime.post(.submit(draft)) { results.note($0, at: place) }
            }
        }
    }

    /// Lets the planner make a task of the text, says what it planned, and runs it. `draft` has what else was given.
    func run(planning text: String, _ planner: Planner, _ draft: TaskDraft) async throws {
        let results = ResultCollector(expecting: 1)
        let runtime = session.runtime
        let swarm = await runtime.state
        try await conduct(results) {
            // Ends with the plan; the swarm's end ends its calls.
            Task {
                let proposal = await planner.plan(text, swarm: swarm, payer: runtime.planningPurse)
                StandardStreams.complain(lines: PlanText(proposal: proposal).lines())
                var planned = proposal.draft
                for member in draft.data.members { planned.data[member.key] = member.value }
                let command: Command =
                    proposal.recipe.map { .submitPlanned(planned, $0) } ?? .submit(planned)
                runtime.post(command) { reply in
                    if case .refused(.invalidTask(let faults)) = reply {
                        StandardStreams.complain(lines: faults.map(\.sentence))
                    }
                    results.note(reply, at: 0)
                }
            }
        }
    }

    /// Runs a recorded task again from one of its steps.
    func fork(_ plan: ForkPlan) async throws {
        try check([plan.draft], in: await session.runtime.state, .usage)
        let results = ResultCollector(expecting: 1)
        try await conduct(results) {
            session.runtime.post(.fork(plan.draft, kept: plan.kept)) { results.note($0, at: 0) }
        }
    }

    /// Finishes what the journal says was left.
    func resume() async throws {
        let left = session.runtime.unfinishedTasks
        guard !left.isEmpty else {
            session.runtime.stop()
            do throws(JournalFault) {
                try await session.runtime.run(patience: Self.patience)
            } catch {
                throw Wording.stop(for: error)
            }
            return try StandardStreams.print(
                format == .text ? "Nothing was left unfinished." : "[]")
        }
        let results = ResultCollector(expecting: left.count)
        for (place, task) in left.enumerated() {
            results.note(.submitted(task.id, name: task.brief.name), at: place)
        }
        try await conduct(results) {}
    }

    /// Shows all that happens until a signal ends it; what was left unfinished goes on.
    func watch() async throws {
        let results = ResultCollector(expecting: .max)
        // Ends with the process: a reader that went away while nothing is written is noticed by nobody else.
        Thread.detachNewThread {
            if StandardStreams.waitUntilOutputIsClosed() { results.stop(.outputClosed) }
        }
        try await conduct(results) {
            StandardStreams.complain("The swarm runs without a screen. Ctrl-C ends it.")
        }
    }

    private func conduct(_ results: ResultCollector, submit: () -> Void) async throws {
        let runtime = session.runtime
        await runtime.whenTaskEnds { task, swarm in results.take(task, swarm) }
        let signals = SignalWatch { signal in results.stop(.signal(signal)) }
        let display = Display(format: format, session: session)
        let (attachments, attached) = AsyncStream.makeStream(of: Attachment.self)
        runtime.attach(display.feed) { attachment in
            attached.yield(attachment)
            attached.finish()
        }
        // Ends with `stop` below; its fault, if any, ends the wait.
        let running = Task {
            do throws(JournalFault) {
                try await runtime.run(patience: Self.patience)
            } catch {
                results.stop(.journal(error))
            }
        }
        let attachment = await attachments.first { _ in true }
        // Ends when the display is closed.
        let showing = Task {
            if let attachment, let end = await display.show(attachment) { results.stop(end) }
        }
        // Ends when it is cancelled below.
        let approvals = Task { await Approvals(runtime: runtime, answer: approve).run() }
        submit()
        let end = await results.end()
        approvals.cancel()
        runtime.stop()
        await running.value
        display.close()
        if case .signal = end {
            await Self.wait(for: showing, atMost: Self.patienceWithReader)
        } else {
            await showing.value
        }
        signals.cancel()
        try report(results, end)
    }

    /// A reader that does not read must not keep an interrupted run from ending.
    private static func wait(for showing: Task<Void, Never>, atMost time: Duration) async {
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        // Both end with the process, at the latest.
        Task {
            await showing.value
            end.finish()
        }
        Task {
            try? await Task.sleep(for: time)
            end.finish()
        }
        for await _ in ends {}
    }

    private func check(
        _ drafts: [TaskDraft], in state: SwarmState, _ status: ExitStatus
    ) throws {
        var lines: [String] = []
        var names: Set<String> = []
        for (place, draft) in drafts.enumerated() {
            var faults: [TaskFault] = []
            do {
                _ = try draft.resolved(in: state)
            } catch {
                faults = error.faults
            }
            if let id = draft.id, !names.insert(id).inserted { faults.append(.nameTaken(id)) }
            let prefix = drafts.count == 1 ? "" : "task \(place + 1): "
            lines += faults.map { prefix + $0.sentence }
        }
        guard lines.isEmpty else { throw Stop(status, lines: lines) }
    }

    private func report(_ results: ResultCollector, _ end: ResultCollector.End) throws {
        switch end {
        case .done: break
        case .journal(let fault): throw Wording.stop(for: fault)
        case .outputClosed:
            throw Stop(
                .inputOutput,
                "Standard output was closed. Unfinished tasks go on with: swarmtop resume.")
        case .signal(let number):
            StandardStreams.complain("Interrupted. Unfinished tasks go on with: swarmtop resume.")
            StandardStreams.exit(128 + number)
        }
        let documents = results.documents
        switch format {
        case .events, .plain: break
        case .json(let isList):
            let value =
                isList
                ? JSONValue.array(documents.map { .object($0) })
                : documents.first.map { .object($0) } ?? .null
            try StandardStreams.print(value.jsonText(pretty: true))
        case .text:
            for document in documents { try StandardStreams.print(ResultText.text(document)) }
        }
        if let status = results.failure { StandardStreams.exit(status.rawValue) }
    }
}
