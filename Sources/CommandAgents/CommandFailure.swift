import ChildProcesses

/// Why a program's work does not count, in a sentence for the operator.
struct CommandFailure {
    private let end: ChildEnd
    private let launch: ChildLaunch

    private static let signals: [Int32: String] = [
        1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 6: "SIGABRT", 7: "SIGBUS",
        8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
        24: "SIGXCPU", 31: "SIGSYS",
    ]

    init(_ end: ChildEnd, _ launch: ChildLaunch) {
        self.end = end
        self.launch = launch
    }

    /// What happened and, where the program said it, why.
    var sentence: String {
        if case .notStarted = end.status { return what }
        return what + (end.lastErrorLine.map { ": \($0)" } ?? "")
    }

    private var what: String {
        switch end.cause {
        case .tooMuchOutput(let limit): return "the command wrote more than \(limit) bytes"
        case .tooManyProcesses(let count):
            let most = launch.limits.processes ?? 0
            return "the command had \(count) processes, more than the \(most) it may have"
        case .asked, nil: break
        }
        switch end.status {
        case .exited(let code): return "the command ended with status \(code)"
        case .killed(let signal): return killed(signal)
        case .notStarted(let fault): return fault.words
        case .unknown: return "nobody knows how the command ended"
        }
    }

    private func killed(_ signal: Int32) -> String {
        if Self.signals[signal] == "SIGXCPU", let seconds = launch.limits.cpuSeconds {
            return "the command used more than \(seconds) s of processor time"
        }
        return "the command was killed by \(Self.signals[signal] ?? "signal \(signal)")"
    }
}
