import Foundation

/// One way to use a program in a terminal, and the figures that it gives.
struct TerminalCase: Sendable {
    let name: String
    /// Whether programs that know no agents can be measured so too.
    let isForPeers: Bool
    let measure: @Sendable (MeasuredProgram) throws -> [(Figure, Double)]

    static let all = [start, idle, crew, crowd, streams, memory]

    private static let keys = 60

    /// From the start of the process to the whole first frame; and to the end of `--version`.
    static let start = TerminalCase(name: "start", isForPeers: true) { program in
        try BuiltSwarmtop.withFolder { folder in
            let terminal = try program.open(folder)
            let frame = terminal.fullFrameTime()
            let asked = try program.open(folder, ["--version"])
            _ = asked.read(within: 5_000)
            let version = (ContinuousClock.now - asked.begun).seconds * 1_000
            return (frame.map { [(.start, $0)] } ?? []) + [(.version, version)]
        }
    }

    /// Ten seconds in which nothing is done to it, then keys.
    static let idle = TerminalCase(name: "idle", isForPeers: true) { program in
        try BuiltSwarmtop.withFolder { folder in
            let terminal = try program.open(folder)
            _ = terminal.read(within: 7_000)  // threads of the start go after five seconds
            let before = terminal.usage
            let frames = PseudoTerminal.frames(terminal.chunks(within: 10_000))
            let used = terminal.usage - before
            let memory = terminal.memory
            terminal.send(program.opening)
            let keys = terminal.keyTimes(keys)
            var figures: [(Figure, Double)] = [
                (.idleDrawingWakeUps, Double(used.drawingWakeUps) / 10),
                (.idleWakeUps, Double(used.wakeUps) / 10), (.idleCPU, used.seconds / 10 * 100),
                (.resident, memory.resident), (.proportional, memory.proportional),
                (.keyP50, keys.percentile(50)), (.keyP95, keys.percentile(95)),
            ]
            // A console that has nothing to say draws nothing; its frames are measured at work.
            if !frames.isEmpty { figures.append((.frameBytes, frames.median)) }
            return figures
        }
    }

    /// 24 agents: progress four times a second, results after about a second.
    static let crew = TerminalCase(name: "crew", isForPeers: false) { program in
        try BuiltSwarmtop.withFolder { folder in
            try LoadFolder(agents: 24, workSeconds: 0.8...1.15).queue(in: folder)
            let terminal = try program.open(folder, LoadFolder.options(folder))
            let load = Load(terminal, folder)
            return [
                (.crewCPU, load.percent), (.crewEvents, load.events),
                (.frameBytes, load.frameBytes), (.crewKeyP95, load.keys.percentile(95)),
            ]
        }
    }

    /// 1,000 agents whose progress is recorded ten times a second.
    static let crowd = TerminalCase(name: "crowd", isForPeers: false) { program in
        try BuiltSwarmtop.withFolder { folder in
            try LoadFolder(agents: 1_000, workSeconds: 2.2...3, progressMilliseconds: 80)
                .queue(in: folder)
            let terminal = try program.open(folder, LoadFolder.options(folder))
            let load = Load(terminal, folder)
            return [
                (.crowdCPU, load.percent), (.crowdDrawingCPU, load.drawingPercent),
                (.crowdEvents, load.events), (.crowdFrames, load.frames),
                (.crowdFrameBytes, load.frameBytes), (.crowdKeyP50, load.keys.percentile(50)),
                (.crowdKeyP95, load.keys.percentile(95)),
            ]
        }
    }

    /// The console in one process with 200 model agents, each reading an answer of 100 events a second.
    static let streams = TerminalCase(name: "streams", isForPeers: false) { program in
        try BuiltSwarmtop.withFolder { folder in
            let swarm = try StreamSwarm(in: folder)
            let terminal = try program.open(folder, LoadFolder.options(folder))
            try swarm.waitForStreams(terminal)
            terminal.send("1")
            let (before, begun) = (terminal.usage, ContinuousClock.now)
            let keys = terminal.keyTimes(keys * 2)
            let used = terminal.usage - before
            let seconds = (ContinuousClock.now - begun).seconds
            let lost = try swarm.lostEvents(terminal)
            return [
                (.streamKeyP50, keys.percentile(50)), (.streamKeyP95, keys.percentile(95)),
                (.streamEvents, swarm.eventsPerSecond), (.streamsLost, Double(lost)),
                (.streamCPU, used.seconds / seconds * 100),
            ]
        }
    }

    /// A console that has seen 100,000 events of 24 agents, who work twenty times as fast for it.
    static let memory = TerminalCase(name: "memory", isForPeers: false) { program in
        try BuiltSwarmtop.withFolder { folder in
            try LoadFolder(
                agents: 24, workSeconds: 1.9...2.3, progressMilliseconds: 10, tasks: 500
            ).queue(in: folder)
            let terminal = try program.open(
                folder, LoadFolder.options(folder) + ["--speed", "20"])
            let wanted = LoadFolder.eventCount(folder) + 100_000
            let end = ContinuousClock.now + .seconds(120)
            while LoadFolder.eventCount(folder) < wanted, ContinuousClock.now < end {
                _ = terminal.read(within: 250)
            }
            let memory = terminal.memory
            return [
                (.fullResident, memory.resident), (.fullProportional, memory.proportional),
            ]
        }
    }
}

/// What a console under load costs over ten seconds, and how it answers keys meanwhile.
struct Load {
    /// Of a core: the process, and the thread that draws.
    let percent: Double
    let drawingPercent: Double
    /// Recorded events a second.
    let events: Double
    let frames: Double
    let frameBytes: Double
    let keys: PseudoTerminal.KeyTimes

    init(_ terminal: PseudoTerminal, _ folder: String) {
        _ = terminal.read(within: 6_000)  // the start, and the first wave of awards
        terminal.send("1")
        let (used, billed) = (terminal.usage, terminal.billedSeconds)
        let (known, begun) = (LoadFolder.eventCount(folder), ContinuousClock.now)
        let sizes = PseudoTerminal.frames(terminal.chunks(within: 10_000))
        let seconds = (ContinuousClock.now - begun).seconds
        percent = (terminal.billedSeconds - billed) / seconds * 100
        drawingPercent = (terminal.usage - used).drawingSeconds / seconds * 100
        events = Double(LoadFolder.eventCount(folder) - known) / seconds
        frames = Double(sizes.count) / seconds
        frameBytes = sizes.median
        keys = terminal.keyTimes(60)
    }
}
