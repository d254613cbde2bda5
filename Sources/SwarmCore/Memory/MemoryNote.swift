/// Something an agent keeps from its work.
public struct MemoryNote: Hashable, Codable, Sendable {
    /// A longer text is cut.
    public static let mostCharacters = 2_000

    public enum Kind: String, CaseIterable, Codable, Sendable {
        /// What it made.
        case result
        /// What it should do otherwise.
        case lesson
    }

    /// From 1 in the data folder.
    public let number: UInt32
    public let kind: Kind
    /// The subtask it comes from, such as `campaign_001_subtask_2`.
    public let source: String
    public let skill: String
    public let text: String

    public init(number: UInt32, kind: Kind, source: String, skill: String, text: String) {
        self.number = number
        self.kind = kind
        self.source = source
        self.skill = skill
        self.text = String(text.prefix(Self.mostCharacters))
    }
}

/// What an attempt was reminded of, nearest first.
public struct AttemptRecall: Hashable, Codable, Sendable {
    public let attempt: AttemptKey
    public let recalls: [Recall]
}

/// A note an attempt was reminded of.
public struct Recall: Hashable, Codable, Sendable {
    public let note: UInt32
    /// How near it was, in thousandths.
    public let similarity: UInt16

    public init(note: UInt32, similarity: UInt16) {
        self.note = note
        self.similarity = similarity
    }
}
