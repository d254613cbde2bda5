import Foundation
import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Screens as pictures, for eyes: written only when `SWARMTOP_PICTURES` names a folder.
@Suite struct FramePictures {
    static let folder = ProcessInfo.processInfo.environment["SWARMTOP_PICTURES"]

    @Test(.enabled(if: folder != nil)) func screensAreWrittenAsPictures() throws {
        let launch = FrameScene.launch()
        for (name, columns, rows) in [
            ("a-main", 120, 40), ("b-wide", 200, 60), ("c-small", 80, 24), ("mid", 100, 30),
            ("stacked", 60, 16), ("list", 45, 12), ("status", 39, 9),
        ] {
            try write(name, snapshot(launch, columns, rows, agent: 1))
        }
        try write("k-first", snapshot(.fresh(), 120, 40, agent: nil))
        var ascii = ConsoleOptions()
        ascii.ascii = true
        try write("j-ascii", snapshot(launch, 120, 40, agent: 1, options: ascii))
        var mono = ConsoleOptions()
        mono.noColor = true
        try write("mono", snapshot(launch, 120, 40, agent: 1, options: mono))
        try write("busy", snapshot(.busy(), 200, 60, agent: 1))
        try write("busy-medium", snapshot(.busy(), 120, 40, agent: 1))
        try write("done", snapshot(.launched(), 120, 40, agent: 1))
        try write("zoom-rep", snapshot(launch, 120, 40, agent: 1, zoomed: .reputation))
        for theme in Theme.builtIn {
            let canvas = snapshot(
                launch, 120, 40, agent: 1, options: ConsoleOptions(theme: theme))
            try write("theme-" + theme.name, canvas, theme: theme)
        }
    }

    func write(_ name: String, _ canvas: Canvas, theme: Theme = .standard) throws {
        guard let folder = Self.folder else { return }
        let look = Look(theme: theme)
        try SVGWriter(look).picture(of: canvas)
            .write(toFile: "\(folder)/\(name).svg", atomically: true, encoding: .utf8)
        try canvas.text.write(toFile: "\(folder)/\(name).txt", atomically: true, encoding: .utf8)
    }
}

/// A frame with an agent chosen, as after moving the cursor there.
func snapshot(
    _ scene: FrameScene, _ columns: Int, _ rows: Int, agent: Int?,
    options: ConsoleOptions = ConsoleOptions(), zoomed: PaneID? = nil
) -> Canvas {
    var console = Console(options: options)
    console.size = Size(columns: columns, rows: rows)
    console.attach(scene.state, log: scene.log)
    if let agent { console.selection.agent = AgentID(agent) }
    if let zoomed { console.show(zoomed) }
    console.zoomed = zoomed
    console.settle()
    var canvas = Canvas(
        size: console.size, glyphs: options.ascii ? .ascii : .unicode)
    console.view(&canvas)
    return canvas
}
