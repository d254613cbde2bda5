import SwarmCore

/// What a kind of fault does to an attempt and to its task, in words.
struct FaultHarm {
    /// Behind the attempts it is on: `its work is lost`.
    let attempt: String
    /// Behind the tasks: `needs another attempt`.
    let task: String
    /// The work under way is lost.
    var loses = false
    /// It can make an attempt fail, which can cost reputation.
    var canFail = true

    /// - Parameters:
    ///   - attempts: How many attempts it is on now.
    ///   - tasks: How many tasks they belong to.
    init(_ kind: FaultKind, attempts: Int, tasks: Int, _ policies: Policies) {
        let again = tasks > 1 ? "need another attempt" : "needs another attempt"
        let later = tasks > 1 ? "end later" : "ends later"
        let their = attempts > 1 ? "their" : "its"
        let idle = TimeFormat().span(policies.attempts.idleTimeout)
        switch kind {
        case .crash:
            (attempt, task, loses) = ("\(their) work is lost", again, true)
        case .hang: (attempt, task, loses) = ("silent until found after \(idle)", again, true)
        case .partition: (attempt, task, loses) = ("cut off until found after \(idle)", again, true)
        case .slow(let factor):
            (attempt, task) = ("every step takes \(factor) times as long", later)
            canFail = false
        case .flaky(let percent):
            (attempt, task) = ("fails with a chance of \(percent) %", "may need another attempt")
        case .poorQuality:
            (attempt, task) = ("comes back with parts missing", "may need another attempt")
        case .corrupt:
            (attempt, task) = ("comes back scrambled", "may need another attempt")
        case .dropMessages(let percent):
            (attempt, task) = (
                "\(percent) % of \(their) messages are lost", "may go on without an answer"
            )
            canFail = false
        case .delayMessages(let span):
            (attempt, task) = ("\(their) messages come \(Figures.length(span)) later", later)
            canFail = false
        case .healthDrop:
            (attempt, task) = ("goes on, but no new work comes", later)
            canFail = false
        case .rateLimit, .overloaded:
            (attempt, task) = ("\(their) model calls are turned away", later)
        case .truncatedStream, .garbage:
            (attempt, task) = ("\(their) model calls are tried again", later)
        case .slowTokens(let factor):
            (attempt, task) = ("\(their) model is \(factor) times as slow", later)
        case .wrongUsage:
            (attempt, task) = ("\(their) calls are charged as reserved", "may cost more")
            canFail = false
        case .journalStall(let span):
            (attempt, task) = ("every event waits \(Figures.length(span)) more", later)
            canFail = false
        }
    }
}
