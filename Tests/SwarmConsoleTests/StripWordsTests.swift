import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// The words above the scrubber, and the keys of the attention line, where there is little room.
@Suite struct StripWordsTests {
    private static func marker(
        _ second: Double, _ kind: ReplayMarker.Kind, _ label: String, status: TaskStatus? = nil
    ) -> ReplayMarker {
        ReplayMarker(
            event: UInt64(second * 10), at: .zero + .seconds(second), kind: kind, label: label,
            status: status)
    }

    private static let markers = [
        marker(1, .award, "Q1 Product Launch awarded"),
        marker(4, .faultInjected, "crash on Finance Agent injected"),
        marker(4.1, .failure, "Finance Agent: process ended (exit 137)"),
        marker(9.9, .result, "Q1 Product Launch succeeded", status: .succeeded),
    ]

    private static func words(at second: Double, columns: Int = 100) -> Canvas {
        let position = ReplayPosition(
            event: 1, events: 1...100, time: .zero + .seconds(second),
            wall: WallTime(milliseconds: 0), from: .zero, to: .zero + .seconds(10), speed: 1,
            isPlaying: false)
        let strip = RunStrip(
            markers: [], start: .zero, end: .zero + .seconds(10), position: position,
            look: Look(ConsoleOptions()), times: TimeFormat(utcOffsetSeconds: 0))
        var canvas = Canvas(size: Size(columns: columns, rows: 2))
        strip.drawWords(
            markers, on: &canvas, in: Rect(column: 0, row: 0, width: columns, height: 1),
            strip: Rect(column: 0, row: 1, width: columns, height: 1))
        return canvas
    }

    @Test func eachMarkerIsNamedAboveItsPlace() {
        let line = Self.words(at: 5).lines[0]
        #expect(line.contains("awarded"))
        #expect(line.contains("crash injected"))
        #expect(line.contains("done"))
        let columns = ["awarded", "crash injected", "done"].compactMap {
            line.range(of: $0)?.lowerBound
        }
        #expect(columns == columns.sorted())
    }

    @Test func whatHasNoRoomBesideAWeightierWordIsLeftOut() {
        #expect(!Self.words(at: 5).lines[0].contains("Finance failed"))
        #expect(Self.words(at: 5, columns: 40).lines[0].contains("crash injected"))
    }

    @Test(arguments: [1, 20, 31, 33, 60, 200]) func anyWidthHolds(_ columns: Int) {
        #expect(Self.words(at: 0, columns: columns).lines.count == 2)
    }

    @Test func theKeysOfAQuestionAreNeverCut() {
        for columns in [60, 66, 72, 80] {
            let desktop = Desktop(FrameScene.ticketAsks(), columns: columns, rows: 24)
            let line = desktop.lines.first { $0.contains("need") } ?? ""
            #expect(line.contains("y approve  o deny"), "\(columns): \(line)")
        }
    }
}
