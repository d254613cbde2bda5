import ChildProcesses
import SwarmCore

/// Why an MCP server does not serve.
public enum MCPFault: Error, Hashable, Sendable {
    case notStarted(LaunchFault)
    /// It ended; the last line of its error output.
    case ended(String?)
    /// It ended so often in a row that it is not started again.
    case keepsEnding(times: Int, String?)
    case timedOut(TimeSpan)
    /// It answered with an error of its own.
    case refused(code: Int64, String)
    /// What it wrote is no JSON-RPC, or a message has more bytes than allowed.
    case noise
    case tooLarge(limitBytes: Int)
    case unknownVersion(String)
    /// It wants something of the user first, which agents cannot give.
    case wantsInput
    case malformed(String)
    case cancelled
    case closed

    /// What to tell the model, or the operator.
    public var sentence: String {
        switch self {
        case .notStarted(let fault): "The tool's server cannot be started: \(fault.words)."
        case .ended(let line): "The tool's server ended" + Self.said(line)
        case .keepsEnding(let times, let line):
            "The tool's server ended \(times) times in a row and is left alone" + Self.said(line)
        case .timedOut(let span): "The tool did not answer within \(span.text)."
        case .refused(let code, let why): "The tool's server refused (\(code)): \(why)"
        case .noise: "The tool's server writes something that is no JSON-RPC to its output."
        case .tooLarge(let limit): "The tool's server sent a message of more than \(limit) bytes."
        case .unknownVersion(let version):
            "The tool's server speaks MCP \(version), which swarmtop does not."
        case .wantsInput: "The tool wants input of a user; call it with all it needs."
        case .malformed(let what): "The tool's server answered without \(what)."
        case .cancelled: "The call was cancelled."
        case .closed: "The tool's server was closed."
        }
    }

    private static func said(_ line: String?) -> String { line.map { ": \($0)" } ?? "." }
}
