import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// The row of keys.
@Suite struct FooterTests {
    /// The keys with their words at that width.
    private static func keys(_ glance: Glance, _ columns: Int, isRoomy: Bool = true) -> [String] {
        FooterView(.standard, glance, width: columns - 2, isRoomy: isRoomy).rows.map {
            "\($0.item.key) \($0.item.label)"
        }
    }

    @Test func helpAndTheWayOutAreInTheRowOfEveryWidth() {
        for scene in [FrameScene.fresh(), .launch(), .launched(), .busy()] {
            let glance = Desktop(scene).console.glance()
            for columns in 40...200 {
                for isRoomy in [false, true] {
                    let keys = Self.keys(glance, columns, isRoomy: isRoomy)
                    #expect(keys.contains("? help") && keys.contains("q quit"), "\(keys)")
                }
            }
        }
    }

    @Test(arguments: PaneID.allCases)
    func aZoomedPaneNamesTheWayBackAndTheWayOut(_ pane: PaneID) {
        var desktop = Desktop(.launch())
        desktop.press("\(pane.rawValue)", "z")
        let glance = desktop.console.glance()
        for columns in 40...200 {
            let keys = Self.keys(glance, columns)
            for key in ["z back", "? help", "q quit"] { #expect(keys.contains(key), "\(keys)") }
        }
    }

    @Test(arguments: [(40, 12), (60, 16), (80, 24), (97, 30), (120, 40), (200, 60)])
    func everyKeyOfTheRowIsDrawn(_ columns: Int, _ rows: Int) {
        let desktop = Desktop(.launched(), columns: columns, rows: rows)
        let footer = desktop.lines.last ?? ""
        for key in Self.keys(desktop.console.glance(), columns, isRoomy: columns >= 110) {
            #expect(footer.contains(key), "\(key) in \(footer)")
        }
    }

    @Test func reasonsLeaveTheRowBeforeAnyOfTheUsualKeysDoes() {
        // Nothing to cancel and nothing to retry: two long reasons.
        let glance = Desktop(.launched()).console.glance()
        let wide = Self.keys(glance, 200)
        #expect(wide.contains("d cancel: already ended"))
        #expect(wide.contains("r retry: not failed"))
        let usual = [
            "n new task", "p pause", "x fault", "d cancel", "r retry", "/ filter", "z zoom",
            "T theme", ": command", "? help", "q quit",
        ]
        #expect(Self.keys(glance, 120) == usual)
        #expect(Self.keys(glance, 140).contains("d cancel: already ended"))
    }

    @Test func inAZoomedPaneTooKeysComeBeforeReasons() {
        var desktop = Desktop(.launched())
        desktop.press("8", "z")
        let keys = Self.keys(desktop.console.glance(), 80)
        for key in ["+ raise", "- lower", "c copy"] {
            #expect(keys.contains { $0.hasPrefix(key) }, "\(key) in \(keys)")
        }
    }
}
