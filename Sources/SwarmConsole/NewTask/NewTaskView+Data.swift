import SwarmCore
import TerminalUI

extension NewTaskView {
    // MARK: Data and deadline

    func dataRows(_ width: Int) -> [Row] {
        if form.field == .data { return edited(.data, "data", form.dataEdit, width) }
        var parts: [Page.Part] = []
        if case .success(let data) = form.understanding.data, !data.isEmpty {
            parts.append(Page.Part(label, dataLine(data, width - label)))
        } else if case .success = form.understanding.data {
            parts.append(Page.Part(label, "none", look.style(.dim)))
        } else {
            parts.append(Page.Part(label, form.understanding.dataLine ?? "", look.style(.text)))
        }
        return [labelled(.data, "data", parts)] + faultRows(.data, at: label, width)
    }

    /// `budget 50000   target_audience enterprise   1 more`.
    private func dataLine(_ data: JSONObject, _ room: Int) -> StyledText {
        var line = StyledText()
        let members =
            data.members.filter { $0.value.double != nil }
            + data.members.filter { $0.value.double == nil }
        for (index, member) in members.enumerated() {
            let value = member.value.line(limit: 60)
            let cells = TextWidth.of(member.key) + TextWidth.of(value) + 4
            let rest = data.count - index
            if line.columns + cells > room - (rest > 1 ? 9 : 0) {
                line.append("\(rest) more", look.style(.dim))
                break
            }
            line.append(member.key + " ", look.style(.text))
            line.append(
                value + "   ", look.style(member.value.double == nil ? .healthy : .waiting))
        }
        return line
    }

    func deadlineRows(_ width: Int) -> [Row] {
        lineRows(.deadline, "deadline", form.deadlineEdit, form.understanding.deadlineLine, width)
    }

    /// What its model calls may cost, and whether earlier answers serve again; only where models work.
    func moneyRows(_ width: Int) -> [Row] {
        guard glance.usesModels else { return [] }
        let policies = CachePolicy.allCases
        let cache = form.understanding.cache
        var cacheRow = labelled(
            .cache, "cache", [Page.Part(label, Self.word(cache), look.style(.text))])
        if form.field == .cache {
            cacheRow = choiceRow(
                .cache, "cache", policies.map(Self.word), policies.firstIndex(of: cache) ?? 0,
                width)
        }
        var money = lineRows(
            .budget, "cost limit", form.budgetEdit, form.understanding.budgetLine, width)
        if form.field != .budget, let spent = costSoFar {
            let column = label + max(8, TextWidth.of(form.understanding.budgetLine, upTo: 20) + 3)
            money[0].parts.append(Page.Part(column, spent, look.style(.dim)))
        }
        return money + [cacheRow]
    }

    private static func word(_ cache: CachePolicy) -> String {
        switch cache {
        case .similar: "similar, 1 hour"
        case .static: "the same, for ever"
        case .none: "none"
        }
    }

    /// What tasks of this recipe have cost so far: `such tasks cost $0.18 to $0.31`.
    private var costSoFar: String? {
        guard let recipe = form.understanding.shownRecipe(glance.swarm.recipes) else { return nil }
        let costs = glance.swarm.tasks.all.filter { task in
            task.brief.recipe?.name == recipe.name && task.status == .succeeded
        }.map { $0.costs().committed }.filter { $0 > .zero }
        guard let least = costs.min(), let most = costs.max() else { return nil }
        return least.text == most.text
            ? "such tasks cost \(least.text)" : "such tasks cost \(least.text) to \(most.text)"
    }

    /// What came from the editor and has no line of its own.
    func restRows() -> [Row] {
        let rest = form.understanding.rest
        let members = [
            ("id", rest.id), ("title", rest.title), ("type", rest.type), ("domain", rest.domain),
            ("best effort", rest.bestEffort ? "yes" : nil),
        ]
        let words = members.compactMap { name, value in value.map { "\(name) \($0)" } }
        guard !words.isEmpty else { return [] }
        let line = Page.Part(label, words.joined(separator: "   "), look.style(.text))
        return [labelled(nil, "besides", [line])]
    }

    private func lineRows(
        _ field: NewTaskForm.Field, _ name: String, _ edit: TextEdit, _ line: String, _ width: Int
    ) -> [Row] {
        if form.field == field { return edited(field, name, edit, width) }
        let text = line.isEmpty ? "none" : line
        return [
            labelled(
                field, name,
                [Page.Part(label, text, look.style(line.isEmpty ? .secondary : .text))])
        ] + faultRows(field, at: label, width)
    }

    private func edited(
        _ field: NewTaskForm.Field, _ name: String, _ edit: TextEdit, _ width: Int
    ) -> [Row] {
        var row = labelled(field, name, [])
        row.edit = Editing(edit, column: label)
        switch field {
        case .data: row.edit?.placeholder = "budget=50000 target_audience=enterprise"
        case .budget: row.edit?.placeholder = "0.50"
        default: row.edit?.placeholder = "2027-01-31"
        }
        return [row] + faultRows(field, at: label, width)
    }

    // MARK: Who would do it

    func placementRows(_ width: Int) -> [Row] {
        let skills = form.understanding.shownSkills(glance.swarm.recipes)
        var rows = [Row(parts: [Page.Part(0, "Would go to", look.strong(.name))])]
        guard !skills.isEmpty else {
            let hint =
                form.text.isEmpty
                ? "say what to do, or choose skills"
                : "nobody yet: no word names a skill; Tab goes to them"
            rows[0].parts.append(Page.Part(label, hint, look.style(.dim)))
            return rows
        }
        let placement = placement(of: skills)
        let names = placement.seats.map {
            TextWidth.of($0.name ?? "nobody", upTo: 16)
        }
        let skillColumn = label + max(11, (names.max() ?? 0) + 2)
        let skillWidth = min(
            20, placement.seats.map { TextWidth.of($0.skill, upTo: 20) }.max() ?? 9)
        let scoreColumn = skillColumn + skillWidth + 2
        for seat in placement.seats.prefix(5) {
            let load = seat.agent.map { Figures.percent(permille: Int($0.loadPermille)) } ?? ""
            let state =
                seat.waits.map { seat.agent == nil ? $0 : "waits: \($0)" }
                ?? (seat.joins == nil ? "takes bids, load \(load)" : "joins with the task")
            let role: Role =
                seat.waits == nil ? .healthy : seat.agent == nil ? .failed : .waiting
            rows.append(
                Row(parts: [
                    Page.Part(
                        label, seat.name ?? "nobody",
                        seat.name == nil ? look.style(.dim) : look.strong(.name), width: 16),
                    Page.Part(
                        skillColumn, seat.skill, look.style(.secondary), width: skillWidth),
                    Page.Part(
                        scoreColumn, seat.score.map(Figures.score) ?? "–",
                        look.style(seat.score == nil ? .dim : .text), width: 5, alignment: .right),
                    Page.Part(scoreColumn + 7, state, look.style(role)),
                ]))
        }
        if placement.seats.count > 5 {
            rows.append(
                Row(parts: [
                    Page.Part(label, "\(placement.seats.count - 5) more", look.style(.dim))
                ]))
        }
        rows.append(Row(parts: [Page.Part(label, time(placement))]))
        return rows
    }

    /// The agents the recipe brings count as there.
    func placement(of skills: [String]) -> Placement {
        let recipe = form.understanding.shownRecipe(glance.swarm.recipes)
        return Placement(
            skills, glance.swarm, joining: recipe?.agents ?? [], now: glance.now)
    }

    private func time(_ placement: Placement) -> StyledText {
        guard let expected = placement.expected else {
            return StyledText("no agent has a known time for it yet", look.style(.dim))
        }
        var line = StyledText("≈\(glance.times.span(expected.atOnce))", look.strong(.bright))
        let wait = placement.isWaiting ? " once all take bids" : ""
        let inTurn =
            placement.seats.count > 1
            ? ", \(glance.times.span(expected.inTurn)) one after another" : ""
        line.append("\(wait)\(inTurn)", look.style(.secondary))
        return line
    }
}
