import SwarmCore
import TerminalUI

extension NewTaskView {
    // MARK: Recipe and steps

    func recipeRows(_ width: Int) -> [Row] {
        let recipes = glance.swarm.recipes
        if form.field == .recipe {
            let options = form.recipeOptions(recipes)
            let chosen = options.firstIndex(of: form.shownOption(recipes)) ?? options.count - 1
            return [choiceRow(.recipe, "recipe", options.map(word), chosen, width)]
                + faultRows(.recipe, at: label, width)
        }
        let shown = form.understanding.shownRecipe(recipes)
        let name = word(form.shownOption(recipes))
        let column = label + max(14, TextWidth.of(name, upTo: 30) + 3)
        return [
            labelled(
                .recipe, "recipe",
                [
                    Page.Part(label, name, shown == nil ? look.style(.dim) : look.strong(.bright)),
                    Page.Part(column, recipeReason, look.style(.dim)),
                ])
        ] + faultRows(.recipe, at: label, width)
    }

    private func word(_ option: NewTaskForm.RecipeOption) -> String {
        switch option {
        case .own: form.understanding.plan?.recipe == nil ? "its own steps" : "the plan's steps"
        case .named(let name): name
        case .none: "none"
        }
    }

    private var recipeReason: String {
        if form.understanding.recipe != nil { return "your choice" }
        if let plan = form.understanding.plan {
            return plan.recipe == nil ? "from the plan" : "made for this task"
        }
        let words = form.understanding.analysis?.recipeWords ?? []
        if !words.isEmpty { return "from your words: \(words.joined(separator: ", "))" }
        return form.text.isEmpty ? "" : "no recipe's words found"
    }

    /// `✓ check   editing   after text, pictures`, a row for each step, at most eight.
    func stepRows(_ width: Int) -> [Row] {
        guard let recipe = form.understanding.oneOff(glance.swarm.recipes) else { return [] }
        let isActive = form.field == .steps
        let leftOut = form.understanding.leftOut
        let names = recipe.steps.map { TextWidth.of($0.name, upTo: 24) }.max() ?? 0
        let skills = recipe.steps.map { TextWidth.of($0.skill, upTo: 20) }.max() ?? 0
        let most = 8
        let first =
            isActive ? max(0, min(form.option - most / 2, recipe.steps.count - most)) : 0
        var rows: [Row] = []
        for (place, step) in recipe.steps.enumerated().dropFirst(first).prefix(most) {
            let isIn = !leftOut.contains(step.name)
            let after = recipe.waits(of: step, without: leftOut)
            let needs = after.isEmpty ? "at once" : "after \(after.joined(separator: ", "))"
            let style = isIn ? look.style(.text) : look.style(.dim)
            var row = labelled(.steps, rows.isEmpty ? "steps" : "", [])
            row.isActive = isActive && form.option == place
            row.parts += [
                Page.Part(label, option(step.name, isIn, isUnderCursor: false), width: names + 2),
                Page.Part(label + names + 4, step.skill, style, width: skills),
                Page.Part(
                    label + names + skills + 6, isIn ? needs : "left out",
                    look.style(isIn && !after.isEmpty ? .secondary : .dim)),
            ]
            row.options[place] = label..<(label + names + 2)
            rows.append(row)
        }
        let rest = recipe.steps.count - rows.count
        if rest > 0 {
            rows.append(
                Row(
                    isSpare: true,
                    parts: [Page.Part(label + 2, "\(rest) more", look.style(.dim))]))
        }
        return rows + faultRows(.steps, at: label, width)
    }

    // MARK: Lines of one choice

    func complexityRows(_ width: Int) -> [Row] {
        let shown = form.understanding.shownComplexity(glance.swarm.recipes)
        let all = Complexity.allCases
        let skills = form.understanding.shownSkills(glance.swarm.recipes)
        let agents = placement(of: skills).agentCount
        var row = choiceRow(
            .complexity, "complexity", all.map(\.rawValue), all.firstIndex(of: shown) ?? 0, width)
        let used = row.options.values.map(\.upperBound).max() ?? 0
        if !skills.isEmpty, used + 3 + 20 <= width {
            let note =
                "\(Figures.count(skills.count, "skill")), \(Figures.count(agents, "agent"))"
            row.parts.append(
                Page.Part(width - 20, note, look.style(.dim), width: 20, alignment: .right))
        }
        return [row] + faultRows(.complexity, at: label, width)
    }

    func priorityRows(_ width: Int) -> [Row] {
        let all = Priority.allCases
        let chosen = all.firstIndex(of: form.understanding.priority) ?? 0
        return [choiceRow(.priority, "priority", all.map(\.rawValue), chosen, width)]
    }

    /// All options where they fit, else the chosen one with those around it.
    func choiceRow(
        _ field: NewTaskForm.Field, _ name: String, _ options: [String], _ chosen: Int,
        _ width: Int
    ) -> Row {
        var row = labelled(field, name, [])
        let room = width - label
        let cells = options.map { TextWidth.of($0, upTo: 30) + 2 }
        var first = 0
        func needed(from first: Int, through last: Int) -> Int {
            cells[first...last].reduce(-3) { $0 + $1 + 3 }
        }
        while first < chosen,
            needed(from: first, through: min(chosen + 1, options.count - 1)) > room - 4
        {
            first += 1
        }
        if needed(from: 0, through: options.count - 1) <= room { first = 0 }
        var column = label
        if first > 0 {
            row.parts.append(Page.Part(column, "… ", look.style(.dim)))
            column += 2
        }
        for index in first..<options.count {
            let isLast = index == options.count - 1
            guard index == chosen || column + cells[index] + (isLast ? 0 : 2) <= label + room else {
                row.parts.append(Page.Part(column, "…", look.style(.dim)))
                break
            }
            row.parts.append(Page.Part(column, single(options[index], index == chosen)))
            row.options[index] = column..<(column + cells[index])
            column += cells[index] + 3
        }
        return row
    }

    private func single(_ name: String, _ isChosen: Bool) -> StyledText {
        let glyph =
            isChosen ? Glyph(unicode: "●", ascii: "*") : Glyph(unicode: "○", ascii: "o")
        return [
            Span(glyph, look.style(isChosen ? .focus : .secondary)),
            Span(
                " " + String(name.prefix(30)),
                isChosen ? look.strong(.bright) : look.style(.secondary)),
        ]
    }

    // MARK: Skills

    func skillRows(_ width: Int) -> [Row] {
        let chosen = form.understanding.shownSkills(glance.swarm.recipes)
        let offered = form.understanding.offeredSkills(glance.swarm)
        let isActive = form.field == .skills
        let words = Dictionary(
            (form.understanding.analysis?.skills ?? []).map { ($0.name, $0.words) },
            uniquingKeysWith: { first, _ in first })
        var row = labelled(.skills, "skills", [])
        var reasons: [Page.Part] = []
        var column = label
        let first = isActive ? firstShown(offered, width) : 0
        for (index, name) in offered.enumerated().dropFirst(first) {
            let isChosen = chosen.contains(name)
            let cells = Self.cells(of: name)
            guard column + cells <= width || column == label else {
                let end = min(column, width - 1)
                row.parts.append(Page.Part(end, "…", look.style(.dim)))
                break
            }
            let why = isChosen ? words[name]?.joined(separator: ", ") ?? "" : ""
            row.parts.append(
                Page.Part(
                    column,
                    option(name, isChosen, isUnderCursor: isActive && index == form.option)))
            row.options[index] = column..<(column + cells)
            if !why.isEmpty {
                reasons.append(Page.Part(column + 2, why, look.style(.dim), width: cells - 2))
            }
            column += cells + 3
        }
        if offered.isEmpty {
            row.parts.append(Page.Part(label, "no agent has a skill", look.style(.dim)))
        }
        var rows = [row]
        if words.contains(where: { !$0.value.isEmpty }) {
            rows.append(Row(isSpare: true, isActive: isActive, parts: reasons))
        }
        return rows + faultRows(.skills, at: label, width)
    }

    /// A skill with its mark; room for a word or two under short names.
    private static func cells(of name: String) -> Int { 2 + max(12, TextWidth.of(name, upTo: 30)) }

    /// The first option drawn, so that the one under the cursor is in view.
    private func firstShown(_ offered: [String], _ width: Int) -> Int {
        var room = width - label
        var first = min(form.option, offered.count - 1)
        while first >= 0 {
            room -= Self.cells(of: offered[first])
            if room < 0 { return min(first + 1, max(0, form.option)) }
            room -= 3
            first -= 1
        }
        return 0
    }

    /// One of several that may be chosen together.
    private func option(
        _ name: String, _ isChosen: Bool, isUnderCursor: Bool
    ) -> StyledText {
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
