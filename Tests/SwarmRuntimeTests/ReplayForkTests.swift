import SwarmCore
import SwarmRuntime
import Testing

@Suite struct ForkPlanTests {
    /// A task of two subtasks, x before y, with the events after which each had finished.
    private struct Origin {
        var script = ReplayScript()
        var submitted: UInt64 = 0
        var half: UInt64 = 0
        var whole: UInt64 = 0

        init() throws {
            script.submit(["y"], name: "other")
            script.submit(
                ["x", "y"], name: "origin", data: ["budget": 50_000, "city": "Oslo"])
            let task = try #require(script.swarm.state.tasks.id(named: "origin"))
            submitted = try #require(
                script.events.last {
                    if case .taskSubmitted = $0.event { true } else { false }
                }
            ).sequence
            let keys = script.live.filter { $0.task == task }
            #expect(keys.count == 2)
            script.finish(keys[0])
            half = script.swarm.state.sequence
            script.finish(keys[1])
            whole = script.swarm.state.sequence
        }

        var recording: Recording {
            get throws { try script.recording }
        }
    }

    private func fault(_ origin: Origin, _ name: String, _ step: ForkStep) throws -> ForkFault? {
        let recording = try origin.recording
        do throws(ForkFault) {
            _ = try ForkPlan(of: name, at: step, in: recording)
            return nil
        } catch {
            return error
        }
    }

    @Test func theTaskIsTakenAsItWasRecordedButForTheChanges() throws {
        let plan = try ForkPlan(
            of: "origin", changing: ["budget": 60_000, "season": "spring"],
            in: try Origin().recording)
        #expect(plan.draft.id == "origin_fork")
        #expect(plan.draft.origin == "origin")
        #expect(plan.draft.requiredSkills == ["x", "y"])
        #expect(plan.draft.complexity == .simple)
        #expect(plan.draft.title == "Task 2")
        #expect(plan.draft.data == ["budget": 60_000, "city": "Oslo", "season": "spring"])
        #expect(plan.kept.isEmpty, "from the start everything runs again")
        #expect(plan.subtasks == ["origin_subtask_1", "origin_subtask_2"])
    }

    @Test func whatHadFinishedByTheStepIsKept() throws {
        let origin = try Origin()
        let plan = try ForkPlan(of: "origin", at: .event(origin.half), in: try origin.recording)
        #expect(plan.kept.map(\.subtask) == [0])
        #expect(plan.kept.first?.product.json["text"] == "done")
        let before = try ForkPlan(
            of: "origin", at: .event(origin.half - 1), in: try origin.recording)
        #expect(before.kept.isEmpty)
        let named = try ForkPlan(
            of: "origin", at: .subtask("origin_subtask_2"), in: try origin.recording)
        #expect(named.kept.isEmpty, "both began at once")
    }

    @Test func aNameThatIsTakenIsNotTakenAgain() throws {
        var origin = try Origin()
        origin.script.submit(["x"], name: "origin_fork")
        let plan = try ForkPlan(of: "origin", in: try origin.recording)
        #expect(plan.draft.id == "origin_fork_2")
        origin.script.submit(["x"], name: String(repeating: "n", count: 64))
        let long = try ForkPlan(of: String(repeating: "n", count: 64), in: try origin.recording)
        #expect(long.draft.id?.count == 64)
        #expect(long.draft.id?.hasSuffix("n_fork") == true)
    }

    @Test func whatCannotBeForkedIsSaid() throws {
        let origin = try Origin()
        let last = UInt64(origin.script.events.count)
        #expect(try fault(origin, "orign", .start) == .noSuchTask("orign", nearest: "origin"))
        #expect(
            try fault(origin, "origin", .event(1))
                == .noSuchEvent(1, allowed: origin.submitted...last))
        #expect(
            try fault(origin, "origin", .subtask("z"))
                == .noSuchSubtask("z", known: ["origin_subtask_1", "origin_subtask_2"]))
        #expect(try fault(origin, "origin", .event(origin.whole)) == .nothingLeft("origin"))
        #expect(try fault(origin, "other", .subtask("y")) == nil)
    }
}
