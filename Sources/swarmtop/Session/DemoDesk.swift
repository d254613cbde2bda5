import SwarmCore
import SwarmFiles
import SwarmRuntime
import Synchronization

/// Plays demos on a swarm that a console watches; one at a time, until it is closed.
final class DemoDesk: Sendable {
    private let runtime: SwarmRuntime
    private let speed: Double
    /// What plays now; written by the thread that draws, and by the play's own end.
    private let playing = Mutex<Task<Void, Never>?>(nil)

    init(_ runtime: SwarmRuntime, speed: Double) {
        self.runtime = runtime
        self.speed = speed
    }

    static var names: [String] { BuiltIn.demos.map(\.name) }

    /// Begins to play; `told` hears why not, or what did not go as planned, as a sentence.
    func play(_ name: String, told: @escaping @Sendable (String) -> Void) {
        guard let demo = BuiltIn.demos.first(where: { $0.name == name }) else {
            return told("There is no demo \(name).")
        }
        playing.withLock { playing in
            guard playing == nil else { return told("A demo plays already. It ends by itself.") }
            let player = ScenarioPlayer(demo, on: runtime, speed: speed)
            let runtime = self.runtime
            // Cancelled by `close`.
            playing = Task.detached { [self] in
                let outcome = await player.play()
                for failure in outcome.failures {
                    told("This demo did not go as planned: \(failure).")
                }
                if !Task.isCancelled {
                    try? await ContinuousClock().sleep(for: .seconds(8))
                    _ = await runtime.send(.caption(nil))
                }
                self.playing.withLock { $0 = nil }
            }
        }
    }

    func close() { playing.withLock { $0?.cancel() } }
}
