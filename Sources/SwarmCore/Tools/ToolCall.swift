/// A tool an attempt calls.
public struct ToolCall: Hashable, Codable, Sendable {
    /// More characters of arguments or output are cut in the journal.
    public static let mostCharacters = 2_000

    public enum Phase: Hashable, Codable, Sendable {
        /// The operator has been asked; without an answer until then it is a no.
        case awaitingApproval(until: Instant)
        case running
        case denied
        case finished(isError: Bool)
    }

    public let attempt: AttemptKey
    /// From 1 in its task.
    public let number: UInt16
    public let name: String
    /// As JSON text, cut to `mostCharacters`.
    public let arguments: String
    public internal(set) var phase: Phase
    /// What came back, cut to `mostCharacters`.
    public internal(set) var output = ""

    public init(
        attempt: AttemptKey, number: UInt16, name: String, arguments: String, phase: Phase
    ) {
        self.attempt = attempt
        self.number = number
        self.name = name
        self.arguments = arguments
        self.phase = phase
    }
}
