import SwarmCore
import TerminalUI

extension Keymap {
    /// The keys over a recording: those that play it, and all others; what would steer leaves the footer.
    var recorded: Keymap { recorded(isPast: false) }

    /// - Parameter isPast: A live run goes on meanwhile, to go back to and to fork into; else the footer does not
    ///   speak of that.
    func recorded(isPast: Bool) -> Keymap {
        let taken = Set(replaying.flatMap(\.keys))
        let playing = replaying.map { binding in
            isPast || binding.id != .fork && binding.id != .live ? binding : binding.withoutFooter
        }
        return Keymap(
            bindings: playing + bindings.compactMap { $0.forRecording(without: taken) },
            replaying: replaying)
    }

    static let standardReplaying: [KeyBinding] = [
        KeyBinding(
            .playOrPause, [" "], "play", "Play or pause the recording", footer: 1, importance: 1),
        KeyBinding(
            .stepBack, ["[", ","], "back", "Go back by one event", footer: 2, importance: 5),
        KeyBinding(
            .stepForward, ["]"], "step", "Go on by one event", footer: 3, importance: 4),
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
        KeyBinding(
            .previousFault, ["("], "fault before", "Go to the fault or failure before"),
        KeyBinding(.nextFault, [")"], "next fault", "Go to the next fault or failure"),
        KeyBinding(
            .loop, ["O"], "loop", "Play all, then one part, again and again", footer: 10,
            importance: 10),
        KeyBinding(
            .fork, ["f"], "fork", "Run the task under the cursor once more from here on", footer: 8,
            importance: 3, whyNot: noFork),
        KeyBinding(
            .live, ["."], "live", "Go back to the run as it is now", footer: 9, importance: 2,
            whyNot: { $0.present == nil ? "nothing runs here" : nil }),
    ]

    /// Only a live run can run anything again; for a recording the command line does.
    @Sendable static func noFork(_ glance: Glance) -> String? {
        guard let task = glance.task else { return "no task here" }
        guard glance.present != nil else {
            let place = glance.replay.map { " --at \($0.position.event)" } ?? ""
            return "nothing runs here; swarmtop fork \(task.brief.name)\(place)"
        }
        let isWhole = !task.subtasks.isEmpty && task.subtasks.allSatisfy { $0.phase == .succeeded }
        return isWhole ? "all of it is done by now" : nil
    }
}

extension KeyBinding {
    fileprivate var withoutFooter: KeyBinding {
        KeyBinding(
            id, keys, label, help, short: shortLabel, panes: panes, importance: importance,
            whyNot: whyNot)
    }

    /// Six keys of the replay come first; what cannot work in a recording is only in the help, and marks, which
    /// only commands need, are not there at all: their key plays.
    /// A key of the replay is the replay's alone, whatever a pane does with it while the swarm is live.
    fileprivate func forRecording(without taken: Set<Key>) -> KeyBinding? {
        switch id {
        case .mark, .clearMarks, .rewind, .rewindToMarker: return nil
        default: break
        }
        return KeyBinding(
            id, keys.filter { !taken.contains($0) }, label, help, short: shortLabel, panes: panes,
            footer: steers ? nil : footer.map { $0 + 10 }, importance: importance + 10,
            whyNot: whyNot)
    }

    private var steers: Bool {
        switch id {
        case .newTask, .newTaskInEditor, .plan, .recall, .pause, .pauseAll, .fault, .repeatFault,
            .cancel, .retry, .retryAll, .assign,
            .retire, .undo, .approve, .deny, .raisePriority, .lowerPriority, .budget, .ask, .forget,
            .forgetAll:
            true
        default: false
        }
    }
}
