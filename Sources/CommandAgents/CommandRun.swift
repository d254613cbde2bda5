import ChildProcesses
import SwarmCore
import SwarmRuntime

/// One attempt of a program, from its start until nothing of it is left.
struct CommandRun {
    /// Between SIGTERM and SIGKILL.
    private static let grace = TimeSpan.milliseconds(500)
    /// Notes for the screen are at least so far apart.
    private static let noteEvery = TimeSpan.milliseconds(100)
    private static let mostMessages = 100
    private static let mostPayload = 64 << 10

    private let launch: ChildLaunch
    private let desk: Desk
    private var output = CommandOutput()
    private var splitter: LineSplitter
    private var share = 0.0
    /// The latest line that said something new, until the desk is told.
    private var untold: CommandLineRead?
    private var toldAt: ContinuousClock.Instant?
    private var messages = 0

    init(launch: ChildLaunch, desk: Desk) {
        self.launch = launch
        self.desk = desk
        splitter = LineSplitter(mostBytes: launch.limits.outputBytes ?? .max)
    }

    /// Runs it; reports exactly once unless it is cancelled.
    consuming func run() async {
        desk.started()
        let child = ChildProcess(launch)
        await withTaskCancellationHandler {
            await attend(child)
        } onCancel: {
            child.end(grace: Self.grace)
        }
    }

    private mutating func attend(_ child: ChildProcess) async {
        while true {
            // With a note to tell it looks again when the next may be told.
            switch await child.next(within: untold == nil ? nil : Self.noteEvery) {
            case .output(let bytes): take(splitter.take(bytes))
            case .quiet: tell()
            case .ended(let end):
                take(splitter.finish().map { [$0] } ?? [])
                return report(end)
            }
        }
    }

    // MARK: What it says

    private mutating func take(_ lines: [LineSplitter.Line]) {
        for line in lines {
            guard let read = output.take(line) else { continue }
            untold = read
            switch read {
            case .progress(let share, _): if share > self.share { self.share = share }
            case .message(let topic, let payload): publish(topic, payload)
            case .result, .text: break
            }
        }
        tell()
    }

    /// Tells the desk that the program said something new, which is its sign of life.
    private mutating func tell() {
        let now = ContinuousClock.now
        let every = Duration.microseconds(Self.noteEvery.microseconds)
        guard let said = untold, toldAt.map({ now - $0 >= every }) ?? true else { return }
        toldAt = now
        untold = nil
        desk.started()
        desk.progress(share, said.note)
    }

    private mutating func publish(_ topic: String, _ payload: JSONValue) {
        guard messages < Self.mostMessages, !topic.isEmpty, payload.size <= Self.mostPayload
        else { return }
        messages += 1
        desk.publish(topic: topic, payload)
    }

    // MARK: The end

    private func report(_ end: ChildEnd) {
        guard !Task.isCancelled else { return }
        guard end.status == .exited(0), end.cause == nil else {
            return desk.fail(CommandFailure(end, launch).sentence)
        }
        guard let product = output.product else {
            return desk.fail("the command wrote no result")
        }
        desk.finish(product)
    }
}
