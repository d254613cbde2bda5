import ArgumentParser
import Foundation
import SwarmConsole

/// How a console looks; the same for every command that opens one.
struct LookOptions: ParsableArguments {
    @Option(help: "A theme by name, or the path of a base16 or base24 scheme.")
    var theme: String?

    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    @Flag(help: "Leave the mouse to the terminal.")
    var noMouse = false

    /// What was chosen here stands before what the settings remember.
    func console(readOnly: Bool = false) throws -> ConsoleOptions {
        let environment = ProcessInfo.processInfo.environment
        let themes = try ThemeFolder.themes()
        let settings = try ConsoleFiles.settings()
        // A remembered theme that is gone is no reason not to start.
        let remembered = settings.theme.flatMap { try? ThemeFolder.choose($0, from: themes) }
        let isGone = theme == nil && settings.theme != nil && remembered == nil
        let theme = try theme == nil ? remembered : ThemeFolder.choose(theme, from: themes)
        var options = ConsoleOptions(
            theme: try theme ?? ThemeFolder.choose(nil, from: themes), themes: themes,
            ascii: ascii || settings.ascii == true,
            noColor: environment["NO_COLOR"].map { !$0.isEmpty } ?? false, readOnly: readOnly,
            version: Version.text,
            utcOffsetSeconds: TimeZone.current.secondsFromGMT(), settings: settings,
            keymap: try ConsoleFiles.keymap())
        options.missingTheme = isGone ? settings.theme : nil
        return options
    }

    /// Whether the console takes the mouse.
    func usesMouse(_ options: ConsoleOptions) -> Bool {
        !noMouse && options.settings.mouse != false
    }
}
