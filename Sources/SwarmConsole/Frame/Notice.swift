import SwarmCore

/// One sentence about what just happened, for a few seconds in the attention line.
struct Notice: Sendable {
    static let lifetime = TimeSpan.seconds(5)

    var text: String
    var tone: Role
    /// Nil: until the next key.
    var until: Instant?

    /// Said of a new task until it ends.
    static func submitted(_ title: String) -> String { "\(title) is on its way." }

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
