import SwarmConsole
import SwarmCore
import SwarmRuntime
import TerminalUI

/// Shows a headless run as it goes: a few moving lines on a terminal, plain lines or JSON lines elsewhere.
final class Display: Sendable {
    let feed: Feed
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private let format: Headless.Format

    init(format: Headless.Format) {
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.wakes = wakes
        self.wake = wake
        self.format = format
        feed = Feed { wake.yield() }
    }

    /// Lets `show` draw what is left and return.
    func close() { wake.finish() }

    /// Follows the swarm from the attachment on; `outputClosed` is called when nobody reads any more.
    func show(_ attachment: Attachment, outputClosed: () -> Void) async {
        var swarm = attachment.state
        var lines = Lines(format: format)
        for await _ in wakes {
            guard draw(&swarm, &lines) else { return outputClosed() }
            if lines.isLive { try? await Task.sleep(for: .milliseconds(100)) }
        }
        if !draw(&swarm, &lines) || !lines.finish() { outputClosed() }
    }

    private func draw(_ swarm: inout SwarmState, _ lines: inout Lines) -> Bool {
        for item in feed.take() {
            switch item {
            case .events(let envelopes):
                for envelope in envelopes {
                    swarm.apply(envelope.event, at: envelope.at)
                    lines.take(envelope, swarm)
                }
            case .gap(let state): swarm = state
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

    init(format: Headless.Format) {
        self.format = format
        switch format {
        case .text:
            isLive = StandardStreams.outputIsTerminal
            descriptor = 1
        case .json:
            isLive = StandardStreams.errorIsTerminal
            descriptor = 2
        case .events:
            isLive = false
            descriptor = 1
        }
    }

    mutating func take(_ envelope: Envelope, _ swarm: SwarmState) {
        switch format {
        case .events: writer.append(envelope, state: swarm)
        case .text where !isLive:
            if let line = EventLine.text(envelope, swarm) { plain.append(line) }
        case .text, .json: break
        }
    }

    /// False when the output is closed.
    mutating func flush(_ swarm: SwarmState) -> Bool {
        defer {
            writer.removeAll()
            plain.removeAll()
        }
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
        let live = swarm.liveAttempts.sorted { ($0.task.number, $0.subtask) < ($1.task.number, $1.subtask) }
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
