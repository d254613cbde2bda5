/// How an operator says that a program is to be run.
public struct ProgramSettings: Hashable, Sendable {
    /// Variables passed on without being named; nothing else is, keys least of all.
    public static let passedOn = [
        "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR",
    ]
    /// For programs that would otherwise write for a terminal.
    private static let always = ["TERM": "dumb", "NO_COLOR": "1"]

    /// The program, a name in `PATH` or a path from where swarmtop was started, and its arguments.
    public var command: [String]
    /// Its working folder, from where swarmtop was started; nil for the usual one.
    public var folder: String?
    /// Variables of swarmtop's environment that it gets besides `passedOn`.
    public var environment: [String] = []
    /// Variables with their values; never secrets, since definitions are journaled.
    public var set: [String: String] = [:]
    public var limits: ChildLimits

    public init(command: [String], limits: ChildLimits = ChildLimits()) {
        self.command = command
        self.limits = limits
    }

    /// The program to start, with what of `ours` (swarmtop's environment) it may have, in `usualFolder` unless it has
    /// its own.
    public func launch(
        environment ours: [String: String], usualFolder: String?, input: [UInt8] = []
    ) -> ChildLaunch {
        var environment = Self.always
        for name in Self.passedOn + self.environment {
            if let value = ours[name] { environment[name] = value }
        }
        var command = command
        // Not from the working folder it will have.
        if let program = command.first, program.contains("/") {
            command[0] = ProgramLookup.absolute(program)
        }
        return ChildLaunch(
            command, environment: environment.merging(set) { $1 },
            folder: (folder ?? usualFolder).map(ProgramLookup.absolute), input: input,
            limits: limits)
    }
}
