import SwarmCore
import TerminalUI

/// A state as it is shown: glyph, word and colour together (visual language, section 7).
enum Sign: CaseIterable, Sendable {
    case idle, queued, announced, running, waiting, retrying, stuck, failed, done, fenced
    case healthy, degraded, unhealthy, offline, paused, retired, unknown, partial, cancelled
    case planned, fault
    case asks, inReview, notNeeded, leftOut, denied, blocked, expired, kept
    case agreed, differs

    var glyph: Glyph {
        switch self {
        case .idle, .queued, .planned: Glyph(unicode: "·", ascii: ".")
        case .announced: Glyph(unicode: "◆", ascii: "^")
        case .running: Glyph(unicode: "▸", ascii: ">")
        case .waiting: Glyph(unicode: "○", ascii: "o")
        case .retrying: Glyph(unicode: "»", ascii: "r")
        case .stuck: Glyph(unicode: "∞", ascii: "8")
        case .failed: Glyph(unicode: "✗", ascii: "X")
        case .done: Glyph(unicode: "✓", ascii: "*")
        case .fenced: Glyph(unicode: "~", ascii: "~")
        case .healthy: Glyph(unicode: "●", ascii: "+")
        case .degraded: Glyph(unicode: "▲", ascii: "!")
        case .unhealthy: Glyph(unicode: "▼", ascii: "X")
        case .offline: Glyph(unicode: "◌", ascii: "x")
        case .paused: Glyph(unicode: "‖", ascii: "=")
        case .retired: Glyph(unicode: "–", ascii: "-")
        case .unknown: Glyph(unicode: "…", ascii: "_")
        case .partial: Glyph(unicode: "½", ascii: "%")
        case .cancelled, .denied, .expired, .leftOut: Glyph(unicode: "×", ascii: "-")
        case .asks: Glyph(unicode: "?", ascii: "?")
        case .inReview: Glyph(unicode: "◆", ascii: "^")
        case .notNeeded, .blocked: Glyph(unicode: "–", ascii: "-")
        case .kept, .agreed: Glyph(unicode: "✓", ascii: "*")
        case .differs: Glyph(unicode: "≠", ascii: "#")
        case .fault: Glyph(unicode: "▼", ascii: "!")
        }
    }

    var word: String {
        switch self {
        case .asks: "asks you"
        case .inReview: "in review"
        case .notNeeded: "no need"
        case .leftOut: "left out"
        case .idle: "idle"
        case .queued: "queued"
        case .announced: "announced"
        case .running: "running"
        case .waiting: "waiting"
        case .retrying: "retrying"
        case .stuck: "stuck"
        case .failed: "failed"
        case .done: "done"
        case .fenced: "fenced"
        case .healthy: "healthy"
        case .degraded: "degraded"
        case .unhealthy: "unhealthy"
        case .offline: "offline"
        case .paused: "paused"
        case .retired: "retired"
        case .unknown: "unknown"
        case .partial: "partial"
        case .cancelled: "cancelled"
        case .planned: "planned"
        case .fault: "fault"
        case .denied: "denied"
        case .blocked: "blocked"
        case .expired: "expired"
        case .kept: "kept"
        case .agreed: "agreed"
        case .differs: "differs"
        }
    }

    var role: Role {
        switch self {
        case .idle, .queued, .planned, .offline, .unknown: .dim
        case .announced, .running: .focus
        case .waiting, .paused, .asks: .waiting
        case .inReview: .gain
        case .kept: .topic
        case .notNeeded: .dim
        case .retrying, .degraded, .partial, .differs: .degraded
        case .stuck, .failed, .unhealthy, .fault: .failed
        case .done, .healthy, .agreed: .healthy
        case .fenced, .retired, .cancelled, .leftOut, .denied, .blocked, .expired: .retired
        }
    }

    init(_ health: Health) {
        switch health {
        case .healthy: self = .healthy
        case .degraded: self = .degraded
        case .unhealthy: self = .unhealthy
        case .paused: self = .paused
        case .offline: self = .offline
        }
    }

    /// An agent, which has no health to speak of once it is retired.
    init(_ agent: AgentState) { self = agent.isRetired ? .retired : Sign(agent.health) }

    init(_ status: TaskStatus) {
        switch status {
        case .succeeded: self = .done
        case .partial: self = .partial
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        }
    }

    init(_ phase: TaskState.Phase) {
        switch phase {
        case .waiting: self = .waiting
        case .running: self = .running
        case .ended(let status): self = Sign(status)
        }
    }

    /// A subtask, which is retrying from its second attempt on; between two attempts it waits.
    init(_ subtask: Subtask) {
        switch subtask.phase {
        case .planned where subtask.attempts > 0: self = .waiting
        case .planned: self = .planned
        case .waiting: self = .waiting
        case .backingOff: self = .retrying
        case .running: self = subtask.attempts > 1 ? .retrying : .running
        case .inReview: self = .inReview
        case .awaitingApproval: self = .asks
        case .succeeded: self = subtask.attempts == 0 ? .kept : .done
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        case .skipped(let reason): self = Sign(reason)
        }
    }

    /// A subtask as a part of its task: whether a tool it calls asks; of several answers, those that agree and
    /// those that differ.
    init(_ task: TaskState, _ index: Int) {
        let subtask = task.subtasks[index]
        if subtask.phase == .running,
            task.awaitingTools.contains(where: { Int($0.attempt.subtask) == index })
        {
            self = .asks
            return
        }
        guard subtask.phase == .succeeded, let group = task.brief.plan?.steps[index].group,
            let consensus = task.consensus[Int(group)], let first = consensus.votes.first
        else {
            self = Sign(subtask)
            return
        }
        self = consensus.winner != nil && first.members.contains(index) ? .agreed : .differs
    }

    init(_ reason: SkipReason) {
        switch reason {
        case .leftOut: self = .leftOut
        case .notNeeded: self = .notNeeded
        case .denied: self = .denied
        case .blocked: self = .blocked
        case .expired: self = .expired
        }
    }

    init(_ outcome: Verdict.Outcome) {
        switch outcome {
        case .accepted: self = .done
        case .rework: self = .retrying
        case .rejected: self = .failed
        case .unreviewed: self = .degraded
        }
    }

    /// The tier's own glyph.
    static func glyph(of tier: Tier) -> Glyph {
        switch tier {
        case .elite: Glyph(unicode: "◆", ascii: "5")
        case .expert: Glyph(unicode: "⣿", ascii: "4")
        case .competent: Glyph(unicode: "⣶", ascii: "3")
        case .developing: Glyph(unicode: "⣤", ascii: "2")
        case .needsImprovement: Glyph(unicode: "⣀", ascii: "1")
        }
    }

    static func role(of tier: Tier) -> Role {
        switch tier {
        case .elite: .bright
        case .expert: .gain
        case .competent: .healthy
        case .developing: .waiting
        case .needsImprovement: .degraded
        }
    }
}
