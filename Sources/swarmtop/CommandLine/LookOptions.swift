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

    func console(readOnly: Bool = false) throws -> ConsoleOptions {
        let environment = ProcessInfo.processInfo.environment
        let themes = try ThemeFolder.themes()
        return ConsoleOptions(
            theme: try ThemeFolder.choose(theme, from: themes), themes: themes, ascii: ascii,
            noColor: environment["NO_COLOR"].map { !$0.isEmpty } ?? false, readOnly: readOnly,
            version: Version.text,
            utcOffsetSeconds: TimeZone.current.secondsFromGMT())
    }
}
