import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// What is said when a fault the operator injected is made good.
@Suite struct RecoveryNoticeTests {
    /// The campaign without its crash being over, and what ends it.
    private static func console(
        by spec: FaultSpec?, upTo last: Instant
    ) throws -> (Console, [Envelope]) {
        let scene = FrameScene.campaign()
        var console = Console(options: ConsoleOptions(size: Size(columns: 120, rows: 40)))
        let done = scene.envelopes.filter { $0.at <= last }
        console.attach(SwarmState(), log: EventLog())
        _ = console.update(.messages([.events(done)]))
        console.lastFault = spec
        console.notice = nil
        return (console, scene.envelopes.filter { $0.at > last })
    }

    private static func crash() -> FaultSpec {
        FaultSpec(
            kind: .crash, target: .agent(AgentID(1)), duration: .milliseconds(200), seed: 7)
    }

    @Test func theOperatorsOwnFaultIsToldWhenItsWorkIsDone() throws {
        var (console, rest) = try Self.console(
            by: Self.crash(), upTo: .zero + .milliseconds(42_313))
        let (next, later) = (try #require(rest.first), rest.dropFirst())
        _ = console.update(.messages([.events([next])]))
        #expect(
            console.notice?.text
                == "Made good after 1.8 s: the crash of Finance. 5 tells more.")
        console.notice = nil
        _ = console.update(.messages([.events(Array(later))]))
        #expect(console.notice == nil, "once")
    }

    @Test func somebodyElsesFaultAndARefusalAreLeftAlone() throws {
        var (other, rest) = try Self.console(by: nil, upTo: .zero + .milliseconds(42_313))
        _ = other.update(.messages([.events(rest)]))
        #expect(other.notice == nil)
        var (busy, same) = try Self.console(by: Self.crash(), upTo: .zero + .milliseconds(42_313))
        busy.say("There is no task.", .failed)
        _ = busy.update(.messages([.events(same)]))
        #expect(busy.notice?.text == "There is no task.")
    }

    @Test func anAgentThatDoesItsWorkAgainIsNotSaidToHaveFailedLast() {
        var scene = FrameScene.campaign()
        scene.at(43, .agentChanged(AgentID(1), .degraded(.failing)))
        var desktop = Desktop(scene)
        desktop.console.selection.agent = AgentID(1)
        desktop.press("7")
        let health = desktop.lines.first { $0.contains(" health ") }
        #expect(health?.contains("▲ degraded  healthy after 2 done in a row") == true)
    }

    @Test func aJournalThatCannotWriteIsSaidUntilItCan() {
        var desktop = Desktop(.fresh(), columns: 80, rows: 24)
        let trouble = ConsoleMessage.journal(trouble: "No space left on device")
        _ = desktop.console.update(.messages([trouble]))
        desktop.press("j", "k", "tab")
        #expect(
            desktop.lines[1].contains("Journal: No space left on device. New tasks wait."))
        _ = desktop.console.update(.messages([.journal(trouble: nil)]))
        #expect(desktop.lines[1].contains("The journal writes again."))
        desktop.press("j")
        #expect(!desktop.text.contains("No space left"))
    }

    @Test func theFooterFillsItsRowWithTheMostImportantThatFit() {
        let desktop = Desktop(.launched())
        let footer = desktop.lines.last ?? ""
        #expect(footer.contains("q quit"))
        #expect(TextWidth.of(footer) <= 120)
    }
}
