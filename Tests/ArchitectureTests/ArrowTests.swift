import Foundation
import Testing

/// The house's rules that the package manager does not police: who may import whom, and how big a file may grow.
@Suite struct ArrowTests {
    /// Target → the modules of ours and of others it may import. Foundation and the C library are free from level 2 on.
    private static let allowed: [String: Set<String>] = [
        "SwarmCore": ["DequeModule", "HeapModule"],
        "TerminalUI": ["Synchronization"],
        "CNcurses": [],
        // Foundation for the encoding of snapshots and nothing else: the standard library has no coder.
        "SwarmRuntime": [
            "SwarmCore", "DequeModule", "Synchronization", "Glibc", "Darwin",
            "FoundationEssentials",
            "Foundation",
        ],
        "SwarmConsole": ["SwarmCore", "TerminalUI", "DequeModule", "Yams"],
        "NcursesTerminal": ["TerminalUI", "CNcurses", "Glibc", "Darwin", "Synchronization"],
        "SQLiteJournal": [
            "SwarmCore", "SwarmRuntime", "Crypto", "GRDB", "Foundation", "Glibc", "Darwin",
            "Synchronization",
        ],
        "SwarmFiles": ["SwarmCore", "Yams", "Foundation"],
        "OfflineAgents": ["SwarmCore", "SwarmRuntime", "Synchronization"],
        "CCurl": [], "CSpawn": [],
        "ChildProcesses": ["SwarmCore", "CSpawn", "Synchronization", "Glibc", "Darwin"],
        "ModelAgents": [
            "SwarmCore", "SwarmRuntime", "CCurl", "Synchronization", "FoundationEssentials",
            "Foundation", "Glibc", "Darwin",
        ],
        "CommandAgents": ["SwarmCore", "SwarmRuntime", "ChildProcesses", "Foundation"],
        "AgentTools": [
            "SwarmCore", "SwarmRuntime", "ChildProcesses", "Synchronization", "Glibc", "Darwin",
        ],
    ]

    /// Modules with exactly one importer among the targets; a benchmark may compare with the bare thing.
    private static let soleImporter = [
        "CNcurses": "NcursesTerminal", "GRDB": "SQLiteJournal", "Crypto": "SQLiteJournal",
        "CCurl": "ModelAgents", "CSpawn": "ChildProcesses",
    ]

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func swiftFiles(in folder: String) -> [URL] {
        let base = root.appendingPathComponent(folder)
        let files = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil)
        return (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
    }

    private static func imports(of file: URL) throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").drop { $0.hasPrefix("@") }
            guard words.first == "import" else { return nil }
            let kinds: Set = [
                "struct", "class", "enum", "func", "protocol", "typealias", "var", "let",
            ]
            let name = words.dropFirst().first { !kinds.contains(String($0)) }
            return name.map { String($0.split(separator: ".")[0]) }
        }
    }

    @Test(arguments: allowed.keys.sorted())
    func noArrowPointsUpOrSideways(target: String) throws {
        let allowed = try #require(Self.allowed[target])
        for file in Self.swiftFiles(in: "Sources/\(target)") {
            let strange = Set(try Self.imports(of: file)).subtracting(allowed)
            #expect(strange.isEmpty, "\(file.lastPathComponent) imports \(strange.sorted())")
        }
    }

    @Test func everyTargetButTheTopOnesIsInTheTable() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Self.root.appendingPathComponent("Sources").path)
        let top: Set = ["swarmtop", "Benchmarks"]
        let targets = Set(folders.filter { !$0.contains(".") })
        #expect(targets.subtracting(top) == Set(Self.allowed.keys))
    }

    @Test func whatIsImportedOnceIsImportedOnce() throws {
        for (module, importer) in Self.soleImporter {
            var importers: Set<String> = []
            for file in Self.swiftFiles(in: "Sources")
            where try Self.imports(of: file).contains(module) {
                let parts = file.path.components(separatedBy: "/Sources/")
                importers.insert(String(parts[1].split(separator: "/")[0]))
            }
            importers.remove("Benchmarks")
            #expect(importers == [importer], "\(module) is imported by \(importers.sorted())")
        }
    }

    @Test func noFileGrowsPastItsHardLimit() throws {
        for (folder, most) in [("Sources", 400), ("Tests", 600)] {
            for file in Self.swiftFiles(in: folder) {
                let lines =
                    try String(contentsOf: file, encoding: .utf8)
                    .split(separator: "\n", omittingEmptySubsequences: false).count - 1
                #expect(lines <= most, "\(file.lastPathComponent) has \(lines) lines")
            }
        }
    }

    @Test func foldersBelowATargetAreAtMostTwoDeep() {
        for file in Self.swiftFiles(in: "Sources") {
            let depth = file.path.components(separatedBy: "/Sources/")[1].split(separator: "/")
                .count
            #expect(depth <= 4, "\(file.path)")
        }
    }

    @Test func theVisibleTopLevelIsTheSixAgreedEntries() throws {
        let entries = try FileManager.default.contentsOfDirectory(atPath: Self.root.path)
        let agreed: Set = [
            "Package.swift", "README.md", "Sources", "Tests", "Themes", "screenshots",
            "Package.resolved",
        ]
        #expect(Set(entries.filter { !$0.hasPrefix(".") }).isSubset(of: agreed))
    }

    @Test func continuousIntegrationRunsExactlyTheReadmesTestCommand() throws {
        let readme = try String(
            contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
        let script = try String(
            contentsOf: Self.root.appendingPathComponent(".ci/run"), encoding: .utf8)
        let command = try #require(
            readme.split(separator: "\n").first { $0.hasSuffix("&& swift test") })
        #expect(script.split(separator: "\n").contains(command))
    }
}
