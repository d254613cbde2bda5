/// A value that a snapshot holds as a bare figure, list or text, without the name of its member.
protocol PlainlyCoded: Codable {
    associatedtype Plain: Codable
    var plain: Plain { get }
    init(plain: Plain) throws
}

extension PlainlyCoded {
    public init(from decoder: any Decoder) throws {
        try self.init(plain: decoder.singleValueContainer().decode(Plain.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(plain)
    }
}

extension Instant: PlainlyCoded {
    var plain: Int64 { microseconds }
    init(plain: Int64) { self.init(microseconds: plain) }
}

extension TimeSpan: PlainlyCoded {
    var plain: Int64 { microseconds }
    init(plain: Int64) { self.init(microseconds: plain) }
}

extension WallTime: PlainlyCoded {
    var plain: Int64 { milliseconds }
    init(plain: Int64) { self.init(milliseconds: plain) }
}

extension Points: PlainlyCoded {
    var plain: Int32 { raw }
    init(plain: Int32) { self.init(raw: plain) }
}

extension Money: PlainlyCoded {
    var plain: Int64 { nanodollars }
    init(plain: Int64) { self.init(nanodollars: plain) }
}

extension CallID: PlainlyCoded {
    var plain: UInt32 { number }
    init(plain: UInt32) { self.init(plain) }
}

extension AgentID: PlainlyCoded {
    var plain: Int32 { index }
    init(plain: Int32) { self.init(Int(plain)) }
}

extension SkillID: PlainlyCoded {
    var plain: UInt8 { index }
    init(plain: UInt8) { self.init(Int(plain)) }
}

extension FaultID: PlainlyCoded {
    var plain: UInt32 { number }
    init(plain: UInt32) { self.init(plain) }
}

extension SkillSet: PlainlyCoded {
    var plain: [SkillID] { Array(self) }
    init(plain: [SkillID]) { self.init(plain) }
}

extension StepSet: PlainlyCoded {
    var plain: UInt32 { bits }
    init(plain: UInt32) { self.init(bits: plain) }
}

extension TaskID: PlainlyCoded {
    var plain: [UInt32] { [slot, number] }

    init(plain: [UInt32]) throws {
        guard plain.count == 2 else { throw SnapshotFault.unreadable("a task's id") }
        self.init(slot: plain[0], number: plain[1])
    }
}

extension AttemptKey: PlainlyCoded {
    var plain: [UInt32] { [task.slot, task.number, UInt32(subtask), UInt32(number)] }

    init(plain: [UInt32]) throws {
        guard plain.count == 4, plain[2] <= 255, plain[3] <= 255 else {
            throw SnapshotFault.unreadable("an attempt's key")
        }
        self.init(
            task: TaskID(slot: plain[0], number: plain[1]), subtask: Int(plain[2]),
            number: Int(plain[3]))
    }
}

/// As JSON text: the members of an object keep their order.
extension JSONValue: PlainlyCoded {
    var plain: String { jsonText() }
    init(plain: String) throws { self = try JSONValue.parse(Array(plain.utf8)) }
}

extension Product: Codable {
    public convenience init(from decoder: any Decoder) throws {
        guard let json = try JSONValue(from: decoder).object else {
            throw SnapshotFault.unreadable("a product")
        }
        self.init(json)
    }

    public func encode(to encoder: any Encoder) throws {
        try JSONValue.object(json).encode(to: encoder)
    }
}

/// Why a state could not be read from its encoding.
enum SnapshotFault: Error, Hashable {
    case unreadable(String)
}

// Choices go by their names.
extension Health: Codable {}
extension HealthReason: Codable {}
extension Willingness: Codable {}
extension ReputationChange.Reason: Codable {}
extension Complexity: Codable {}
extension Priority: Codable {}
extension TaskStatus: Codable {}
extension DriverKind: Codable {}
extension Verdict.Outcome: Codable {}
extension SkipReason: Codable {}
extension ReputationPolicy: Codable {}
extension ScoringPolicy.SkillMatch: Codable {}
