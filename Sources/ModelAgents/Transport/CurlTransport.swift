import CCurl
import SwarmCore

/// HTTP/1.1 and HTTP/2 over libcurl, streaming. One thread owns every connection; it keeps them for the next exchange
/// with the same origin.
///
/// Only `http` and `https`; no redirect is followed, nothing is sent a second time; the environment's proxies,
/// cookies and `.netrc` are not looked at, certificates are checked. Bodies come as they were sent: compression is
/// not asked for and not undone. What nobody takes is held up to 256 KiB an exchange, then the sender waits; over
/// HTTP/2 libcurl holds besides what it let the server send ahead, up to 32 MiB.
public final class CurlTransport: ModelTransport {
    public struct Options: Sendable {
        /// The proxy that every exchange goes through, such as `http://localhost:3128`. Over `http` it sees the keys.
        public var proxy: String?
        /// A PEM file of the certificates to trust in place of the system's.
        public var certificateFile: String?

        public init(proxy: String? = nil, certificateFile: String? = nil) {
            self.proxy = proxy
            self.certificateFile = certificateFile
        }
    }

    /// Whether libcurl is on this machine: it is loaded when this is first asked. Without it no exchange begins.
    public static var isInstalled: Bool { curl_is_installed() }

    let mailbox = CurlMailbox()

    public init(_ options: Options = Options()) {
        CurlLoop.start(mailbox, options)
    }

    deinit { mailbox.post(.close(nil)) }

    public func begin(_ request: TransportRequest) -> any TransportExchange {
        let queue = PieceQueue(since: .now)
        let exchange = CurlExchange(transport: self, queue: queue)
        if let fault = request.fault {
            queue.end(fault)
        } else if !mailbox.post(.begin(request, queue)) {
            queue.end(.cancelled)
        }
        return exchange
    }

    /// Cancels what is under way, closes every connection and ends the thread; returns when that is done. An exchange
    /// begun later ends as `.cancelled`. Dropping the transport and its exchanges does the same.
    public func close() async {
        await withCheckedContinuation { continuation in
            if !mailbox.post(.close(continuation)) { continuation.resume() }
        }
    }
}
