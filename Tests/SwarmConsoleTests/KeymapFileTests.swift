import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// `keys.yaml`: what it changes, and what is said of a line that cannot be followed.
@Suite struct KeymapFileTests {
    private static func read(_ yaml: String) -> (Keymap, [String]) {
        var faults: [ConfigFault] = []
        let keymap = Keymap(yaml: yaml, faults: &faults)
        return (keymap, faults.map(\.sentence))
    }

    @Test func aKeyIsChangedInFooterHelpAndRouting() {
        let (keymap, faults) = Self.read("fault: [V, f5]\n# a comment\nhelp: ctrl-h\n")
        #expect(faults == [])
        var desktop = Desktop(.launch(), options: ConsoleOptions(keymap: keymap))
        #expect(desktop.lines.last?.contains("V fault") == true)
        desktop.press("x")
        #expect(!desktop.console.overlay.isOpen)
        desktop.press("f5")
        #expect(desktop.text.contains("Break something") || desktop.console.overlay.isOpen)
        desktop.press("esc", "ctrl-h")
        #expect(desktop.text.contains("V F5"))
    }

    @Test func aKeyOfAPaneIsChangedThereToo() {
        let (keymap, faults) = Self.read("sort: O\nreverse: s\n")
        #expect(faults == [])
        var desktop = Desktop(.launch(), options: ConsoleOptions(keymap: keymap))
        desktop.press("O")
        #expect(desktop.text.contains("by reputation ▾"))
        desktop.press("s")
        #expect(desktop.text.contains("by reputation ▴"))
    }

    @Test func sentencesNameTheKeysAsTheyAre() {
        let (keymap, faults) = Self.read(
            "new_task: b\nfault: V\nhelp: K\nattention: '%'\nfollow: f6\nback: e\nretry: ctrl-r\n")
        #expect(faults == [])
        let first = Desktop(.fresh(), options: ConsoleOptions(keymap: keymap)).text
        #expect(first.contains("b    ") && first.contains("Give the swarm a task"))
        #expect(!first.contains("  n  ") && !first.contains("  x  ") && !first.contains("  ?  "))
        var desktop = Desktop(.launch(), options: ConsoleOptions(keymap: keymap))
        #expect(desktop.lines[2].contains("% next"))
        desktop.press("%")
        #expect(desktop.lines[2].contains("^r tries again"))
        desktop.press("3", "k", "/")
        desktop.type("qqq")
        desktop.press("enter")
        #expect(desktop.text.contains("e clears the filter."))
    }

    @Test func twoActionsCanChangePlaces() {
        let (keymap, faults) = Self.read("pause: d\ncancel: p\n")
        #expect(faults == [])
        #expect(keymap.binding(for: "d", in: .agents)?.id == .pause)
        #expect(keymap.binding(for: "p", in: .agents)?.id == .cancel)
    }

    @Test func anEmptyListTakesTheKeysAway() {
        let (keymap, faults) = Self.read("theme: []\n")
        #expect(faults == [] && keymap.binding(for: "T", in: .bus) == nil)
        #expect(keymap.name(.theme) == ":")
    }

    @Test(arguments: [
        ("paus: v", "keys.yaml, line 1: no action is called 'paus'. Nearest: pause."),
        (
            "\npause: hyper-x",
            "keys.yaml, line 2: 'hyper-x' for pause is no key. "
                + "Write p, G, ctrl-p, alt-x, f5, space, enter or pageup."
        ),
        (
            "pause: x",
            "keys.yaml, line 1: x for pause is the key of fault already. "
                + "Give fault another key in this file, or [] for none."
        ),
        (
            "help: ctrl-c",
            "keys.yaml, line 1: ^c is not given to help: Ctrl-C always ends the program."
        ),
        (
            "cancel: ctrl-x",
            "keys.yaml, line 1: ^x is not given to cancel: what it does cannot be taken back, "
                + "and a Ctrl key is pressed too easily."
        ),
        ("help: esc", "keys.yaml, line 1: Esc is not given to help: Esc always goes back."),
        (
            "- pause", "keys.yaml, line 1 should hold names with values, such as 'pause: p'."
        ),
    ])
    func aLineThatCannotBeFollowedIsNamedWithAHint(_ yaml: String, _ sentence: String) {
        let (keymap, faults) = Self.read(yaml)
        #expect(faults == [sentence])
        #expect(keymap.binding(for: "p", in: .agents)?.id == .pause, "the standard key holds")
        #expect(keymap.binding(for: "x", in: .agents)?.id == .fault)
    }

    @Test func ofTwoLinesThatWantOneKeyBothAreNamed() {
        let (keymap, faults) = Self.read("pause: v\nzoom: v\ntheme: Y\n")
        #expect(
            faults == [
                "keys.yaml, line 1: v for pause is the key of zoom already, by line 2. "
                    + "Keep one of them.",
                "keys.yaml, line 2: v for zoom is the key of pause already, by line 1. "
                    + "Keep one of them.",
            ])
        #expect(keymap.binding(.theme)?.keys == ["Y"], "the other lines hold")
        #expect(keymap.binding(.pause)?.keys == ["p"])
    }

    @Test func whoCountedOnAKeyThatStaysTakenIsNamedToo() {
        // fault does not get v, so it keeps x, and pause cannot have it.
        let (keymap, faults) = Self.read("fault: v\nzoom: v\npause: x\n")
        #expect(faults.count == 3)
        #expect(faults.last?.contains("x for pause is the key of fault already") == true)
        #expect(keymap.binding(for: "x", in: .agents)?.id == .fault)
    }

    @Test func textThatIsNoYAMLIsNamedByLine() {
        let (keymap, faults) = Self.read("pause: [v\nzoom: ]]]")
        #expect(faults.count == 1 && faults[0].hasPrefix("keys.yaml, line 2 is not YAML:"))
        #expect(keymap.binding(.pause)?.keys == ["p"])
        #expect(Self.read("").1 == [] && Self.read("# nothing\n").1 == [])
        #expect(Self.read("pause: v\npause: b").1.count == 1)
    }

    @Test func escapeAlwaysGoesBack() {
        let (keymap, faults) = Self.read("back: b")
        #expect(faults == [])
        #expect(keymap.binding(.back)?.keys == ["b", Key(.escape)])
    }

    @Test func theChangesHoldOverARecordingToo() {
        let (keymap, faults) = Self.read("play: b\nfilter: f3\n")
        #expect(faults == [])
        let recorded = keymap.recorded
        #expect(recorded.binding(for: "b", in: .agents)?.id == .playOrPause)
        #expect(recorded.binding(for: Key(.function(3)), in: .agents)?.id == .filter)
        #expect(recorded.binding(for: " ", in: .agents) == nil)
    }

    @Test func everyActionCanBeNamedAndItsStandardKeysWrittenDown() {
        var lines: [String] = []
        for row in Keymap.standard.bindings + Keymap.standard.replaying {
            let keys = row.keys.map { "\"\($0.name == "\\" ? "\\\\" : $0.name)\"" }
            lines.append("\(row.id.rawValue): [\(keys.joined(separator: ", "))]")
        }
        let (keymap, faults) = Self.read(lines.joined(separator: "\n"))
        #expect(faults == [])
        #expect(keymap.bindings.map(\.keys) == Keymap.standard.bindings.map(\.keys))
    }
}
