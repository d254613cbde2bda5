extension EventFault {
    /// What is wrong with the line, for a person.
    public var words: String {
        switch self {
        case .json(let fault): "it is not JSON: \(fault.message)"
        case .outOfSequence(let expected, let found): "event \(found) where \(expected) belongs"
        case .unknownType(let type): "unknown event type \"\(type)\""
        case .badMember(let type, let member):
            type.isEmpty ? "it has no valid \(member)" : "\(type) has no valid \(member)"
        }
    }
}
