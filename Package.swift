// swift-tools-version: 6.1
import Foundation
import PackageDescription

// Nine schemes. SwiftPM keeps what it read here until this file changes, so count a new one here.
let themes = try FileManager.default
    .contentsOfDirectory(atPath: Context.packageDirectory + "/Themes")
    .filter { $0.hasSuffix(".yaml") }
    .sorted()

// The swarm, five recipes and six scenarios that ship with the program; counted here for the same reason.
let definitions = try FileManager.default
    .contentsOfDirectory(atPath: Context.packageDirectory + "/Sources/SwarmFiles/BuiltIn")
    .filter { $0.hasSuffix(".yaml") }
    .sorted()

let package = Package(
    name: "swarmtop",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "swarmtop", targets: ["swarmtop"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // Level 0: values and decisions, no I/O.
        .target(
            name: "SwarmCore",
            dependencies: [
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HeapModule", package: "swift-collections"),
            ]),
        .target(name: "TerminalUI"),
        .target(
            name: "CNcurses",
            linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
        // Made with libcurl's headers; the library is loaded when it is needed.
        .target(name: "CCurl"),
        .target(name: "CSpawn"),

        // Level 1: the shell, the product's screens, the terminal.
        .target(
            name: "SwarmRuntime",
            dependencies: [
                "SwarmCore", .product(name: "DequeModule", package: "swift-collections"),
            ]),
        .target(
            name: "SwarmConsole",
            dependencies: ["SwarmCore", "TerminalUI", .product(name: "Yams", package: "Yams")],
            resources: themes.map { .embedInCode("../../Themes/\($0)") }),
        .target(name: "NcursesTerminal", dependencies: ["TerminalUI", "CNcurses"]),
        .target(name: "ChildProcesses", dependencies: ["SwarmCore", "CSpawn"]),

        // Level 2: adapters.
        .target(
            name: "SQLiteJournal",
            dependencies: [
                "SwarmRuntime", "SwarmCore", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(
            name: "SwarmFiles",
            dependencies: ["SwarmCore", .product(name: "Yams", package: "Yams")],
            resources: definitions.map { .embedInCode("BuiltIn/\($0)") }),
        .target(name: "OfflineAgents", dependencies: ["SwarmRuntime", "SwarmCore"]),
        .target(name: "ModelAgents", dependencies: ["SwarmRuntime", "SwarmCore", "CCurl"]),
        .target(
            name: "CommandAgents", dependencies: ["SwarmRuntime", "SwarmCore", "ChildProcesses"]),
        .target(name: "AgentTools", dependencies: ["SwarmRuntime", "SwarmCore", "ChildProcesses"]),

        // Level 3: wiring.
        .executableTarget(
            name: "swarmtop",
            dependencies: [
                "SwarmCore", "TerminalUI", "SwarmRuntime", "SwarmConsole", "NcursesTerminal",
                "SQLiteJournal", "OfflineAgents", "ModelAgents", "CommandAgents", "AgentTools",
                "ChildProcesses", "SwarmFiles",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "SwarmCore", "TerminalUI", "SwarmRuntime", "SwarmConsole", "SQLiteJournal",
                "OfflineAgents", "ModelAgents", "CCurl", "SwarmFiles", "CPty", "Simulation",
                "TerminalHarness",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // What tests share: a terminal to run programs in, and a small program to run in it.
        .systemLibrary(name: "CVTerm", path: "Tests/CVTerm", providers: [.apt(["libvterm-dev"])]),
        .target(name: "CPty", path: "Tests/CPty"),
        .target(
            name: "TerminalHarness", dependencies: ["CVTerm", "CPty"], path: "Tests/TerminalHarness"
        ),
        .target(name: "HostileText", path: "Tests/HostileText"),
        .target(name: "ModelFakes", dependencies: ["SwarmCore"], path: "Tests/ModelFakes"),
        .executableTarget(
            name: "TerminalProbe", dependencies: ["TerminalUI", "NcursesTerminal"],
            path: "Tests/TerminalProbe"),

        // The seeded scheduler that owns time, order and failure; its long runs are a benchmark.
        .target(name: "Simulation", dependencies: ["SwarmCore"], path: "Tests/Simulation"),
        .testTarget(
            name: "SimulationTests", dependencies: ["Simulation", "SwarmCore", "Benchmarks"]),

        // Tests, one target per room.
        .testTarget(name: "SwarmFilesTests", dependencies: ["SwarmFiles", "SwarmCore"]),
        .testTarget(name: "SwarmCoreTests", dependencies: ["SwarmCore", "SwarmFiles"]),
        .testTarget(
            name: "OfflineAgentsTests", dependencies: ["OfflineAgents", "SwarmFiles", "SwarmCore"]),
        .testTarget(
            name: "ModelAgentsTests",
            dependencies: [
                "ModelAgents", "SwarmRuntime", "SwarmFiles", "SwarmCore", "JournalFakes",
                "ModelFakes",
            ]),
        .testTarget(name: "ChildProcessesTests", dependencies: ["ChildProcesses", "SwarmCore"]),
        .testTarget(
            name: "CommandAgentsTests",
            dependencies: [
                "CommandAgents", "ChildProcesses", "SwarmRuntime", "SwarmFiles", "SwarmCore",
            ]),
        .testTarget(
            name: "AgentToolsTests",
            dependencies: ["AgentTools", "ChildProcesses", "SwarmRuntime", "SwarmCore"]),
        .target(
            name: "JournalFakes", dependencies: ["SwarmRuntime", "SwarmCore"],
            path: "Tests/JournalFakes"),
        .testTarget(
            name: "SwarmRuntimeTests",
            dependencies: [
                "SwarmRuntime", "OfflineAgents", "SwarmFiles", "SwarmCore", "JournalFakes",
            ]),
        .testTarget(
            name: "ContractTests",
            dependencies: ["SwarmRuntime", "SQLiteJournal", "SwarmCore", "JournalFakes"]),
        .testTarget(
            name: "SQLiteJournalTests",
            dependencies: [
                "SQLiteJournal", "SwarmRuntime", "SwarmCore",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "swarmtop", "SwarmCore", "SwarmRuntime", "SQLiteJournal", "OfflineAgents",
                "SwarmFiles", "TerminalHarness", "ModelFakes",
            ]),
        .testTarget(
            name: "SwarmConsoleTests",
            dependencies: [
                "SwarmConsole", "SwarmFiles", "SwarmCore", "TerminalUI", "HostileText",
            ],
            exclude: ["Golden"]),
        .testTarget(name: "TerminalUITests", dependencies: ["TerminalUI", "HostileText"]),
        .testTarget(
            name: "NcursesTerminalTests",
            dependencies: ["NcursesTerminal", "TerminalUI", "TerminalHarness", "TerminalProbe"]),
        .testTarget(
            name: "JourneyTests",
            dependencies: [
                "swarmtop", "TerminalHarness", "TerminalUI", "HostileText",
            ]),
        .testTarget(name: "ArchitectureTests"),
    ],
    swiftLanguageModes: [.v6]
)
