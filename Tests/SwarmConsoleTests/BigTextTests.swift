import Foundation
import HostileText
import SwarmFiles
import TerminalUI
import Testing

@testable import SwarmConsole
@testable import SwarmCore

/// The screen for a room: what is said in big letters, large agents, large lanes.
@Suite struct BigTextTests {
    private static let caption = "Finance crashes. Its work is lost; the others go on."

    private func scene(_ caption: String = caption) -> FrameScene {
        var scene = FrameScene.launch()
        scene.at(41.7, .captionShown(caption))
        return scene
    }

    private func desktop(
        _ scene: FrameScene, columns: Int = 120, rows: Int = 40, ascii: Bool = false
    ) -> Desktop {
        var options = ConsoleOptions()
        options.ascii = ascii
        var desktop = Desktop(scene, columns: columns, rows: rows, options: options)
        desktop.press("B")
        return desktop
    }

    @Test(arguments: [(120, 40), (200, 60)])
    func aRoomSeesTheCaptionTheAgentsAndTheLanes(columns: Int, rows: Int) throws {
        let desktop = desktop(scene(), columns: columns, rows: rows)
        try expectGolden(desktop.canvas, "big-\(columns)x\(rows)")
        try FramePictures().write("big-\(columns)", desktop.canvas)
    }

    @Test func whereOnlyASCIICanBeShownItIsASCII() throws {
        let desktop = desktop(scene(), ascii: true)
        try expectGolden(desktop.canvas, "big-ascii-120x40")
        let isASCII = desktop.text.allSatisfy { $0.isASCII }
        #expect(isASCII)
    }

    @Test func theKeyTurnsItOnAndOffAndOtherPanesTakeTheTimelinesPlace() {
        var desktop = desktop(scene())
        #expect(desktop.text.contains("▀") || desktop.text.contains("▄"))
        #expect(!desktop.text.contains("6 Reputation"))
        desktop.press("3")
        #expect(desktop.text.contains("3 Bus") && !desktop.text.contains("2 Timeline"))
        desktop.press("2", "z")
        #expect(desktop.text.contains("back to all panes"))
        desktop.press("z", "B")
        #expect(desktop.text.contains("6 Reputation"))
    }

    @Test func aSmallScreenSaysThatThereIsNoRoomAndKeepsItsCaption() {
        let desktop = desktop(scene(), columns: 80, rows: 24)
        #expect(desktop.text.contains("Big letters need"))
    }

    @Test func everyCaptionOfEveryDemoIsSaidInFull() {
        for demo in BuiltIn.demos {
            for case .caption(let text?) in demo.steps.map(\.deed) {
                for (density, columns) in [(PaneGrid.Density.medium, 120), (.wide, 200)] {
                    let lines = BigScreen.letters(density).wrapped(
                        text, to: columns - 6, maximumLines: BigScreen.captionLines)
                    #expect(
                        lines.joined(separator: " ") == text, "\(demo.name) at \(columns): \(text)")
                }
            }
        }
    }

    @Test func aBigScreenWithManyAgentsCountsTheRest() {
        let desktop = desktop(.busy())
        #expect(desktop.text.contains("more"))
    }

    @Test(arguments: HostileText.all.indices)
    func whatACaptionHoldsStaysInItsBand(index: Int) {
        let plain = desktop(scene("x"))
        let band = plain.console.grid.band
        let (hostile, harmless) = (desktop(scene(HostileText.all[index])).canvas, plain.canvas)
        for row in 0..<40 where row < band.top || row >= band.bottom {
            #expect(hostile.cells(inRow: row) == harmless.cells(inRow: row), "\(row)")
        }
    }
}
