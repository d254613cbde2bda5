import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Where a pane has no room for all its rows, its title says which are seen.
@Suite struct RowsInViewTests {
    private static let skills = [
        "marketing", "finance", "analytics", "support", "copywriting", "budgeting",
    ]

    /// A task of six subtasks, of which the first four are done.
    private static func six() -> FrameScene {
        var scene = FrameScene(
            cards: ["Ada", "Ben", "Cem", "Dia"].map {
                AgentCard(name: $0, skills: skills.map { .init($0) }, loadPerSubtask: 20)
            })
        let id = scene.submit("Six", name: "six", skills: skills, at: 1)
        scene.announce(id, at: 1)
        for place in skills.indices {
            let key = scene.start(id, place, by: place % 4, at: 1.1)
            if place < 4 { scene.succeed(key, at: 2) }
        }
        return scene
    }

    private static func title(_ desktop: Desktop, _ pane: String) -> String {
        desktop.lines.first { $0.contains(pane) } ?? ""
    }

    @Test(arguments: [(80, 24, "1 to 5 of 6"), (60, 16, "1 to 5 of 6"), (40, 10, " 3/6")])
    func theTimelineSaysThatItHasMoreLanes(_ columns: Int, _ rows: Int, _ words: String) {
        var desktop = Desktop(Self.six(), columns: columns, rows: rows)
        desktop.press("2")
        #expect(Self.title(desktop, "2 Timeline").contains(words), "\(desktop.text)")
    }

    @Test func theLanesInViewFollowTheCursorAndTheTitleWithThem() {
        var desktop = Desktop(Self.six(), columns: 80, rows: 24)
        desktop.press("2", "G")
        #expect(Self.title(desktop, "2 Timeline").contains("2 to 6 of 6"), "\(desktop.text)")
        #expect(desktop.text.contains("budgeting"))
    }

    @Test func aPaneThatShowsAllOfItsRowsSaysNothing() {
        let desktop = Desktop(.launch(), columns: 80, rows: 24)
        #expect(Self.title(desktop, "1 Agents").hasSuffix("━ by load ▾"), "\(desktop.text)")
        #expect(Self.title(desktop, "2 Timeline").hasSuffix("─ 1.7 s of ≈2.8 s"))
    }

    @Test func whatIsFoldedAwayTakesNoLaneOfThoseThatStay() {
        var desktop = Desktop(Self.six(), columns: 80, rows: 24)
        // The cursor is on the last lane when the four before it are folded.
        desktop.press("2", "G", "H")
        #expect(desktop.text.contains("copywriti") && desktop.text.contains("budgeting"))
        #expect(desktop.text.contains("4 done"), "\(desktop.text)")
        #expect(!Self.title(desktop, "2 Timeline").contains(" of 2"))
    }

    @Test(arguments: [(200, 60), (120, 40), (80, 24), (60, 20), (40, 10)])
    func theAgentsAreCounted(_ columns: Int, _ rows: Int) {
        let title = Self.title(Desktop(.busy(), columns: columns, rows: rows), "1 Agents")
        #expect(title.contains(#/ \d+ to \d+ of 24  by load/#), "\(title)")
    }

    @Test(arguments: [(80, 24), (60, 20), (40, 10)])
    func everyTabSaysIt(_ columns: Int, _ rows: Int) {
        var scene = QueueTests.scene()
        for place in 0..<12 {
            let id = scene.submit("More", name: "more_\(place)", skills: ["analytics"], at: 15)
            scene.at(
                15, .taskQueued(id, subtask: nil, skill: scene.state.skillID(named: "analytics")!))
        }
        for place in UInt32(1)...12 {
            scene.at(
                16,
                .faultInjected(
                    FaultID(place),
                    FaultSpec(kind: .crash, target: .everyone, duration: .seconds(3), seed: 1)))
            scene.at(16, .faultReverted(FaultID(place)))
        }
        var desktop = Desktop(scene, columns: columns, rows: rows)
        for (key, name) in [("8", "8 Queue"), ("5", "5 Fault lab")] {
            desktop.press(key)
            let title = Self.title(desktop, name)
            let shown = title.contains(#/\d+/\d+/#) || title.contains(/\d+ to \d+ of \d+/)
            #expect(shown, "\(title)\n\(desktop.text)")
        }
    }

    @Test func theLastLineOfAPageIsReachedWhereThereAreFewRows() {
        var desktop = Desktop(.campaign(), columns: 40, rows: 10)
        desktop.press("7")
        let first = Self.title(desktop, "7 Detail")
        #expect(first.contains(#/ \d+/\d+$/#), "\(first)")
        desktop.press("G")
        let ends = Self.title(desktop, "7 Detail").split(separator: " ").last ?? ""
        let parts = ends.split(separator: "/")
        #expect(parts.count == 2 && parts.first == parts.last, "\(desktop.text)")
        let page = (desktop.console.desk[.detail]?.copied(desktop.console.glance()) ?? "")
            .split(separator: "\n")
        let last = String(page.last ?? "").trimmingPrefix { $0 == " " }.prefix(12)
        #expect(desktop.lines[desktop.lines.count - 2].contains(last), "\(desktop.text)")
    }

    @Test func whoWorksMostStaysInViewWhereNobodyScrolled() {
        let title = Self.title(Desktop(.busy(), columns: 200, rows: 60), "1 Agents")
        #expect(title.contains(" 1 to 13 of 24"), "\(title)")
    }

    @Test func aNarrowTabSaysWhatItIsAbout() {
        for (columns, rows, words) in [(60, 20, "─ Q1 Product …  1.7 s"), (40, 10, "─ Q1 Prod")] {
            let desktop = Desktop(.launch(), columns: columns, rows: rows)
            let title = Self.title(desktop, "2 Timeline")
            #expect(title.contains(words) && title.contains("…"), "\(desktop.text)")
        }
        let desktop = Desktop(Self.six(), columns: 60, rows: 20)
        #expect(Self.title(desktop, "2 Timeline").contains("─ Six  0.9 s of"))
    }

    @Test func theSmallestScreenSaysHowItStandsAndWhoIsNeeded() {
        let desktop = Desktop(.launch(), columns: 40, rows: 10)
        #expect(desktop.lines[0].contains("LIVE   0:41.7   ?3   ✓18 ▸1 ○0 ✗3"), "\(desktop.text)")
        // Where a row says what is needed the number is not said twice.
        #expect(!Desktop(.launch(), columns: 40, rows: 12).lines[0].contains("?"))
    }

    @Test func theSmallestScreenAnswersAKeyInItsLastRow() {
        var desktop = Desktop(.launched(), columns: 40, rows: 10)
        #expect(desktop.lines[9].contains("q quit"))
        desktop.press("d")
        #expect(desktop.lines[9].contains("d cancel: already ended."), "\(desktop.text)")
        desktop.press("j")
        #expect(desktop.lines[9].contains("q quit"))
    }
}
