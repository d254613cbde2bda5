import SwarmCore
import TerminalUI

/// The tools a task's attempts called, and what they were reminded of.
extension TaskDetail {
    private static let mostTools = 24
    private static let mostRecalls = 12
    private static let mostLines = 6

    func writeTools(to page: inout Page) {
        guard !task.toolCalls.isEmpty else { return }
        page.gap()
        let older = task.toolCalls.count - Self.mostTools
        page.head("Tool calls", older > 0 ? "\(older) before these" : "")
        for call in task.toolCalls.suffix(Self.mostTools) { write(call, to: &page) }
    }

    private func write(_ call: ToolCall, to page: inout Page) {
        let sign = Sign(call)
        var state: StyledText = [
            Span(sign.glyph, look.style(sign.role)),
            Span(" " + sign.word, look.style(sign.role)),
        ]
        if case .awaitingApproval(let until) = call.phase {
            state.append(
                ", \(Figures.countdown(until - glance.now)) left", look.style(.secondary))
        }
        page.row(
            [
                Page.Part(3, "\(call.number)", look.style(.dim), width: 3),
                Page.Part(6, call.name, look.strong(.name), width: 24),
                Page.Part(32, swarm.attemptLabel(call.attempt), look.style(.secondary), width: 18),
                Page.Part(52, state, width: max(0, page.width - 52)),
            ], link: link(to: call.attempt.subtaskKey))
        if !call.arguments.isEmpty {
            page.labelled(
                "with", call.arguments, look.style(.text), at: 6, value: 12, most: Self.mostLines)
        }
        if !call.output.isEmpty {
            page.labelled(
                "gave", call.output, look.style(sign == .failed ? .failed : .text), at: 6,
                value: 12, most: Self.mostLines)
        }
    }

    // MARK: Recalled

    func writeRecalls(to page: inout Page) {
        guard !task.recalls.isEmpty else { return }
        page.gap()
        page.head("Recalled", "what attempts were reminded of, nearest first")
        for recall in task.recalls.suffix(Self.mostRecalls) {
            let agent = swarm.attempt(recall.attempt)?.agent
            for one in recall.recalls { write(one, of: recall.attempt, by: agent, to: &page) }
        }
    }

    private func write(
        _ recall: Recall, of key: AttemptKey, by agent: AgentID?, to page: inout Page
    ) {
        let note = agent.flatMap { id in
            swarm.agent(id).memory.first { $0.number == recall.note }
        }
        let near = Figures.decimal(Double(recall.similarity) / 1_000, places: 2)
        page.row(
            [
                Page.Part(3, near, look.strong(.name), width: 4),
                Page.Part(9, swarm.attemptLabel(key), look.style(.secondary), width: 18),
                Page.Part(
                    29,
                    note.map { "\($0.kind.rawValue) from \($0.source)" }
                        ?? "note \(recall.note), forgotten since",
                    look.style(note == nil ? .dim : .topic), width: max(0, page.width - 29)),
            ], link: agent.map(link(to:)))
        if let note {
            page.labelled(
                "", note.text, look.style(.text), at: 8, value: 9, most: Self.mostLines)
        }
    }
}

extension Sign {
    init(_ call: ToolCall) {
        switch call.phase {
        case .awaitingApproval: self = .asks
        case .running: self = .running
        case .denied: self = .denied
        case .finished(let isError): self = isError ? .failed : .done
        }
    }
}
