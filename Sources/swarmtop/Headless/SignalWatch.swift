import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Turns the first signal that asks a process to end into a call; a second one ends it at once.
///
/// So does waiting too long for the first one's effect: what was acknowledged is in the journal anyway.
struct SignalWatch {
    private static let longestEnd = DispatchTimeInterval.seconds(10)
    private let sources: [any DispatchSourceSignal]

    init(_ received: @escaping @Sendable (Int32) -> Void) {
        let queue = DispatchQueue(label: "signals", qos: .userInitiated)
        let seen = Seen()
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                guard seen.isFirst() else { StandardStreams.exit(128 + number) }
                queue.asyncAfter(deadline: .now() + Self.longestEnd) {
                    StandardStreams.exit(128 + number)
                }
                received(number)
            }
            source.resume()
            return source
        }
    }

    func cancel() { for source in sources { source.cancel() } }
}

/// Tells the first call from all that follow.
private final class Seen: Sendable {
    private let isSeen = Atomic<Bool>(false)

    func isFirst() -> Bool { !isSeen.exchange(true, ordering: .relaxed) }
}
