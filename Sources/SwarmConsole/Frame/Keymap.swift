import SwarmCore
import TerminalUI

/// What a key does; the names a keymap and the command line use.
enum ActionID: String, CaseIterable, Sendable {
    case newTask = "new_task"
    case pause
    case pauseAll = "pause_all"
    case fault
    case repeatFault = "repeat_fault"
    case cancel, retry
    case retryAll = "retry_all"
    case assign, retire
    case filter, sort, reverse, zoom
    case nextPane = "next_pane"
    case previousPane = "previous_pane"
    case pane1, pane2, pane3, pane4, pane5, pane6, pane7
    case follow, freeze
    case hideDone = "hide_done"
    case tree
    case earlier, later
    case previousSection = "previous_section"
    case nextSection = "next_section"
    case theme, screenshot, help, command, attention, back, quit
    case playOrPause = "play"
    case stepBack = "step_back"
    case stepForward = "step_forward"
    case slower, faster
    case previousMarker = "previous_marker"
    case nextMarker = "next_marker"
    case up, down, first, last
    case pageUp = "page_up"
    case pageDown = "page_down"
    case open

    var pane: PaneID? {
        switch self {
        case .pane1: .agents
        case .pane2: .timeline
        case .pane3: .bus
        case .pane4: .result
        case .pane5: .faults
        case .pane6: .reputation
        case .pane7: .detail
        default: nil
        }
    }
}

/// One row of the keymap: everything the footer, the help and the routing need to know of a key.
struct KeyBinding: Sendable {
    let id: ActionID
    let keys: [Key]
    /// One or two words for the footer.
    let label: String
    /// One word, where the footer is narrow.
    let shortLabel: String
    /// What it does, as a sentence for the help.
    let help: String
    /// The panes it belongs to; empty for everywhere. A pane's key is passed on to the pane.
    let panes: Set<PaneID>
    /// Place in the footer from the left; nil: only in the help.
    let footer: Int?
    /// 1 stays longest in a footer that is too narrow for all.
    let importance: Int
    /// Why it cannot work now; nil when it can.
    let whyNot: @Sendable (Glance) -> String?

    init(
        _ id: ActionID, _ keys: [Key], _ label: String, _ help: String, short: String? = nil,
        panes: Set<PaneID> = [], footer: Int? = nil, importance: Int = 99,
        whyNot: @escaping @Sendable (Glance) -> String? = { _ in nil }
    ) {
        self.id = id
        self.keys = keys
        self.label = label
        shortLabel = short ?? label
        self.help = help
        self.panes = panes
        self.footer = footer
        self.importance = importance
        self.whyNot = whyNot
    }

    /// The keys as the help shows them: `p`, `Tab`, `j Down`.
    var keyNames: String { keys.map(\.shortName).joined(separator: " ") }

    /// Shown before the first task: what there is to do then.
    var isForBeginners: Bool {
        switch id {
        case .newTask, .fault, .theme, .command, .help, .quit: true
        default: false
        }
    }

    /// The focused pane takes it itself.
    var isPanes: Bool {
        switch id {
        case .sort, .reverse, .hideDone, .follow, .freeze, .tree, .earlier, .later,
            .previousSection, .nextSection, .up, .down, .first, .last, .pageUp, .pageDown, .open:
            true
        default: false
        }
    }

    func belongs(to pane: PaneID) -> Bool { panes.isEmpty || panes.contains(pane) }
}

/// The keys of the console; footer, help and routing are all made from it.
struct Keymap: Sendable {
    var bindings: [KeyBinding]

    func binding(_ id: ActionID) -> KeyBinding? { bindings.first { $0.id == id } }

    /// The row for a key while that pane has the focus: the pane's own before the general one.
    func binding(for key: Key, in pane: PaneID) -> KeyBinding? {
        let found = bindings.filter { $0.keys.contains(key) && $0.belongs(to: pane) }
        return found.first { !$0.panes.isEmpty } ?? found.first
    }
}
