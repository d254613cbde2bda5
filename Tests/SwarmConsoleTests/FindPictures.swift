import TerminalUI
import Testing

@testable import SwarmConsole

/// Links, palette, queue and timeline as pictures, for eyes: written only when `SWARMTOP_PICTURES` names a folder.
@Suite struct FindPictures {
    @Test(.enabled(if: FramePictures.folder != nil)) func screensAreWrittenAsPictures() throws {
        let queue = QueueTests.scene()
        try draw("queue", queue, ["8", "z", "j", "space"])
        try draw("queue-wide", queue, ["8", "space"], columns: 200, rows: 60)
        try draw("palette", .campaign(isFinished: false), ["ctrl-p", "r", "e", "t"])
        try draw("link", .campaign(), ["3", "z", "k", "k", "enter"])
        try draw("timeline-zoom", .launch(), ["2", "z", "+"])
        try draw("timeline-agents", .ticketAsks(), ["2", "A"])
        try draw("undo", .launch(), ["g", "space", "space"])
        try draw("bus-match", .campaign(), ["3", "z", "/", "b", "u", "d", "enter", "&"])
        try draw("help", .launch(), ["?"])
    }

    private func draw(
        _ name: String, _ scene: FrameScene, _ keys: [String], columns: Int = 120, rows: Int = 40
    ) throws {
        var desktop = Desktop(scene, columns: columns, rows: rows)
        for key in keys { desktop.press(key) }
        try FramePictures().write(name, desktop.canvas)
    }
}
