import SwarmCore
import SwarmRuntime
import Synchronization

/// Asks models over their endpoints: retries, fallbacks, breakers and limits included. One for the whole program, since
/// what an endpoint allows is shared by all who ask it.
public final class ModelClient: Sendable {
    let policy: RetryPolicy
    let time: CallTime
    private let gates: [EndpointGate]
    private let random: KeyedRandom
    private let calls = Mutex<UInt64>(0)

    /// Reads each endpoint's key from `environment` once. Of endpoints with the same name the first counts.
    ///
    /// `transport` is asked once for each endpoint. `seed` decides the jitter of retries.
    public init(
        endpoints: [Endpoint], environment: [String: String], policy: RetryPolicy = RetryPolicy(),
        seed: UInt64 = 0, clock: any SwarmClock = SystemClock(),
        sleep: @escaping @Sendable (TimeSpan) async throws -> Void = ModelClient.sleep,
        transport: (Endpoint) -> any ModelTransport
    ) {
        let time = CallTime(clock: clock, sleep: sleep)
        self.policy = policy
        self.time = time
        random = KeyedRandom(seed: seed)
        gates = endpoints.map { endpoint in
            let secret = endpoint.keyVariable.flatMap { environment[$0] }
            return EndpointGate(
                endpoint, key: secret.flatMap(APIKey.init), time: time,
                transport: transport(endpoint))
        }
    }

    /// Waits in real time.
    public static let sleep: @Sendable (TimeSpan) async throws -> Void = { span in
        try await Task.sleep(for: .microseconds(max(0, span.microseconds)))
    }

    /// How the endpoints stand, in the order they were given.
    public var endpoints: [EndpointStatus] { gates.map(\.status) }

    /// Asks the request's model over the first route that answers.
    ///
    /// Waits as its endpoints' limits and their errors ask for, and says so through `watch`. A fault with `retryAfter`
    /// is to be tried again after that time; nothing was waited for it.
    public func answer(
        _ request: ModelRequest, over routes: [Route], watch: CallWatch = CallWatch()
    ) async throws(ModelFault) -> ModelAnswer {
        try await run(AnswerCall(request: request), over: routes, watch: watch)
    }

    func gate(named name: String) -> EndpointGate? { gates.first { $0.endpoint.name == name } }

    /// A number for a call, to name its random draws by.
    func nextCall() -> UInt64 {
        calls.withLock { calls in
            calls &+= 1
            return calls
        }
    }

    func random(call: UInt64, attempt: Int) -> Double {
        random.fraction(call, UInt64(clamping: attempt))
    }
}

/// One kind of call: what is sent and how its answer is read.
protocol ModelCall: Sendable {
    associatedtype Answer: Sendable

    var model: String { get }
    var mostOutputTokens: Int { get }
    /// The address and body that ask `model` on the endpoint.
    func ask(_ model: String, on gate: EndpointGate) throws(ModelFault) -> (
        url: String, body: JSONObject
    )
    func read(_ incoming: IncomingAnswer, relay: EventRelay) async throws(ModelFault) -> Answer
    func usage(of answer: Answer) -> ModelUsage
    /// The answer with what only the client knows of it, and without the key it was asked with.
    func sealed(_ answer: Answer, _ attempt: CallAttempt, _ key: APIKey?) -> Answer
}

/// Hands events on to whoever watches, and knows whether any output was among them.
final class EventRelay: Sendable {
    let watch: CallWatch
    private let hasHandedOn = Mutex(false)

    init(_ watch: CallWatch) { self.watch = watch }

    /// Whether a failed request may be sent again.
    var mayRestart: Bool {
        watch.event == nil || watch.mayRestart || !hasHandedOn.withLock { $0 }
    }

    func hand(_ event: ModelStreamEvent) async {
        guard let hand = watch.event else { return }
        switch event {
        case .text, .toolCallBegan: hasHandedOn.withLock { $0 = true }
        case .usage, .restarted: break
        }
        await hand(event)
    }

    func restart() async {
        let had = hasHandedOn.withLock { had in
            defer { had = false }
            return had
        }
        if had { await watch.event?(.restarted) }
    }
}
