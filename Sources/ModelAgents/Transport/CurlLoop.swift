import CCurl
import Foundation

/// The curl thread: the one owner of the multi handle, its connections and its transfers.
final class CurlLoop {
    /// Kept connections, and those under way, past which a connection is closed when its exchange ends.
    private static let mostConnections = 256

    /// Exchanges on one HTTP/2 connection, where the server allows that many.
    private static let mostStreams = 1_000

    private static let isCurlReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private let mailbox: CurlMailbox
    let options: CurlTransport.Options
    private let multi: UnsafeMutableRawPointer
    /// Each looked up by its queue; no order is drawn from it.
    private var transfers: [ObjectIdentifier: CurlTransfer] = [:]
    /// No deadline passes before this.
    private var nextDeadline: ContinuousClock.Instant?
    /// Told by libcurl, asked by the transfers.
    var openSockets = OpenSockets()
    private var isClosing = false
    private var closers: [CheckedContinuation<Void, Never>] = []

    /// Starts the thread; it ends at the mailbox's `.close`.
    static func start(_ mailbox: CurlMailbox, _ options: CurlTransport.Options) {
        let thread = Thread {
            ignoreBrokenPipes()
            guard isCurlReady, let multi = curl_multi_init() else {
                return finish(mailbox.close(), .broken("libcurl does not start"))
            }
            let loop = CurlLoop(mailbox, options, multi)
            loop.run()
            loop.close()
        }
        thread.name = "curl"
        thread.start()
    }

    private init(
        _ mailbox: CurlMailbox, _ options: CurlTransport.Options, _ multi: UnsafeMutableRawPointer
    ) {
        self.mailbox = mailbox
        self.options = options
        self.multi = multi
        curl_set_multi_number(multi, CURLMOPT_MAXCONNECTS, Self.mostConnections)
        curl_set_multi_number(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        // libcurl's own limit is 100, and past it every exchange would get a connection to itself.
        curl_set_multi_number(multi, CURLMOPT_MAX_CONCURRENT_STREAMS, Self.mostStreams)
        mailbox.open(waking: multi)
    }

    /// The loop behind the pointer that libcurl hands to a callback.
    static func of(_ pointer: UnsafeMutableRawPointer?) -> CurlLoop? {
        pointer.map { Unmanaged<CurlLoop>.fromOpaque($0).takeUnretainedValue() }
    }

    /// A connection that closes while a TLS library writes to it must not end the process.
    private static func ignoreBrokenPipes() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    private func run() {
        while true {
            for command in mailbox.takeAll() { carryOut(command) }
            guard !isClosing else { return }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            collectEnded()
            endOverdue()
            curl_multi_poll(multi, nil, 0, millisecondsToWait, nil)
        }
    }

    private func carryOut(_ command: CurlMailbox.Command) {
        switch command {
        case .begin(let request, let queue):
            begin(request, queue)
        case .resume(let queue):
            if let transfer = transfers[ObjectIdentifier(queue)] {
                expect(transfer)
                curl_easy_pause(transfer.easy, CURLPAUSE_CONT)
            }
        case .drop(let queue):
            if let transfer = transfers[ObjectIdentifier(queue)] { end(transfer, .cancelled) }
        case .close(let closer):
            isClosing = true
            if let closer { closers.append(closer) }
        }
    }

    private func begin(_ request: TransportRequest, _ queue: PieceQueue) {
        do throws(TransportFault) {
            let transfer = try CurlTransfer(request, queue, self)
            transfers[ObjectIdentifier(queue)] = transfer
            expect(transfer)
            try add(transfer)
        } catch {
            transfers[ObjectIdentifier(queue)] = nil
            queue.end(error)
        }
    }

    private func add(_ transfer: CurlTransfer) throws(TransportFault) {
        guard curl_multi_add_handle(multi, transfer.easy) == CURLM_OK else {
            throw .broken("libcurl takes no more exchanges")
        }
    }

    private func end(_ transfer: CurlTransfer, _ fault: TransportFault?) {
        curl_multi_remove_handle(multi, transfer.easy)
        transfers[ObjectIdentifier(transfer.queue)] = nil
        transfer.queue.end(fault)
    }

    private func collectEnded() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            // Read before the handle is removed: that frees the message.
            let result = curl_message_result(message)
            var pointer: UnsafeMutableRawPointer?
            curl_get_private(message.pointee.easy_handle, &pointer)
            guard let transfer = CurlTransfer.of(pointer) else { continue }
            if transfer.needsFreshConnection {
                beginAgain(transfer)
            } else {
                end(transfer, transfer.outcome(result))
            }
        }
    }

    private func beginAgain(_ transfer: CurlTransfer) {
        curl_multi_remove_handle(multi, transfer.easy)
        transfer.takeFreshConnection()
        do throws(TransportFault) {
            try add(transfer)
        } catch {
            end(transfer, error)
        }
    }

    // MARK: Deadlines

    /// Looks at the transfer's next deadline in time.
    func expect(_ transfer: CurlTransfer) {
        let at = transfer.nextDeadline.at
        nextDeadline = min(nextDeadline ?? at, at)
    }

    private func endOverdue() {
        let now = ContinuousClock.now
        guard let due = nextDeadline, due <= now else { return }
        nextDeadline = nil
        for transfer in Array(transfers.values) {
            let next = transfer.nextDeadline
            if next.at <= now {
                end(transfer, .timedOut(next.deadline))
            } else {
                nextDeadline = min(nextDeadline ?? next.at, next.at)
            }
        }
    }

    /// Up to the next deadline, rounded up; a minute where there is none.
    private var millisecondsToWait: Int32 {
        guard let nextDeadline else { return 60_000 }
        let span = (nextDeadline - .now) / .milliseconds(1)
        return Int32(max(0, min(span.rounded(.up), 60_000)))
    }

    // MARK: The end

    private func close() {
        let left = mailbox.close()
        for transfer in Array(transfers.values) { end(transfer, .cancelled) }
        curl_multi_cleanup(multi)
        Self.finish(left, .cancelled)
        for closer in closers { closer.resume() }
    }

    private static func finish(_ commands: [CurlMailbox.Command], _ fault: TransportFault) {
        for command in commands {
            switch command {
            case .begin(_, let queue): queue.end(fault)
            case .close(let closer): closer?.resume()
            case .resume, .drop: break
            }
        }
    }
}
