import Foundation
import SwarmConsole
import SwarmCore
import SwarmRuntime
import Synchronization
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
    /// The past of a running swarm, where its journal can be read.
    private let past: PastOfRun?
    /// Makes tasks of free text; nil where no model is configured.
    private let plans: PlanDesk?
    /// Plays examples; nil where nothing can be given to the swarm.
    private let demos: DemoDesk?
    /// What passes the swarm's events on, once it is watched.
    private let live = Mutex<Pump?>(nil)

    /// - Parameter journal: Where what happens is recorded, to go back in.
    init(
        _ swarm: any ConsoleSource, replay: (any ReplayControl)? = nil,
        journal: RecordingSource? = nil, plans: PlanDesk? = nil, demos: DemoDesk? = nil
    ) {
        self.swarm = swarm
        self.replay = replay
        self.plans = plans
        self.demos = demos
        past = journal.map { [mailbox] in PastOfRun($0, mailbox) }
    }

    /// Begins to watch: the swarm as it is goes into the mailbox first, then what happens.
    func attach() async {
        let pump = await Self.watch(swarm, replay: replay) { [mailbox] in mailbox.post($0) }
        live.withLock { $0 = pump }
    }

    /// Does something during which nobody looks at messages: what happens waits in the feed, which is bounded.
    func away<Result>(_ body: () -> Result) -> Result {
        let pump = live.withLock { $0 }
        pump?.close()
        defer { pump?.open() }
        return body()
    }

    /// Tells everything of a swarm: where its replay stands, the swarm as it is, then what happens.
    @discardableResult
    static func watch(
        _ swarm: any ConsoleSource, replay: (any ReplayControl)?,
        _ post: @escaping @Sendable (ConsoleMessage) -> Void
    ) async -> Pump {
        let pump = Pump { item in
            switch item {
            case .events(let envelopes): post(.events(envelopes))
            case .gap(let state):
                let (now, wall) = swarm.moment
                post(
                    .attached(
                        state, clock: now, wall: wall,
                        recent: swarm.recent(through: state.sequence)))
            case .trouble(let reason): post(.journal(trouble: reason))
            }
        }
        if let replay {
            post(.replay(ReplayGlance(replay.position, markers: replay.markers)))
        }
        let attachment = await swarm.attach(pump.feed)
        post(
            .attached(
                attachment.state, clock: attachment.now, wall: attachment.wall,
                recent: attachment.recent))
        pump.open()
        return pump
    }

    /// Says something to the operator, as a sentence.
    func tell(_ sentence: String) { mailbox.post(.failed(sentence)) }

    func perform(_ effect: ConsoleEffect) {
        switch effect {
        case .send(let command, let ticket):
            let mailbox = self.mailbox
            swarm.post(command) { mailbox.post(.reply(ticket: ticket, $0)) }
        case .saveScreenshot(let svg): save(svg, as: "svg")
        case .export(let name, let text): save(text, as: name, tellsSize: true)
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
            guard past?.perform(move) != true else { return }
            replay?.perform(move)
            postPosition()
        case .rewind(let view, let run, let move): past?.open(view: view, run: run, move: move)
        case .leavePast: past?.close()
        case .plan(let question): plans?.ask(question) { [mailbox] in mailbox.post($0) }
        case .stopPlanning: plans?.stop()
        case .play(let demo): demos?.play(demo) { [mailbox] in mailbox.post(.failed($0)) }
        case .copy, .edit: break  // the screen has the terminal
        case .quit: break  // the program is finished; the loop sees it
        }
    }

    private func postPosition() {
        past?.postPosition()
        guard let replay else { return }
        mailbox.post(.replay(ReplayGlance(replay.position, markers: replay.markers)))
    }

    /// A task's name may come from a file of somebody else's: it leads to no other folder.
    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
    }

    /// Writes a new file `swarmtop-<time>.svg`, or `swarmtop-<time>-bus.ndjson` for a name; never over one that is there.
    private func save(_ text: String, as name: String, tellsSize: Bool = false) {
        let stamp = SystemClock().wall().rfc3339.prefix(19).filter(\.isNumber)
        let end = (name.contains(".") ? "-" : ".") + name.map { Self.isPlain($0) ? $0 : "_" }
        var path = "swarmtop-\(stamp)\(end)"
        var number = 2
        while FileManager.default.fileExists(atPath: path) {
            path = "swarmtop-\(stamp)-\(number)\(end)"
            number += 1
        }
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
            mailbox.post(.saved(path: path, bytes: tellsSize ? text.utf8.count : nil))
        } catch {
            mailbox.post(
                .failed(
                    "The file could not be saved here. Start swarmtop in a folder you may write."
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
final class Pump: Sendable {
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

    /// Passes nothing on until it is opened again.
    func close() { isOpen.close() }
}
