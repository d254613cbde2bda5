import ArgumentParser
import Dispatch
import OfflineAgents
import SQLiteJournal
import SwarmConsole
import SwarmCore
import SwarmFiles
import SwarmRuntime

/// A running swarm over a data folder: the composition root of every command that runs one.
struct Session {
    let runtime: SwarmRuntime
    private let folder: String
    private let files: SwarmFolder?

    init(_ options: SwarmOptions) throws {
        try self.init(
            folder: try options.folder, speed: options.speed, seed: options.seed,
            files: try options.files)
    }

    /// `files` define the swarm; nil: as built in.
    init(folder: String, speed: Double, seed: UInt64, files: SwarmFolder? = nil) throws {
        self.folder = folder
        self.files = files
        let definition = try files.map(Self.definition) ?? BuiltIn.definition
        do {
            runtime = try SwarmRuntime(
                journal: try SQLiteJournal.open(folder: folder),
                drivers: [.offline: OfflineDriver(speed: speed)],
                agents: definition.agents, recipes: definition.recipes,
                policies: definition.policies, seed: seed)
        } catch {
            throw Wording.stop(for: error)
        }
        for snapshot in runtime.refusedSnapshots {
            StandardStreams.complain(Wording.line(for: snapshot))
        }
    }

    private static func definition(_ files: SwarmFolder) throws -> SwarmDefinition {
        let reading = files.read()
        guard let definition = reading.definition else {
            throw Stop(.config, reading.faults.map(\.sentence).joined(separator: "\n"))
        }
        return definition
    }

    /// Runs the swarm behind a console on this thread until the operator quits; `beside` runs along and is
    /// cancelled with it.
    func inConsole(
        _ options: ConsoleOptions, usesMouse: Bool,
        beside: @escaping @Sendable () async -> Void = {}
    ) throws {
        let runtime = self.runtime
        let bridge = ConsoleBridge(runtime)
        let stopped = DispatchSemaphore(value: 0)
        let attached = DispatchSemaphore(value: 0)
        // The swarm's life beside the drawing thread; ends after `stop` below.
        Task.detached {
            do throws(JournalFault) {
                try await runtime.run()
            } catch {
                StandardStreams.complain(Wording.stop(for: error).message)
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
