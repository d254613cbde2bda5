import SwarmCore

/// Money, tools and memory, in words.
extension Telling {
    // MARK: Money

    mutating func tellCost(_ event: Event) {
        recipient = "ledger"
        switch event {
        case .costReserved(let id, let request):
            tellPayer(request)
            text = "call \(id.number) to \(request.model), at most \(words(request.worst))"
        case .costSettled(let id, let settlement):
            let call = swarm.call(id)
            if let call { tellPayer(call.request) }
            let amount = words(settlement.amount ?? call?.request.worst)
            text = "call \(id.number): \(amount)\(basis(settlement))"
        case .costRefused(let request, let refusal):
            tellPayer(request)
            say(.denied, "\(request.model) is not called. \(refusal.sentence)")
        default: break
        }
    }

    private mutating func tellPayer(_ request: CallRequest) {
        let key = request.purpose.attempt
        link = BusRow.Link(
            task: request.purpose.task, subtask: key.map { Int($0.subtask) },
            agent: request.purpose.agent)
        sender = request.purpose.agent.map(swarm.shortName) ?? "planner"
    }

    private func words(_ amount: Money?) -> String { amount?.text ?? "an unknown price" }

    private func basis(_ settlement: Settlement) -> String {
        let usage = settlement.usage
        return switch settlement.basis {
        case .usage: ", \(usage.input) tokens in, \(usage.output) out"
        case .reservation: " kept, the tokens are not known"
        case .cache: ", from an earlier answer"
        case .unused: ", nothing was sent"
        }
    }

    // MARK: Tools

    mutating func tellTool(_ event: Event) {
        switch event {
        case .toolCalled(let call):
            tellCaller(call.attempt)
            recipient = call.name
            if case .awaitingApproval(let until) = call.phase {
                recipient = "you"
                let limit = Figures.countdown(until - at)
                say(
                    .asks,
                    "May it call \(call.name) \(call.arguments)? No answer in \(limit) is a no")
            } else {
                text = "\(call.name) \(call.arguments)"
            }
        case .toolAnswered(let key, let number, let granted, let source):
            tellCaller(key)
            (sender, recipient) = (source == .operator ? "you" : "orchestrator", sender)
            let name = swarm.toolCall(key, number)?.name ?? "the tool"
            say(granted ? .done : .denied, "\(name) is \(granted ? "approved" : "denied")")
        case .toolFinished(let key, let number, let isError, let output):
            tellCaller(key)
            let name = swarm.toolCall(key, number)?.name ?? "tool"
            (sender, recipient) = (name, sender)
            if isError { say(.failed, output) } else { text = output }
        default: break
        }
    }

    private mutating func tellCaller(_ key: AttemptKey) {
        let agent = swarm.attempt(key)?.agent
        link = BusRow.Link(task: key.task, subtask: Int(key.subtask), agent: agent)
        sender = agent.map(swarm.shortName) ?? "agent"
    }

    // MARK: Memory

    mutating func tellMemory(_ event: Event) {
        switch event {
        case .memoryKept(let id, let note):
            link = BusRow.Link(agent: id)
            (sender, recipient) = (swarm.shortName(id), "memory")
            text = "keeps a \(note.kind.rawValue) of \(note.source): \(note.text)"
        case .memoryForgotten(let id, let note):
            link = BusRow.Link(agent: id)
            (sender, recipient) = ("you", swarm.shortName(id))
            text = note.map { "note \($0) is forgotten" } ?? "everything is forgotten"
        case .memoryRecalled(let key, let recalls):
            tellCaller(key)
            (sender, recipient) = ("memory", sender)
            text =
                "recalls "
                + recalls.map { "note \($0.note) (\($0.similarity / 10) %)" }.joined(
                    separator: ", ")
        default: break
        }
    }
}
