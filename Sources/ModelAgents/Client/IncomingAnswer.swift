import SwarmCore

/// An answer whose head is there and whose body is not.
struct IncomingAnswer: Sendable {
    /// What of an error's body is read.
    static let mostErrorBytes = 64 << 10
    /// How long an answer that came to its end mark may keep its connection open.
    static let lingering = TimeSpan.seconds(1)

    let exchange: any TransportExchange
    let head: TransportHead
    let provider: any Provider

    enum Form { case json, events }

    static func head(of exchange: any TransportExchange) async throws(ModelFault) -> TransportHead {
        do throws(TransportFault) {
            while let piece = try await exchange.next() {
                if case .head(let head) = piece { return head }
            }
        } catch {
            throw ModelFault(transport: error)
        }
        throw ModelFault(.truncated)
    }

    /// Throws the fault of any status but 2xx, with what headers and body say of it.
    func checkStatus(at moment: HeaderMoment) async throws(ModelFault) {
        if 200..<300 ~= head.status { return }
        var body: [UInt8] = []
        // A body that breaks off says as much as came of it.
        while !(300..<400 ~= head.status), body.count < Self.mostErrorBytes,
            let bytes = try? await next()
        {
            body += bytes.prefix(Self.mostErrorBytes - body.count)
        }
        if Task.isCancelled { throw ModelFault(.cancelled) }
        var fault = ModelFault.refusal(status: head.status, body: body)
        fault.retryAfter = HeaderTime.retryAfter(head, at: moment)
        if fault.code != .quota, let word = head["x-should-retry"]?.lowercased() {
            fault.shouldRetry = word == "true" ? true : word == "false" ? false : nil
        }
        throw fault
    }

    /// How the body is to be read, by one rule for everybody: the media type of Content-Type, whatever its parameters.
    /// `text/event-stream` is a stream; `application/json` and `application/…+json` are one JSON value; anything else,
    /// also none, is `CONTENT_TYPE`, however good the body looks.
    func form() async throws(ModelFault) -> Form {
        let type = (head["content-type"] ?? "").prefix { $0 != ";" }
            .filter { $0 != " " && $0 != "\t" }.lowercased()
        if type == "text/event-stream" { return .events }
        let isJSON = type.hasPrefix("application/") && type.hasSuffix("+json")
        if type == "application/json" || isJSON { return .json }
        let first = try? await next()
        let named = type.isEmpty ? "no content type" : type
        throw ModelFault(
            .contentType, "\(named): \(Excerpt.of(bytes: first ?? []))",
            status: head.status)
    }

    /// The next bytes of the body; nil after its end.
    func next() async throws(ModelFault) -> [UInt8]? {
        do throws(TransportFault) {
            while let piece = try await exchange.next() {
                if case .bytes(let bytes) = piece { return bytes }
            }
            return nil
        } catch {
            throw ModelFault(transport: error)
        }
    }

    /// The whole body; every byte of it is content.
    func collect() async throws(ModelFault) -> [UInt8] {
        var body: [UInt8] = []
        while let bytes = try await next() {
            exchange.noteContent()
            body += bytes
        }
        return body
    }

    /// Reads past what follows the end mark, so that the connection can serve again.
    ///
    /// A body that breaks off even here was cut, and a cut answer is none. One that is left open is closed after a moment
    /// and counts: the end mark came.
    func drain() async throws(ModelFault) {
        // Ends with this function, which cancels it, or after the moment.
        let closer = Task { [exchange] in
            guard (try? await ModelClient.sleep(Self.lingering)) != nil else { return }
            exchange.cancel()
        }
        defer { closer.cancel() }
        do throws(ModelFault) {
            while try await next() != nil {}
        } catch {
            let isOurs = error.code == .cancelled && !Task.isCancelled
            guard isOurs || error.code == .timeout else { throw error }
        }
    }
}

/// Asks for an answer.
struct AnswerCall: ModelCall {
    let request: ModelRequest

    var model: String { request.model }
    var mostOutputTokens: Int { request.mostOutputTokens }

    func ask(
        _ model: String, on gate: EndpointGate
    ) throws(ModelFault) -> (url: String, body: JSONObject) {
        (
            gate.provider.answersURL(base: gate.endpoint.base),
            gate.provider.body(request, model: model, on: gate.endpoint)
        )
    }

    func read(
        _ incoming: IncomingAnswer, relay: EventRelay
    ) async throws(ModelFault) -> ModelAnswer {
        var reader = incoming.provider.reader()
        do throws(ModelFault) {
            switch try await incoming.form() {
            case .json:
                try reader.takeWhole(try JSONValue.wire(try await incoming.collect()))
            case .events:
                try await stream(incoming, into: &reader, relay)
            }
        } catch {
            throw reader.draft.evident(error)
        }
        let answer = try reader.draft.answer(to: request)
        if case .other(let reason) = answer.finish {
            await relay.watch.note("unknown reason to stop, taken as the end: \(reason)")
        }
        return answer
    }

    private func stream(
        _ incoming: IncomingAnswer, into reader: inout any AnswerReader, _ relay: EventRelay
    ) async throws(ModelFault) {
        var decoder = ServerSentEvents()
        while !reader.draft.hasEnded, let bytes = try await incoming.next() {
            for event in try Self.events(in: bytes, &decoder) {
                // Pings, comments and unknown events do not count as content.
                guard let news = try reader.take(event.data) else { continue }
                incoming.exchange.noteContent()
                for event in news { await relay.hand(event) }
            }
        }
        if reader.draft.hasEnded { try await incoming.drain() }
    }

    private static func events(
        in bytes: [UInt8], _ decoder: inout ServerSentEvents
    ) throws(ModelFault) -> [ServerSentEvents.Event] {
        do throws(TransportFault) {
            return try decoder.feed(bytes)
        } catch {
            throw ModelFault(transport: error)
        }
    }

    func usage(of answer: ModelAnswer) -> ModelUsage { answer.usage }

    func sealed(
        _ answer: ModelAnswer, _ attempt: CallAttempt, _ key: APIKey?
    ) -> ModelAnswer {
        var answer = key.map(answer.redacted) ?? answer
        answer.endpoint = attempt.endpoint
        answer.askedModel = attempt.model
        answer.attempts = attempt.number
        return answer
    }
}
