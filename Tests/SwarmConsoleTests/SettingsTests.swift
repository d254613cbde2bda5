import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// What survives the end of the program.
@Suite struct SettingsTests {
    private static func read(_ yaml: String) -> (Settings, [String]) {
        var faults: [ConfigFault] = []
        let settings = Settings(yaml: yaml, faults: &faults)
        return (settings, faults.map(\.sentence))
    }

    private static func saved(_ effects: [ConsoleEffect]) -> String? {
        for case .saveSettings(let text) in effects { return text }
        return nil
    }

    @Test func whatIsWrittenIsReadAgain() {
        var settings = Settings()
        settings.theme = "yes: \"8\" #two"
        settings.ascii = true
        settings.mouse = false
        settings.replaySpeed = 0.25
        settings.layout = Layout(focus: .bus, tab: .detail, zoomed: nil)
        settings.layouts["review"] = Layout(focus: .result, tab: nil, zoomed: .result)
        settings.layouts["2-plain"] = Layout()
        settings.layouts["lab"] = Layout(focus: .faults, tab: .faults)
        let (again, faults) = Self.read(settings.yaml)
        #expect(faults == [])
        #expect(again == settings)
        #expect(Self.read(Settings().yaml) == (Settings(), []))
    }

    @Test func theFileIsMadeToBeRead() {
        var settings = Settings()
        settings.theme = "Waxpaper"
        settings.layouts["lab"] = Layout(focus: .faults, zoomed: .faults)
        #expect(
            settings.yaml == """
                # What swarmtop remembers. It writes this file; keys are in keys.yaml.
                theme: "Waxpaper"
                layouts:
                  "lab":
                    focus: fault_lab
                    zoomed: fault_lab

                """)
    }

    @Test(arguments: [
        ("them: x", "settings.yaml, line 1: no setting is called 'them'. Nearest: theme."),
        ("\nmouse: 8", "settings.yaml, line 2: mouse is '8'. Allowed: true and false."),
        (
            "replay_speed: 500",
            "settings.yaml, line 1: replay_speed is '500'. Allowed: a number from 0.25 to 64."
        ),
        (
            "layout:\n  focus: buss",
            "settings.yaml, line 2: focus is 'buss'. Allowed: agents, timeline, bus, result, "
                + "fault_lab, reputation, detail, queue, costs."
        ),
        (
            "layouts:\n  'a b': {}",
            "settings.yaml, line 2: a layout's name is 'a b'. "
                + "Allowed: 1 to 32 letters, digits, _ and -."
        ),
    ])
    func aLineThatCannotBeReadIsNamedAndChangesNothing(_ yaml: String, _ sentence: String) {
        let (settings, faults) = Self.read(yaml)
        #expect(faults == [sentence])
        #expect(settings.theme == nil && settings.mouse == nil && settings.replaySpeed == nil)
    }

    @Test func choosingAThemeRemembersIt() {
        var desktop = Desktop(.launch())
        #expect(Self.saved(desktop.press("T", "j")) == nil, "a preview is not a choice")
        let text = Self.saved(desktop.press("enter"))
        #expect(text?.contains("theme: \"\(desktop.console.look.theme.name)\"") == true)
        desktop.press("T")
        #expect(Self.saved(desktop.press("enter")) == nil, "nothing changed")
    }

    @Test func aLayoutIsSavedShownAndForgottenByName() {
        var desktop = Desktop(.launch())
        desktop.press("3", "z", ":")
        desktop.type("layout save wall")
        #expect(Self.saved(desktop.press("enter"))?.contains("\"wall\":\n    focus: bus") == true)
        desktop.press("z", "1", ":")
        desktop.type("layout wall")
        desktop.press("enter")
        #expect(desktop.console.zoomed == .bus && desktop.console.focus == .bus)
        desktop.press("esc")
        #expect(desktop.console.zoomed == nil, "a layout can be gone back from")
        desktop.press(":")
        desktop.type("layout forget wall")
        #expect(Self.saved(desktop.press("enter"))?.contains("wall") == false)
    }

    @Test func thePanesAreTheNextTimeAsTheyWereLeft() throws {
        var desktop = Desktop(.launched())
        desktop.press("6", "z")
        let text = try #require(Self.saved(desktop.press("q", "q")))
        #expect(!text.contains("zoomed"), "q goes back before it quits")
        let (settings, faults) = Self.read(text)
        #expect(faults == [])
        var again = Console(
            options: ConsoleOptions(size: Size(columns: 120, rows: 40), settings: settings))
        let scene = FrameScene.launched()
        again.attach(scene.state, log: scene.log)
        #expect(again.focus == .reputation)
    }

    @Test func whatHoldsFromTheNextStartOnIsRememberedAndSaidSo() {
        var desktop = Desktop(.launch())
        desktop.press(":")
        desktop.type("ascii on")
        #expect(Self.saved(desktop.press("enter"))?.contains("ascii: true") == true)
        #expect(desktop.lines[2].contains("from the next start on"))
        desktop.press(":")
        desktop.type("mouse perhaps")
        desktop.press("enter")
        #expect(desktop.text.contains("Say on or off, as in :mouse off."))
        desktop.press("esc", ":")
        desktop.type("mouse off")
        #expect(Self.saved(desktop.press("enter"))?.contains("mouse: false") == true)
    }

    @Test func leavingAsItWasWritesNothing() {
        var settings = Settings()
        settings.layout = Layout(focus: .agents)
        var desktop = Desktop(.launched(), options: ConsoleOptions(settings: settings))
        #expect(Self.saved(desktop.press("q")) == nil)
        #expect(desktop.console.isFinished)
    }
}
