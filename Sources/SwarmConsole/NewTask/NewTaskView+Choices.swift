import SwarmCore
import TerminalUI

extension NewTaskView {
    func recipeRows() -> [Row] {
        let names = glance.swarm.recipes.names
        let shown = form.understanding.shownRecipe(glance.swarm.recipes)
        if form.field == .recipe {
            let options = names + ["none"]
            let chosen = shown.flatMap { names.firstIndex(of: $0.name) } ?? names.count
            return [labelled(.recipe, "recipe", [choices(options, chosen)])]
                + faultRows(.recipe, at: Self.label, Self.width)
        }
        let words = form.understanding.analysis?.recipeWords ?? []
        let why: String
        switch (form.understanding.recipe, words.isEmpty) {
        case (nil, false): why = "from your words: \(words.joined(separator: ", "))"
        case (nil, true): why = form.text.isEmpty ? "" : "no recipe's words found"
        case (.some, _): why = "your choice"
        }
        let name = shown?.name ?? "none"
        let column = Self.label + max(14, TextWidth.of(name, upTo: 30) + 3)
        return [
            labelled(
                .recipe, "recipe",
                [
                    Page.Part(
                        Self.label, name, shown == nil ? look.style(.dim) : look.strong(.bright)),
                    Page.Part(column, why, look.style(.dim)),
                ])
        ] + faultRows(.recipe, at: Self.label, Self.width)
    }

    private func choices(_ options: [String], _ chosen: Int) -> Page.Part {
        var line = StyledText()
        for (index, option) in options.enumerated() {
            if index > 0 { line.append("   ") }
            let isChosen = index == chosen
            line.append(
                isChosen ? Glyph(unicode: "●", ascii: "*") : Glyph(unicode: "○", ascii: "o"),
                look.style(isChosen ? .focus : .secondary))
            line.append(
                " " + option, isChosen ? look.strong(.bright) : look.style(.secondary))
        }
        return Page.Part(Self.label, line)
    }

    func complexityRows(_ width: Int) -> [Row] {
        let shown = form.understanding.shownComplexity(glance.swarm.recipes)
        let all = Complexity.allCases
        let skills = form.understanding.shownSkills(glance.swarm.recipes)
        let agents = placement(of: skills).agentCount
        let note =
            skills.isEmpty
            ? "" : "\(Figures.count(skills.count, "skill")), \(Figures.count(agents, "agent"))"
        return [
            labelled(
                .complexity, "complexity",
                [
                    choices(all.map(\.rawValue), all.firstIndex(of: shown) ?? 0),
                    Page.Part(
                        width - 20, note, look.style(.dim), width: 20, alignment: .right),
                ])
        ] + faultRows(.complexity, at: Self.label, width)
    }

    func priorityRows() -> [Row] {
        let all = Priority.allCases
        let chosen = all.firstIndex(of: form.understanding.priority) ?? 0
        return [labelled(.priority, "priority", [choices(all.map(\.rawValue), chosen)])]
    }

    // MARK: Skills

    func skillRows(_ width: Int) -> [Row] {
        let chosen = form.understanding.shownSkills(glance.swarm.recipes)
        let offered = form.understanding.offeredSkills(glance.swarm)
        let isActive = form.field == .skills
        let words = Dictionary(
            (form.understanding.analysis?.skills ?? []).map { ($0.name, $0.words) },
            uniquingKeysWith: { first, _ in first })
        var names: [Page.Part] = []
        var reasons: [Page.Part] = []
        var column = Self.label
        let first = isActive ? firstShown(offered, width) : 0
        for (index, name) in offered.enumerated().dropFirst(first) {
            let isChosen = chosen.contains(name)
            let cells = Self.cells(of: name)
            guard column + cells <= width else { break }
            let why = isChosen ? words[name]?.joined(separator: ", ") ?? "" : ""
            names.append(Page.Part(column, skill(name, isChosen, isActive && index == form.option)))
            reasons.append(Page.Part(column + 2, why, look.style(.dim), width: cells - 2))
            column += cells + 3
        }
        if offered.isEmpty {
            names = [Page.Part(Self.label, "no agent has a skill", look.style(.dim))]
        }
        var rows = [labelled(.skills, "skills", names)]
        rows.append(Row(isActive: isActive, parts: reasons))
        return rows + faultRows(.skills, at: Self.label, width)
    }

    /// A skill with its mark; room for a word or two under short names.
    private static func cells(of name: String) -> Int { 2 + max(12, TextWidth.of(name, upTo: 30)) }

    /// The first option drawn, so that the one under the cursor is in view.
    private func firstShown(_ offered: [String], _ width: Int) -> Int {
        var room = width - Self.label
        var first = min(form.option, offered.count - 1)
        while first >= 0 {
            room -= Self.cells(of: offered[first])
            if room < 0 { return first + 1 }
            room -= 3
            first -= 1
        }
        return 0
    }

    private func skill(_ name: String, _ isChosen: Bool, _ isUnderCursor: Bool) -> StyledText {
        var style = isChosen ? look.strong(.bright) : look.style(.secondary)
        if isUnderCursor { style = look.badge(.focus) }
        let glyph =
            isChosen ? Glyph(unicode: "✓", ascii: "*") : Glyph(unicode: "+", ascii: "+")
        return [
            Span(glyph, look.style(isChosen ? .healthy : .dim)), Span(" "),
            Span(String(name.prefix(30)), style),
        ]
    }
}
