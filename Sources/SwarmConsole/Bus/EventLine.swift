import SwarmCore
import TerminalUI

/// One event as a plain line, for output that is no terminal: the words of the bus pane without its columns.
public enum EventLine {
    /// `0:01.500  attempt.finished  Finance → orchestrator  …`; nil for an event without a row of its own.
    public static func text(_ envelope: Envelope, _ swarm: SwarmState) -> String? {
        guard BusRow.isWorthShowing(envelope.event) else { return nil }
        let row = BusRow(envelope, swarm)
        let time = TimeFormat().clock(row.at, decimals: 3)
        return Sanitiser.line(
            "\(time)  \(row.topic)  \(row.sender) > \(row.recipient)  \(row.text)")
    }
}
