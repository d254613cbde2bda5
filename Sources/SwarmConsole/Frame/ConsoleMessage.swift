import SwarmCore

/// What the console is told from outside its screen.
public enum ConsoleMessage: Sendable {
    /// The swarm as it is when the console begins to watch it, with its clock and the wall's.
    ///
    /// `recent` are the latest events before it, which the state holds already.
    case attached(SwarmState, clock: Instant, wall: WallTime, recent: [Envelope] = [])
    /// What happened since, in order, without gaps.
    case events([Envelope])
    case reply(ticket: Int, CommandReply)
    /// A file was written; of an export also how many bytes.
    case saved(path: String, bytes: Int? = nil)
    /// Something outside went wrong, as a sentence with what to do next.
    case failed(String)
    /// The journal cannot write, with the reason, and new tasks wait; nil: it writes again.
    case journal(trouble: String?)
    /// The answer to `ConsoleEffect.readClock`.
    case clock(Instant, WallTime)
    /// The answer to `ConsoleEffect.plan`.
    case planned(PlannedTask, question: Int)
    /// What holds that answer up: a sentence.
    case planning(String, question: Int)
    /// What came back from the operator's editor.
    case edited(EditedTask)
    /// What is shown is a recording, and it stands here now; comes before its first `attached`.
    case replay(ReplayGlance)
    /// The same of the past of a run that goes on, as `ConsoleEffect.rewind` asked for it.
    indirect case past(view: Int, ConsoleMessage)
}

/// What the console asks of the world.
public enum ConsoleEffect: Sendable {
    case send(Command, ticket: Int)
    case saveScreenshot(svg: String)
    /// Write the file of settings; the text is the whole of it.
    case saveSettings(String)
    /// Post `ConsoleMessage.clock`: the screen shows work under way and needs the time.
    case readClock
    /// Move the replay, then post `ConsoleMessage.replay`.
    case replay(ReplayMove)
    /// Read what has happened so far in that run, make the move from its end, and post it as
    /// `ConsoleMessage.past` with that view: its position, the swarm, then what happens there.
    case rewind(view: Int, run: Int, ReplayMove)
    /// The past is looked at no more.
    case leavePast
    /// Put this into the terminal's clipboard; it holds no control character but line breaks.
    case copy(String)
    /// Write a new file of this name, beside one that is there already, then post `saved` or `failed`.
    case export(name: String, text: String)
    /// Ask the planner, then post `ConsoleMessage.planned`; one question at a time.
    case plan(PlanQuestion)
    /// Nobody waits for the planner's answer any more.
    case stopPlanning
    /// Open this text in the operator's editor, then post `ConsoleMessage.edited`.
    case edit(String)
    /// Play a demo of that name on this swarm.
    case play(demo: String)
    case quit
}
