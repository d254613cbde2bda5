import SwarmCore
import Synchronization

/// Writes each exchange that ends to a cassette, and passes it on untouched. Keys and cookies are not written.
public struct RecordingTransport: ModelTransport {
    private let inner: any ModelTransport
    private let tape: Tape

    /// Adds to the file at `path`; `failed` is told, once, when it cannot be written, and nothing is recorded then on.
    public init(
        _ inner: any ModelTransport, path: String,
        failed: @escaping @Sendable (LineFileFault) -> Void
    ) {
        self.inner = inner
        tape = Tape(path: path, failed: failed)
    }

    public func begin(_ request: TransportRequest) -> any TransportExchange {
        let scrubber = SecretScrubber(request)
        // A model that was told a key may say it in any pieces; then nothing is written.
        if scrubber.finds(in: request.body) { return inner.begin(request) }
        return RecordedExchange(inner.begin(request), request, scrubber, tape)
    }

    /// The file, written by one at a time.
    final class Tape: Sendable {
        private let file: LineFile
        private let failed: @Sendable (LineFileFault) -> Void
        private let isBroken = Mutex(false)

        init(path: String, failed: @escaping @Sendable (LineFileFault) -> Void) {
            file = LineFile(path: path)
            self.failed = failed
        }

        func write(_ entry: CassetteEntry) {
            var line: [UInt8] = []
            entry.json.appendJSON(to: &line)
            let fault = isBroken.withLock { isBroken -> LineFileFault? in
                if isBroken { return nil }
                do throws(LineFileFault) {
                    try file.append(line)
                    return nil
                } catch {
                    isBroken = true
                    return error
                }
            }
            if let fault { failed(fault) }
        }
    }
}

/// An exchange that is written down as it goes.
private final class RecordedExchange: TransportExchange {
    private let inner: any TransportExchange
    private let tape: RecordingTransport.Tape
    private let scrubber: SecretScrubber
    /// What has come so far; nil once it was written.
    private let entry: Mutex<CassetteEntry?>

    init(
        _ inner: any TransportExchange, _ request: TransportRequest,
        _ scrubber: SecretScrubber, _ tape: RecordingTransport.Tape
    ) {
        self.inner = inner
        self.tape = tape
        self.scrubber = scrubber
        entry = Mutex(
            CassetteEntry(question: CassetteEntry.Question(request), headers: [], pieces: []))
    }

    func next() async throws(TransportFault) -> TransportPiece? {
        do throws(TransportFault) {
            let piece = try await inner.next()
            switch piece {
            case .head(let head): change { take(head, &$0) }
            case .bytes(let bytes): change { $0.pieces.append(bytes) }
            case nil: write(nil)
            }
            return piece
        } catch {
            if error != .cancelled { write(error) }
            throw error
        }
    }

    private func take(_ head: TransportHead, _ entry: inout CassetteEntry) {
        entry.status = head.status
        entry.headers = head.headers.filter { CassetteEntry.isKept($0.name) }
            .map { ($0.name, scrubber.scrubbed($0.value)) }
    }

    private func change(_ body: (inout CassetteEntry) -> Void) {
        entry.withLock { entry in
            guard var known = entry else { return }
            body(&known)
            entry = known
        }
    }

    private func write(_ fault: TransportFault?) {
        let ended = entry.withLock { entry in
            defer { entry = nil }
            return entry
        }
        guard var ended else { return }
        ended.fault = fault
        ended.pieces = scrubber.scrubbed(ended.pieces)
        tape.write(ended)
    }

    func noteContent() { inner.noteContent() }

    /// A reader that has read enough ends an exchange too, and then it is whole; a cancelled task's is not.
    func cancel() {
        let hasHead = entry.withLock { $0?.status != nil }
        if hasHead, !Task.isCancelled { write(nil) }
        inner.cancel()
    }
}
