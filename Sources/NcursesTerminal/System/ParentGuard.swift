import CNcurses

/// Runs a program under a small parent process that gives the terminal back whatever becomes of the
/// program, `kill -9` included.
///
/// The parent is a fork of this process that waits and does nothing else. It passes on signals that were
/// meant for the program, stops and goes on with it, and ends as it ends: with its exit code, or by the
/// same signal. When the parent is killed itself, the program is told to hang up.
public enum ParentGuard {
    /// Does the work under a parent, or without one where there is no terminal to give back.
    ///
    /// Call it before there is a second thread: a fork has only one. The work runs on a thread of its
    /// own; only the program's process returns from here.
    public static func run(_ work: () throws -> Void) throws {
        try withoutActuallyEscaping(work) { work in
            let job = Job(work)
            let bytes = ScreenBytes.restore.map { CChar(bitPattern: $0) }
            let isGuarded = nc_parent_run(
                bytes, bytes.count,
                { context in
                    if let context {
                        Unmanaged<Job>.fromOpaque(context).takeUnretainedValue().run()
                    }
                    return nil
                }, Unmanaged.passUnretained(job).toOpaque())
            if isGuarded != 0 { job.run() }
            try job.outcome.get()
        }
    }

    /// The work and what came of it; handed from one thread to another that waits for it.
    private final class Job {
        private let work: () throws -> Void
        private(set) var outcome: Result<Void, any Error> = .success(())

        init(_ work: @escaping () throws -> Void) { self.work = work }

        func run() { outcome = Result(catching: work) }
    }
}
