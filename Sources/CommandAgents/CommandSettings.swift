import ChildProcesses
import SwarmCore

/// How an agent's work is done by a local program, as the `settings` of its definition say.
///
/// `{command: [argv], folder, environment: [NAME], set: {NAME: value}, input: json|text|none, limits: {…}}`; only
/// `command` must be there. Never a shell: the arguments reach the program as they are. One that is exactly
/// `{prompt}` becomes the task in words, as one argument that begins with a letter; whoever may list processes on this
/// machine can read it there.
public struct CommandSettings: Hashable, Sendable {
    /// What the program reads before its input is closed.
    public enum Input: String, CaseIterable, Sendable {
        /// One JSON object on one line.
        case json
        /// The task in words.
        case text
        case none
    }

    static let promptPlace = "{prompt}"
    static let defaultLimits = ChildLimits(processes: 256, outputBytes: 16 << 20)

    /// Without a folder the agent has one of its own.
    public var program: ProgramSettings
    public var input: Input

    public init(program: ProgramSettings, input: Input = .json) {
        self.program = program
        self.input = input
    }
}
