import SwarmCore

/// The settings of a fault; every kind uses length and seed.
struct FaultSettings: Hashable {
    static let lengths: [TimeSpan?] = [
        .milliseconds(500), .seconds(1), .seconds(3), .seconds(10), .seconds(30), .seconds(60),
        .seconds(300), nil,
    ]
    private static let steps: [TimeSpan] = [
        .milliseconds(10), .milliseconds(50), .milliseconds(100), .milliseconds(250),
        .milliseconds(500), .seconds(1), .seconds(2), .seconds(5), .seconds(10),
    ]
    static let mostAttempts = 99

    /// On an idle agent it waits for work to hit.
    var waits = true
    /// A place in `lengths`.
    var length = 2
    /// Attempts after which it ends; 0: any number.
    var count = 0
    var factor = 3
    var percent = 30
    /// How long messages are held up.
    var delaySpan = TimeSpan.seconds(1)
    /// How much longer a write of the journal takes.
    var stallSpan = TimeSpan.milliseconds(100)
    var seed: UInt64 = 1

    init() {}

    /// The settings a fault was injected with.
    init(_ spec: FaultSpec) {
        length = Self.lengths.firstIndex(of: spec.duration) ?? length
        count = spec.count ?? 0
        switch spec.kind {
        case .slow(let factor), .slowTokens(let factor): self.factor = factor
        case .flaky(let percent), .dropMessages(let percent): self.percent = percent
        case .delayMessages(let span): delaySpan = span
        case .journalStall(let span): stallSpan = span
        case .crash, .hang, .poorQuality, .corrupt, .partition, .healthDrop, .rateLimit,
            .overloaded, .truncatedStream, .garbage, .wrongUsage:
            break
        }
    }

    /// Nil: until it is reverted.
    var duration: TimeSpan? { Self.lengths[length] }

    /// - Parameter isBrief: In seven cells, where the number is small.
    func words(_ setting: FaultMenu.Setting, isBrief: Bool = false) -> String {
        switch setting {
        case .start: waits ? "at work" : "now"
        case .length: duration.map(Figures.length) ?? (isBrief ? "no end" : "until reverted")
        case .count where isBrief: count == 0 ? "every" : "\(count)"
        case .count: count == 0 ? "every attempt" : count == 1 ? "once" : "\(count) times"
        case .factor: "×\(factor)"
        case .percent: "\(percent) %"
        case .delay: "by \(Figures.length(delaySpan))"
        case .stall: "+\(Figures.length(stallSpan))"
        case .seed: "\(seed)"
        }
    }

    /// One step up or down, within what makes sense.
    mutating func change(_ setting: FaultMenu.Setting, by step: Int) {
        switch setting {
        case .start: waits.toggle()
        case .length: length = min(max(0, length + step), Self.lengths.count - 1)
        case .count: count = min(max(0, count + step), Self.mostAttempts)
        case .factor: factor = min(max(2, factor + step), 100)
        case .percent: percent = min(max(1, (percent / 10 + step) * 10), 100)
        case .delay: delaySpan = Self.next(delaySpan, by: step)
        case .stall: stallSpan = Self.next(stallSpan, by: step)
        case .seed:
            let (seed, overflow) =
                step > 0
                ? seed.addingReportingOverflow(1) : seed.subtractingReportingOverflow(1)
            if !overflow { self.seed = seed }
        }
    }

    private static func next(_ span: TimeSpan, by step: Int) -> TimeSpan {
        step > 0 ? steps.first { $0 > span } ?? span : steps.last { $0 < span } ?? span
    }
}
