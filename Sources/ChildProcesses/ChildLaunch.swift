import SwarmCore

/// A program to start: what, with which environment, where, and how much it may take.
///
/// Never a shell: the arguments reach the program as they are.
public struct ChildLaunch: Sendable {
    /// The program first: a path, or a name looked up in this environment's `PATH`.
    public var arguments: [String]
    /// All of it; nothing of ours is passed on besides.
    public var environment: [String: String]
    /// Its working folder; nil for ours. Must exist.
    public var folder: String?
    /// What it reads first.
    public var input: [UInt8]
    /// Whether its input stays open after `input`, for `ChildProcess.write`.
    public var keepsInputOpen: Bool
    public var limits: ChildLimits
    /// What it leaves running when it ends has this long to end as well.
    public var leftoverTime = TimeSpan.milliseconds(250)

    public init(
        _ arguments: [String], environment: [String: String], folder: String? = nil,
        input: [UInt8] = [], keepsInputOpen: Bool = false, limits: ChildLimits = ChildLimits()
    ) {
        self.arguments = arguments
        self.environment = environment
        self.folder = folder
        self.input = input
        self.keepsInputOpen = keepsInputOpen
        self.limits = limits
    }
}

/// How much a program may take; nil is no limit.
public struct ChildLimits: Hashable, Sendable {
    /// Processor time of each of its processes.
    public var cpuSeconds: Int?
    /// Of each process: the memory it may write and does not share (Linux; `RLIMIT_DATA`).
    public var memoryMegabytes: Int?
    /// Open descriptors of each process.
    public var files: Int?
    /// Processes at once in its whole tree (Linux); counted ten times a second, and past it all of them are killed.
    ///
    /// `RLIMIT_NPROC` counts the threads of everything the user runs and does not hold for root, so it is set far above,
    /// to what runs now and 16 times this: it only slows what would outrun the count.
    public var processes: Int?
    /// Bytes of output and error output together; past it the tree is killed.
    public var outputBytes: Int?

    public init(
        cpuSeconds: Int? = nil, memoryMegabytes: Int? = nil, files: Int? = nil,
        processes: Int? = nil, outputBytes: Int? = nil
    ) {
        self.cpuSeconds = cpuSeconds
        self.memoryMegabytes = memoryMegabytes
        self.files = files
        self.processes = processes
        self.outputBytes = outputBytes
    }
}

/// Why a program could not be started.
public enum LaunchFault: Error, Hashable, Sendable {
    /// No program of that name in the folders of `PATH`.
    case notFound(String)
    /// An argument, variable or path is empty where it may not be, or holds a NUL.
    case badText
    /// The working folder cannot be entered.
    case folder(String, errno: Int32)
    /// The system refused to run the file.
    case program(String, errno: Int32)
    /// No process, thread or descriptor was to be had.
    case resources(errno: Int32)
}

/// How a program ended.
public struct ChildEnd: Hashable, Sendable {
    public enum Status: Hashable, Sendable {
        case exited(Int32)
        case killed(signal: Int32)
        case notStarted(LaunchFault)
        /// Somebody killed its keeper, or it did not end when killed: nobody knows.
        case unknown
    }

    /// Why it was ended from here.
    public enum Cause: Hashable, Sendable {
        case asked
        case tooMuchOutput(limitBytes: Int)
        case tooManyProcesses(Int)
    }

    public var status: Status
    /// Nil when it ended by itself.
    public var cause: Cause?
    /// The last bytes of its error output, at most `ChildProcess.mostErrorBytes`.
    public var errorTail: [UInt8]
    /// Whether everything it started is known to be gone.
    public var isTreeGone: Bool

    /// The last line of its error output that says something, without control characters and at most 300 characters.
    public var lastErrorLine: String? {
        let lines = String(decoding: errorTail, as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.last { !$0.allSatisfy(\.isWhitespace) }.map { PlainLine.of($0, most: 300) }
    }
}
