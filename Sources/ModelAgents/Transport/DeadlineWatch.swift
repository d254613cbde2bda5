import SwarmCore

/// Which deadline of an exchange is the next, by how far it has come.
struct DeadlineWatch {
    enum Phase { case connecting, waiting, streaming }

    private let deadlines: TransportDeadlines
    private let began: ContinuousClock.Instant
    var phase = Phase.connecting

    init(_ deadlines: TransportDeadlines, from began: ContinuousClock.Instant) {
        self.deadlines = deadlines
        self.began = began
    }

    /// The next deadline and when it passes; `contentAt` is when content came last, nil while the taker holds the
    /// sender up.
    func next(contentAt: ContinuousClock.Instant?) -> (
        at: ContinuousClock.Instant, deadline: TransportFault.Deadline
    ) {
        var next = (at: after(began, deadlines.total), deadline: TransportFault.Deadline.total)
        func consider(
            _ deadline: TransportFault.Deadline, _ from: ContinuousClock.Instant, _ span: TimeSpan
        ) {
            let at = after(from, span)
            if at < next.at { next = (at, deadline) }
        }
        switch phase {
        case .connecting:
            consider(.firstByte, began, deadlines.firstByte)
            consider(.connect, began, deadlines.connect)
        case .waiting:
            consider(.firstByte, began, deadlines.firstByte)
        case .streaming:
            if let contentAt { consider(.idle, contentAt, deadlines.idle) }
        }
        return next
    }

    private func after(
        _ from: ContinuousClock.Instant, _ span: TimeSpan
    ) -> ContinuousClock.Instant {
        from + .microseconds(min(span, .century).microseconds)
    }
}
