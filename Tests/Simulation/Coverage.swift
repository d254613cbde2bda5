import SwarmCore

/// Something a schedule went through; the table of them shows whether schedules are worth running.
public enum Feature: UInt8, CaseIterable, Sendable {
    case crash, crashAtEffect, keptSuffix, lostEvents, appendFailed, appendUnknown
    case badWork, lateReport, strike, fault, cancel, message, wallJump, standStill, journalText
    case taskSucceeded, taskPartial, taskFailed, taskCancelled
    case taskQueued, subtaskQueued, retry, hung, ranTooLong, interrupted, poorQuality
    case subtaskFailed, skillLeftOut, fenced, progressed, reviewSeated, agentPaused, agentOffline
    case breakerOpened, breakerHalfOpened, breakerClosed, breakerReopened, retired
    case edited, reassign, review, reworked, rejected, unreviewed, approvalAsked, approvalDenied
    case consensus, dissent, deadlinePassed, skipped, reused, stuck, messageLost, messageDelayed
    case callReserved, callRefused, callOvershot, callWithdrawn, callLost, callIgnored
    case toolCalled, toolAsked, toolDenied, toolOverdue, toolWithdrawn, toolAfterEnd
    case remembered, forgotten, recalled, postponed, unavailable, refused, overBudget
    case policiesChanged, recipeChanged, taskChanged, captioned, scaledUp, scaledDown
}

/// Features as bits.
struct FeatureSet {
    var bits: UInt128 = 0

    mutating func insert(_ feature: Feature) { bits |= 1 << UInt128(feature.rawValue) }
    func contains(_ feature: Feature) -> Bool { bits >> UInt128(feature.rawValue) & 1 == 1 }
}

/// How many schedules went through what.
public struct Coverage: Sendable {
    public private(set) var schedules = 0
    public private(set) var events = 0
    public private(set) var steps = 0
    private var counts = [Int](repeating: 0, count: Feature.allCases.count)

    public init() {}

    mutating func add(_ features: FeatureSet, events: Int, steps: Int) {
        schedules += 1
        self.events += events
        self.steps += steps
        var rest = features.bits
        while rest != 0 {
            counts[rest.trailingZeroBitCount] += 1
            rest &= rest &- 1
        }
    }

    /// Adds what another thread ran.
    public mutating func add(_ other: Coverage) {
        schedules += other.schedules
        events += other.events
        steps += other.steps
        for place in counts.indices { counts[place] += other.counts[place] }
    }

    /// The schedules that went through it.
    public func count(of feature: Feature) -> Int { counts[Int(feature.rawValue)] }
}

extension Feature {
    /// What too few schedules go through for a short run to show it.
    public static let rare: Set<Feature> = [.journalText, .messageLost, .messageDelayed]
}
