import SwarmCore

/// Moments of one fold kept apart, so that any other is few events away.
///
/// At most `most`, evenly spaced: when there are more, every second one goes and the spacing doubles, so that memory
/// stays bounded however long the recording. A moment is a copy on write: it costs what changed since.
struct Checkpoints: Sendable {
    private static let most = 64

    private var states: [SwarmState]
    private var spacing = 1_024

    /// Begins with the state before the first event.
    init(_ state: SwarmState) { states = [state] }

    mutating func note(_ state: SwarmState) {
        guard Int(clamping: state.sequence) == states.count * spacing else { return }
        states.append(state)
        guard states.count > Self.most else { return }
        states = states.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        spacing *= 2
    }

    /// The latest one that has at most so many events.
    func nearest(_ count: Int) -> SwarmState {
        states[min(max(0, count) / spacing, states.count - 1)]
    }
}
