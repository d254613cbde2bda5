import Foundation

/// A program that is measured in a terminal.
struct MeasuredProgram {
    let name: String
    /// Nil when it is not installed.
    let path: String?
    var arguments: [String] = []
    /// Keys that put the cursor where arrows move it.
    var opening = ""

    static let swarmtop = MeasuredProgram(name: "swarmtop", path: BuiltSwarmtop.path, opening: "1")
    static let peers = [
        MeasuredProgram(name: "htop", path: find("htop")),
        MeasuredProgram(name: "btop", path: find("btop"), arguments: ["--utf-force"]),
    ]

    private static func find(_ name: String) -> String? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(
            separator: ":")
        return folders.map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Starts it with nobody's settings: its home, configuration and state are in the folder.
    func open(_ folder: String, _ more: [String] = []) throws -> PseudoTerminal {
        guard let path else { throw BuiltSwarmtop.Missing() }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let own = [
            "HOME": folder, "XDG_CONFIG_HOME": folder + "/config",
            "XDG_STATE_HOME": folder + "/state",
        ]
        guard let terminal = PseudoTerminal([path] + arguments + more, environment: own) else {
            throw BuiltSwarmtop.Missing()
        }
        return terminal
    }
}
