import SwarmCore
import TerminalUI

/// A state as it is shown: glyph, word and colour together (visual language, section 7).
enum Sign: CaseIterable, Sendable {
    case idle, queued, announced, running, waiting, retrying, stuck, failed, done, fenced
    case healthy, degraded, unhealthy, offline, paused, retired, unknown, partial, cancelled
    case planned, fault

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
        case .cancelled: Glyph(unicode: "×", ascii: "-")
        case .fault: Glyph(unicode: "▼", ascii: "!")
        }
    }

    var word: String {
        switch self {
        case .done: "done"
        default: "\(self)"
        }
    }

    var role: Role {
        switch self {
        case .idle, .queued, .planned, .offline, .unknown: .dim
        case .announced, .running: .focus
        case .waiting, .paused: .waiting
        case .retrying, .degraded, .partial: .degraded
        case .stuck, .failed, .unhealthy, .fault: .failed
        case .done, .healthy: .healthy
        case .fenced, .retired, .cancelled: .retired
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

    /// A subtask, which is retrying from its second attempt on.
    init(_ subtask: Subtask) {
        switch subtask.phase {
        case .planned: self = .planned
        case .waiting: self = .waiting
        case .backingOff: self = .retrying
        case .running: self = subtask.attempts > 1 ? .retrying : .running
        case .succeeded: self = .done
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        case .skipped: self = .cancelled
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
