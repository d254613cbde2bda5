import CCurl
import Foundation

/// Sets the options of an easy handle and notes whether one was refused.
struct EasySetting {
    private let easy: UnsafeMutableRawPointer
    private(set) var isRefused = false

    init(_ easy: UnsafeMutableRawPointer) { self.easy = easy }

    /// What holds for every exchange: only what was asked for, to nobody but the one asked.
    mutating func house(_ options: CurlTransport.Options) {
        number(CURLOPT_NOSIGNAL, 1)
        text(CURLOPT_PROTOCOLS_STR, "http,https")
        number(CURLOPT_FOLLOWLOCATION, 0)
        number(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        // Set to something, or the environment would be asked.
        text(CURLOPT_PROXY, options.proxy ?? "")
        text(CURLOPT_NOPROXY, options.proxy == nil ? "*" : "")
        number(CURLOPT_HEADEROPT, Int(CURLHEADER_SEPARATE))
        number(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        number(CURLOPT_SSL_VERIFYPEER, 1)
        number(CURLOPT_SSL_VERIFYHOST, 2)
        if let file = options.certificateFile { text(CURLOPT_CAINFO, file) }
        number(CURLOPT_HTTP_CONTENT_DECODING, 0)
        // Without nghttp2 it is HTTP/1.1, whatever libcurl says to this.
        _ = curl_set_number(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        // The deadlines are ours; libcurl's own is 300 s. A resolver that hangs is left behind, not waited for.
        number(CURLOPT_CONNECTTIMEOUT_MS, Int(Int32.max))
        number(CURLOPT_QUICK_EXIT, 1)
        number(CURLOPT_TCP_KEEPALIVE, 1)
    }

    mutating func request(
        _ request: TransportRequest, _ headers: UnsafeMutablePointer<curl_slist>?
    ) {
        text(CURLOPT_URL, request.url)
        pointer(CURLOPT_HTTPHEADER, headers)
        // Over TLS it is worth waiting whether the connection takes several at once; plain HTTP never does.
        let isSecure = request.url.lowercased().hasPrefix("https:")
        number(CURLOPT_PIPEWAIT, isSecure ? 1 : 0)
        guard request.method == .post else { return number(CURLOPT_HTTPGET, 1) }
        number(CURLOPT_POST, 1)
        note(curl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count)))
        request.body.withUnsafeBytes { body in
            guard let start = body.baseAddress else { return text(CURLOPT_COPYPOSTFIELDS, "") }
            pointer(CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: start))
        }
    }

    mutating func callbacks(
        _ transfer: UnsafeMutableRawPointer, _ errorText: UnsafeMutablePointer<CChar>
    ) {
        pointer(CURLOPT_ERRORBUFFER, errorText)
        for option in [
            CURLOPT_PRIVATE, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA, CURLOPT_PREREQDATA,
        ] {
            pointer(option, transfer)
        }
        note(
            curl_set_prerequest(easy) { transfer, _, _, _, localPort in
                let mayBegin =
                    CurlTransfer.of(transfer)?.mayBegin(localPort: Int(localPort)) ?? false
                return mayBegin ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            })
        note(
            curl_set_bytes(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, transfer in
                let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
                return CurlTransfer.of(transfer)?.take(headerLine: line) ?? 0
            })
        note(
            curl_set_bytes(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, transfer in
                let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
                return CurlTransfer.of(transfer)?.take(piece) ?? 0
            })
    }

    /// The loop hears of every socket; a connection may outlive the transfer that opened it.
    mutating func sockets(_ loop: UnsafeMutableRawPointer) {
        pointer(CURLOPT_SOCKOPTDATA, loop)
        pointer(CURLOPT_CLOSESOCKETDATA, loop)
        note(
            curl_set_socket_opened(easy) { loop, socket, _ in
                CurlLoop.of(loop)?.openSockets.opened(socket)
                return Int32(CURL_SOCKOPT_OK)
            })
        note(
            curl_set_close_socket(easy) { loop, socket in
                CurlLoop.of(loop)?.openSockets.closed(socket)
                return close(socket)
            })
    }

    private mutating func note(_ code: CURLcode) {
        if code != CURLE_OK { isRefused = true }
    }

    private mutating func number(_ option: CURLoption, _ value: Int) {
        note(curl_set_number(easy, option, value))
    }

    private mutating func text(_ option: CURLoption, _ value: String) {
        note(curl_set_text(easy, option, value))
    }

    private mutating func pointer(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
        note(curl_set_pointer(easy, option, value))
    }
}

extension TransportRequest {
    /// The headers in libcurl's notation, to be freed by the caller; nil when there is no memory.
    var headerList: UnsafeMutablePointer<curl_slist>? {
        var lines: [String] = []
        // The framing is libcurl's; waiting for leave to send a body costs a round trip.
        let ours: Set = ["expect", "content-length", "transfer-encoding"]
        var names = ours
        for (name, value) in headers where !ours.contains(name.lowercased()) {
            names.insert(name.lowercased())
            lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        lines.append("Expect:")
        if !names.contains("accept-encoding") { lines.append("Accept-Encoding: identity") }
        if !names.contains("content-type") { lines.append("Content-Type:") }
        return lines.reduce(nil) { list, line in curl_slist_append(list, line) ?? list }
    }
}
