import SwarmCore
import TerminalUI

/// What a task's model calls came to, against its budget.
extension TaskDetail {
    private static let mostCalls = 32

    func writeCosts(to page: inout Page) {
        guard !task.calls.isEmpty || task.brief.budget != nil else { return }
        page.gap()
        let costs = task.costs()
        page.head("Costs", CostWords(costs).line)
        if let budget = task.brief.budget ?? swarm.policies.budgets.task {
            page.row(
                Page.Part(3, "budget", look.style(.secondary), width: 8),
                Page.Part(
                    12, CostWords.budget(budget, committed: costs.committed),
                    look.style(.spending(costs.committed, of: budget))))
        }
        guard !task.calls.isEmpty else {
            page.row(Page.Part(3, "no model call yet", look.style(.dim)))
            return
        }
        writeCalls(to: &page)
    }

    private func writeCalls(to page: inout Page) {
        var table = PageTable(
            [
                TableLayout.Column("call", width: 5...7, alignment: .right),
                TableLayout.Column("for", width: 9...24),
                TableLayout.Column("agent", width: 8...16, leaving: 3),
                TableLayout.Column("model", width: 8...28, leaving: 1),
                TableLayout.Column("in", width: 6...9, alignment: .right, leaving: 4),
                TableLayout.Column("out", width: 6...9, alignment: .right, leaving: 4),
                TableLayout.Column("cost", width: 5...12, alignment: .right),
                TableLayout.Column("", width: 10...26, leaving: 2),
            ], whole: [0, 1, 2, 6])
        for call in task.calls.suffix(Self.mostCalls) {
            table.add(row(of: call), link: call.request.purpose.agent.map(link(to:)))
        }
        table.fit()
        table.write(to: &page, at: 3)
        let older = task.calls.count - Self.mostCalls
        if older > 0 {
            page.row(
                Page.Part(
                    3, "\(Figures.count(older, "call")) before these", look.style(.dim)))
        }
    }

    private func row(of call: Call) -> [StyledText] {
        let purpose = call.request.purpose
        let usage = call.settlement?.usage ?? CallUsage()
        let isKnown = call.settlement?.basis == .usage
        let sign = Sign(call)
        return [
            StyledText("\(call.id.number)", look.style(.dim)),
            StyledText(words(purpose), look.style(.name)),
            StyledText(purpose.agent.map(swarm.shortName) ?? "planner", look.style(.text)),
            StyledText(call.request.model, look.style(.topic)),
            StyledText(isKnown ? Figures.tokens(usage.input) : "–", look.style(.text)),
            StyledText(isKnown ? Figures.tokens(usage.output) : "–", look.style(.text)),
            StyledText(call.committed.text, look.strong(.name)),
            [
                Span(sign.glyph, look.style(sign.role)),
                Span(" " + CostWords.basis(call), look.style(.secondary)),
            ],
        ]
    }

    private func words(_ purpose: CallPurpose) -> String {
        switch purpose {
        case .work(let key, _): swarm.attemptLabel(key)
        case .review(let key, _): "review of \(swarm.attemptLabel(key))"
        case .answer: "an answer"
        case .planning: "the plan"
        }
    }
}

extension Sign {
    /// A model call: under way, paid, or never sent.
    init(_ call: Call) {
        switch call.settlement?.basis {
        case nil: self = .running
        case .usage, .cache: self = .done
        case .reservation: self = .degraded
        case .unused: self = .cancelled
        }
    }
}

/// Costs in words.
struct CostWords {
    /// `$0.18 spent, $0.05 reserved, $0.31 saved; 3 calls, 1 from an earlier answer`.
    let line: String

    init(_ costs: Costs) {
        var parts = ["\(costs.spent.text) spent"]
        if costs.reserved != .zero { parts.append("\(costs.reserved.text) reserved") }
        if costs.saved > .zero { parts.append("\(costs.saved.text) saved") }
        var calls = Figures.count(costs.calls, "call")
        if costs.cached > 0 { calls += ", \(costs.cached) from earlier answers" }
        line = parts.joined(separator: ", ") + "; " + calls
    }

    /// `$1.00, $0.77 left`.
    static func budget(_ budget: Money, committed: Money) -> String {
        if committed >= budget { return "\(budget.text), used up" }
        return "\(budget.text), \((budget - committed).text) left"
    }

    /// What the amount of a call rests on.
    static func basis(_ call: Call) -> String {
        switch call.settlement?.basis {
        case nil: "under way, at most this"
        case .usage:
            call.settlement.map { $0.usage.cachedInput > 0 } == true
                ? "\(Figures.tokens(call.settlement?.usage.cachedInput ?? 0)) of it cached"
                : "counted"
        case .reservation: "as reserved, not counted"
        case .cache: "an earlier answer"
        case .unused: "nothing was sent"
        }
    }
}
