import SwarmCore

/// Writes times and spans the one way the console writes them.
struct TimeFormat: Hashable, Sendable {
    /// What to add to UTC.
    let utcOffsetSeconds: Int

    init(utcOffsetSeconds: Int = 0) { self.utcOffsetSeconds = utcOffsetSeconds }

    /// The swarm's clock: `0:41.7`, from one hour `1:02:41`; with `decimals` 3 `0:41.204`.
    func clock(_ instant: Instant, decimals: Int = 1) -> String {
        let total = max(0, instant.microseconds)
        let seconds = total / 1_000_000
        if seconds >= 3_600, decimals <= 1 {
            return "\(seconds / 3_600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        }
        let head = "\(seconds / 60):\(two(seconds % 60))"
        switch decimals {
        case ...0: return head
        case 1: return head + ".\(total / 100_000 % 10)"
        default: return head + "." + three(total / 1_000 % 1_000)
        }
    }

    /// The wall's time of day: `14:03:27`.
    func wall(_ time: WallTime) -> String {
        let seconds = Self.floored(time.milliseconds, by: 1_000) + Int64(utcOffsetSeconds)
        let day = Self.remainder(seconds, by: 86_400)
        return "\(two(day / 3_600)):\(two(day / 60 % 60)):\(two(day % 60))"
    }

    /// A length of time: `40 ms`, `1.7 s`, `42 s`, `3 min 05 s`.
    func span(_ span: TimeSpan) -> String {
        let milliseconds = max(0, span.milliseconds)
        switch milliseconds {
        case ..<100: return "\(milliseconds) ms"
        case ..<10_000:
            let tenths = (milliseconds + 50) / 100
            return "\(tenths / 10).\(tenths % 10) s"
        case ..<120_000: return "\((milliseconds + 500) / 1_000) s"
        default: return "\(milliseconds / 60_000) min \(two(milliseconds / 1_000 % 60)) s"
        }
    }

    private func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private func three(_ number: Int64) -> String {
        number < 10 ? "00\(number)" : number < 100 ? "0\(number)" : "\(number)"
    }

    private static func floored(_ value: Int64, by unit: Int64) -> Int64 {
        (value - remainder(value, by: unit)) / unit
    }

    private static func remainder(_ value: Int64, by unit: Int64) -> Int64 {
        (value % unit + unit) % unit
    }
}
