import SwarmCore
import Synchronization

/// An exchange that is cut, slowed, scrambled or miscounted on its way.
final class SpoiledExchange: TransportExchange {
    private struct State {
        /// Bytes passed on so far.
        var passed = 0
        var usage: UsageSpoiler?
    }

    private let inner: any TransportExchange
    private let random: KeyedRandom
    /// How many bytes pass before the cut; nil for no cut.
    private let cut: Int?
    private let isGarbage: Bool
    private let slowFactor: Int
    private let sleep: @Sendable (TimeSpan) async throws -> Void
    private let state: Mutex<State>

    /// The least a slowed piece waits: a local model's pieces come at once.
    private static let leastGap = TimeSpan.milliseconds(20)
    /// A cut comes after 1 to so many bytes: within the first words.
    private static let latestCut: UInt64 = 400

    init(
        _ inner: any TransportExchange, faults: [FaultKind], random: KeyedRandom,
        sleep: @escaping @Sendable (TimeSpan) async throws -> Void
    ) {
        self.inner = inner
        self.random = random
        self.sleep = sleep
        cut =
            faults.contains(.truncatedStream) ? 1 + Int(random.draw(0) % Self.latestCut) : nil
        isGarbage = faults.contains(.garbage)
        slowFactor = faults.reduce(1) { factor, fault in
            if case .slowTokens(let times) = fault { max(factor, min(times, 100)) } else { factor }
        }
        state = Mutex(State(usage: faults.contains(.wrongUsage) ? UsageSpoiler() : nil))
    }

    func next() async throws(TransportFault) -> TransportPiece? {
        while true {
            let begun = ContinuousClock.now
            guard let piece = try await inner.next() else {
                guard let rest = state.withLock({ $0.usage?.finish() }), !rest.isEmpty else {
                    if cut != nil { throw .truncated }
                    return nil
                }
                return .bytes(rest)
            }
            guard case .bytes(let bytes) = piece else { return piece }
            try await dawdle(since: begun)
            if let spoiled = try spoil(bytes) { return .bytes(spoiled) }
        }
    }

    /// Waits until the piece has taken `slowFactor` times as long.
    private func dawdle(since begun: ContinuousClock.Instant) async throws(TransportFault) {
        guard slowFactor > 1 else { return }
        let took = (ContinuousClock.now - begun) / .microseconds(1)
        let gap = max(Self.leastGap, TimeSpan(microseconds: Int64(min(took, 60_000_000))))
        do {
            try await sleep(TimeSpan(microseconds: gap.microseconds * Int64(slowFactor - 1)))
        } catch {
            throw .cancelled
        }
    }

    /// What is left of the bytes; nil when they are held back until more has come.
    private func spoil(_ bytes: [UInt8]) throws(TransportFault) -> [UInt8]? {
        var bytes = bytes
        let passed = state.withLock { state in
            defer { state.passed += bytes.count }
            return state.passed
        }
        if let cut {
            guard passed < cut else {
                inner.cancel()
                throw .truncated
            }
            bytes = Array(bytes.prefix(cut - passed))
        }
        if isGarbage {
            for place in bytes.indices {
                bytes[place] = UInt8(truncatingIfNeeded: random.draw(1, UInt64(passed + place)))
            }
        }
        let counted = state.withLock { $0.usage?.take(bytes) } ?? bytes
        return counted.isEmpty ? nil : counted
    }

    func noteContent() { inner.noteContent() }
    func cancel() { inner.cancel() }
}

/// Writes another number in place of each count of tokens, line by line.
struct UsageSpoiler {
    private static let names = [
        "prompt_tokens", "completion_tokens", "input_tokens", "output_tokens",
    ]
    private var line: [UInt8] = []
    /// A longer line passes as it is: an answer need not have line ends.
    private static let longestLine = 1 << 20

    /// The lines that are whole now.
    mutating func take(_ bytes: [UInt8]) -> [UInt8] {
        line += bytes
        let end = line.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        if end == 0, line.count > Self.longestLine { return finish() }
        defer { line.removeFirst(end) }
        return Self.spoiled(line[..<end])
    }

    /// What is left at the end.
    mutating func finish() -> [UInt8] {
        defer { line = [] }
        return Self.spoiled(line[...])
    }

    /// Each figure after one of the names becomes negative.
    private static func spoiled(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var text = Array(bytes)
        for name in names {
            let key = Array("\"\(name)\":".utf8)
            var at = 0
            while let found = text[at...].firstRange(of: key) {
                at = found.upperBound
                while at < text.count, text[at] == 0x20 { at += 1 }
                if at < text.count, 0x30...0x39 ~= text[at] {
                    text.insert(UInt8(ascii: "-"), at: at)
                }
            }
        }
        return text
    }
}
