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
        /// `Finance crashed`, as it is told once it is done; the target is put between.
        let done: (before: String, after: String)
    }

    private func facts(_ settings: FaultSettings = FaultSettings()) -> Facts {
        switch self {
        case .crash:
            Facts(
                key: "c", note: "process ends", question: ("Crash", ""), yes: "crash it",
                done: ("", "crashed"))
        case .hang:
            Facts(
                key: "h", note: "no progress", question: ("Hang", ""), yes: "hang it",
                done: ("", "left hanging"))
        case .slow:
            Facts(
                key: "s", setting: .factor, question: ("Slow", "down ×\(settings.factor)"),
                yes: "slow it down",
                done: ("", "slowed down ×\(settings.factor)"))
        case .flaky:
            Facts(
                key: "f", setting: .percent,
                question: ("Make", "fail \(settings.percent) % of its work"), yes: "make it flaky",
                done: ("", "made to fail \(settings.percent) % of its work"))
        case .poorQuality:
            Facts(
                key: "l", note: "parts missing", question: ("Make", "deliver poor work"),
                yes: "spoil its work",
                done: ("", "made to deliver poor work"))
        case .corrupt:
            Facts(
                key: "o", note: "scrambled", question: ("Scramble the results of", ""),
                yes: "scramble them",
                done: ("Results of", "scrambled"))
        case .dropMessages:
            Facts(
                key: "m", setting: .percent, counts: false,
                question: ("Lose \(settings.percent) % of the messages of", ""), yes: "lose them",
                done: ("", "made to lose \(settings.percent) % of the messages"))
        case .delayMessages:
            Facts(
                key: "e", setting: .delay, counts: false,
                question: ("Hold the messages of", "up \(Figures.length(settings.delaySpan))"),
                yes: "hold them up",
                done: ("Messages of", "held up \(Figures.length(settings.delaySpan))"))
        case .partition:
            Facts(
                key: "a", note: "cut off", question: ("Cut", "off from the rest"),
                yes: "cut it off",
                done: ("", "cut off from the rest"))
        case .healthDrop:
            Facts(
                key: "d", note: "unhealthy", counts: false, question: ("Make", "unhealthy"),
                yes: "make it unhealthy",
                done: ("", "made unhealthy"))
        case .journalStall:
            Facts(
                key: "w", setting: .stall, counts: false,
                question: (
                    "Stall the journal by \(Figures.length(settings.stallSpan)) a write", ""
                ),
                yes: "stall it",
                done: ("Journal stalled by \(Figures.length(settings.stallSpan)) a write", ""))
        case .rateLimit:
            Self.model(
                "r", "429", ("Answer the model calls of", "with 429"),
                done: ("Model calls of", "answered with 429"))
        case .overloaded:
            Self.model(
                "v", "529", ("Answer the model calls of", "with 529"),
                done: ("Model calls of", "answered with 529"))
        case .truncatedStream:
            Self.model(
                "t", "cut short", ("Cut the model streams of", "short"),
                done: ("Model streams of", "cut short"))
        case .slowTokens:
            Facts(
                key: "b", setting: .factor, counts: false,
                question: ("Slow the model of", "down ×\(settings.factor)"), yes: "slow it down",
                done: ("Model of", "slowed down ×\(settings.factor)"))
        case .garbage:
            Self.model(
                "g", "nonsense", ("Garble the model streams of", ""),
                done: ("Model streams of", "garbled"))
        case .wrongUsage:
            Self.model(
                "u", "wrong tokens", ("Falsify the token counts of", ""),
                done: ("Token counts of", "falsified"))
        }
    }

    /// A fault of the model layer.
    private static func model(
        _ key: Character, _ note: String, _ question: (String, String), done: (String, String)
    ) -> Facts {
        Facts(
            key: key, note: note, counts: false, question: question, yes: "inject it", done: done)
    }

    var key: Character { facts().key }
    var name: String { rawValue.humanised }
    /// Its first word, or all of them where another kind begins with the same: what the command line calls it.
    var word: String {
        let first = rawValue.prefix { $0 != "_" }
        let isShared = Self.allCases.contains { $0 != self && $0.rawValue == first }
        return isShared ? rawValue : String(first)
    }

    /// What it does, beside its name.
    func note(_ settings: FaultSettings) -> String {
        let facts = facts(settings)
        return facts.note ?? facts.setting.map { settings.words($0) } ?? ""
    }

    /// What it asks for, in the order of the rows.
    var settings: [FaultMenu.Setting] {
        let facts = facts()
        return (facts.counts ? [.start] : []) + [.length] + (facts.counts ? [.count] : [])
            + (facts.setting.map { [$0] } ?? []) + [.seed]
    }

    /// It ends the work of one moment, so that on an idle agent it can wait for some; others last and meet it anyway.
    var isOfAttempts: Bool { self == .crash || self == .hang }

    /// The whole swarm has one journal.
    var hitsEveryone: Bool { self == .journalStall }

    /// `Crash Finance`, as a question begins.
    func verb(_ target: String, _ settings: FaultSettings) -> (question: String, yes: String) {
        let facts = facts(settings)
        return (sentence(facts.question, target), facts.yes)
    }

    /// `Finance crashed`, once it is done.
    func done(_ target: String, _ settings: FaultSettings) -> String {
        let words = sentence(facts(settings).done, target)
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// `Finance crashed for 3 s`: what was injected, as the beginning of a sentence.
    static func done(_ spec: FaultSpec, _ swarm: SwarmState) -> String {
        FaultChoice(spec.kind).done(swarm.targetName(spec.target), FaultSettings(spec))
            + spec.extent
    }

    private func sentence(_ words: (before: String, after: String), _ target: String) -> String {
        [words.before, hitsEveryone ? "" : target, words.after].filter { !$0.isEmpty }
            .joined(separator: " ")
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
