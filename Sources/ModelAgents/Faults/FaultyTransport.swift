import SwarmCore
import Synchronization

/// Spoils exchanges as the injected faults ask, below everything that has to notice it; without any it is not there.
public struct FaultyTransport: ModelTransport {
    private let inner: any ModelTransport
    private let sleep: @Sendable (TimeSpan) async throws -> Void

    /// `sleep` is how slow tokens wait.
    public init(
        _ inner: any ModelTransport,
        sleep: @escaping @Sendable (TimeSpan) async throws -> Void = ModelClient.sleep
    ) {
        self.inner = inner
        self.sleep = sleep
    }

    public func begin(_ request: TransportRequest) -> any TransportExchange {
        guard let injection = ModelFaultInjection.current else { return inner.begin(request) }
        let faults = injection.faults().filter(\.isOfModels)
        guard !faults.isEmpty else { return inner.begin(request) }
        for fault in faults {
            if let refusal = CannedAnswer(fault) { return CannedExchange(refusal) }
        }
        // What was asked and from which seed decides, so that the same call breaks in the same place again.
        let body = request.body.reduce(UInt64(request.body.count)) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
        return SpoiledExchange(
            inner.begin(request), faults: faults,
            random: KeyedRandom(seed: injection.seed ^ body), sleep: sleep)
    }
}

/// An endpoint's refusal, as either provider words it.
struct CannedAnswer: Sendable {
    let head: TransportHead
    let body: [UInt8]

    /// Nil for a fault that is no refusal.
    init?(_ fault: FaultKind) {
        switch fault {
        case .rateLimit: self.init(429, "rate_limit_error", "injected: too many requests", wait: 1)
        case .overloaded: self.init(529, "overloaded_error", "injected: overloaded", wait: nil)
        default: return nil
        }
    }

    private init(_ status: Int, _ type: String, _ message: String, wait: Int?) {
        var headers = [(name: "content-type", value: "application/json")]
        if let wait { headers.append((name: "retry-after", value: String(wait))) }
        head = TransportHead(status: status, headers: headers)
        let error: JSONValue = [
            "type": "error", "error": ["type": .string(type), "message": .string(message)],
        ]
        body = Array(error.jsonText().utf8)
    }
}

/// Hands out a head and a body, and ends.
final class CannedExchange: TransportExchange {
    private let pieces: Mutex<[TransportPiece]>

    init(_ answer: CannedAnswer) { pieces = Mutex([.bytes(answer.body), .head(answer.head)]) }

    func next() async throws(TransportFault) -> TransportPiece? {
        if Task.isCancelled { throw .cancelled }
        return pieces.withLock { $0.popLast() }
    }

    func noteContent() {}
    func cancel() { pieces.withLock { $0 = [] } }
}
