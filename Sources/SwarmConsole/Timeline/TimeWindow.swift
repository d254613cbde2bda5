/// Which part of a task's time the timeline shows, moved by keys.
///
/// While it follows, now stays three quarters to the right, and no further can be seen; panning back stops that,
/// panning to the end arms it again.
struct TimeWindow: Hashable {
    private(set) var window = TimeAxis.Window.whole
    private(set) var follows = true
    /// The seconds there are until now, and those that are seen at once, as last drawn.
    private var now = 1.0
    private var span = 1.0

    var isWhole: Bool { window.level == 0 }

    private var latest: Double { max(0, now - span * 0.75) }

    /// Takes in how much there is now and how much of it is seen.
    mutating func settle(now: Double, span: Double) {
        (self.now, self.span) = (now, span)
        if follows { window.from = latest }
        clamp()
    }

    /// The middle of what is seen stays where it is.
    mutating func zoom(by step: Int) {
        let level = min(max(0, window.level + step), TimeAxis.Window.deepest)
        guard level != window.level else { return }
        let middle = window.from + span / 2
        span = level > window.level ? span / 2 : span * 2
        window.level = level
        window.from = middle - span / 2
        if isWhole { self = TimeWindow() }
        clamp()
    }

    /// By a quarter of what is seen.
    mutating func pan(by step: Int) {
        guard !isWhole else { return }
        window.from += Double(step) * span / 4
        follows = window.from >= latest
        clamp()
    }

    mutating func reset() { self = TimeWindow() }

    private mutating func clamp() {
        window.from = isWhole ? 0 : max(0, min(window.from, latest))
    }
}
