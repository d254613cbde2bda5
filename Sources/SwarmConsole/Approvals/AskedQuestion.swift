import SwarmCore
import TerminalUI

/// The question the operator sees, and whether its keys answer it yet.
///
/// A key answers the question that was on the screen when it was pressed, and nothing else. A question that comes up
/// by itself, also the next one after an answer, takes no key for 400 ms: whatever was on its way was meant for
/// another. One the operator went to takes keys at once.
struct AskedQuestion: Hashable, Sendable {
    static let rest = TimeSpan.milliseconds(400)

    let question: Question
    /// The operator opened it or went to it.
    var isChosen = false
    /// When it was there already, by a clock that was read after it came up; nil until then.
    var since: Instant?

    func isReady(at now: Instant) -> Bool {
        isChosen || since.map { now - $0 >= Self.rest } ?? false
    }

    /// The time until it takes keys; nil when that only the clock's answer can say, or when it does already.
    func rest(at now: Instant) -> TimeSpan? {
        guard let since, !isReady(at: now) else { return nil }
        return (since + Self.rest) - now
    }
}

extension Console {
    /// The question on the screen: of the dialog, else of the attention line while nothing hides it.
    private var questionShown: Question? {
        if let screen = overlay.screen { return (screen as? ApprovalsScreen)?.chosen }
        guard notice == nil, replay == nil, swarm.caption == nil, !grid.attention.isEmpty else {
            return nil
        }
        return glance().approvals.first?.key
    }

    /// Notices that another question is on the screen, and when.
    mutating func noteAsked(after event: ProgramEvent<ConsoleMessage>) -> [ConsoleEffect] {
        if overview.asking.isEmpty, asked == nil { return [] }
        guard let shown = questionShown else {
            asked = nil
            return []
        }
        if shown != asked?.question {
            asked = AskedQuestion(question: shown, isChosen: isChoosing(event))
            guard asked?.isChosen == false else { return [] }
            // The clock may have stood still for long: only one that is read now says when it came up.
            asksClock = true
            return [.readClock]
        }
        if isChoosing(event) { asked?.isChosen = true }
        if asked?.since == nil, !asksClock { asked?.since = clock.now }
        return []
    }

    /// In a dialog a key that answers nothing goes to a question, or opened it.
    private func isChoosing(_ event: ProgramEvent<ConsoleMessage>) -> Bool {
        guard overlay.isOpen, case .terminal(let event) = event else { return false }
        guard case .key(let key) = event else { return true }
        return !ApprovalsScreen.answers(key)
    }

    /// Answers the question of the attention line: exactly the one that was on the screen.
    mutating func answerAsked(_ granted: Bool) -> [ConsoleEffect] {
        guard let asked, let item = PendingApproval(asked.question, swarm) else { return [] }
        let word = granted ? "approved" : "denied"
        return perform([.send(item.answer(granted), done: "\(item.subject) \(word).")])
    }
}

extension Keymap {
    @Sendable static func nothingAsked(_ glance: Glance) -> String? {
        guard let asked = glance.asked else { return "nothing asks here" }
        return asked.isReady(at: glance.now) ? nil : "it has just come up, read it first"
    }
}
