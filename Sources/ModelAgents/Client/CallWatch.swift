import SwarmCore

/// One request that is about to be sent, or was.
public struct CallAttempt: Hashable, Sendable {
    public let endpoint: String
    public let model: String
    /// From 1, over all endpoints.
    public let number: Int
}

/// Told what a call does while it runs. Each closure may take its time: the call waits for it.
public struct CallWatch: Sendable {
    /// A sentence on a wait, a retry, a fallback or an oddity; safe to print.
    public var note: @Sendable (String) async -> Void
    /// What comes in, for progress; nil hands nothing on, and a failed request may then always be sent again.
    public var event: (@Sendable (ModelStreamEvent) async -> Void)?
    /// Whether a request may be sent again after something of its answer was handed on; `restarted` is told then.
    public var mayRestart = false
    /// Before each request; a fault ends the call, nothing being sent. Money is reserved here.
    public var willSend: @Sendable (CallAttempt) async throws(ModelFault) -> Void
    /// After each request that was to be sent, with what its endpoint said of tokens. Money is settled here.
    public var didEnd: @Sendable (CallAttempt, ModelUsage, ModelFault?) async -> Void

    public init(
        note: @escaping @Sendable (String) async -> Void = { _ in },
        event: (@Sendable (ModelStreamEvent) async -> Void)? = nil
    ) {
        self.note = note
        self.event = event
        willSend = { _ throws(ModelFault) in }
        didEnd = { _, _, _ in }
    }
}
