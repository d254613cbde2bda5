/// The taker's end of an exchange. It keeps the transport alive; letting go of it cancels the exchange.
final class CurlExchange: TransportExchange {
    private let transport: CurlTransport
    private let queue: PieceQueue

    init(transport: CurlTransport, queue: PieceQueue) {
        self.transport = transport
        self.queue = queue
    }

    deinit { cancel() }

    func next() async throws(TransportFault) -> TransportPiece? {
        let taken = await withTaskCancellationHandler {
            await queue.take()
        } onCancel: {
            cancel()
        }
        if queue.makesRoom() { transport.mailbox.post(.resume(queue)) }
        return try taken.get()
    }

    func noteContent() { queue.noteContent(at: .now) }

    func cancel() {
        if queue.cancel() { transport.mailbox.post(.drop(queue)) }
    }
}
