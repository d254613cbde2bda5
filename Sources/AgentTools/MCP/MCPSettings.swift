import ChildProcesses
import SwarmCore

/// An MCP server to start, and what of it may be used.
public struct MCPSettings: Hashable, Sendable {
    /// The first part of its tools' names.
    public var name: String
    public var program: ProgramSettings
    /// Its tools that may be called: names, or beginnings with a `*`.
    public var allow: [String]
    /// How long one call may take.
    public var timeout = TimeSpan.seconds(60)

    public init(name: String, program: ProgramSettings, allow: [String]) {
        self.name = name
        self.program = program
        self.allow = allow
    }

    static let defaultLimits = ChildLimits(processes: 256)

    func allows(_ tool: String) -> Bool { allow.contains { ToolPattern.fits($0, tool) } }
}

/// A tool's name, or its beginning and a `*`.
public enum ToolPattern {
    public static func fits(_ pattern: String, _ name: String) -> Bool {
        pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
    }
}
