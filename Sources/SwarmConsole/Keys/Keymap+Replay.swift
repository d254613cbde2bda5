import SwarmCore
import TerminalUI

extension Keymap {
    /// The keys over a recording: those that play it, and all others; what would steer leaves the footer.
    var recorded: Keymap {
        Keymap(
            bindings: replaying + bindings.compactMap(\.forRecording), replaying: replaying)
    }

    static let standardReplaying: [KeyBinding] = [
        KeyBinding(
            .playOrPause, [" "], "play", "Play or pause the recording", footer: 1, importance: 1),
        KeyBinding(
            .stepBack, ["[", ","], "back", "Go back by one event", footer: 2, importance: 5),
        KeyBinding(
            .stepForward, ["]", "."], "step", "Go on by one event", footer: 3, importance: 4),
        KeyBinding(
            .slower, ["<"], "slower", "Play slower", footer: 4, importance: 7),
        KeyBinding(
            .faster, [">"], "faster", "Play faster", footer: 5, importance: 6),
        KeyBinding(
            .previousMarker, ["{"], "marker before",
            "Go to the award, failure, fault or result before", short: "before", footer: 6,
            importance: 9),
        KeyBinding(
            .nextMarker, ["}"], "next marker",
            "Go to the next award, failure, fault or result", short: "next", footer: 7,
            importance: 8),
    ]
}

extension KeyBinding {
    /// Six keys of the replay come first; what cannot work in a recording is only in the help, and marks, which
    /// only commands need, are not there at all: their key plays.
    fileprivate var forRecording: KeyBinding? {
        guard id != .mark, id != .clearMarks else { return nil }
        return KeyBinding(
            id, keys, label, help, short: shortLabel, panes: panes,
            footer: steers ? nil : footer.map { $0 + 10 }, importance: importance + 10,
            whyNot: whyNot)
    }

    private var steers: Bool {
        switch id {
        case .newTask, .pause, .pauseAll, .fault, .repeatFault, .cancel, .retry, .retryAll, .assign,
            .retire, .undo:
            true
        default: false
        }
    }
}
