import ArgumentParser
import Dispatch
import ModelAgents
import SQLiteJournal
import SwarmConsole
import SwarmCore
import SwarmFiles
import SwarmRuntime

/// A running swarm over a data folder: the composition root of every command that runs one.
struct Session {
    let runtime: SwarmRuntime
    private let folder: String
    private let speed: Double
    private let files: SwarmFolder?
    /// Makes tasks of free text; nil where no model is configured for it.
    let planner: Planner?

    init(_ options: SwarmOptions) throws {
        try self.init(
            folder: try options.folder, speed: options.speed, seed: options.seed,
            files: try options.files, models: options.models)
    }

    /// The same from a concurrent task: opening may wait for servers of tools.
    static func open(_ options: SwarmOptions) async throws -> Session {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try Session(options) })
            }
        }
    }

    /// `files` define the swarm; nil: as built in.
    init(
        folder: String, speed: Double, seed: UInt64, files: SwarmFolder? = nil,
        models: ModelOptions? = nil
    ) throws {
        self.folder = folder
        self.speed = speed
        self.files = files
        let kit = try AgentKit(folder: folder, files: files, speed: speed, options: models)
        planner = kit.planner
        let definition = kit.definition
        do {
            runtime = try SwarmRuntime(
                journal: try SQLiteJournal.open(folder: folder),
                drivers: kit.drivers,
                agents: definition.agents, recipes: definition.recipes,
                policies: definition.policies, seed: seed)
        } catch {
            throw Wording.stop(for: error)
        }
        for snapshot in runtime.refusedSnapshots {
            StandardStreams.complain(Wording.line(for: snapshot))
        }
    }

    /// Runs the swarm behind a console on this thread until the operator quits; `beside` runs along and is
    /// cancelled with it.
    func inConsole(
        _ options: ConsoleOptions, usesMouse: Bool,
        beside: @escaping @Sendable () async -> Void = {}
    ) throws {
        let runtime = self.runtime
        let plans = planner.map { PlanDesk($0, payer: runtime.planningPurse) }
        let demos = DemoDesk(runtime, speed: speed)
        let bridge = ConsoleBridge(
            runtime, journal: .folder(folder), plans: plans, demos: demos)
        var options = options
        options.demos = DemoDesk.names
        options.planner = plans?.model
        let stopped = DispatchSemaphore(value: 0)
        let attached = DispatchSemaphore(value: 0)
        // The swarm's life beside the drawing thread; ends after `stop` below.
        Task.detached {
            do throws(JournalFault) {
                try await runtime.run()
            } catch {
                StandardStreams.complain(lines: Wording.stop(for: error).lines)
            }
            stopped.signal()
        }
        let reload = files.map { FileWatch($0, runtime: runtime, told: { bridge.tell($0) }) }
        // Both are cancelled below.
        let watching = Task.detached { await reload?.run() }
        let along = Task.detached {
            await bridge.attach()
            attached.signal()
            await beside()
        }
        attached.wait()
        defer {
            watching.cancel()
            along.cancel()
            plans?.close()
            demos.close()
            runtime.stop()
            stopped.wait()
        }
        let screen = ConsoleScreen(bridge: bridge, options: options, usesMouse: usesMouse)
        if let signal = try screen.draw() { throw ExitCode(128 + signal) }
    }

    /// Hands the recorded lines of these events to `body`, read beside the running swarm.
    func replay(
        _ events: ClosedRange<UInt64>, _ body: (_ lines: [UInt8]) -> Void
    ) throws(JournalFault) {
        guard let journal = try SQLiteJournal.openForReading(folder: folder) else { return }
        defer { journal.close() }
        try journal.replay(events, body)
    }

    /// The recorded state of a folder, without becoming its writer; nil when nothing is recorded.
    static func recordedState(folder: String) throws -> SwarmState? {
        do {
            guard let journal = try SQLiteJournal.openForReading(folder: folder) else { return nil }
            defer { journal.close() }
            return try JournalReader().state(of: journal)
        } catch {
            throw Wording.stop(for: error)
        }
    }
}
