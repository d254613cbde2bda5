import SwarmCore

/// One moment on both clocks, to turn the wall times of headers into moments of the monotonic clock.
struct HeaderMoment: Sendable {
    let now: Instant
    let wall: WallTime

    func instant(_ time: WallTime) -> Instant {
        let (ahead, overflows) = time.milliseconds.subtractingReportingOverflow(wall.milliseconds)
        return now + .milliseconds(overflows ? 0 : Int(ahead))
    }
}

/// The times that stand in headers.
enum HeaderTime {
    /// A wait beyond this is taken for this: nobody is locked out for years by one header.
    static let longest = TimeSpan.seconds(86_400)

    /// How long `retry-after-ms`, else `retry-after` (seconds or an HTTP date), ask to wait; nil when neither can be
    /// read or the time is past.
    static func retryAfter(_ head: TransportHead, at moment: HeaderMoment) -> TimeSpan? {
        let span =
            if let text = head["retry-after-ms"], let number = decimal(text) {
                TimeSpan.seconds(number / 1_000)
            } else if let text = head["retry-after"] {
                decimal(text).map(TimeSpan.seconds)
                    ?? httpDate(text).map { moment.instant($0) - moment.now }
            } else {
                TimeSpan?.none
            }
        return span.flatMap { $0 > .zero ? min($0, longest) : nil }
    }

    /// Digits with at most one point, as headers carry them: neither `0x10` nor `1e3`, which Swift would take.
    static func decimal(_ text: String) -> Double? {
        let digits = text.trimmed
        let isPlain = digits.utf8.allSatisfy { 0x30...0x39 ~= $0 || $0 == 0x2E }
        return isPlain && digits.utf8.count <= 20 ? Double(digits) : nil
    }

    /// `Wed, 21 Oct 2015 07:28:00 GMT` (RFC 9110, §5.6.7); its two obsolete forms are not read.
    static func httpDate(_ text: String) -> WallTime? {
        let words = text.trimmed.split(separator: " ")
        guard words.count == 6, words[0].utf8.count == 4, words[0].hasSuffix(","),
            words[1].utf8.count == 2, words[3].utf8.count == 4, words[4].utf8.count == 8,
            words[5] == "GMT", let month = months.firstIndex(of: words[2])
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return WallTime(rfc3339: "\(words[3])-\(number)-\(words[1])T\(words[4])Z")
    }

    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// When a limit resets: a Go duration, or plain seconds, as some gateways write them.
    static func reset(_ text: String) -> TimeSpan? {
        goDuration(text) ?? decimal(text).map(TimeSpan.seconds)
    }

    /// `6m0s`, `12ms`, `1h2m3.5s`, as Go writes durations; nil for anything else.
    static func goDuration(_ text: String) -> TimeSpan? {
        var rest = text.trimmed[...]
        guard !rest.isEmpty else { return nil }
        var seconds = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber || $0 == "." }
            rest = rest[digits.endIndex...]
            let unit = rest.prefix { !($0.isNumber || $0 == ".") }
            rest = rest[unit.endIndex...]
            guard let number = decimal(String(digits)), let length = units[unit] else { return nil }
            seconds += number * length
        }
        return .seconds(seconds)
    }

    private static let units: [Substring: Double] = [
        "h": 3_600, "m": 60, "s": 1, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9,
    ]
}

extension String {
    /// Without the blanks HTTP allows around a value.
    fileprivate var trimmed: String {
        let start = drop { $0 == " " || $0 == "\t" }
        return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
