import Foundation
import SwarmCore
import SwarmRuntime
import Testing

@testable import CommandAgents

/// A command that misbehaves, and how its attempt must end.
struct Misbehaviour: Sendable, CustomTestStringConvertible {
    enum Ending: Sendable {
        case hung, ranTooLong
        case reason(String)
        case succeeds
    }

    let name: String
    let script: String
    let ending: Ending
    var idle = TimeSpan.seconds(600)
    var hard = TimeSpan.seconds(600)
    var limits: JSONObject = [:]
    var data: JSONObject = [:]

    var testDescription: String { name }

    static let soon = TimeSpan.milliseconds(400)

    static let all: [Misbehaviour] = [
        Misbehaviour(name: "silent", script: "sleep 600", ending: .hung, idle: soon),
        Misbehaviour(
            name: "chattering", script: "while :; do echo working; echo still; sleep 0.02; done",
            ending: .hung, idle: soon),
        Misbehaviour(
            name: "busy for ever", script: "n=0; while :; do n=$((n+1)); echo $n; sleep 0.05; done",
            ending: .ranTooLong,
            idle: .milliseconds(1_500), hard: .seconds(2)),
        Misbehaviour(
            name: "ignoring SIGTERM", script: "trap '' TERM INT HUP; while :; do sleep 1; done",
            ending: .hung, idle: soon),
        Misbehaviour(
            name: "forking and exiting", script: "sleep 600 & sleep 600 & echo done",
            ending: .succeeds),
        Misbehaviour(
            name: "daemon in another session",
            script: "setsid sh -c 'setsid sleep 600 & exit' & sleep 600", ending: .hung, idle: soon),
        Misbehaviour(
            name: "holding the pipe open in a grandchild",
            script: "echo done; (trap '' TERM; sleep 600) & exit 0", ending: .succeeds),
        Misbehaviour(
            name: "1 GB of output", script: "head -c 1000000000 /dev/zero",
            ending: .reason("the command wrote more than 1000000 bytes"),
            limits: ["output_bytes": 1_000_000]),
        Misbehaviour(
            name: "1 GB of error output", script: "head -c 1000000000 /dev/zero >&2",
            ending: .reason("the command wrote more than 1000000 bytes"),
            limits: ["output_bytes": 1_000_000]),
        Misbehaviour(
            name: "fork bomb",
            script: """
                bomb() { [ $1 -gt 0 ] && { bomb $(($1 - 1)) & bomb $(($1 - 1)) & }; sleep 600; }
                bomb 8
                """, ending: .reason("processes, more than the 40 it may have"),
            limits: ["processes": 40]),
        Misbehaviour(
            name: "closing its output and sleeping",
            script: "echo done; exec >&- 2>&- ; sleep 600", ending: .hung, idle: soon),
        Misbehaviour(
            name: "reading none of its task", script: "sleep 600", ending: .hung, idle: soon,
            data: ["text": .string(String(repeating: "x", count: 1_000_000))]),
        Misbehaviour(
            name: "hostile bytes",
            script: #"""
                printf '\033]0;x\007\377\376\000{"result":\n{"result": 7, "result": 8}\n{"progress": 1e999}\n'
                head -c 200000 /dev/urandom
                """#, ending: .succeeds),
        Misbehaviour(
            name: "ending by signal", script: "echo half; kill -SEGV $$",
            ending: .reason("the command was killed by SIGSEGV")),
    ]
}

/// Whatever a command does, its attempt ends as it should, and nothing of it is left.
@Suite(.timeLimit(.minutes(10)), .serialized) struct MisbehaviourTests {
    /// How often each is tried; set SWARMTOP_ROUNDS for more.
    private static let rounds =
        Int(ProcessInfo.processInfo.environment["SWARMTOP_ROUNDS"] ?? "") ?? 1

    @Test(arguments: Misbehaviour.all) func itIsFoundAndNothingOfItIsLeft(
        misbehaviour: Misbehaviour
    ) async throws {
        for _ in 0..<Self.rounds { try await check(misbehaviour) }
    }

    private func check(_ misbehaviour: Misbehaviour) async throws {
        var office = try Office()
        defer { office.remove() }
        office.policies.attempts.idleTimeout = .seconds(600)
        office.policies.attempts.hardTimeout = .seconds(600)
        var draft = TaskDraft.plain
        draft.data = misbehaviour.data
        let start = ContinuousClock.now
        let task = try await office.run(
            office.settings(misbehaviour.script, ["limits": .object(misbehaviour.limits)]),
            limits: AgentLimits(idle: misbehaviour.idle, hard: misbehaviour.hard), draft: draft)
        let ended = ContinuousClock.now
        switch misbehaviour.ending {
        case .hung: #expect(task.failure == .hung)
        case .ranTooLong: #expect(task.failure == .ranTooLong)
        case .reason(let words):
            #expect(task.reason?.contains(words) == true, "\(task.failure as Any)")
        case .succeeds: #expect(task.status == .succeeded, "\(task.failure as Any)")
        }
        #expect(await office.isGone())
        if Self.rounds > 1 { print(misbehaviour.name, ended - start, ContinuousClock.now - start) }
    }

    @Test func noDescriptorIsLeftOpen() async throws {
        let before = Office.openDescriptors
        for _ in 0..<8 {
            try await check(Misbehaviour.all[13])
            try await check(Misbehaviour.all[6])
        }
        // Other tests open and close as well; 16 programs would leave 96.
        #expect(Office.openDescriptors < before + 20)
    }
}
