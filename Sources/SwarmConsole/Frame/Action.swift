import SwarmCore

/// What a pane or an overlay asks the frame to do.
enum Action {
    case select(Selection)
    case focus(PaneID)
    case zoom(PaneID?)
    case open(Overlay)
    /// Closes the overlay.
    case close
    case effect(ConsoleEffect)
    /// Sends a command; when it is carried out the notice says `done`, when refused it says why.
    case send(Command, done: String)
    /// Sends a command whose answer goes to the overlay's `reply`.
    case submit(Command)
    case notice(String, tone: Role)
    case filter(String)
    /// Shows everything in this theme from now on; the picker previews with it.
    case theme(Theme)
    /// Runs a row of the keymap, as if its key had been pressed.
    case perform(ActionID)
}

/// Which dialog is open.
enum Overlay {
    case none
    case newTask
    case faultMenu
    case confirm(Confirmation)
    case help
    case themes
    case commandLine
    /// What asks the operator, with this one first.
    case approvals(SubtaskKey?)
    /// Who else may have the selected subtask.
    case reassign
}

/// A question before something that cannot be undone. The default is No.
struct Confirmation {
    /// What it will hit, one line each, above the question.
    var consequences: [String]
    var question: String
    /// The confirming key, which differs from the key that asked, with its verb: `y`, `Cancel it`.
    var key: Character
    var verb: String
    /// What happens on that key.
    var actions: [Action]

    init(
        _ question: String, consequences: [String] = [], key: Character = "y", verb: String,
        actions: [Action]
    ) {
        self.question = question
        self.consequences = consequences
        self.key = key
        self.verb = verb
        self.actions = actions
    }
}
