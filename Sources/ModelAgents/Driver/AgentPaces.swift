import SwarmCore
import Synchronization

/// Keeps each agent's calls a minute: first come, first served, and none is dropped.
final class AgentPaces: Sendable {
    private struct Lane {
        var callsPerMinute: Int
        var pace: Pace
    }

    private let lanes = Mutex<[AgentID: Lane]>([:])
    private let time: CallTime

    init(time: CallTime) { self.time = time }

    /// Waits until the agent may make one more call; `note` is told when it has to. Throws `CANCELLED` only.
    func wait(
        _ agent: AgentID, callsPerMinute: Int?, note: @Sendable (String) async -> Void
    ) async throws(ModelFault) {
        guard let callsPerMinute else { return }
        let now = time.now
        let slot = lanes.withLock { lanes in
            // An edited card begins anew.
            var lane =
                lanes[agent].flatMap { $0.callsPerMinute == callsPerMinute ? $0 : nil }
                ?? Lane(callsPerMinute: callsPerMinute, pace: Pace(callsPerMinute: callsPerMinute))
            defer { lanes[agent] = lane }
            return lane.pace.book(at: now)
        }
        guard slot > now else { return }
        await note("\(callsPerMinute) calls a minute allowed for it; waits \((slot - now).inWords)")
        do throws(ModelFault) {
            try await time.wait(slot - now)
        } catch {
            lanes.withLock { $0[agent]?.pace.unbook(slot) }
            throw error
        }
    }
}
