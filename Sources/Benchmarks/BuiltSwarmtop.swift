import Foundation

/// The `swarmtop` built beside this program, and folders for it to work in.
enum BuiltSwarmtop {
    static let path = URL(fileURLWithPath: CommandLine.arguments[0])
        .deletingLastPathComponent().appendingPathComponent("swarmtop").path

    struct Missing: Error, CustomStringConvertible {
        let description =
            "swarmtop is not built beside Benchmarks. Run: swift build -c release --product swarmtop"
    }

    static func check() throws {
        guard FileManager.default.isExecutableFile(atPath: path) else { throw Missing() }
    }

    /// Hands out a folder that does not exist yet, and removes it afterwards.
    static func withFolder<Result>(_ body: (String) throws -> Result) rethrows -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("swarmtop-benchmark-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }
}
