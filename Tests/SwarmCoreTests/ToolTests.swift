import Testing

@testable import SwarmCore

@Suite struct ToolTests {
    private func working(_ policies: Policies = Policies()) throws -> (Rehearsal, AttemptKey) {
        var rehearsal = Rehearsal(policies: policies)
        rehearsal.submit(["finance"], .simple)
        return (rehearsal, try #require(rehearsal.running.first))
    }

    private func draft(_ approval: Bool, token: UInt64 = 1) -> ToolDraft {
        ToolDraft(name: "delete", arguments: "{}", needsApproval: approval, token: token)
    }

    private func answer(_ rehearsal: Rehearsal) -> (number: UInt16, granted: Bool)? {
        guard case .answerTool(_, let number, let granted)? = rehearsal.effects.last else {
            return nil
        }
        return (number, granted)
    }

    @Test func aToolRunsAtOnceAndItsEndIsRecorded() throws {
        var (rehearsal, key) = try working()
        rehearsal.step(.report(key, .callsTool(draft(false))))
        #expect(answer(rehearsal)?.granted == true)
        rehearsal.step(.report(key, .toolFinished(number: 1, isError: false, output: "42")))
        let call = try #require(rehearsal.state.tasks[key.task]?.toolCalls.first)
        #expect(call.phase == .finished(isError: false))
        #expect(call.output == "42")
    }

    @Test(arguments: [true, false])
    func aToolThatNeedsItWaitsForTheOperator(granted: Bool) throws {
        var (rehearsal, key) = try working()
        rehearsal.effects = []
        rehearsal.step(.report(key, .callsTool(draft(true))))
        #expect(answer(rehearsal) == nil)
        #expect(rehearsal.state.tasks[key.task]?.awaitingTools.map(\.number) == [1])
        rehearsal.step(.answerTool(key, number: 1, granted: granted))
        #expect(answer(rehearsal)?.granted == granted)
        #expect(rehearsal.state.tasks[key.task]?.awaitingTools.isEmpty == true)
    }

    @Test func noAnswerInTimeIsANo() throws {
        var policies = Policies()
        policies.toolApprovalWithin = .seconds(30)
        var (rehearsal, key) = try working(policies)
        rehearsal.step(.report(key, .callsTool(draft(true))))
        for _ in 1...29 { rehearsal.advance(.seconds(1)) }
        // Far beyond the idle timeout: whoever waits for a person is not hung.
        #expect(rehearsal.state.isLive(key))
        rehearsal.advance(.seconds(1))
        #expect(answer(rehearsal)?.granted == false)
        #expect(rehearsal.state.isLive(key))
        for _ in 1...2 { rehearsal.advance(.seconds(1)) }
        #expect(!rehearsal.state.isLive(key))
    }

    @Test func aTaskCallsOnlySoManyTools() throws {
        var policies = Policies()
        policies.limits.toolCalls = 1
        var (rehearsal, key) = try working(policies)
        rehearsal.step(.report(key, .callsTool(draft(false))))
        rehearsal.step(.report(key, .callsTool(draft(false, token: 2))))
        #expect(answer(rehearsal)?.number == 0)
        #expect(rehearsal.count(.toolCalled) == 1)
    }

    @Test func longArgumentsAndOutputAreCut() throws {
        var (rehearsal, key) = try working()
        let long = String(repeating: "x", count: 10_000)
        rehearsal.step(
            .report(
                key,
                .callsTool(ToolDraft(name: "t", arguments: long, needsApproval: false, token: 1))))
        rehearsal.step(.report(key, .toolFinished(number: 1, isError: true, output: long)))
        let call = try #require(rehearsal.state.tasks[key.task]?.toolCalls.first)
        #expect(call.arguments.count == ToolCall.mostCharacters)
        #expect(call.output.count == ToolCall.mostCharacters)
    }

    // MARK: Memory

    private func note(_ text: String) -> Input {
        .remember(
            NoteDraft(
                agent: AgentID(1), kind: .lesson, source: "t_subtask_1", skill: "finance",
                text: text))
    }

    @Test func anAgentKeepsSoManyNotesAndForgetsOnDemand() {
        var policies = Policies()
        policies.retainedNotes = 2
        var rehearsal = Rehearsal(policies: policies)
        for text in ["a", "b", "c"] { rehearsal.step(note(text)) }
        #expect(rehearsal.state.agents[1].memory.map(\.text) == ["b", "c"])
        rehearsal.step(.forget(AgentID(1), note: 2))
        #expect(rehearsal.state.agents[1].memory.map(\.number) == [3])
        rehearsal.step(.forget(AgentID(1), note: nil))
        #expect(rehearsal.state.agents[1].memory.isEmpty)
        rehearsal.step(.forget(AgentID(1), note: nil))
        #expect(rehearsal.count(.memoryForgotten) == 2)
        rehearsal.restart()
        #expect(rehearsal.state.noteCount == 3)
    }

    @Test func whatAnAttemptIsRemindedOfIsKeptWithTheTask() throws {
        var (rehearsal, key) = try working()
        rehearsal.step(note("a"))
        rehearsal.step(.report(key, .recalls([Recall(note: 1, similarity: 900)])))
        #expect(
            rehearsal.state.tasks[key.task]?.recalls
                == [AttemptRecall(attempt: key, recalls: [Recall(note: 1, similarity: 900)])])
    }
}
