import Foundation
import SwarmConsole
import SwarmCore
import SwarmRuntime
import TerminalUI

/// A swarm that the drawing thread can speak to without waiting.
protocol ConsoleSource: SwarmLink {
    /// The swarm's clock and the wall's.
    var moment: (Instant, WallTime) { get }
    /// The latest events up to that one, for a screen that lost its own.
    func recent(through event: UInt64) -> [Envelope]
    func post(_ command: Command, reply: @escaping @Sendable (CommandReply) -> Void)
}

extension SwarmRuntime: ConsoleSource {
    nonisolated var moment: (Instant, WallTime) { (now, SystemClock().wall()) }
    nonisolated func recent(through event: UInt64) -> [Envelope] { [] }
}

extension RecordedRun: ConsoleSource {
    var moment: (Instant, WallTime) {
        let position = position
        return (position.time, position.wall)
    }

    func post(_ command: Command, reply: @escaping @Sendable (CommandReply) -> Void) {
        reply(.refused(.recording))
    }
}

/// Joins the console, which draws on its own thread, to a swarm: events in, commands out.
final class ConsoleBridge: Sendable {
    /// Messages that may wait for the next frame; batches of events are joined when there are more.
    let mailbox = Mailbox<ConsoleMessage>(capacity: 16_384, whenFull: .coalesce(joinEvents))
    private let swarm: any ConsoleSource
    /// Set when the swarm is a recorded one.
    private let replay: (any ReplayControl)?

    init(_ swarm: any ConsoleSource, replay: (any ReplayControl)? = nil) {
        self.swarm = swarm
        self.replay = replay
    }

    /// Begins to watch: the swarm as it is goes into the mailbox first, then what happens.
    func attach() async {
        let (mailbox, swarm) = (self.mailbox, self.swarm)
        let pump = Pump { item in
            switch item {
            case .events(let envelopes): mailbox.post(.events(envelopes))
            case .gap(let state):
                let (now, wall) = swarm.moment
                mailbox.post(
                    .attached(
                        state, clock: now, wall: wall,
                        recent: swarm.recent(through: state.sequence)))
            case .trouble(let reason?):
                mailbox.post(.failed("The journal cannot write: \(reason). New tasks wait."))
            case .trouble(nil): mailbox.post(.failed("The journal writes again."))
            }
        }
        postPosition()
        let attachment = await swarm.attach(pump.feed)
        mailbox.post(
            .attached(
                attachment.state, clock: attachment.now, wall: attachment.wall,
                recent: attachment.recent))
        pump.open()
    }

    /// Says something to the operator, as a sentence.
    func tell(_ sentence: String) { mailbox.post(.failed(sentence)) }

    func perform(_ effect: ConsoleEffect) {
        switch effect {
        case .send(let command, let ticket):
            let mailbox = self.mailbox
            swarm.post(command) { mailbox.post(.reply(ticket: ticket, $0)) }
        case .saveScreenshot(let svg): save(svg)
        case .saveSettings(let text):
            do {
                try ConsoleFiles.save(settings: text)
            } catch {
                mailbox.post(
                    .failed("The settings could not be saved: \(error.localizedDescription)"))
            }
        case .readClock:
            let (now, wall) = swarm.moment
            mailbox.post(.clock(now, wall))
            postPosition()
        case .replay(let move):
            replay?.perform(move)
            postPosition()
        case .quit: break  // the program is finished; the loop sees it
        }
    }

    private func postPosition() {
        guard let replay else { return }
        mailbox.post(.replay(ReplayGlance(replay.position, markers: replay.markers)))
    }

    private func save(_ svg: String) {
        let stamp = SystemClock().wall().rfc3339.prefix(19).filter(\.isNumber)
        var path = "swarmtop-\(stamp).svg"
        var number = 2
        while FileManager.default.fileExists(atPath: path) {
            path = "swarmtop-\(stamp)-\(number).svg"
            number += 1
        }
        do {
            try Data(svg.utf8).write(to: URL(fileURLWithPath: path))
            mailbox.post(.saved(path: path))
        } catch {
            mailbox.post(
                .failed(
                    "The picture could not be saved here. Start swarmtop in a folder you may write."
                ))
        }
    }
}

/// Joins neighbouring batches of events, so that none is lost however far the drawing thread falls behind.
private func joinEvents(_ messages: inout [ConsoleMessage]) {
    var joined: [ConsoleMessage] = []
    var run: [Envelope] = []
    for message in messages {
        if case .events(let envelopes) = message {
            run += envelopes
        } else {
            if !run.isEmpty { joined.append(.events(run)) }
            run = []
            joined.append(message)
        }
    }
    if !run.isEmpty { joined.append(.events(run)) }
    messages = joined
}

/// Passes a feed's items on as they come, once it is open; until then they wait in the feed.
private final class Pump: Sendable {
    let feed: Feed
    private let isOpen: Gate
    private let pass: @Sendable (Feed.Item) -> Void

    init(_ pass: @escaping @Sendable (Feed.Item) -> Void) {
        let gate = Gate()
        isOpen = gate
        self.pass = pass
        feed = Feed { gate.wake() }
    }

    /// Passes what waits, and everything from now on.
    func open() {
        let (feed, pass) = (self.feed, self.pass)
        isOpen.open { for item in feed.take() { pass(item) } }
    }
}
