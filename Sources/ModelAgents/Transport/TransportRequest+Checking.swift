import CCurl

extension TransportRequest {
    /// Why the request must not leave; nil when it may. No part of the address or of a value is in it: either may
    /// hold a key.
    var fault: TransportFault? {
        if let reason = addressFault { return .badAddress(reason) }
        for (name, value) in headers {
            guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte) else {
                return .broken("a header's name has a character that no name may have")
            }
            guard !value.utf8.contains(where: { [0x00, 0x0A, 0x0D].contains($0) }) else {
                return .broken("the header \(name) holds a line break")
            }
        }
        return nil
    }

    private var addressFault: String? {
        guard !url.utf8.contains(0), let parsed = curl_url() else { return "it is no address" }
        defer { curl_url_cleanup(parsed) }
        func part(_ part: CURLUPart) -> String? {
            var text: UnsafeMutablePointer<CChar>?
            guard curl_url_text(parsed, part, &text) == CURLUE_OK, let text else { return nil }
            defer { curl_free(text) }
            return String(cString: text)
        }
        let flags = UInt32(CURLU_NON_SUPPORT_SCHEME)
        guard curl_url_set(parsed, CURLUPART_URL, url, flags) == CURLUE_OK else {
            return "it is no address"
        }
        guard let scheme = part(CURLUPART_SCHEME), ["http", "https"].contains(scheme) else {
            return "it begins with neither http nor https"
        }
        guard let host = part(CURLUPART_HOST), !host.isEmpty else { return "it names no host" }
        guard part(CURLUPART_USER) == nil, part(CURLUPART_PASSWORD) == nil else {
            return "it names a user or a password"
        }
        return nil
    }

    /// RFC 9110 §5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
