import CommandAgents
import Foundation
import SwarmCore
import SwarmRuntime
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A swarm of one command agent in a folder of its own, and what its program left behind.
struct Office {
    let folder: String
    /// In the environment of everything the program starts.
    let mark = "swarm-mark-\(UUID().uuidString)"
    var environment = ["PATH": "/usr/bin:/bin"]
    var policies = Policies()

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/swarm-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        policies.attempts.most = 1
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// Settings that run a shell script; the script is an argument and so never a task's words.
    func settings(_ script: String, _ more: JSONObject = [:]) -> JSONObject {
        var settings: JSONObject = ["command": ["/bin/sh", "-c", .string(script)]]
        settings["set"] = ["SWARM_MARK": .string(mark)]
        for member in more.members { settings[member.key] = member.value }
        return settings
    }

    /// Runs a task to its end.
    func run(
        _ settings: JSONObject, limits: AgentLimits = AgentLimits(),
        draft: TaskDraft = TaskDraft.plain,
        _ meanwhile: @Sendable (SwarmRuntime, TaskID) async -> Void = { _, _ in }
    ) async throws -> TaskState {
        let card = AgentCard(
            name: "Script Agent", skills: [.init("x")], driver: .command, model: "command",
            loadPerSubtask: 25, settings: settings, limits: limits)
        let driver = CommandDriver(folders: folder + "/agents", environment: environment)
        let runtime = try SwarmRuntime(
            journal: ForgetfulJournal(), drivers: [.command: driver], agents: [card],
            recipes: RecipeCatalogue([]), policies: policies)
        let (ends, end) = AsyncStream.makeStream(of: TaskState.self)
        await runtime.whenTaskEnds { task, _ in end.yield(task) }
        let running = Task { try await runtime.run() }
        let reply = await runtime.send(.submit(draft))
        guard case .submitted(let id, _) = reply else {
            runtime.stop()
            try await running.value
            throw Refused(reply: reply)
        }
        await meanwhile(runtime, id)
        var ended = ends.makeAsyncIterator()
        let task = await ended.next()
        runtime.stop()
        try await running.value
        return try #require(task)
    }

    struct Refused: Error { let reply: CommandReply }

    /// Processes whose environment holds the mark, found in `/proc`.
    var leftovers: [String] {
        let processes = try? FileManager.default.contentsOfDirectory(atPath: "/proc")
        return (processes ?? []).filter { process in
            guard Int32(process) != nil,
                let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ")
            else { return false }
            return String(decoding: environment, as: UTF8.self).contains(mark)
        }
    }

    static var openDescriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }

    /// Waits for what happens on its own: an attempt that is cancelled ends before its program does.
    func isGone() async -> Bool {
        for _ in 0..<20_000 {
            if leftovers.isEmpty { return true }
            await Task.yield()
        }
        return false
    }

    func isThere(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder + "/" + name)
    }
}

extension TaskDraft {
    static var plain: TaskDraft {
        var draft = TaskDraft()
        draft.title = "A task"
        draft.requiredSkills = ["x"]
        return draft
    }
}

extension TaskState {
    var product: JSONObject? { subtasks.first?.product?.json }
    var failure: AttemptFailure? { attempts.first?.failure }
    var reason: String? { if case .gaveUp(let reason) = failure { reason } else { nil } }
}

extension AgentLimits {
    init(idle: TimeSpan? = nil, hard: TimeSpan? = nil) {
        self.init()
        idleTimeout = idle
        hardTimeout = hard
    }
}
