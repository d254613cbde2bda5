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

    @Test(arguments: [("q", 0), ("\u{3}", 0), ("\u{1C}", 128 + SIGTERM)])
    func afterAKeyThatEndsIt(key: String, code: Int32) throws {
        for _ in 0..<Self.rounds {
            let journey = try console()
            journey.press(key)
            expectSane(journey, ended: .code(code))
        }
    }

    /// The system makes no signals of these bytes any more, so the console tells a paste from a key.
    @Test func notByAPasteThatHoldsTheKeysOfSignals() throws {
        let journey = try console()
        let terminal = journey.terminal
        #expect(terminal.mode.c_lflag & tcflag_t(ISIG) == 0)
        terminal.paste("q\u{3}q\u{1A}q\u{1C}")
        journey.press("n")
        journey.expect("What should the swarm do?")
        terminal.paste("Launch\u{3} our\u{1A} Q1\u{1C} product")
        journey.expect("Q1 product")
        #expect(terminal.members.allSatisfy { $0.state != "T" }, "\(terminal.members)")
        journey.press("\u{3}")
        expectSane(journey, ended: .code(0))
    }

    @Test(arguments: ["/", ":"])
    func norByOneIntoALine(key: String) throws {
        let journey = try console()
        journey.press(key)
        journey.expect(key)
        journey.terminal.paste("fa\u{3}u\u{1A}l\u{1C}t")
        #expect(
            journey.terminal.wait { $0.lines.contains { $0.contains(key) && $0.contains("t") } })
        journey.press("\u{1C}")
        expectSane(journey, ended: .code(128 + SIGTERM))
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

    @Test func whileItIsStoppedAndAfterItWentOn() throws {
        let shell = try ShellJourney()
        let terminal = shell.terminal
        for _ in 0..<Self.rounds {
            terminal.send("\u{1A}")
            shell.expectStopped(2)
            terminal.send("fg\n")
            #expect(terminal.wait { $0.isAlternateScreen && $0.contains("Start here") })
            #expect(!terminal.isCooked)
        }
        terminal.send("q")
        shell.expectEnded()
    }

    /// The editor's own stop is the whole job's: the shell's prompt comes, and `fg` brings the editor back.
    @Test(arguments: [
        "", "kill -TSTP $$", "kill -STOP $$", "kill -TSTP 0", "kill -STOP 0",
    ])
    func whileItsEditorIsStoppedAndAfterThatWentOn(stop: String) throws {
        let shell = try ShellJourney(
            editor: "echo editing; \(stop)\nread words; echo \"text: $words\" > \"$1\"")
        let terminal = shell.terminal
        for round in 1...Self.rounds {
            if round % 2 == 0 {
                terminal.send("n")
                #expect(terminal.wait(for: "What should the swarm do?"))
                terminal.send("\u{0F}")
            } else {
                terminal.send("N")
            }
            if stop.isEmpty {
                #expect(terminal.wait { !$0.isAlternateScreen && $0.contains("editing") })
                terminal.send("\u{1A}")
            }
            shell.expectStopped(3)
            terminal.send("fg\n")
            #expect(terminal.waitForProcesses { $0.allSatisfy { $0.state != "T" } })
            terminal.send("Launch our Q\(round) product\n")
            #expect(
                terminal.wait {
                    $0.isAlternateScreen && $0.contains("Taken over from the editor.")
                        && $0.contains("Launch our Q\(round) product") && $0.contains("1 Agents")
                        && $0.contains("tasks")
                }, "\(terminal.screen.text)")
            #expect(!terminal.isCooked)
            terminal.send(Keys.escape)
            #expect(terminal.wait(for: "Start here"), "\(terminal.screen.text)")
        }
        terminal.send("\u{3}")
        shell.expectEnded()
    }

    @Test func afterItIsKilledWhileItsEditorIsStopped() throws {
        let shell = try ShellJourney(editor: "echo editing; read words")
        let terminal = shell.terminal
        terminal.send("N")
        #expect(terminal.wait { !$0.isAlternateScreen && $0.contains("editing") })
        terminal.send("\u{1A}")
        shell.expectStopped(3)
        terminal.send("kill -9 %1; wait; echo gone\n")
        #expect(terminal.wait(for: "gone"))
        #expect(terminal.waitForProcesses { $0.count == 1 }, "\(terminal.members)")
        #expect(terminal.faults.isEmpty, "\(terminal.faults)")
    }
}
