extension EventReader {
    /// The members of one line, read as what they must be.
    struct Members {
        private let object: JSONObject
        let state: SwarmState
        let type: String

        init(_ object: JSONObject, _ state: SwarmState) {
            self.object = object
            self.state = state
            type = object["type"]?.string ?? ""
        }

        func bad(_ member: String) -> EventFault { .badMember(type: type, member: member) }

        // MARK: Plain values

        func has(_ member: String) -> Bool { object[member] != nil }
        func optionalText(_ member: String) -> String? { object[member]?.string }
        func flag(_ member: String) -> Bool? { object[member]?.bool }

        func text(_ member: String) throws(EventFault) -> String {
            guard let text = object[member]?.string else { throw bad(member) }
            return text
        }

        func integer(_ member: String) throws(EventFault) -> Int64 {
            guard let integer = object[member]?.integer else { throw bad(member) }
            return integer
        }

        func int(_ member: String) throws(EventFault) -> Int {
            guard let int = Int(exactly: try integer(member)) else { throw bad(member) }
            return int
        }

        func int32(_ member: String) throws(EventFault) -> Int32 {
            guard let int = Int32(exactly: try integer(member)) else { throw bad(member) }
            return int
        }

        func byte(_ member: String) throws(EventFault) -> UInt8 {
            guard let byte = UInt8(exactly: try integer(member)) else { throw bad(member) }
            return byte
        }

        func unsigned(_ member: String) throws(EventFault) -> UInt64 {
            guard let value = UInt64(try text(member)) else { throw bad(member) }
            return value
        }

        func instant(_ member: String) throws(EventFault) -> Instant {
            Instant(microseconds: try integer(member))
        }

        func texts(_ member: String) throws(EventFault) -> [String] {
            guard let array = object[member]?.array else { throw bad(member) }
            let texts = array.compactMap(\.string)
            guard texts.count == array.count else { throw bad(member) }
            return texts
        }

        func points(_ member: String) throws(EventFault) -> Points {
            guard let value = object[member]?.double,
                let raw = Int32(exactly: (value * Double(Points.unitsPerPoint)).rounded())
            else { throw bad(member) }
            return Points(raw: raw)
        }

        func name<Name: RawRepresentable<String>>(_ member: String) throws(EventFault) -> Name {
            guard let name = Name(rawValue: try text(member)) else { throw bad(member) }
            return name
        }

        // MARK: Things with a name

        func agent() throws(EventFault) -> AgentID {
            guard let id = state.agentID(named: try text("agent")) else { throw bad("agent") }
            return id
        }

        func skill(_ member: String) throws(EventFault) -> SkillID {
            guard let id = state.skillID(named: try text(member)) else { throw bad(member) }
            return id
        }

        func task() throws(EventFault) -> TaskID {
            guard let id = state.tasks.id(named: try text("task")) else { throw bad("task") }
            return id
        }

        func subtask() throws(EventFault) -> SubtaskKey {
            let task = try task()
            let text = try text("subtask")
            guard let mark = text.lastIndex(of: "_"),
                let number = Int(text[text.index(after: mark)...]),
                state.tasks[checked: task].subtasks.indices.contains(number - 1)
            else { throw bad("subtask") }
            return SubtaskKey(task: task, index: number - 1)
        }

        func attempt() throws(EventFault) -> AttemptKey {
            let key = try subtask()
            return AttemptKey(
                task: key.task, subtask: Int(key.index), number: Int(try byte("attempt")))
        }

        func fault() throws(EventFault) -> FaultID {
            guard let number = UInt32(exactly: try integer("fault")) else { throw bad("fault") }
            return FaultID(number)
        }

        func party(_ member: String) throws(EventFault) -> Party {
            switch try text(member) {
            case "orchestrator": return .orchestrator
            case "operator": return .operator
            case "everyone": return .everyone
            case let name:
                guard let id = state.agentID(named: name) else { throw bad(member) }
                return .agent(id)
            }
        }

        func json(_ member: String) throws(EventFault) -> JSONValue {
            guard let value = object[member] else { throw bad(member) }
            return value
        }

        func jsonObject(_ member: String) throws(EventFault) -> JSONObject {
            guard let value = object[member]?.object else { throw bad(member) }
            return value
        }
    }
}
