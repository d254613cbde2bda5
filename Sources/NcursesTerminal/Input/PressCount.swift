import TerminalUI

/// Tells a double click from two clicks: presses of one button at one cell, soon one after another.
struct PressCount {
    /// What desktops use by default.
    private static let longest = Duration.milliseconds(500)

    private let clock = ContinuousClock()
    private var last: MouseEvent?
    private var time: ContinuousClock.Instant?

    /// The same event with its `clicks`; what is no press passes unchanged.
    mutating func counted(_ event: TerminalEvent) -> TerminalEvent {
        guard case .mouse(var mouse) = event, case .press = mouse.kind else { return event }
        let now = clock.now
        if let last, let time, last.kind == mouse.kind, last.point == mouse.point,
            time.duration(to: now) < Self.longest
        {
            mouse.clicks = last.clicks + 1
        }
        (last, time) = (mouse, now)
        return .mouse(mouse)
    }
}
