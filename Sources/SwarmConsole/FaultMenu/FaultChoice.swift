import SwarmCore

/// What the fault menu offers: the five kinds with their keys, and what each asks for.
enum FaultChoice: CaseIterable, Hashable {
    case crash, hang, slow, flaky, poorQuality

    var key: Character {
        switch self {
        case .crash: "c"
        case .hang: "h"
        case .slow: "s"
        case .flaky: "f"
        case .poorQuality: "l"
        }
    }

    var name: String {
        switch self {
        case .crash: "crash"
        case .hang: "hang"
        case .slow: "slow"
        case .flaky: "flaky"
        case .poorQuality: "poor quality"
        }
    }

    /// What it does, beside its name.
    func note(_ settings: FaultSettings) -> String {
        switch self {
        case .crash: "process ends"
        case .hang: "no progress"
        case .slow: "×\(settings.factor)"
        case .flaky: "\(settings.percent) %"
        case .poorQuality: "parts missing"
        }
    }

    func kind(_ settings: FaultSettings) -> FaultKind {
        switch self {
        case .crash: .crash
        case .hang: .hang
        case .slow: .slow(factor: settings.factor)
        case .flaky: .flaky(percent: settings.percent)
        case .poorQuality: .poorQuality
        }
    }

    /// `Crash Finance`, as a question begins.
    func verb(_ target: String, _ settings: FaultSettings) -> (question: String, yes: String) {
        switch self {
        case .crash: ("Crash \(target)", "crash it")
        case .hang: ("Hang \(target)", "hang it")
        case .slow: ("Slow \(target) down ×\(settings.factor)", "slow it down")
        case .flaky: ("Make \(target) fail \(settings.percent) % of its work", "make it flaky")
        case .poorQuality: ("Make \(target) deliver poor work", "spoil its work")
        }
    }

    init(_ kind: FaultKind) {
        switch kind {
        case .crash: self = .crash
        case .hang: self = .hang
        case .slow: self = .slow
        case .flaky: self = .flaky
        case .poorQuality: self = .poorQuality
        }
    }
}

/// The settings of a fault; every kind uses length and seed.
struct FaultSettings: Hashable {
    static let lengths: [TimeSpan?] = [
        .milliseconds(500), .seconds(1), .seconds(3), .seconds(10), .seconds(30), .seconds(60),
        .seconds(300), nil,
    ]

    var length = 2
    var factor = 3
    var percent = 30
    var seed: UInt64 = 1

    /// Nil: until it is reverted.
    var duration: TimeSpan? { Self.lengths[length] }

    var lengthWords: String { duration.map(Figures.length) ?? "until reverted" }
}
