import SwarmCore
import Synchronization

/// A recorded run behind a `SwarmLink`: readers follow it as they would a running swarm, while somebody plays,
/// pauses and moves it. Every command is refused: what was recorded does not change.
///
/// `tape` guards the playing head. `readers` guards who follows, and is held for a whole turn, so that each reader is
/// told the same in the same order; a reader that is woken may look at `position`, but must not move the replay.
public final class RecordedRun: SwarmLink, ReplayControl {
    /// Events a reader gets with an attachment or a jump: enough for any screen.
    public static let mostRecent = 2_000
    /// Fast replays are told in turns at least this far apart.
    private static let shortestWait = TimeSpan.milliseconds(10)

    public let recording: Recording
    private let clock: any SwarmClock
    private let tape: Mutex<Tape>
    private let readers = Mutex<[Feed]>([])
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    /// Stands paused at the start, at speed 1.
    public init(_ recording: Recording, clock: any SwarmClock = SystemClock()) {
        self.recording = recording
        self.clock = clock
        tape = Mutex(Tape(recording))
        (wakes, wake) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    // MARK: The link

    public func attach(_ feed: Feed) async -> Attachment {
        readers.withLock { readers in
            readers.append(feed)
            return tape.withLock { tape in
                let position = tape.position(at: clock.monotonic())
                return Attachment(
                    state: tape.state, now: position.time, wall: position.wall,
                    recent: recording.recent(before: tape.place, most: Self.mostRecent))
            }
        }
    }

    public func send(_ command: Command) async -> CommandReply { .refused(.recording) }

    /// The latest events up to that one, for a reader that was told of a jump.
    public func recent(through event: UInt64) -> [Envelope] {
        recording.recent(before: recording.place(after: event), most: Self.mostRecent)
    }

    // MARK: The control

    public var position: ReplayPosition { tape.withLock { $0.position(at: clock.monotonic()) } }
    public var markers: [ReplayMarker] { recording.markers }

    public func perform(_ move: ReplayMove) {
        turn { $0.perform(move, at: clock.monotonic()) }
        wake.yield()
    }

    // MARK: Playing

    /// Plays what is to be played as its time comes, until `stop` or until its task is cancelled; once.
    ///
    /// While it is paused nothing wakes.
    public func run() async {
        var timer: Task<Void, Never>?
        defer { timer?.cancel() }
        wake.yield()
        for await _ in wakes {
            timer?.cancel()
            guard let wait = advance() else { continue }
            let span = max(wait, Self.shortestWait)
            // Ends with its wait, by the next turn, or with `run`.
            timer = Task {
                guard (try? await Task.sleep(for: .microseconds(span.microseconds))) != nil else {
                    return
                }
                wake.yield()
            }
        }
    }

    public func stop() { wake.finish() }

    /// Tells what is due by now; returns the real time until more is, nil when only a move brings more.
    @discardableResult
    public func advance() -> TimeSpan? {
        turn { $0.advance(at: clock.monotonic()) }
        return tape.withLock { $0.wait(at: clock.monotonic()) }
    }

    private func turn(_ change: (inout Tape) -> Tape.Change) {
        readers.withLock { readers in
            let change = tape.withLock { change(&$0) }
            switch change {
            case .nothing: break
            case .events(let events):
                let envelopes = Array(events)
                for feed in readers {
                    feed.push(envelopes) { tape.withLock { $0.state } }
                }
            case .jump(let state): for feed in readers { feed.jump(to: state) }
            }
        }
    }
}
