import SwarmCore
import TerminalUI

extension NewTaskView {
    // MARK: Data and deadline

    func dataRows(_ width: Int) -> [Row] {
        if form.field == .data { return edited(.data, "data", form.dataEdit, width) }
        var parts: [Page.Part] = []
        if case .success(let data) = form.understanding.data, !data.isEmpty {
            parts.append(Page.Part(Self.label, dataLine(data, width - Self.label)))
        } else if case .success = form.understanding.data {
            parts.append(Page.Part(Self.label, "none", look.style(.dim)))
        } else {
            parts.append(Page.Part(Self.label, form.dataEdit.text, look.style(.text)))
        }
        return [labelled(.data, "data", parts)] + faultRows(.data, at: Self.label, width)
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
        if form.field == .deadline {
            return edited(.deadline, "deadline", form.deadlineEdit, width)
        }
        let line = form.understanding.deadlineLine
        let text = line.isEmpty ? "none" : line
        return [
            labelled(
                .deadline, "deadline",
                [Page.Part(Self.label, text, look.style(line.isEmpty ? .secondary : .text))])
        ] + faultRows(.deadline, at: Self.label, width)
    }

    private func edited(
        _ field: NewTaskForm.Field, _ label: String, _ edit: TextEdit, _ width: Int
    ) -> [Row] {
        var row = labelled(field, label, [])
        row.edit = Editing(edit, column: Self.label)
        row.edit?.placeholder =
            field == .data ? "budget=50000 target_audience=enterprise" : "2027-01-31"
        return [row] + faultRows(field, at: Self.label, width)
    }

    // MARK: Who would do it

    func placementRows(_ width: Int) -> [Row] {
        let skills = form.understanding.shownSkills(glance.swarm.recipes)
        var rows = [Row(parts: [Page.Part(0, "Would go to", look.strong(.name))])]
        guard !skills.isEmpty else {
            rows[0].parts.append(
                Page.Part(Self.label, "say what to do, or choose skills", look.style(.dim)))
            return rows
        }
        let placement = placement(of: skills)
        let names = placement.seats.map {
            TextWidth.of($0.name ?? "nobody", upTo: 16)
        }
        let skillColumn = Self.label + max(11, (names.max() ?? 0) + 2)
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
                        Self.label, seat.name ?? "nobody",
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
                    Page.Part(Self.label, "\(placement.seats.count - 5) more", look.style(.dim))
                ]))
        }
        rows.append(Row(parts: [Page.Part(Self.label, time(placement))]))
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
