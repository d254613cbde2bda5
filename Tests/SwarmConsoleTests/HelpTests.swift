import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Help, theme picker and questions.
@Suite struct HelpTests {
    @Test func helpIsMadeFromTheKeymap() {
        let help = HelpScreen(.standard)
        let words = Set(help.lines.map(\.words))
        for binding in Keymap.standard.bindings where binding.id.pane == nil {
            #expect(words.contains(binding.help), "\(binding.id)")
        }
        #expect(help.lines.contains(HelpScreen.Line(keys: "1 to 9", words: "Go to a pane")))
    }

    @Test func aChangedKeyIsTheOneHelpShows() {
        var keymap = Keymap.standard
        let pause = keymap.bindings.firstIndex { $0.id == .pause }
        if let pause {
            let old = keymap.bindings[pause]
            keymap.bindings[pause] = KeyBinding(.pause, ["v"], old.label, old.help)
        }
        let line = HelpScreen(keymap).lines.first {
            $0.words.hasPrefix("Pause or resume the agent")
        }
        #expect(line?.keys == "v")
    }

    @Test func helpScrollsOnASmallScreen() {
        var desktop = Desktop(.fresh(), columns: 60, rows: 16)
        desktop.press("?")
        #expect(desktop.text.contains("Give the swarm a task"))
        desktop.press("G")
        #expect(!desktop.text.contains("Give the swarm a task"))
        #expect(desktop.text.contains("Serve the task, or all marked, later"))
        desktop.press("?")
        #expect(!desktop.console.overlay.isOpen)
    }

    @Test func theThemeUnderTheCursorIsShownAndEscRestores() {
        var desktop = Desktop(.fresh())
        let before = desktop.console.look.theme.name
        desktop.press("T", "j")
        #expect(desktop.console.look.theme.name != before)
        desktop.press("esc")
        #expect(desktop.console.look.theme.name == before)
        desktop.press("T", "j", "enter")
        #expect(desktop.console.look.theme.name != before)
        #expect(!desktop.console.overlay.isOpen)
    }

    @Test(arguments: ["enter", "esc", "N", "n", "d", "x"])
    func aQuestionIsNoUnlessItsOwnKeyIsPressed(_ key: String) {
        var desktop = Desktop(.campaign(isFinished: false))
        desktop.press("d")
        #expect(desktop.text.contains("Cancel Q1 Product Launch?"))
        #expect(desktop.press(key).isEmpty)
        guard
            case .send(.cancel, _)? =
                (desktop.console.overlay.isOpen ? desktop.press("y") : desktop.press("d", "y"))
                .first
        else {
            Issue.record("y did not cancel")
            return
        }
    }

    @Test func aQuestionShowsWhatItHitsAboveIt() {
        var desktop = Desktop(.campaign(isFinished: false))
        desktop.press("d")
        let lines = desktop.lines
        let hit = lines.firstIndex { $0.contains("3 running subtasks stop.") }
        let question = lines.firstIndex { $0.contains("Cancel Q1 Product Launch?") }
        let answers = lines.firstIndex { $0.contains("N  No    y yes, cancel it") }
        #expect(hit.map { $0 + 2 } == question)
        #expect(question.map { $0 + 2 } == answers)
    }
}
