import Foundation
import TerminalHarness
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// However the console ends, the terminal is as a shell needs it and nobody is left in it.
///
/// Each way is tried twice; `SWARMTOP_ROUNDS=20` tries it twenty times.
@Suite struct SaneTerminalTests {
    private static let rounds =
        ProcessInfo.processInfo.environment["SWARMTOP_ROUNDS"].flatMap { Int($0) } ?? 2

    /// Ctrl-C is a way to quit; SIGQUIT ends it as SIGTERM does.
    private static func code(_ signal: Int32) -> Int32 {
        switch signal {
        case SIGINT: 0
        case SIGQUIT: 128 + SIGTERM
        default: 128 + signal
        }
    }

    private func console() throws -> Journey {
        let journey = try Journey()
        journey.expect("Start here")
        #expect(journey.terminal.program != journey.terminal.process)
        return journey
    }

    private func expectSane(
        _ journey: Journey, ended: TerminalSession.Exit,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let terminal = journey.terminal
        #expect(terminal.end() == ended, sourceLocation: location)
        #expect(terminal.faults.isEmpty, "\(terminal.faults)", sourceLocation: location)
        #expect(terminal.waitUntilEmpty(), "\(terminal.members)", sourceLocation: location)
    }

    @Test(arguments: ["q", "\u{3}"])
    func afterAKeyThatEndsIt(key: String) throws {
        for _ in 0..<Self.rounds {
            let journey = try console()
            journey.press(key)
            expectSane(journey, ended: .code(0))
        }
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
    func afterASignalToWhoeverTheShellKnows(signal: Int32) throws {
        for _ in 0..<Self.rounds {
            let journey = try console()
            journey.terminal.signal(signal)
            expectSane(journey, ended: .code(Self.code(signal)))
        }
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
    func afterASignalToTheWholeGroup(signal: Int32) throws {
        for _ in 0..<Self.rounds {
            let journey = try console()
            kill(-journey.terminal.process, signal)
            expectSane(journey, ended: .code(Self.code(signal)))
        }
    }

    @Test(arguments: [SIGTRAP, SIGILL, SIGSEGV, SIGABRT, SIGBUS, SIGFPE])
    func afterATrap(signal: Int32) throws {
        for _ in 0..<Self.rounds {
            let journey = try console()
            kill(journey.terminal.program, signal)
            expectSane(journey, ended: .signal(signal))
        }
    }

    @Test func afterItIsKilled() throws {
        for _ in 0..<Self.rounds {
            let journey = try console()
            kill(journey.terminal.program, SIGKILL)
            expectSane(journey, ended: .signal(SIGKILL))
        }
    }

    @Test func afterItsGuardIsKilled() throws {
        for _ in 0..<Self.rounds {
            let journey = try console()
            journey.terminal.signal(SIGKILL)
            #expect(journey.terminal.waitUntilEmpty())
            expectSane(journey, ended: .signal(SIGKILL))
        }
    }

    @Test func afterItsTerminalIsClosed() throws {
        for _ in 0..<Self.rounds {
            let journey = try console()
            journey.terminal.disconnect()
            #expect(journey.terminal.end() == .code(129))
            #expect(journey.terminal.waitUntilEmpty())
        }
    }

    /// dash leaves the terminal's modes as it finds them, so nothing hides what the console left behind.
    @Test func whileItIsStoppedAndAfterItWentOn() throws {
        let folder = NSTemporaryDirectory() + "swarmtop-shell-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let terminal = try #require(
            TerminalSession(
                ["/bin/dash", "-i"],
                environment: [
                    "PS1": "ready> ", "ENV": "", "HOME": folder, "PATH": "/usr/bin:/bin",
                ],
                columns: 120, rows: 40))
        #expect(terminal.wait(for: "ready>"))
        terminal.send("\(BuiltProgram.path("swarmtop")) --data-dir \(folder)/data\n")
        #expect(terminal.wait(for: "Start here"))
        for _ in 0..<Self.rounds {
            terminal.send("\u{1A}")
            #expect(terminal.wait(for: "Stopped"), "\(terminal.screen.text)")
            #expect(terminal.faults.isEmpty, "\(terminal.faults)")
            #expect(terminal.members.count { $0.state == "T" } == 2, "\(terminal.members)")
            terminal.send("clear\n")
            #expect(terminal.wait { !$0.contains("Stopped") })
            terminal.send("fg\n")
            #expect(terminal.wait { $0.isAlternateScreen && $0.contains("Start here") })
            #expect(!terminal.isCooked)
        }
        terminal.send("q")
        #expect(terminal.waitForProcesses { $0.count == 1 }, "\(terminal.screen.text)")
        terminal.send("echo code=$?\n")
        #expect(terminal.wait(for: "code=0"), "\(terminal.screen.text)")
        #expect(terminal.faults.isEmpty, "\(terminal.faults)")
        terminal.send("exit\n")
        #expect(terminal.end() == .code(0))
    }
}
