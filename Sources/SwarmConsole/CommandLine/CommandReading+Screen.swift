import SwarmCore

/// Commands about the screen.
extension CommandReading {
    /// `go queue`, `go finance`, `go campaign_001`: a pane, else an agent, else a task.
    func go(_ name: String) throws(Wrong) -> [Action] {
        let wanted = name.lowercased()
        if let pane = PaneID.allCases.first(where: {
            $0.word == wanted || $0.name.lowercased() == wanted
        }) {
            return [.close, .go(Place(pane, glance.selection))]
        }
        if !name.isEmpty, let agent = try? agent(name) {
            return [.close, .go(.agent(agent.id, from: glance.selection))]
        }
        guard !name.isEmpty, let task = try? find(name) else {
            let known =
                PaneID.allCases.map(\.word) + swarm.agents.map(\.card.shortName)
                + glance.overview.recent.compactMap { swarm.tasks[$0]?.brief.name }
            throw nothing("pane, agent or task", name, known)
        }
        var chosen = glance.selection
        (chosen.task, chosen.subtask) = (task.id, nil)
        return [.close, .go(Place(.timeline, chosen))]
    }

    /// `demo`, `demo chaos`; the first one is what a newcomer watches.
    func demo(_ name: String) throws(Wrong) -> [Action] {
        guard let first = glance.demos.first else {
            throw Wrong(sentence: "No demo can be played here. swarmtop demo plays one.")
        }
        let wanted = name.isEmpty ? first : name.lowercased()
        guard glance.demos.contains(wanted) else { throw nothing("demo", name, glance.demos) }
        if let reason = Keymap.readOnly(glance) { throw Wrong(sentence: "No demo: \(reason).") }
        return [.close, .effect(.play(demo: wanted))]
    }

    /// `layout review`, `layout save review`, `layout forget review`; `layout taller`, `layout wider 5`,
    /// `layout reset`.
    func layout(_ text: String) throws(Wrong) -> [Action] {
        let (word, name) = Self.split(text)
        if !layouts.contains(text), let change = Self.paneSizes.first(where: { $0.word == word }) {
            let times = name.isEmpty ? 1 : Int(name) ?? 0
            guard (1...99).contains(times) else {
                throw Wrong(sentence: "How often? 1 to 99, as in :layout \(word) 5.")
            }
            return [.close] + Array(repeating: .perform(change.id), count: times)
        }
        switch word {
        case "save":
            guard Settings.isLayoutName(name) else {
                throw Wrong(sentence: "A layout's name is 1 to 32 letters, digits, _ and -.")
            }
            guard !Self.layoutWords.contains(name) else {
                throw Wrong(sentence: ":layout \(name) means something else. Take another name.")
            }
            return [.close, .saveLayout(name)]
        case "forget" where layouts.contains(name): return [.close, .forgetLayout(name)]
        case "forget": throw unknownLayout(name)
        default:
            guard layouts.contains(text) else { throw unknownLayout(text) }
            return [.close, .layout(text)]
        }
    }

    /// What `layout` calls a change of the lines between panes.
    static let paneSizes: [(word: String, id: ActionID)] = [
        ("taller", .tallerPane), ("shorter", .shorterPane), ("wider", .widerPane),
        ("narrower", .narrowerPane), ("reset", .resetPanes),
    ]

    /// Names that no layout is given.
    private static let layoutWords = ["save", "forget"] + paneSizes.map(\.word)

    /// `ascii on`, `mouse off`: what a terminal is told once, when the console starts.
    func later(
        _ text: String, _ word: String, _ what: String, _ action: (Bool) -> Action
    ) throws(Wrong) -> [Action] {
        guard text == "on" || text == "off" else {
            throw Wrong(sentence: "Say on or off, as in :\(word) off.")
        }
        let end = text == "on" ? "" : " no more"
        return [
            .close, action(text == "on"),
            .notice("\(what)\(end), from the next start on.", tone: .healthy),
        ]
    }

    private func unknownLayout(_ name: String) -> Wrong {
        guard !layouts.isEmpty else {
            return Wrong(
                sentence:
                    "No layout is saved. :layout save review saves this one; taller, wider, reset move lines."
            )
        }
        guard !name.isEmpty else {
            return Wrong(sentence: "Name a layout: \(layouts.joined(separator: ", ")).")
        }
        return nothing("layout", name, layouts)
    }
}
