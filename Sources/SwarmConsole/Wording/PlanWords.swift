import SwarmCore

/// Plans, reviews and answers as people read them.

extension SwarmState {
    /// What the operator is asked before the subtask begins; nil when the plan does not ask.
    func question(of key: SubtaskKey) -> String? {
        guard let plan = tasks[key.task]?.brief.plan, plan.steps.indices.contains(Int(key.index))
        else { return nil }
        return plan.steps[Int(key.index)].approval?.question
    }
}

extension SkipReason {
    /// Behind the subtask's name: `is left out: no willing agent has it`.
    var ending: String {
        switch self {
        case .leftOut: "is left out: no willing agent has it"
        case .notNeeded: "is not needed: its condition does not hold"
        case .denied: "is left out: denied"
        case .blocked: "cannot begin: what it depends on has no result"
        case .expired: "is left out: the deadline passed"
        }
    }

    /// Under its lane.
    var note: String {
        switch self {
        case .leftOut: "nobody willing has the skill"
        case .notNeeded: "its condition does not hold"
        case .denied: "the answer was no"
        case .blocked: "what it depends on has no result"
        case .expired: "the deadline passed"
        }
    }
}

extension HealthReason {
    var words: String {
        switch self {
        case .failing: "its latest attempt failed"
        case .slow: "it has become much slower than usual"
        }
    }
}

extension ConsensusRule {
    var words: String {
        switch self {
        case .majority: "majority"
        case .reputationWeighted: "majority by reputation"
        case .unanimous: "all of them"
        }
    }
}

extension Verdict {
    /// `accepted, quality 78: 2 for, 1 against`.
    var words: String {
        let start: String
        switch outcome {
        case .accepted: start = "accepted, quality \(quality)"
        case .rework: start = "goes back for rework, quality \(quality)"
        case .rejected: start = "rejected, quality \(quality)"
        case .unreviewed: start = "stands by its checks, too few reviews came"
        }
        return counts.isEmpty ? start : "\(start): \(counts)"
    }

    /// `2 for, 1 against, 1 missing`; empty when nobody was asked.
    var counts: String {
        let parts = [(approvals, "for"), (refusals, "against"), (missing, "missing")]
        return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}

extension Consensus {
    /// `"up" agreed by 2 of 3; "flat" 1`.
    var words: String {
        let given = votes.reduce(0) { $0 + $1.members.count }
        let late = missing > 0 ? ", \(missing) missing" : ""
        guard winner != nil, let first = votes.first else {
            let all = votes.map(\.words).joined(separator: ", ")
            return "no agreement" + (all.isEmpty ? "" : ": \(all)") + late
        }
        let dissent = votes.dropFirst().map(\.words).joined(separator: ", ")
        let start = "\(first.answer.line(limit: 80)), \(first.members.count) of \(given) agree"
        return start + (dissent.isEmpty ? "" : "; dissent \(dissent)") + late
    }
}

extension Consensus.Vote {
    /// `flat ×1`.
    var words: String { "\(answer.line(limit: 80)) ×\(members.count)" }
}

extension FaultSpec {
    /// ` for 3 s`, ` for 2 attempts`; empty when it lasts until it is reverted.
    var extent: String {
        let parts = [
            duration.map { Figures.length($0) }, count.map { Figures.count($0, "attempt") },
        ].compactMap { $0 }
        return parts.isEmpty ? "" : " for \(parts.joined(separator: ", at most "))"
    }
}

extension FaultState {
    /// `2 hits`, `2 hits, 14 messages lost`.
    var hitWords: String {
        let count = Figures.count(hits, "hit")
        return messages == 0 ? count : "\(count), \(messageWords)"
    }

    /// `14 messages lost`.
    var messageWords: String {
        let isHeld = if case .delayMessages = spec.kind { true } else { false }
        return "\(Figures.count(messages, "message")) \(isHeld ? "held up" : "lost")"
    }
}
