import SwarmCore

/// What is injected into the model calls of the task that holds it.
///
/// Bound around a call and found by `FaultyTransport` below the client, so that retries, breakers, readers and settling
/// meet the fault as they would meet a real one, and no call but the target's does.
struct ModelFaultInjection: Sendable {
    @TaskLocal static var current: ModelFaultInjection?

    let seed: UInt64
    /// Asked anew for each request: faults begin and end while a call is tried again.
    let faults: @Sendable () -> [FaultKind]
}
