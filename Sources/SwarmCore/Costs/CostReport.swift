/// Every model call of a journal, with what it came to; fed with its events in order.
public struct CostReport: Sendable {
    /// One call.
    public struct Row: Sendable {
        public let call: CallID
        public let time: WallTime
        public let request: CallRequest
        public let task: String?
        /// `<task>_subtask_<n>`; nil for answers and planning.
        public let subtask: String?
        public let attempt: UInt8?
        public let agent: String?
        public internal(set) var settlement: Settlement?

        /// What it cost, or may cost at the most while nobody knows.
        public var amount: Money { settlement?.amount ?? request.worst ?? .zero }
    }

    /// What costs are added up by.
    public enum Key: String, CaseIterable, Sendable {
        case day, model, agent, task, subtask, attempt
    }

    public struct Sum: Sendable {
        public let name: String
        public internal(set) var costs: Costs
    }

    /// In the order of reservation.
    public private(set) var rows: [Row] = []
    public private(set) var refused = 0
    private var places: [UInt32: Int] = [:]

    public init() {}

    /// Takes one event in; `state` has taken it in already.
    public mutating func take(_ envelope: Envelope, state: SwarmState) {
        switch envelope.event {
        case .costReserved(let id, let request):
            places[id.number] = rows.count
            rows.append(Row(id, request, at: envelope.time, state))
        case .costSettled(let id, let settlement):
            if let place = places[id.number] { rows[place].settlement = settlement }
        case .costRefused: refused += 1
        default: break
        }
    }

    /// Adds up by one key, the dearest first; equal ones in order of their names. Days are in their own order.
    public func sums(by key: Key) -> [Sum] {
        var calls: [String: [Call]] = [:]
        for row in rows { calls[row.name(key), default: []].append(row.asCall) }
        let sums = calls.keys.sorted().map { Sum(name: $0, costs: Costs(calls[$0] ?? [])) }
        guard key != .day else { return sums }
        // Sorting keeps equal ones in order only by chance.
        return sums.enumerated().sorted {
            ($1.element.costs.committed, $0.offset) < ($0.element.costs.committed, $1.offset)
        }.map(\.element)
    }

    public var total: Costs { Costs(rows.map(\.asCall)) }
}

extension CostReport.Row {
    fileprivate init(
        _ id: CallID, _ request: CallRequest, at time: WallTime, _ state: SwarmState
    ) {
        call = id
        self.time = time
        self.request = request
        let brief = request.purpose.task.flatMap { state.tasks.brief(of: $0) }
        let key = request.purpose.attempt
        task = brief?.name
        subtask = brief.flatMap { brief in
            key.map { "\(brief.name)_subtask_\($0.subtask + 1)" }
        }
        attempt = key?.number
        agent = request.purpose.agent.map { state.agent($0).card.name }
    }

    fileprivate var asCall: Call {
        var call = Call(id: call, request: request)
        call.settlement = settlement
        return call
    }

    fileprivate func name(_ key: CostReport.Key) -> String {
        switch key {
        case .day: WallTime(milliseconds: Int64(request.day) * 86_400_000).rfc3339.date
        case .model: request.model
        case .agent: agent ?? "planner"
        case .task: task ?? "no task"
        case .subtask: subtask ?? task ?? "no task"
        case .attempt:
            subtask.flatMap { name in attempt.map { "\(name)/\($0)" } } ?? task ?? "no task"
        }
    }
}

extension String {
    fileprivate var date: String { String(prefix(10)) }
}

// MARK: As files

extension CostReport {
    private static let columns = [
        "call", "time", "day", "purpose", "task", "subtask", "attempt", "agent", "model", "basis",
        "reserved_usd", "amount_usd", "largest_model_usd", "input_tokens", "cached_input_tokens",
        "output_tokens",
    ]

    /// One line for each call, with a head: RFC 4180, amounts in dollars.
    public var csv: String {
        var text = Self.columns.joined(separator: ",") + "\r\n"
        for row in rows {
            text += row.fields.map(Self.quoted).joined(separator: ",") + "\r\n"
        }
        return text
    }

    /// A text that a spreadsheet would take for a formula is set off with an apostrophe.
    public static func quoted(_ field: String) -> String {
        let isFormula = field.first.map { "=+-@\t\r".contains($0) } ?? false
        let safe = isFormula ? "'" + field : field
        guard safe.contains(where: { "\",\r\n".contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }

    /// `{total, refused, by_day: [{name, …}], by_model, …, calls: […]}`; amounts are dollars.
    public var json: JSONObject {
        var document: JSONObject = [
            "total": .object(total.json), "refused": .integer(Int64(refused)),
        ]
        for key in Key.allCases {
            document["by_" + key.rawValue] = .array(
                sums(by: key).map { sum in
                    var entry: JSONObject = ["name": .string(sum.name)]
                    for member in sum.costs.json.members { entry[member.key] = member.value }
                    return .object(entry)
                })
        }
        document["calls"] = .array(
            rows.map { row in
                .object(
                    JSONObject(
                        distinct: zip(Self.columns, row.fields).map { column, field in
                            JSONObject.Member(
                                column, field.isEmpty ? .null : .string(field))
                        }))
            })
        return document
    }
}

extension CostReport.Row {
    fileprivate var fields: [String] {
        let usage = settlement?.usage ?? CallUsage()
        return [
            String(call.number), time.rfc3339, name(.day), request.purpose.name, task ?? "",
            subtask ?? "", attempt.map { String($0) } ?? "", agent ?? "", request.model,
            settlement?.basis.rawValue ?? "open", request.worst?.definition ?? "",
            amount.definition, settlement?.largest?.definition ?? "", String(usage.input),
            String(usage.cachedInput), String(usage.output),
        ]
    }
}

extension Costs {
    /// Amounts in dollars, as exact texts.
    public var json: JSONObject {
        [
            "calls": .integer(Int64(calls)), "cached": .integer(Int64(cached)),
            "spent_usd": .string(spent.definition), "reserved_usd": .string(reserved.definition),
            "saved_usd": .string(saved.definition), "input_tokens": .integer(Int64(input)),
            "output_tokens": .integer(Int64(output)),
        ]
    }
}
