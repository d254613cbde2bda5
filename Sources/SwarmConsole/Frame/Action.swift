import SwarmCore

/// What a pane or an overlay asks the frame to do.
enum Action {
    case select(Selection)
    case focus(PaneID)
    /// Follows a link; the way back leads here.
    case go(Place)
    case open(Overlay)
    /// Closes the overlay.
    case close
    case effect(ConsoleEffect)
    /// Sends a command; when it is carried out the notice says `done`, when refused it says why.
    case send(Command, done: String)
    /// Injects a fault; one that `waits` is held until its target works.
    case inject(FaultSpec, waits: Bool, done: String)
    /// Lets go of a fault that waits for work.
    case disarm(Int)
    /// Sends several as one: one notice, one way back.
    case sendAll([Command], done: String)
    /// Sends a command whose answer goes to the overlay's `reply`.
    case submit(Command)
    /// Asks the planner to make a task of these words; the answer goes to the form.
    case plan(String)
    /// Shows the run as it is now, out of its past, and does these there.
    case inPresent([Action])
    case notice(String, tone: Role)
    case filter(String)
    /// Shows everything in this theme from now on; the picker previews with it.
    case theme(Theme)
    /// The theme that is shown is the one to start with next time.
    case keepTheme
    /// A choice that holds from the next start on.
    case keepASCII(Bool)
    case keepMouse(Bool)
    case layout(String)
    case saveLayout(String)
    case forgetLayout(String)
    /// Runs a row of the keymap, as if its key had been pressed.
    case perform(ActionID)
}

/// Which dialog is open.
enum Overlay {
    case none
    case newTask
    /// The form for a new task, with a recipe chosen.
    case newTaskOf(String)
    case faultMenu
    case confirm(Confirmation)
    case help
    case themes
    /// The command line, with these words typed.
    case commandLine(String)
    case palette
    /// What asks the operator, with this one first.
    case approvals(Question?)
    /// Who else may have the selected subtask.
    case reassign
    /// The task under the cursor once more, from the moment that is shown on.
    case fork
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
