import SwarmCore

extension ModelClient {
    /// What a call has come to so far.
    private struct Tally {
        let call: UInt64
        var attempts = 0
        /// The shortest wait any endpoint asked for.
        var retryAfter: TimeSpan?

        mutating func note(_ fault: ModelFault) {
            guard let span = fault.retryAfter else { return }
            retryAfter = min(retryAfter ?? span, span)
        }
    }

    /// Tries the routes in their order until one answers, a fault says that no other will, or the attempts are used up.
    func run<Call: ModelCall>(
        _ call: Call, over routes: [Route], watch: CallWatch
    ) async throws(ModelFault) -> Call.Answer {
        let relay = EventRelay(watch)
        var tally = Tally(call: nextCall())
        var last = ModelFault(.badRequest, "no endpoint is named to ask; name one")
        for (place, route) in routes.enumerated() {
            guard let gate = gate(named: route.endpoint) else {
                throw ModelFault(
                    .badRequest, "no endpoint is called \(Excerpt.of(route.endpoint, most: 60))")
            }
            if place > 0 {
                await watch.note("falls back to \(Excerpt.of(route.endpoint, most: 60))")
                await relay.restart()
            }
            do throws(ModelFault) {
                return try await ask(gate, route.model ?? call.model, call, relay, &tally)
            } catch {
                tally.note(error)
                last = error
                let isSpent = tally.attempts >= policy.attemptsInAll
                guard error.helpsElsewhere, relay.mayRestart, !isSpent else { break }
            }
        }
        last.attempts = tally.attempts
        if last.code != .cancelled { last.retryAfter = tally.retryAfter }
        throw last
    }

    /// Asks one endpoint, again after a pause where that may help.
    private func ask<Call: ModelCall>(
        _ gate: EndpointGate, _ model: String, _ call: Call, _ relay: EventRelay,
        _ tally: inout Tally
    ) async throws(ModelFault) -> Call.Answer {
        let request = try gate.request(for: call, model: model)
        let weight = CallWeight(
            bodyBytes: request.body.count, mostOutputTokens: call.mostOutputTokens)
        var tries = 0
        while true {
            let ticket = try await gate.enter(
                weight, longest: policy.longestKept, note: relay.watch.note)
            tries += 1
            tally.attempts += 1
            let attempt = CallAttempt(
                endpoint: gate.endpoint.name, model: model, number: tally.attempts)
            do throws(ModelFault) {
                return try await send(request, call, attempt, (gate, ticket), relay)
            } catch {
                tally.note(error)
                let random = random(call: tally.call, attempt: tally.attempts)
                guard error.isRetryable, tries < policy.attemptsEach,
                    tally.attempts < policy.attemptsInAll, relay.mayRestart,
                    let pause = policy.pause(
                        afterAttempts: tries, asked: error.retryAfter, random: random)
                else { throw error }
                await relay.watch.note("\(error.message); tries again in \(pause.inWords)")
                try await time.wait(pause)
                await relay.restart()
            }
        }
    }

    /// Sends one request and reads its answer; the ticket is given back whatever comes.
    private func send<Call: ModelCall>(
        _ request: TransportRequest, _ call: Call, _ attempt: CallAttempt,
        _ way: (gate: EndpointGate, ticket: EndpointGate.Ticket), _ relay: EventRelay
    ) async throws(ModelFault) -> Call.Answer {
        let gate = way.gate
        do throws(ModelFault) {
            try await relay.watch.willSend(attempt)
        } catch {
            gate.leave(way.ticket, ModelFault(.cancelled))
            var fault = error
            fault.shouldRetry = false
            throw fault
        }
        let exchange = gate.transport.begin(request)
        do throws(ModelFault) {
            let head = try await IncomingAnswer.head(of: exchange)
            gate.learn(head, from: way.ticket)
            let incoming = IncomingAnswer(exchange: exchange, head: head, provider: gate.provider)
            try await incoming.checkStatus(at: time.moment)
            let answer = try await call.read(incoming, relay: relay)
            gate.leave(way.ticket, nil)
            await relay.watch.didEnd(attempt, call.usage(of: answer), nil)
            return call.sealed(answer, attempt, gate.key)
        } catch {
            exchange.cancel()
            var fault = gate.key.map(error.redacted) ?? error
            fault.endpoint = gate.endpoint.name
            fault.attempts = attempt.number
            gate.leave(way.ticket, fault)
            await relay.watch.didEnd(attempt, fault.usage, fault)
            throw fault
        }
    }
}

extension EndpointGate {
    /// The request for a call, with the endpoint's headers, deadlines and key.
    func request(for call: some ModelCall, model: String) throws(ModelFault) -> TransportRequest {
        if let variable = endpoint.keyVariable, key == nil {
            var fault = ModelFault(
                .unauthorised, "\(Excerpt.of(variable, most: 60)) is not set to a key")
            fault.endpoint = endpoint.name
            throw fault
        }
        let (url, body) = try call.ask(model, on: self)
        var bytes: [UInt8] = []
        body.appendJSON(to: &bytes)
        var headers = [
            (name: "Content-Type", value: "application/json"),
            (name: "Accept", value: "text/event-stream, application/json"),
        ]
        headers += provider.headers(key: key?.reveal())
        headers += endpoint.headers.map { (name: $0.name, value: $0.value) }
        return TransportRequest(
            url: url, headers: headers, body: bytes, deadlines: endpoint.deadlines)
    }
}
