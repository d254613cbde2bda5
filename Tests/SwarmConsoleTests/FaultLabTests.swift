import TerminalUI
import Testing

@testable import SwarmConsole
@testable import SwarmCore

/// Pane 5 where it is narrow: what a fault is, whom it was aimed at and what became of it stay to the last.
@Suite struct FaultLabTests {
    /// A crash that was made good, messages that are being lost, and an armed hang.
    private static func desktop() -> Desktop {
        var scene = FrameScene.launch()
        let spec = FaultSpec(
            kind: .dropMessages(percent: 100), target: .agent(AgentID(0)), duration: .seconds(60),
            count: nil, seed: 1)
        scene.at(41.71, .faultInjected(FaultID(2), spec))
        scene.at(41.72, .messageDropped(1, FaultID(2)))
        var desktop = Desktop(scene)
        let hang = FaultSpec(
            kind: .hang, target: .agent(AgentID(3)), duration: .seconds(3), seed: 7)
        _ = desktop.console.armed.add(hang, done: "Support left hanging.")
        return desktop
    }

    @Test(arguments: [38, 58, 78, 118])
    func noWordOfAFaultIsCut(columns: Int) {
        let canvas = Self.desktop().drawn(FaultsPane(), columns: columns, rows: 20)
        let words = canvas.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("armed ○ hang → Support waits for the next attempt x forgets it"))
        #expect(words.contains("on ▼ drop messages"))
        #expect(words.contains("0 hits, 1 message lost, 60 s left :revert 2"))
        #expect(words.contains("2 faults, 1 broke an attempt, 0 made good, 1 message lost"))
        let row = canvas.lines.first { $0.contains("crash") } ?? ""
        #expect(row.contains("Finance") && row.hasSuffix("not yet"))
        #expect(!row.contains("…"))
    }

    @Test func columnsLeaveWhereThereIsNoRoomForThem() {
        let desktop = Self.desktop()
        let heads = [38, 48, 58, 78].map { columns in
            desktop.drawn(FaultsPane(), columns: columns, rows: 20).lines
                .first { $0.contains("target") }?
                .split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        #expect(
            heads == [
                "fault target recovered", "when fault target recovered",
                "when fault target found recovered", "when fault target hit found recovered",
            ])
    }

    @Test func theHintOfAnEmptyPaneIsReadWhole() {
        let canvas = Desktop(.fresh()).drawn(FaultsPane(), columns: 38, rows: 3)
        #expect(canvas.lines[0] == " Nothing armed. x breaks something on")
        #expect(canvas.lines[1] == " purpose.")
        let costs = Desktop(.fresh()).drawn(CostsPane(), columns: 38, rows: 3)
        #expect(costs.lines[1] == " agents cost nothing.", "\(costs.text)")
    }
}
