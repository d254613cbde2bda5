import Synchronization

/// Lines that concurrent code writes and a test reads.
final class Ledger: Sendable {
    private let written = Mutex<[String]>([])

    var lines: [String] { written.withLock { $0 } }

    func write(_ line: String) { written.withLock { $0.append(line) } }
}
