import Foundation
import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Panes and dialogs as pictures, for eyes: written only when `SWARMTOP_PICTURES` names a folder.
@Suite struct ResultPictures {
    private static let folder = ProcessInfo.processInfo.environment["SWARMTOP_PICTURES"]

    @Test(.enabled(if: folder != nil)) func panesAndDialogsAreWrittenAsPictures() throws {
        for (name, options) in Self.variants {
            try write("f-result" + name, options, isFinished: true) { $0.press("4", "z") }
            try write("l-award" + name, options, isFinished: true) { $0.press("7", "z", "right") }
            try write("a-main" + name, options) { _ in }
            try write("e-fault" + name, options) { desktop in
                desktop.press("j")
                desktop.open(FaultMenu(desktop.console.glance()))
            }
            try write("d-new" + name, options) { desktop in
                desktop.open(NewTaskForm())
                desktop.type(FrameScene.launchText)
            }
            try write("help" + name, options) { $0.open(HelpScreen(.standard)) }
            try write("command" + name, options) { $0.open(CommandLine(themes: Theme.builtIn)) }
        }
        let plain = ConsoleOptions()
        try write("agent", plain, isFinished: true) { desktop in
            desktop.press("j")
            desktop.console.selection.agent = AgentID(1)
            desktop.press("7", "z")
        }
        try write("b-wide", plain, columns: 200, rows: 60) { $0.press("j") }
        try write("faults", plain) { $0.press("5", "z") }
        try write("themes", plain) { desktop in
            desktop.open(ThemePicker(themes: Theme.builtIn, current: .standard))
            desktop.press("j")
        }
        try write("confirm", plain) { $0.press("d") }
        try write("new-skills", plain) { desktop in
            desktop.open(NewTaskForm())
            desktop.type(FrameScene.launchText)
            desktop.press("tab", "tab", "right", "right", "right")
        }
        try write("new-small", plain, columns: 80, rows: 24) { desktop in
            desktop.open(NewTaskForm())
            desktop.type(FrameScene.launchText)
        }
        try write("fault-small", plain, columns: 80, rows: 24) {
            $0.open(FaultMenu($0.console.glance()))
        }
        try write("result-tree", plain, isFinished: true) { $0.press("4", "z", "t") }
        try write("result-small", plain, columns: 80, rows: 24, isFinished: true) {
            $0.press("4", "z")
        }
        try write("award-small", plain, columns: 80, rows: 24, isFinished: true) {
            $0.press("7", "z", "right")
        }
        try write("bus", plain, isFinished: true) { $0.press("3", "z", "k", "k") }
    }

    private static let variants: [(String, ConsoleOptions)] = {
        var ascii = ConsoleOptions()
        ascii.ascii = true
        var mono = ConsoleOptions()
        mono.noColor = true
        return [("", ConsoleOptions()), ("-ascii", ascii), ("-mono", mono)]
    }()

    private func write(
        _ name: String, _ options: ConsoleOptions, columns: Int = 120, rows: Int = 40,
        isFinished: Bool = false, _ use: (inout Desktop) -> Void
    ) throws {
        guard let folder = Self.folder else { return }
        var desktop = Desktop(
            .campaign(isFinished: isFinished), columns: columns, rows: rows, options: options)
        use(&desktop)
        let canvas = desktop.canvas
        try SVGWriter(desktop.console.look).picture(of: canvas)
            .write(toFile: "\(folder)/\(name).svg", atomically: true, encoding: .utf8)
        try canvas.text.write(toFile: "\(folder)/\(name).txt", atomically: true, encoding: .utf8)
    }
}
