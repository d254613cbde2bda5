import Foundation
import SwarmRuntime

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file that says how far the journal goes, beside it: without it, events missing at the very end leave no trace.
///
/// Written after each commit and never synced by itself, so it is at most as new as the journal on disk; it survives
/// `kill -9`, and after a power failure it may be old, torn or missing, which is no damage.
struct HeadMark {
    static let fileName = "head"
    let path: String

    init(folder: String) { path = folder + "/" + Self.fileName }

    /// nil when there is none that is whole.
    func read() -> ChainEnd? {
        FileManager.default.contents(atPath: path).flatMap { SealedLine.end("head", in: $0) }
    }

    /// Best effort: what it speaks for is durable already, and an old mark is only a weaker one.
    func write(_ end: ChainEnd) {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        let line = SealedLine.text("head", end)
        _ = line.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
        close(file)
    }
}
