/// Money, tools and memory as journal lines, and back. Amounts are whole billionths of a dollar.
extension EventWriter {
    mutating func appendCost(_ event: Event, _ state: SwarmState) {
        switch event {
        case .costReserved(let id, let request):
            number("call", Int64(id.number))
            append(request, state)
        case .costSettled(let id, let settlement):
            number("call", Int64(id.number))
            text("basis", settlement.basis.rawValue)
            if let amount = settlement.amount { number("amount_nano", amount.nanodollars) }
            if let largest = settlement.largest { number("largest_nano", largest.nanodollars) }
            number("input_tokens", Int64(settlement.usage.input))
            number("cached_input_tokens", Int64(settlement.usage.cachedInput))
            number("output_tokens", Int64(settlement.usage.output))
        case .costRefused(let request, let refusal):
            append(request, state)
            text("scope", refusal.scope.rawValue)
            number("limit_nano", refusal.limit.nanodollars)
            number("committed_nano", refusal.committed.nanodollars)
            number("asked_nano", refusal.asked.nanodollars)
        default: break
        }
    }

    private mutating func append(_ request: CallRequest, _ state: SwarmState) {
        text("purpose", request.purpose.name)
        if let key = request.purpose.attempt {
            attempt(key, state)
        } else if let id = request.purpose.task {
            task(id, state)
        }
        if let id = request.purpose.agent { agent(id, state) }
        text("model", request.model)
        if let worst = request.worst { number("worst_nano", worst.nanodollars) }
        number("day", Int64(request.day))
    }

    mutating func appendTool(_ event: Event, _ state: SwarmState) {
        switch event {
        case .toolCalled(let call):
            attempt(call.attempt, state)
            number("tool_call", Int64(call.number))
            text("tool", call.name)
            text("arguments", call.arguments)
            if case .awaitingApproval(let until) = call.phase {
                number("until", until.microseconds)
            }
        case .toolAnswered(let key, let call, let granted, let source):
            attempt(key, state)
            number("tool_call", Int64(call))
            flag("granted", granted)
            text("by", source.rawValue)
        case .toolFinished(let key, let call, let isError, let output):
            attempt(key, state)
            number("tool_call", Int64(call))
            flag("error", isError)
            text("output", output)
        default: break
        }
    }

    mutating func appendMemory(_ event: Event, _ state: SwarmState) {
        switch event {
        case .memoryKept(let id, let note):
            agent(id, state)
            number("note", Int64(note.number))
            text("kind", note.kind.rawValue)
            text("source", note.source)
            text("skill", note.skill)
            text("text", note.text)
        case .memoryForgotten(let id, let note):
            agent(id, state)
            if let note { number("note", Int64(note)) }
        case .memoryRecalled(let key, let recalls):
            attempt(key, state)
            json(
                "notes",
                .array(
                    recalls.map {
                        .array([.integer(Int64($0.note)), .integer(Int64($0.similarity))])
                    }))
        default: break
        }
    }
}

extension EventReader.Members {
    func optionalMoney(_ member: String) throws(EventFault) -> Money? {
        guard has(member) else { return nil }
        return Money(nanodollars: try integer(member))
    }

    private func money(_ member: String) throws(EventFault) -> Money {
        Money(nanodollars: try integer(member))
    }

    private func whole<Whole: FixedWidthInteger>(_ member: String) throws(EventFault) -> Whole {
        guard let whole = Whole(exactly: try integer(member)) else { throw bad(member) }
        return whole
    }

    func call() throws(EventFault) -> CallID { CallID(try whole("call")) }

    func callRequest() throws(EventFault) -> CallRequest {
        let purpose: CallPurpose
        switch try text("purpose") {
        case "work": purpose = .work(try attempt(), try agent())
        case "review": purpose = .review(try attempt(), try agent())
        case "answer": purpose = .answer(has("task") ? try task() : nil, try agent())
        case "planning": purpose = .planning
        default: throw bad("purpose")
        }
        return CallRequest(
            purpose: purpose, model: try text("model"), worst: try optionalMoney("worst_nano"),
            day: try whole("day"))
    }

    func settlement() throws(EventFault) -> Settlement {
        Settlement(
            amount: try optionalMoney("amount_nano"),
            usage: CallUsage(
                input: try int("input_tokens"), cachedInput: try int("cached_input_tokens"),
                output: try int("output_tokens")),
            basis: try name("basis"), largest: try optionalMoney("largest_nano"))
    }

    func refusal() throws(EventFault) -> BudgetRefusal {
        BudgetRefusal(
            scope: try name("scope"), limit: try money("limit_nano"),
            committed: try money("committed_nano"), asked: try money("asked_nano"))
    }

    func toolNumber() throws(EventFault) -> UInt16 { try whole("tool_call") }

    func toolCall() throws(EventFault) -> ToolCall {
        ToolCall(
            attempt: try attempt(), number: try toolNumber(), name: try text("tool"),
            arguments: try text("arguments"),
            phase: has("until") ? .awaitingApproval(until: try instant("until")) : .running)
    }

    func noteNumber() throws(EventFault) -> UInt32 { try whole("note") }

    func note() throws(EventFault) -> MemoryNote {
        MemoryNote(
            number: try noteNumber(), kind: try name("kind"), source: try text("source"),
            skill: try text("skill"), text: try text("text"))
    }

    func recalls() throws(EventFault) -> [Recall] {
        guard let listed = try json("notes").array else { throw bad("notes") }
        var recalls: [Recall] = []
        for pair in listed {
            guard let figures = pair.array, figures.count == 2,
                let note = figures[0].integer.flatMap(UInt32.init(exactly:)),
                let similarity = figures[1].integer.flatMap(UInt16.init(exactly:))
            else { throw bad("notes") }
            recalls.append(Recall(note: note, similarity: similarity))
        }
        return recalls
    }
}
