import SwarmCore

/// What the fault menu offers: the kinds with their keys, and what each asks for.
///
/// Raw values are those of `FaultKind.name`.
enum FaultChoice: String, CaseIterable, Hashable {
    case crash, hang, slow, flaky
    case poorQuality = "poor_quality"
    case corrupt
    case dropMessages = "drop_messages"
    case delayMessages = "delay_messages"
    case partition
    case healthDrop = "health_drop"
    case journalStall = "journal_stall"
    case rateLimit = "rate_limit"
    case overloaded
    case truncatedStream = "truncated_stream"
    case slowTokens = "slow_tokens"
    case garbage
    case wrongUsage = "wrong_usage"

    init(_ kind: FaultKind) { self = FaultChoice(rawValue: kind.name) ?? .crash }

    /// Everything the menu says of a kind.
    private struct Facts {
        let key: Character
        /// Beside its name; nil: its setting stands there.
        var note: String?
        var setting: FaultMenu.Setting?
        /// Whether it can end after so many attempts.
        var counts = true
        /// `Crash Finance`, as a question begins; the target is put between.
        let question: (before: String, after: String)
        let yes: String
    }

    private func facts(_ settings: FaultSettings = FaultSettings()) -> Facts {
        switch self {
        case .crash:
            Facts(key: "c", note: "process ends", question: ("Crash", ""), yes: "crash it")
        case .hang: Facts(key: "h", note: "no progress", question: ("Hang", ""), yes: "hang it")
        case .slow:
            Facts(
                key: "s", setting: .factor, question: ("Slow", "down ×\(settings.factor)"),
                yes: "slow it down")
        case .flaky:
            Facts(
                key: "f", setting: .percent,
                question: ("Make", "fail \(settings.percent) % of its work"), yes: "make it flaky")
        case .poorQuality:
            Facts(
                key: "l", note: "parts missing", question: ("Make", "deliver poor work"),
                yes: "spoil its work")
        case .corrupt:
            Facts(
                key: "o", note: "scrambled", question: ("Scramble the results of", ""),
                yes: "scramble them")
        case .dropMessages:
            Facts(
                key: "m", setting: .percent, counts: false,
                question: ("Lose \(settings.percent) % of the messages of", ""), yes: "lose them")
        case .delayMessages:
            Facts(
                key: "e", setting: .delay, counts: false,
                question: ("Hold the messages of", "up \(Figures.length(settings.delaySpan))"),
                yes: "hold them up")
        case .partition:
            Facts(
                key: "a", note: "cut off", question: ("Cut", "off from the rest"),
                yes: "cut it off")
        case .healthDrop:
            Facts(
                key: "d", note: "unhealthy", counts: false, question: ("Make", "unhealthy"),
                yes: "make it unhealthy")
        case .journalStall:
            Facts(
                key: "w", setting: .stall, counts: false,
                question: (
                    "Stall the journal by \(Figures.length(settings.stallSpan)) a write", ""
                ),
                yes: "stall it")
        case .rateLimit: Self.model("r", "429", ("Answer the model calls of", "with 429"))
        case .overloaded: Self.model("v", "529", ("Answer the model calls of", "with 529"))
        case .truncatedStream:
            Self.model("t", "cut short", ("Cut the model streams of", "short"))
        case .slowTokens:
            Facts(
                key: "b", setting: .factor, counts: false,
                question: ("Slow the model of", "down ×\(settings.factor)"), yes: "slow it down")
        case .garbage: Self.model("g", "nonsense", ("Garble the model streams of", ""))
        case .wrongUsage:
            Self.model("u", "wrong tokens", ("Falsify the token counts of", ""))
        }
    }

    /// A fault of the model layer.
    private static func model(
        _ key: Character, _ note: String, _ question: (String, String)
    ) -> Facts {
        Facts(key: key, note: note, counts: false, question: question, yes: "inject it")
    }

    var key: Character { facts().key }
    var name: String { rawValue.humanised }

    /// What it does, beside its name.
    func note(_ settings: FaultSettings) -> String {
        let facts = facts(settings)
        return facts.note ?? facts.setting.map { settings.words($0) } ?? ""
    }

    /// What it asks for, in the order of the rows.
    var settings: [FaultMenu.Setting] {
        let facts = facts()
        return [.length] + (facts.counts ? [.count] : [])
            + (facts.setting.map { [$0] } ?? []) + [.seed]
    }

    /// The whole swarm has one journal.
    var hitsEveryone: Bool { self == .journalStall }

    /// `Crash Finance`, as a question begins.
    func verb(_ target: String, _ settings: FaultSettings) -> (question: String, yes: String) {
        let facts = facts(settings)
        let parts = hitsEveryone ? [facts.question.before] : [facts.question.before, target]
        let words = parts + (facts.question.after.isEmpty ? [] : [facts.question.after])
        return (words.joined(separator: " "), facts.yes)
    }

    func kind(_ settings: FaultSettings) -> FaultKind {
        switch self {
        case .crash: .crash
        case .hang: .hang
        case .slow: .slow(factor: settings.factor)
        case .flaky: .flaky(percent: settings.percent)
        case .poorQuality: .poorQuality
        case .corrupt: .corrupt
        case .dropMessages: .dropMessages(percent: settings.percent)
        case .delayMessages: .delayMessages(settings.delaySpan)
        case .partition: .partition
        case .healthDrop: .healthDrop
        case .journalStall: .journalStall(settings.stallSpan)
        case .rateLimit: .rateLimit
        case .overloaded: .overloaded
        case .truncatedStream: .truncatedStream
        case .slowTokens: .slowTokens(factor: settings.factor)
        case .garbage: .garbage
        case .wrongUsage: .wrongUsage
        }
    }
}
