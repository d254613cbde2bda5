import SwarmCore
import SwarmRuntime

/// What went wrong in a person's words, and what to do next.
enum Wording {
    static func stop(for fault: JournalFault) -> Stop {
        let hint = "Choose another folder with --data-dir."
        return switch fault {
        case .folder(let path, let reason):
            Stop(.store, "The data folder \(path) cannot be used: \(reason). \(hint)")
        case .inUse(let path, let pid):
            Stop(
                .store,
                "Another swarmtop\(pid.map { " (process \($0))" } ?? "") is using \(path). "
                    + "Quit it, or choose another folder with --data-dir.")
        case .newerFormat(let path, _, _):
            Stop(.store, "\(path) was written by a newer swarmtop. Update this one. \(hint)")
        case .damaged(let path, let reason):
            Stop(
                .store,
                "\(path) is damaged: \(reason). It was left as it is; keep a copy. \(hint)")
        case .write(let path, let reason):
            Stop(
                .store,
                "\(path) cannot be written: \(reason). Nothing unrecorded was acknowledged; "
                    + "make room, then run swarmtop resume.")
        }
    }

    /// A snapshot that a start could not use: no loss, but worth knowing.
    static func line(for snapshot: RefusedSnapshot) -> String {
        let why =
            switch snapshot.reason {
            case .damaged: "it is damaged"
            case .otherEvents: "the journal holds other events"
            case .unreadable: "this swarmtop cannot read it"
            }
        let which = snapshot.sequence == 0 ? "" : " of event \(snapshot.sequence)"
        return "The snapshot\(which) was not used: \(why). The journal was read instead; "
            + "nothing is lost."
    }
}
