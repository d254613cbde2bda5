import CCurl

/// One exchange as the curl thread sees it, with its easy handle. Used on that thread only.
final class CurlTransfer {
    let queue: PieceQueue
    let easy: UnsafeMutableRawPointer
    private var watch: DeadlineWatch
    /// The thread's, which outlives its transfers.
    private unowned let loop: CurlLoop

    private let headers: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>
    private var reader = HeadReader()
    private var roomBytes: Int
    /// Why we ended it, where that was not libcurl.
    private var fault: TransportFault?
    /// The kept connection is of no use; nothing was sent over it.
    private(set) var needsFreshConnection = false
    /// The connection's, once it is there.
    private var localPort = 0

    init(
        _ request: TransportRequest, _ queue: PieceQueue, _ loop: CurlLoop
    ) throws(TransportFault) {
        guard let easy = curl_easy_init() else { throw .broken("libcurl has no memory left") }
        self.easy = easy
        self.queue = queue
        self.loop = loop
        watch = DeadlineWatch(request.deadlines, from: queue.contentAt ?? .now)
        roomBytes = request.mostBytes
        headers = request.headerList
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        var setting = EasySetting(easy)
        setting.house(loop.options)
        setting.request(request, headers)
        setting.callbacks(Unmanaged.passUnretained(self).toOpaque(), errorText)
        setting.sockets(Unmanaged.passUnretained(loop).toOpaque())
        guard !setting.isRefused else { throw .broken("libcurl refuses an option") }
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headers)
        errorText.deallocate()
    }

    static func of(_ pointer: UnsafeMutableRawPointer?) -> CurlTransfer? {
        pointer.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    var nextDeadline: (at: ContinuousClock.Instant, deadline: TransportFault.Deadline) {
        watch.next(contentAt: queue.contentAt)
    }

    /// How the exchange ended: nil for a complete body.
    func outcome(_ code: CURLcode) -> TransportFault? {
        if let fault { return fault }
        // What libcurl says to a header line of more than 100 KB.
        if code == CURLE_OUT_OF_MEMORY, !reader.isDone { return .tooLarge }
        guard code == CURLE_OK else {
            let words = errorText[0] == 0 ? curl_easy_strerror(code) : UnsafePointer(errorText)
            let detail = words.map { String(cString: $0) } ?? ""
            return TransportFault(code, isConnected: watch.phase != .connecting, detail: detail)
        }
        return reader.isDone ? nil : .truncated
    }

    /// Whether the connection carries one exchange at a time: HTTP/1.
    private var isExclusive: Bool {
        var version = 0
        curl_get_number(easy, CURLINFO_HTTP_VERSION, &version)
        return version < Int(CURL_HTTP_VERSION_2_0)
    }

    /// Whether the connection was there before.
    private var isKept: Bool {
        var opened = 0
        curl_get_number(easy, CURLINFO_NUM_CONNECTS, &opened)
        return opened == 0
    }

    /// For the next try, which begins as the first did.
    func takeFreshConnection() {
        needsFreshConnection = false
        curl_set_number(easy, CURLOPT_FRESH_CONNECT, 1)
    }

    // MARK: What libcurl calls

    /// The connection is there and nothing was sent over it yet. False ends the exchange.
    ///
    /// The second call is libcurl about to send the request again, because a kept connection closed on it: whether
    /// the first was read nobody knows, and whoever pays for the answers decides about that.
    func mayBegin(localPort: Int) -> Bool {
        guard watch.phase == .connecting else {
            fault = .truncated
            return false
        }
        if isKept {
            needsFreshConnection = loop.openSockets.hasUnasked(localPort: localPort)
            guard !needsFreshConnection else { return false }
        } else {
            loop.openSockets.connected(localPort: localPort)
        }
        self.localPort = localPort
        watch.phase = .waiting
        return true
    }

    /// How many bytes were taken; libcurl ends the exchange when that is not all.
    func take(headerLine line: UnsafeRawBufferPointer) -> Int {
        do throws(TransportFault) {
            if let head = try reader.read(line) {
                watch.phase = .streaming
                queue.put(head, at: .now)
                loop.expect(self)
                if isExclusive { loop.openSockets.answeredExclusively(localPort: localPort) }
            }
            return line.count
        } catch {
            fault = error
            return 0
        }
    }

    func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard bytes.count <= roomBytes else {
            fault = .tooLarge
            return 0
        }
        guard queue.put(bytes) else { return Int(CURL_WRITEFUNC_PAUSE) }
        roomBytes -= bytes.count
        return bytes.count
    }
}
