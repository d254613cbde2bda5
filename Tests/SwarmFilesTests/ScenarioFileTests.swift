import SwarmCore
import Testing

@testable import SwarmFiles

/// Scripts on a time line, as files say them.
@Suite struct ScenarioFileTests {
    private func read(_ text: String) -> (scenario: Scenario?, sentences: [String]) {
        var faults: [DefinitionFault] = []
        let scenario = ScenarioFile.read(
            Array(text.utf8), named: "trial", file: "trial.yaml", &faults)
        return (scenario, faults.inReadingOrder().map(\.sentence))
    }

    /// The one step of a script, in Swift's words.
    private func step(_ text: String) -> (String?, [String]) {
        let (scenario, sentences) = read("steps:\n  - {\(text)}\n")
        return (scenario?.steps.first.map { "\($0.deed)" }, sentences)
    }

    @Test func theBuiltInDemosHaveNoFaultsAndExpectSomething() {
        #expect(
            BuiltIn.demos.map(\.name)
                == ["first", "parallel", "reputation", "chaos", "support", "content"])
        for demo in BuiltIn.demos {
            #expect(!demo.title.isEmpty && !demo.about.isEmpty && !demo.steps.isEmpty)
            #expect(demo.expectations != ScenarioExpectations(), "\(demo.name) proves nothing")
        }
    }

    @Test func everyDeedIsRead() throws {
        let deeds: [(String, String)] = [
            ("say: Hello", "caption(Optional(\"Hello\"))"), ("say: ", "caption(nil)"),
            ("revert: all", "revertAll"), ("wait: end", "waitForEnd"),
            ("pause: Finance Agent", "pause(Optional(\"Finance Agent\"))"),
            ("pause: all", "pause(nil)"), ("resume: all", "resume(nil)"),
            ("resume: A", "resume(Optional(\"A\"))"), ("cancel: t", "cancel(task: \"t\")"),
            ("retry: t", "retry(task: \"t\")"),
            ("approve: {task: t, step: s}", "answer(task: \"t\", step: \"s\", granted: true)"),
            ("deny: {task: t, step: s}", "answer(task: \"t\", step: \"s\", granted: false)"),
        ]
        for (text, deed) in deeds {
            let (found, sentences) = step(text)
            #expect(found == deed && sentences.isEmpty, "\(text): \(sentences)")
        }
    }

    @Test func aSubmissionIsATaskAsInATaskFile() throws {
        let (scenario, sentences) = read(
            "steps:\n  - at: 1.5s\n    submit: {id: one, recipe: campaign, priority: high, data: {budget: 5}}\n"
        )
        #expect(sentences.isEmpty)
        let step = try #require(scenario?.steps.first)
        guard case .submit(let draft) = step.deed else {
            Issue.record("\(step.deed)")
            return
        }
        #expect(step.at == .milliseconds(1_500))
        #expect(draft.id == "one" && draft.recipe == "campaign" && draft.priority == .high)
        #expect(draft.data == ["budget": 5])
        let (plain, _) = self.step("submit: Write the FAQ")
        #expect(plain?.contains("Write the FAQ") == true)
    }

    @Test func everyFaultIsReadWithItsNumbers() throws {
        let faults: [(String, FaultKind)] = [
            ("kind: crash", .crash), ("kind: hang", .hang), ("kind: slow", .slow(factor: 4)),
            ("kind: slow, factor: 9", .slow(factor: 9)),
            ("kind: flaky, percent: 7", .flaky(percent: 7)), ("kind: poor_quality", .poorQuality),
            ("kind: corrupt", .corrupt), ("kind: drop_messages", .dropMessages(percent: 50)),
            ("kind: delay_messages, by: 2s", .delayMessages(.seconds(2))),
            ("kind: partition", .partition), ("kind: health_drop", .healthDrop),
            ("kind: journal_stall, by: 30ms", .journalStall(.milliseconds(30))),
        ]
        for (text, kind) in faults {
            let (scenario, sentences) = read(
                "steps:\n  - fault: {\(text), agent: A, for: 3s, count: 2}\n")
            guard case .fault(let fault) = scenario?.steps.first?.deed else {
                Issue.record("\(text): \(sentences)")
                continue
            }
            #expect(
                fault
                    == ScenarioFault(
                        kind: kind, target: .agent("A"), duration: .seconds(3), count: 2))
        }
        for (text, target) in [
            ("skill: x", ScenarioFault.Target.skill("x")), ("for: 1s", .everyone),
        ] {
            guard
                case .fault(let fault) = read("steps: [{fault: {kind: hang, \(text)}}]")
                    .scenario?.steps.first?.deed
            else {
                Issue.record("\(text) is not read")
                continue
            }
            #expect(fault.target == target)
        }
    }

    @Test func whatIsExpectedAndTheRestOfTheFileIsRead() throws {
        let text = """
            title: A trial
            about: What it shows.
            seed: 9
            limit: 20s
            steps: [{wait: end}]
            expect: {succeeded: 1, partial: 2, failed: 3, cancelled: 4, recovers: true, parallel: true, rises: [A], falls: [B]}
            """
        let scenario = try #require(read(text).scenario)
        #expect(scenario.name == "trial" && scenario.title == "A trial")
        #expect(scenario.about == "What it shows." && scenario.seed == 9)
        #expect(scenario.limit == .seconds(20))
        var expected = ScenarioExpectations()
        expected.ended = [.succeeded: 1, .partial: 2, .failed: 3, .cancelled: 4]
        (expected.recovers, expected.isParallel) = (true, true)
        (expected.rises, expected.falls) = (["A"], ["B"])
        #expect(scenario.expectations == expected)
        #expect(read("steps: [{wait: end}]").scenario?.title == "trial")
    }

    @Test func theTimeLineStartsAnewAfterAWait() {
        let again = "steps:\n  - {at: 5s, say: a}\n  - {wait: end}\n  - {at: 1s, say: b}\n"
        #expect(read(again).sentences.isEmpty)
        let back = "steps:\n  - {at: 5s, say: a}\n  - {at: 1s, say: b}\n"
        #expect(
            read(back).sentences == [
                "trial.yaml:3:5: steps[1]: it is before the step above it. "
                    + "Put the steps in the order of their times."
            ])
    }

    @Test func everyFaultOfAFileIsNamedAtOnceWithItsLineAndWhatToDo() {
        let text = """
            title: T
            stepz: 3
            steps:
              - {fault: {kind: crsh, foo: 1}}
              - {at: 0s}
              - {say: a, pause: b}
              - {approve: {task: t}}
              - {wait: here}
              - {revert: this}
              - {fault: {kind: flaky, percent: 0}}
            expect: {succeded: 2}
            """
        let deeds =
            "Give it exactly one of say, submit, fault, revert, pause, resume, cancel, retry, "
            + "approve, deny, wait."
        let found = read(text)
        #expect(found.scenario == nil)
        #expect(
            found.sentences == [
                "trial.yaml:2:1: stepz: unknown key. Nearest: steps.",
                "trial.yaml:4:20: steps[0].fault.kind: this is no kind of fault. Nearest: crash.",
                "trial.yaml:4:26: steps[0].fault.foo: unknown key. Nearest: for.",
                "trial.yaml:5:5: steps[1]: the step does nothing. \(deeds)",
                "trial.yaml:6:5: steps[2]: the step does several things. \(deeds)",
                "trial.yaml:7:15: steps[3].approve: step is missing. Add step.",
                "trial.yaml:8:12: steps[4].wait: only end can stand here. Write end.",
                "trial.yaml:9:14: steps[5].revert: only all can stand here. Write all.",
                "trial.yaml:10:36: steps[6].fault.percent: 0 is out of range. "
                    + "Write a whole number from 1 to 100.",
                "trial.yaml:11:10: expect.succeded: unknown key. Nearest: succeeded.",
            ])
    }

    @Test(arguments: [
        "", "# later\n", "[]", "7", "title: T", "steps: 3", "steps: {a: b}", "{steps: [",
        "steps: [3]",
    ])
    func whatIsNoScriptIsRefused(text: String) {
        let found = read(text)
        #expect(found.scenario == nil && !found.sentences.isEmpty)
    }
}
