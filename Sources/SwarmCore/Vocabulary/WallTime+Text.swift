extension WallTime {
    /// RFC 3339 in UTC with milliseconds, e.g. `2026-01-31T12:34:56.789Z`.
    public var rfc3339: String {
        var bytes: [UInt8] = []
        appendRFC3339(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    func appendRFC3339(to bytes: inout [UInt8]) {
        let day = milliseconds.flooredQuotient(86_400_000)
        let rest = milliseconds - day * 86_400_000
        let date = CivilDate(daysSince1970: day)
        func number(_ value: Int64, _ digits: Int, then separator: Character) {
            let text = String(value)
            for _ in 0..<max(0, digits - text.utf8.count) { bytes.append(0x30) }
            bytes.append(contentsOf: text.utf8)
            bytes.append(contentsOf: String(separator).utf8)
        }
        number(date.year, 4, then: "-")
        number(date.month, 2, then: "-")
        number(date.day, 2, then: "T")
        number(rest / 3_600_000, 2, then: ":")
        number(rest / 60_000 % 60, 2, then: ":")
        number(rest / 1_000 % 60, 2, then: ".")
        number(rest % 1_000, 3, then: "Z")
    }

    /// Reads `2026-01-31`, `2026-01-31T12:34:56Z`, `…56.789Z` or `…56+01:00`; nil for anything else.
    ///
    /// A date alone is its end, 23:59:59.999 UTC: a deadline "on" a day.
    public init?(rfc3339 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
            let year = Self.digits(bytes[0..<4]), let month = Self.digits(bytes[5..<7]),
            let day = Self.digits(bytes[8..<10]), (1...12).contains(month),
            (1...CivilDate.days(inMonth: month, of: year)).contains(day)
        else { return nil }
        let days = CivilDate.daysSince1970(year: year, month: month, day: day)
        if bytes.count == 10 {
            self.init(milliseconds: (days + 1) * 86_400_000 - 1)
            return
        }
        guard let time = Self.timeOfDay(bytes[10...]) else { return nil }
        self.init(milliseconds: days * 86_400_000 + time)
    }

    /// `Thh:mm:ss[.fff](Z|±hh:mm)` as milliseconds from midnight UTC.
    private static func timeOfDay(_ bytes: ArraySlice<UInt8>) -> Int64? {
        let b = Array(bytes)
        guard b.count >= 10, b[0] | 0x20 == 0x74 || b[0] == 0x20, b[3] == 0x3A, b[6] == 0x3A,
            let hours = digits(b[1..<3]), let minutes = digits(b[4..<6]),
            let seconds = digits(b[7..<9]), hours < 24, minutes < 60, seconds < 61
        else { return nil }
        var at = 9
        var fraction: Int64 = 0
        if b[at] == 0x2E {
            let end = b[(at + 1)...].firstIndex { !(0x30...0x39).contains($0) } ?? b.count
            guard end > at + 1 else { return nil }
            let shown = b[(at + 1)..<min(end, at + 4)]
            fraction = digits(shown) ?? 0
            for _ in shown.count..<3 { fraction *= 10 }
            at = end
        }
        let time = ((hours * 60 + minutes) * 60 + seconds) * 1_000 + fraction
        if b.count == at + 1, b[at] | 0x20 == 0x7A { return time }
        guard b.count == at + 6, b[at] == 0x2B || b[at] == 0x2D, b[at + 3] == 0x3A,
            let offsetHours = digits(b[(at + 1)..<(at + 3)]),
            let offsetMinutes = digits(b[(at + 4)..<(at + 6)])
        else { return nil }
        let offset = (offsetHours * 60 + offsetMinutes) * 60_000
        return b[at] == 0x2B ? time - offset : time + offset
    }

    private static func digits(_ bytes: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        return value
    }
}

/// A day of the proleptic Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms").
struct CivilDate {
    let year: Int64
    let month: Int64
    let day: Int64

    init(daysSince1970 days: Int64) {
        let shifted = days + 719_468
        let era = shifted.flooredQuotient(146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.flooredQuotient(400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func days(inMonth month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }
}

extension Int64 {
    fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
