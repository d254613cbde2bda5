import SwarmCore

/// One sentence about what just happened, for a few seconds in the attention line.
struct Notice: Sendable {
    static let lifetime = TimeSpan.seconds(5)

    var text: String
    var tone: Role
    /// Nil: until the next key.
    var until: Instant?

    init(_ text: String, tone: Role, until: Instant?) {
        self.text = text
        self.tone = tone
        self.until = until
    }
}

/// The words that rows must hold, and whether they are being typed.
struct FilterLine: Hashable, Sendable {
    var text = ""
    var isEditing = false
}
