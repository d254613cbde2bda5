import SwarmConsole
import SwarmCore
import SwarmRuntime
import Synchronization
import TerminalUI

/// The past of a run that goes on, played from what is in its journal.
///
/// One view at a time: asking for another, or leaving, ends the one before.
final class PastOfRun: Sendable {
    private struct View {
        var number = 0
        var run: RecordedRun?
    }

    private let source: RecordingSource
    private let mailbox: Mailbox<ConsoleMessage>
    private let view = Mutex(View())

    init(_ source: RecordingSource, _ mailbox: Mailbox<ConsoleMessage>) {
        self.source = source
        self.mailbox = mailbox
    }

    /// Reads the run as far as it has come, makes the move from its end, and tells the console of that view.
    func open(view number: Int, run: Int, move: ReplayMove) {
        close()
        view.withLock { $0.number = number }
        // Reads beside the drawing thread, then plays; ends with `close`.
        Task.detached { [self] in
            do {
                let recording = try source.read()
                let replay = RecordedRun(recording.only(run: run) ?? recording)
                replay.seek(to: .share(1))
                replay.perform(move)
                guard take(replay, for: number) else { return }
                await ConsoleBridge.watch(replay, replay: replay) { [mailbox] message in
                    mailbox.post(.past(view: number, message))
                }
                await replay.run()
            } catch {
                let reason = (error as? Stop)?.message ?? error.localizedDescription
                mailbox.post(.past(view: number, .failed("The past cannot be shown: \(reason)")))
            }
        }
    }

    /// False when it was left, or another view was asked for, while this one was read.
    private func take(_ replay: RecordedRun, for number: Int) -> Bool {
        view.withLock { view in
            guard view.number == number else { return false }
            view.run = replay
            return true
        }
    }

    /// Moves the view; false when none is open.
    func perform(_ move: ReplayMove) -> Bool {
        guard let run = view.withLock(\.run) else { return false }
        run.perform(move)
        postPosition()
        return true
    }

    /// Tells where the view stands; nothing when none is open.
    func postPosition() {
        let (number, run) = view.withLock { ($0.number, $0.run) }
        guard let run else { return }
        mailbox.post(
            .past(view: number, .replay(ReplayGlance(run.position, markers: run.markers))))
    }

    func close() {
        let run = view.withLock { view in
            defer { view = View() }
            return view.run
        }
        run?.stop()
    }
}
