import SwarmCore
import Testing

@testable import ChildProcesses

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Programs that do not want to end: whatever they try, nothing of them is left.
@Suite(.timeLimit(.minutes(3))) struct TreeTests {
    /// Ends a program once it has said `ready`, and looks for what is left.
    private func endReady(
        _ script: String, grace: TimeSpan = .zero, limits: ChildLimits = ChildLimits()
    ) async -> ChildEnd {
        let program = Program(script, limits: limits)
        let child = ChildProcess(program.launch)
        #expect(await child.read(until: "ready"))
        let end = await child.finish(grace: grace)
        #expect(end.isTreeGone)
        #expect(program.leftovers.isEmpty)
        return end
    }

    @Test func aWillingProgramEndsOnSIGTERM() async {
        let end = await endReady(
            "trap 'echo bye >&2; exit 3' TERM; echo ready; while :; do sleep 0.05; done",
            grace: .seconds(60))
        #expect(end.status == .exited(3))
        #expect(end.cause == .asked)
    }

    @Test func oneThatIgnoresSIGTERMIsKilledAfterTheGrace() async {
        let end = await endReady(
            "trap '' TERM; echo ready; while :; do sleep 1; done", grace: .milliseconds(100))
        #expect(end.status == .killed(signal: SIGKILL))
    }

    @Test func daemonsThatLeftTheSessionAreKilled() async {
        _ = await endReady(
            """
            (setsid sh -c '(setsid sleep 600 & echo ready; exit) & exit' &)
            while :; do sleep 1; done
            """)
    }

    @Test func whatAnEndedProgramLeavesBehindIsKilledSoon() async {
        let program = Program("(setsid sleep 600 &) ; sleep 600 & echo done")
        let reading = await ChildProcess(program.launch).readToEnd()
        #expect(reading.text == "done\n")
        #expect(reading.end?.status == .exited(0) && reading.end?.isTreeGone == true)
        #expect(reading.end?.cause == nil)
        #expect(program.leftovers.isEmpty)
    }

    @Test func aForkBombIsEndedByItsCount() async {
        let program = Program(
            """
            bomb() { [ $1 -gt 0 ] && { bomb $(($1 - 1)) & bomb $(($1 - 1)) & }; sleep 600; }
            bomb 8
            """,
            limits: ChildLimits(processes: 40))
        let reading = await ChildProcess(program.launch).readToEnd()
        guard case .tooManyProcesses(let count) = reading.end?.cause else {
            Issue.record("\(reading)")
            return
        }
        #expect(count > 40)
        #expect(reading.end?.isTreeGone == true)
        #expect(program.leftovers.isEmpty)
    }

    @Test func oneWhoseProcessesAllLeaveTheSessionIsEndedToo() async {
        let program = Program(
            "n=0; while [ $n -lt 200 ]; do setsid sleep 600 & n=$((n + 1)); done; wait",
            limits: ChildLimits(processes: 20))
        let reading = await ChildProcess(program.launch).readToEnd()
        guard case .tooManyProcesses = reading.end?.cause else {
            Issue.record("\(reading)")
            return
        }
        #expect(reading.end?.isTreeGone == true)
        #expect(program.leftovers.isEmpty)
    }

    @Test func tooMuchOutputEndsIt() async {
        for stream in ["", " >&2"] {
            let program = Program("yes\(stream)", limits: ChildLimits(outputBytes: 1 << 20))
            let reading = await ChildProcess(program.launch).readToEnd()
            #expect(reading.end?.cause == .tooMuchOutput(limitBytes: 1 << 20))
            #expect(reading.output.count <= 2 << 20)
            #expect((reading.end?.errorTail.count ?? 0) <= ChildProcess.mostErrorBytes)
            #expect(program.leftovers.isEmpty)
        }
    }

    @Test func oneThatReadsNoneOfItsInputIsEnded() async {
        let program = Program("exec sleep 600", input: String(repeating: "x", count: 8_000_000))
        let child = ChildProcess(program.launch)
        #expect(await child.next(within: .milliseconds(1)) == .quiet)
        #expect(await child.finish(grace: .zero).status == .killed(signal: SIGKILL))
        #expect(program.leftovers.isEmpty)
    }

    @Test func oneThatClosesItsOutputIsStillWaitedFor() async {
        let reading = await run("exec >&- 2>&-; sleep 0.2; exit 5")
        #expect(reading.end?.status == .exited(5))
    }

    @Test func limitsHoldInTheProgram() async {
        let limits = ChildLimits(cpuSeconds: 7, memoryMegabytes: 300, files: 19)
        let reading = await run("ulimit -t; ulimit -d; ulimit -n; ulimit -c", limits: limits)
        #expect(reading.text == "7\n307200\n19\n0\n")
        let busy = await run("while :; do :; done", limits: ChildLimits(cpuSeconds: 1))
        #expect(busy.end?.status == .killed(signal: SIGXCPU))
    }

    @Test func aProgramThatKillsItsKeeperGoesWithIt() async {
        let program = Program("sleep 600 & kill -9 $PPID; sleep 600")
        let reading = await ChildProcess(program.launch).readToEnd()
        #expect(reading.end?.status == .unknown)
        #expect(reading.end?.isTreeGone == false)
        #expect(await program.isGone())
    }

    @Test func aProgramThatStopsItsKeeperIsEndedAllTheSame() async {
        _ = await endReady("kill -STOP $PPID; echo ready; sleep 600")
    }

    @Test func droppingTheProcessKillsItsTree() async {
        let program = Program("sleep 600 & echo ready; sleep 600")
        var child: ChildProcess? = ChildProcess(program.launch)
        #expect(await child?.read(until: "ready") == true)
        #expect(program.leftovers.count >= 2)
        child = nil
        // Nothing tells when it is gone: that is what letting go of it means.
        #expect(await program.isGone())
    }

    @Test func endingTwiceAndAfterTheEndChangesNothing() async {
        let child = ChildProcess(Program("exit 4").launch)
        let end = await child.readToEnd().end
        child.end(grace: .zero)
        #expect(await child.finish(grace: .seconds(1)) == end)
        #expect(end?.status == .exited(4))
    }

    @Test func noDescriptorStaysOpen() async {
        let before = Processes.openDescriptors
        for round in 0..<40 {
            let child = ChildProcess(Program("cat; sleep 600", input: "x").launch)
            if round % 2 == 0 { _ = await child.read(until: "x") }
            await child.finish(grace: .zero)
        }
        // Other tests open and close as well; 40 rounds would leave 240 of ours.
        #expect(Processes.openDescriptors < before + 40)
    }
}
