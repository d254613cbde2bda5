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

    @Test func brokenWordsOfTheHelpGoOnUnderThemselves() {
        var desktop = Desktop(.fresh(), columns: 60, rows: 20)
        desktop.press("?")
        let row = desktop.lines.firstIndex { $0.contains("Begin the new task from an") } ?? 0
        #expect(desktop.lines[row + 1].hasPrefix("│             recipe"), "\(desktop.text)")
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

    @Test func helpSaysHowMuchThereIsAndTurnsRoundAtOnceAtItsEnd() {
        var desktop = Desktop(.fresh(), columns: 80, rows: 24)
        desktop.press("?")
        #expect(desktop.lines[0].contains("1 to 20 of "))
        desktop.press("G", "j", "j", "j")
        let end = desktop.lines
        desktop.press("k")
        #expect(desktop.lines != end)
        desktop.press("j")
        #expect(desktop.lines == end)
        let tall = Desktop(.fresh(), columns: 200, rows: 60)
        #expect(!tall.text.contains("j k move"))
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

    @Test func aQuestionThatCannotBeSeenIsNotAnswered() {
        var desktop = Desktop(.campaign(isFinished: false), columns: 80, rows: 24)
        desktop.press("d")
        _ = desktop.console.update(.terminal(.resize(Size(columns: 24, rows: 5))))
        #expect(desktop.lines[0] == "Esc closes what is open")
        #expect(desktop.press("y").isEmpty)
        _ = desktop.console.update(.terminal(.resize(Size(columns: 80, rows: 24))))
        #expect(desktop.text.contains("Cancel Q1 Product Launch?"))
        #expect(!desktop.press("y").isEmpty)
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

    @Test(arguments: [(60, 16), (40, 10)])
    func noWordsAreCutOnANarrowScreen(_ columns: Int, _ rows: Int) {
        var desktop = Desktop(.launch(), columns: columns, rows: rows)
        desktop.press("?")
        #expect(desktop.lines[0].contains("1 to "), "\(desktop.text)")
        var seen = ""
        for _ in 0..<200 {
            #expect(!desktop.text.contains("…"), "\(desktop.text)")
            seen += desktop.text
            desktop.press("j")
        }
        // The last words, and one line back from the end is one line back.
        let last = HelpScreen(.standard).lines.last?.words.split(separator: " ").last ?? ""
        #expect(desktop.text.contains(last))
        let end = desktop.lines[0]
        desktop.press("G")
        #expect(desktop.lines[0] == end)
        desktop.press("k")
        #expect(desktop.lines[0] != end)
    }
}
