import ArgumentParser
import Foundation
import SwarmConsole
import SwarmCore
import SwarmRuntime

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Play a recorded run, in the console or as JSON lines.",
        discussion: """
            Without FILE it plays what the data folder holds; nothing is written there. In the console Space plays \
            and pauses, [ and ] step, < and > change the speed, { and } go to the next fault, failure, award or result, \
            ( and ) to faults and failures alone, O loops. The same keys look back in a live console: [ leads there, \
            . back to live, and f runs the task under the cursor again from that moment.
            """)

    @Argument(help: "Exported events: one JSON object a line.")
    var file: String?

    @Option(help: "Where the swarm's journal is kept.", completion: .directory)
    var dataDir: String?

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("Play only the run of this number.", valueName: "number"))
    var runNumber: Int?

    @Option(help: "How many times faster than life, 0.1 to 1000; max or 0 with --events: at once.")
    var speed: PlaybackSpeed = .times(1)

    @Option(help: "Begin so many seconds, or such a share (40%), into the recording.")
    var at: ReplayStart?

    @Flag(help: "Do not play until asked to.")
    var paused = false

    @Flag(help: "Start again after the end.")
    var loop = false

    @Flag(
        name: [.customLong("events"), .customLong("json")],
        help: "Print the events as JSON lines, without a console.")
    var events = false

    @OptionGroup var look: LookOptions

    func validate() throws {
        try DataFolder.validate(dataDir)
        if events, paused || loop {
            throw ValidationError("--paused and --loop are for the console, not for --events.")
        }
        if !events, speed == .atOnce {
            throw ValidationError("--speed max goes with --events; the console plays up to 1000.")
        }
    }

    func run() throws {
        // Not in `validate`, which comes before an option that does not exist is named.
        if let file, dataDir != nil {
            throw Stop(.usage, "Give either a FILE, here \(file), or --data-dir, not both.")
        }
        let source: RecordingSource =
            if let file { .file(file) } else { .folder(try DataFolder.path(dataDir)) }
        let recording = try part(of: try source.read())
        if events {
            try EventPlayer(recording: recording, from: at, speed: speed).play()
        } else {
            try open(recording)
        }
    }

    private func part(of recording: Recording) throws -> Recording {
        guard let number = runNumber else { return recording }
        guard let part = recording.only(run: number) else {
            let known = recording.runNumbers
            throw Stop(
                .usage,
                "There is no run \(number) in it. "
                    + (known.count == 1
                        ? "It holds run \(known[0])."
                        : "It holds \(known.count) runs, up to \(known.max() ?? 0)."))
        }
        return part
    }

    private func open(_ recording: Recording) throws {
        let options = try look.console()
        let replay = RecordedRun(recording)
        if case .times(let speed) = speed { replay.setSpeed(speed) }
        if let at { replay.seek(to: .time(at.moment(in: recording))) }
        replay.setLooping(loop)
        if !paused, replay.position.time < recording.end { replay.play() }
        let bridge = ConsoleBridge(replay, replay: replay)
        let attached = DispatchSemaphore(value: 0)
        let stopped = DispatchSemaphore(value: 0)
        // Plays beside the drawing thread; ends after `stop` below.
        Task.detached {
            await bridge.attach()
            attached.signal()
            await replay.run()
            stopped.signal()
        }
        attached.wait()
        defer {
            replay.stop()
            stopped.wait()
        }
        let screen = ConsoleScreen(
            bridge: bridge, options: options, usesMouse: look.usesMouse(options),
            withoutTerminal: "swarmtop replay --events")
        if let signal = try screen.draw() { throw ExitCode(128 + signal) }
    }
}

/// `2`, `0.5`, or `max` (also `0`) for no waiting at all.
enum PlaybackSpeed: ExpressibleByArgument, Hashable {
    case times(Double)
    case atOnce

    init?(argument: String) {
        if ["max", "0"].contains(argument.lowercased()) {
            self = .atOnce
        } else if let speed = Double(argument), ReplaySpeed.range.contains(speed) {
            self = .times(speed)
        } else {
            return nil
        }
    }

    var defaultValueDescription: String {
        switch self {
        case .times(let speed): speed == speed.rounded() ? String(Int(speed)) : String(speed)
        case .atOnce: "max"
        }
    }
}

/// Where a replay begins: `12.5` seconds after its start, or at `40%` of its time.
enum ReplayStart: ExpressibleByArgument, Hashable {
    case seconds(Double)
    case share(Double)

    init?(argument: String) {
        let isShare = argument.hasSuffix("%")
        guard let number = Double(isShare ? String(argument.dropLast()) : argument),
            number.isFinite, number >= 0, !isShare || number <= 100
        else { return nil }
        self = isShare ? .share(number / 100) : .seconds(number)
    }

    /// The moment on the swarm's clock.
    func moment(in recording: Recording) -> Instant {
        switch self {
        case .seconds(let seconds): recording.start + .seconds(seconds)
        case .share(let share): recording.moment(share: share)
        }
    }
}
