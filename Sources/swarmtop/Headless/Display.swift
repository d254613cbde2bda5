import SwarmConsole
import SwarmCore
import SwarmRuntime
import TerminalUI

/// Shows a headless run as it goes: a few moving lines on a terminal, plain lines or JSON lines elsewhere.
final class Display: Sendable {
    /// Events that may wait for a slow reader; it gets any more out of the journal.
    private static let most = 4_096
    let feed: Feed
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private let format: Headless.Format
    private let isPlain: Bool
    private let session: Session

    /// - Parameter isPlain: Lines are only added, also on a terminal.
    init(format: Headless.Format, isPlain: Bool = false, session: Session) {
        let (wakes, wake) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.wakes = wakes
        self.wake = wake
        self.format = format
        self.isPlain = isPlain
        self.session = session
        feed = Feed(most: Self.most) { wake.yield() }
    }

    /// Lets `show` draw what is left and return.
    func close() { wake.finish() }

    /// Follows the swarm from its start on; returns why nobody can be shown anything any more, nil at the end.
    func show(_ attachment: Attachment) async -> ResultCollector.End? {
        var swarm = attachment.state
        var lines = Lines(format: format, isPlain: isPlain)
        do throws(JournalFault) {
            try catchUp(from: session.runtime.firstSequence, to: swarm, &lines)
            guard lines.flush(swarm) else { return .outputClosed }
            for await _ in wakes {
                guard try draw(&swarm, &lines) else { return .outputClosed }
                if lines.isLive { try? await Task.sleep(for: .milliseconds(100)) }
            }
            return try draw(&swarm, &lines) && lines.finish() ? nil : .outputClosed
        } catch {
            return .journal(error)
        }
    }

    /// Every event is shown: those this reader did not get while it was behind come out of the journal.
    private func catchUp(
        from first: UInt64, to swarm: SwarmState, _ lines: inout Lines
    ) throws(JournalFault) {
        guard format == .events, swarm.sequence >= first else { return }
        try session.replay(first...swarm.sequence) { lines.take(recorded: $0) }
    }

    private func draw(
        _ swarm: inout SwarmState, _ lines: inout Lines
    ) throws(JournalFault) -> Bool {
        for item in feed.take() {
            switch item {
            case .events(let envelopes):
                for envelope in envelopes {
                    swarm.apply(envelope.event, at: envelope.at)
                    lines.take(envelope, swarm)
                }
            case .gap(let state):
                try catchUp(from: swarm.sequence + 1, to: state, &lines)
                lines.leaveOut(state.sequence - swarm.sequence)
                swarm = state
            case .trouble(let reason):
                if let reason {
                    StandardStreams.complain("The journal cannot write: \(reason). Trying again.")
                }
            }
        }
        return lines.flush(swarm)
    }
}

/// What `Display` has to write, in the form its output takes.
private struct Lines {
    private let format: Headless.Format
    /// Moving lines: on the terminal that shows errors when standard output is wanted for JSON.
    let isLive: Bool
    private let descriptor: Int32
    private var writer = EventWriter()
    private var plain: [String] = []
    private var drawnRows = 0
    private var isClosed = false

    init(format: Headless.Format, isPlain: Bool) {
        self.format = format
        switch format {
        case .text:
            isLive = !isPlain && StandardStreams.canMoveCursor(on: 1)
            descriptor = 1
        case .json:
            isLive = !isPlain && StandardStreams.canMoveCursor(on: 2)
            descriptor = 2
        case .events, .plain:
            isLive = false
            descriptor = 1
        }
    }

    mutating func take(_ envelope: Envelope, _ swarm: SwarmState) {
        switch format {
        case .events: writer.append(envelope, state: swarm)
        case .text where !isLive, .plain:
            if let line = EventLine.text(envelope, swarm) { plain.append(line) }
        case .text, .json: break
        }
    }

    /// Lines as they stand in the journal, written at once: there may be many.
    mutating func take(recorded lines: [UInt8]) {
        if !isClosed { isClosed = !StandardStreams.write(lines, to: descriptor) }
    }

    /// Says that a slow reader misses some.
    mutating func leaveOut(_ count: UInt64) {
        guard format == .text || format == .plain, !isLive else { return }
        plain.append("\(count) events are not shown: the output is read too slowly.")
    }

    /// False when the output is closed.
    mutating func flush(_ swarm: SwarmState) -> Bool {
        defer {
            writer.removeAll()
            plain.removeAll()
        }
        if isClosed { return false }
        if isLive { return redraw(LiveRows.rows(swarm)) }
        if !writer.bytes.isEmpty { return StandardStreams.write(writer.bytes, to: descriptor) }
        guard !plain.isEmpty else { return true }
        return StandardStreams.write(plain.joined(separator: "\n") + "\n", to: descriptor)
    }

    /// Takes the moving lines away: the result stands in their place.
    mutating func finish() -> Bool { isLive ? redraw([]) : true }

    private mutating func redraw(_ rows: [String]) -> Bool {
        var text = drawnRows > 0 ? "\u{1B}[\(drawnRows)A\r\u{1B}[J" : ""
        for row in rows { text += row + "\n" }
        drawnRows = rows.count
        return text.isEmpty || StandardStreams.write(text, to: descriptor)
    }
}

/// The moving lines: what runs, how far it is, what waits.
private enum LiveRows {
    private static let most = 8
    private static let barWidth = 24

    static func rows(_ swarm: SwarmState) -> [String] {
        var rows: [String] = []
        let live = swarm.liveAttempts.sorted {
            ($0.task.number, $0.subtask) < ($1.task.number, $1.subtask)
        }
        for key in live.prefix(most) {
            guard let task = swarm.tasks[key.task],
                let attempt = task.currentAttempt(of: Int(key.subtask))
            else { continue }
            let agent = swarm.agent(attempt.agent).card.shortName
            let skill = swarm.skillName(task.subtasks[Int(key.subtask)].skill)
            let note = attempt.note.map { "  " + $0 } ?? ""
            let row =
                "\(agent.padded(12)) \(skill.padded(12)) \(bar(Int(attempt.permille)))"
                + " \(String(Int(attempt.permille) / 10).padded(3, right: true))%\(note)"
            rows.append(TextWidth.truncated(Sanitiser.line(row), to: 78))
        }
        if live.count > most { rows.append("… and \(live.count - most) more attempts") }
        let totals = swarm.totals
        rows.append(
            "\(totals.ended) done  \(totals.running) running  \(totals.waiting) waiting")
        return rows
    }

    private static func bar(_ permille: Int) -> String {
        let filled = permille * barWidth / 1000
        return String(repeating: "█", count: filled)
            + String(repeating: "·", count: barWidth - filled)
    }
}
