/// One row of the console's table.
enum Figure: String, CaseIterable, Sendable {
    case idleDrawingWakeUps = "idle_wake_ups_per_s_drawing_thread"
    case idleWakeUps = "idle_wake_ups_per_s"
    case idleCPU = "idle_cpu_percent"
    case crewCPU = "crew_cpu_percent"
    case crewEvents = "crew_events_per_s"
    case crowdCPU = "crowd_cpu_percent"
    case crowdDrawingCPU = "crowd_cpu_percent_drawing_thread"
    case crowdEvents = "crowd_events_per_s"
    case crowdFrames = "crowd_frames_per_s"
    case frameBytes = "frame_bytes"
    case crowdFrameBytes = "crowd_frame_bytes"
    case keyP50 = "key_p50_ms"
    case keyP95 = "key_p95_ms"
    case crewKeyP95 = "crew_key_p95_ms"
    case crowdKeyP50 = "crowd_key_p50_ms"
    case crowdKeyP95 = "crowd_key_p95_ms"
    case streamKeyP50 = "streams_key_p50_ms"
    case streamKeyP95 = "streams_key_p95_ms"
    case streamEvents = "streams_events_per_s"
    case streamsLost = "streams_events_lost"
    case streamCPU = "streams_cpu_percent"
    case start = "start_ms"
    case version = "version_ms"
    case resident = "resident_mib"
    case proportional = "proportional_mib"
    case fullResident = "resident_mib_with_100000_events"
    case fullProportional = "proportional_mib_with_100000_events"

    /// What is to be reached.
    enum Reach {
        case atMost(Double)
        case atLeast(Double)
    }

    var reach: Reach? {
        switch self {
        case .idleDrawingWakeUps, .idleWakeUps, .streamsLost: .atMost(0)
        case .idleCPU: .atMost(0.1)
        case .crewCPU: .atMost(3)
        case .crewEvents: .atLeast(200)
        case .crowdCPU: .atMost(50)
        case .crowdEvents: .atLeast(10_000)
        case .crowdFrames: .atLeast(10)
        case .frameBytes, .crowdFrameBytes: .atMost(2_048)
        case .keyP50, .crowdKeyP50, .streamKeyP50: .atMost(2)
        case .keyP95, .crewKeyP95, .crowdKeyP95, .streamKeyP95: .atMost(10)
        case .streamEvents: .atLeast(20_000)
        case .start: .atMost(100)
        case .version: .atMost(20)
        case .fullResident, .fullProportional: .atMost(60)
        case .crowdDrawingCPU, .streamCPU, .resident, .proportional: nil
        }
    }

    /// As it is read in the table.
    var title: String {
        switch self {
        case .idleDrawingWakeUps: "idle: wake-ups/s of the thread that draws"
        case .idleWakeUps: "idle: wake-ups/s of the process"
        case .idleCPU: "idle: CPU, % of a core"
        case .crewCPU: "24 agents: CPU, % of a core"
        case .crewEvents: "24 agents: events/s meanwhile"
        case .crowdCPU: "1,000 agents: CPU, % of a core"
        case .crowdDrawingCPU: "1,000 agents: of that the thread that draws"
        case .crowdEvents: "1,000 agents: events/s meanwhile"
        case .crowdFrames: "1,000 agents: frames/s"
        case .frameBytes: "bytes/frame, median (24 agents; peers idle)"
        case .crowdFrameBytes: "1,000 agents: bytes/frame, median"
        case .keyP50: "idle: key to first byte p50, ms"
        case .keyP95: "idle: key to first byte p95, ms"
        case .crewKeyP95: "24 agents: key p95, ms"
        case .crowdKeyP50: "1,000 agents: key p50, ms"
        case .crowdKeyP95: "1,000 agents: key p95, ms"
        case .streamKeyP50: "200 model streams: key p50, ms"
        case .streamKeyP95: "200 model streams: key p95, ms"
        case .streamEvents: "200 model streams: stream events/s"
        case .streamsLost: "200 model streams: events lost"
        case .streamCPU: "200 model streams: CPU, % of a core"
        case .start: "start to first full frame, ms"
        case .version: "--version, ms"
        case .resident: "idle: resident memory, MiB"
        case .proportional: "idle: proportional memory, MiB"
        case .fullResident: "100,000 events: resident memory, MiB"
        case .fullProportional: "100,000 events: proportional memory, MiB"
        }
    }

    func holds(_ value: Double) -> Bool? {
        switch reach {
        case .atMost(let most): value <= most
        // Ten seconds of ten frames may begin between two frames.
        case .atLeast(let least): value >= least * 0.99
        case nil: nil
        }
    }
}
