import SwarmCore

/// Something the palette can do or go to.
struct PaletteItem {
    enum Kind: String, CaseIterable, Sendable {
        case action, pane, agent, task, recipe, fault, theme, layout, command
    }

    let kind: Kind
    let title: String
    /// Behind the title, dimmer: a task's name, an agent's state.
    let note: String
    /// The key that does the same; empty without one.
    let keys: String
    /// Why it cannot be done now; nil when it can.
    let whyNot: String?
    let actions: [Action]

    init(
        _ kind: Kind, _ title: String, note: String = "", keys: String = "", whyNot: String? = nil,
        _ actions: [Action]
    ) {
        self.kind = kind
        self.title = title
        self.note = note
        self.keys = keys
        self.whyNot = whyNot
        self.actions = actions
    }
}

extension PaletteItem {
    /// At most this many agents and tasks are looked through for each letter typed.
    private static let most = 2_000

    /// Everything there is, the actions first; the same actions as the keys and the command line.
    static func all(_ glance: Glance, themes: [Theme], layouts: [String]) -> [PaletteItem] {
        var seen: Set<ActionID> = [.palette]
        let actions = glance.keymap.bindings.filter {
            !$0.id.onlyMoves && $0.belongs(to: glance.focus) && seen.insert($0.id).inserted
        }.map { binding in
            PaletteItem(
                .action, binding.label, note: binding.help,
                keys: binding.keys.first?.shortName ?? "", whyNot: binding.whyNot(glance),
                [.close, .perform(binding.id)])
        }
        let panes = PaneID.allCases.map { pane in
            PaletteItem(
                .pane, pane.name, keys: "\(pane.rawValue)",
                [.close, .go(Place(pane, glance.selection))])
        }
        return actions + panes + agents(glance) + tasks(glance) + recipes(glance) + faults(glance)
            + themes.map { theme in
                PaletteItem(
                    .theme, theme.name, note: theme.isDark ? "dark" : "light",
                    [.theme(theme), .close, .keepTheme])
            }
            + layouts.map { PaletteItem(.layout, $0, [.close, .layout($0)]) }
            + CommandWord.allCases.map { word in
                PaletteItem(
                    .command, ":\(word.rawValue)", note: word.summary,
                    [
                        .open(
                            .commandLine(
                                word.argument.isEmpty ? word.rawValue : "\(word.rawValue) "))
                    ])
            }
    }

    private static func agents(_ glance: Glance) -> [PaletteItem] {
        glance.swarm.agents.prefix(most).map { agent in
            PaletteItem(
                .agent, agent.card.shortName, note: Sign(agent).word,
                [.close, .go(.agent(agent.id, from: glance.selection))])
        }
    }

    private static func tasks(_ glance: Glance) -> [PaletteItem] {
        let asked = glance.overview.waits.map(\.task) + glance.overview.recent
        var seen: Set<TaskID> = []
        return asked.reversed().compactMap { id in
            guard seen.insert(id).inserted, let task = glance.swarm.tasks[id] else { return nil }
            var chosen = glance.selection
            (chosen.task, chosen.subtask) = (id, nil)
            return PaletteItem(
                .task, task.brief.title, note: "\(task.brief.name)  \(Sign(task.phase).word)",
                [.close, .go(Place(.timeline, chosen))])
        }
    }

    private static func recipes(_ glance: Glance) -> [PaletteItem] {
        glance.swarm.recipes.names.map { name in
            PaletteItem(
                .recipe, name, note: "a new task of it", whyNot: Keymap.readOnly(glance),
                [.open(.newTaskOf(name))])
        }
    }

    /// The kinds of faults, by what the command line calls them: whom they hit is typed or chosen there.
    private static func faults(_ glance: Glance) -> [PaletteItem] {
        FaultChoice.allCases.map { choice in
            PaletteItem(
                .fault, choice.name, note: "break it on purpose",
                whyNot: Keymap.readOnly(glance) ?? Keymap.noAgent(glance),
                [.open(.commandLine("fault \(choice.word) "))])
        }
    }

    /// An item that fits the words, by its title or, less well, by its note.
    struct Found {
        let item: PaletteItem
        let match: FuzzyMatch
        let isInNote: Bool

        /// A note is longer and says more than is meant: it must fit much better to come first.
        fileprivate var score: Int { isInNote ? match.score - FuzzyMatch.weakness : match.score }

        fileprivate init?(_ item: PaletteItem, _ words: String) {
            self.item = item
            if let match = FuzzyMatch(words, in: item.title) {
                (self.match, isInNote) = (match, false)
            } else if let match = FuzzyMatch(words, in: item.note), match.isClose {
                (self.match, isInNote) = (match, true)
            } else {
                return nil
            }
        }
    }

    /// Those that fit the words, the best first; of equals those that can be done, then the order of `all`.
    static func ranked(_ items: [PaletteItem], _ words: String) -> [Found] {
        let found = items.enumerated().compactMap { place, item in
            Found(item, words).map { (place: place, found: $0) }
        }
        return found.sorted { a, b in
            if a.found.score != b.found.score { return a.found.score > b.found.score }
            let (isFree, isOther) = (a.found.item.whyNot == nil, b.found.item.whyNot == nil)
            return isFree == isOther ? a.place < b.place : isFree
        }.map(\.found)
    }
}
