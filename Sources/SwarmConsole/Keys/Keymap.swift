import SwarmCore
import TerminalUI

/// One row of the keymap: everything the footer, the help, the palette and the routing need to know of a key.
struct KeyBinding: Sendable {
    let id: ActionID
    var keys: [Key]
    /// One or two words for the footer.
    let label: String
    /// One word, where the footer is narrow.
    let shortLabel: String
    /// What it does, as a sentence for the help.
    let help: String
    /// The panes it belongs to; empty for everywhere. A pane's key comes before a general one.
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

    /// The keys as the help shows them: `p`, `Tab`, `j Down`; `–` when it has none.
    var keyNames: String {
        keys.isEmpty ? "–" : keys.map(\.shortName).joined(separator: " ")
    }

    /// As many of them as a column of ten cells holds.
    var firstKeyNames: String {
        let two = keys.prefix(2).map(\.shortName).joined(separator: " ")
        return keys.isEmpty ? "–" : two.count <= 10 ? two : keys[0].shortName
    }

    /// Shown before the first task: what there is to do then.
    var isForBeginners: Bool {
        switch id {
        case .newTask, .fault, .theme, .command, .help, .quit: true
        default: false
        }
    }

    func belongs(to pane: PaneID) -> Bool { panes.isEmpty || panes.contains(pane) }

    /// Whether one key for both would leave it open what is meant.
    func meets(_ other: KeyBinding) -> Bool {
        panes.isEmpty || other.panes.isEmpty || !panes.isDisjoint(with: other.panes)
    }
}

/// The keys of the console; footer, help, palette and routing are all made from it.
///
/// `keys.yaml` changes it: see `init(yaml:file:faults:)`.
public struct Keymap: Sendable {
    /// The rows that work while the swarm is live.
    var bindings: [KeyBinding]
    /// The rows that work over a recording only.
    var replaying: [KeyBinding]

    func binding(_ id: ActionID) -> KeyBinding? { bindings.first { $0.id == id } }

    /// The row for a key while that pane has the focus: the pane's own before the general one.
    func binding(for key: Key, in pane: PaneID) -> KeyBinding? {
        let found = bindings.filter { $0.keys.contains(key) && $0.belongs(to: pane) }
        return found.first { !$0.panes.isEmpty } ?? found.first
    }

    /// What a key means in a list that is no pane, such as a dialog.
    func action(for key: Key) -> ActionID? {
        bindings.first { $0.panes.isEmpty && $0.keys.contains(key) }?.id
    }

    /// The first key of an action as a sentence names it: `u`, `Enter`; `:` when it has none, as every action
    /// can be found from there.
    func name(_ id: ActionID) -> String {
        (binding(id) ?? replaying.first { $0.id == id })?.keys.first?.shortName ?? ":"
    }
}
