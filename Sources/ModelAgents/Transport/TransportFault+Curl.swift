import CCurl

extension TransportFault {
    /// What a result of libcurl's means. `detail` is libcurl's own sentence about this exchange.
    init(_ code: CURLcode, isConnected: Bool, detail: String) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            self = .noSuchHost
        case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_PROXY:
            self = .cannotConnect
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CRL_BADFILE, CURLE_USE_SSL_FAILED:
            self = .tls(detail)
        case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING,
            CURLE_HTTP2, CURLE_HTTP2_STREAM:
            self = isConnected ? .truncated : .cannotConnect
        case CURLE_FILESIZE_EXCEEDED:
            self = .tooLarge
        case CURLE_OPERATION_TIMEDOUT:
            self = .timedOut(.connect)
        case CURLE_URL_MALFORMAT:
            self = .badAddress("it is no address")
        default:
            self = .broken(detail)
        }
    }
}
