import TerminalHarness
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("Under its guard the terminal is given back")
struct GuardTests {
    private func start() throws -> TerminalSession {
        let session = try startProbe(["PROBE_GUARD": "1"])
        #expect(session.wait(for: "probe"))
        #expect(session.program != session.process)
        return session
    }

    @Test("when the program is killed, and the guard dies of the same signal")
    func killed() throws {
        let session = try start()
        kill(session.program, SIGKILL)
        #expect(session.end() == .signal(SIGKILL))
        #expect(session.faults.isEmpty, "\(session.faults)")
        #expect(session.waitUntilEmpty())
    }

    @Test("in the middle of a frame and of a sequence")
    func killedWhileDrawing() throws {
        let session = try startProbe(
            ["PROBE_GUARD": "1", "COLORTERM": "truecolor"], columns: 200, rows: 60)
        #expect(session.wait(for: "probe"))
        for width in 100..<140 { session.resize(columns: width, rows: 50) }
        kill(session.program, SIGKILL)
        #expect(session.end() == .signal(SIGKILL))
        #expect(session.faults.isEmpty, "\(session.faults)")
    }

    @Test("with the program's own exit code")
    func exitCode() throws {
        let session = try start()
        session.send("4")
        #expect(session.end() == .code(3))
        #expect(session.faults.isEmpty, "\(session.faults)")
    }

    @Test(
        "when a signal meant for the program reaches only the guard",
        arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT])
    func passedOn(number: Int32) throws {
        let session = try start()
        session.signal(number)
        #expect(session.end() == .code(0))
        #expect(session.faults.isEmpty, "\(session.faults)")
        #expect(session.waitUntilEmpty())
    }

    @Test("and a signal for both reaches the program once")
    func onlyOnce() throws {
        let session = try start()
        let program = session.program
        // Held still, the program cannot have handled the first when the second comes.
        kill(-session.process, SIGWINCH)
        session.send("a")
        #expect(session.wait(for: "key a"))
        session.listen(for: .milliseconds(100))
        session.send("b")
        #expect(session.wait(for: "key b"))
        let resizes = session.screen.lines.filter { $0.hasPrefix("resize") }
        #expect(resizes.count == 1, "\(session.screen.text)")
        #expect(session.program == program)
    }

    @Test("when the guard itself is killed; the program ends then")
    func guardKilled() throws {
        let session = try start()
        session.signal(SIGKILL)
        #expect(session.waitUntilEmpty())
        #expect(session.end() == .signal(SIGKILL))
        #expect(session.faults.isEmpty, "\(session.faults)")
    }

    @Test("when the program crashes", arguments: ["1", "2", "3"])
    func crash(key: String) throws {
        let session = try start()
        session.send(key)
        let exit = session.end()
        if case .signal = exit {} else { Issue.record("\(exit)") }
        #expect(session.faults.isEmpty, "\(session.faults)")
    }

    @Test("or gone, and both end")
    func disconnected() throws {
        let session = try start()
        session.disconnect()
        #expect(session.end() != .timeout)
        #expect(session.waitUntilEmpty())
    }

    @Test("and costs little memory and no time while it waits")
    func cost() throws {
        let session = try start()
        let before = ProcessStatus(session.process).switches
        for _ in 0..<20 {
            session.send("a")
            session.listen(for: .milliseconds(5))
        }
        let after = ProcessStatus(session.process)
        #expect(after.switches == before)
        #expect(after.ownKilobytes < 2_048, "\(after.ownKilobytes) KB")
    }

    @Test("and where there is no terminal it does without")
    func withoutTerminal() throws {
        let session = try #require(
            TerminalSession(
                ["/bin/sh", "-c", "PROBE_GUARD=1 \(BuiltProgram.path("TerminalProbe")) </dev/null"])
        )
        #expect(session.wait(for: "no terminal"))
        #expect(session.end() == .code(6))
    }
}

@Suite("In a shell with job control")
struct JobTests {
    /// dash leaves the terminal's modes as it finds them, so nothing hides what a job left behind.
    private func startShell() throws -> TerminalSession {
        let session = try #require(
            TerminalSession(
                ["/bin/dash", "-i"],
                environment: [
                    "PS1": "ready> ", "ENV": "", "XDG_CACHE_HOME": "/tmp/swarmtop-probe-cache",
                ]
            ))
        #expect(session.wait(for: "ready>"))
        return session
    }

    @Test("Ctrl-Z gives the terminal back and fg takes it again", arguments: [true, false])
    func stopAndContinue(isGuarded: Bool) throws {
        let shell = try startShell()
        shell.send("\(isGuarded ? "PROBE_GUARD=1 " : "")\(BuiltProgram.path("TerminalProbe"))\n")
        #expect(shell.wait(for: "probe 80x24"))
        for _ in 0..<3 {
            shell.send("\u{1A}")
            #expect(shell.wait(for: "Stopped"), "\(shell.screen.text)")
            #expect(shell.faults.isEmpty, "\(shell.faults)")
            shell.send("clear\n")
            #expect(shell.wait { !$0.contains("Stopped") })
            shell.send("fg\n")
            #expect(shell.wait { $0.contains("resumed") && $0.isAlternateScreen })
            #expect(!shell.isCooked)
        }
        shell.send("q")
        #expect(shell.wait(for: "bye"), "\(shell.screen.text) \(shell.members)")
        shell.send("exit\n")
        #expect(shell.end() == .code(0))
        #expect(shell.faults.isEmpty, "\(shell.faults)")
    }

    /// The shell takes a job for stopped when all of it is.
    @Test("Ctrl-Z and Ctrl-C are for all of a job, as the system has it")
    func wholeJob() throws {
        let shell = try startShell()
        shell.send("PROBE_GUARD=1 \(BuiltProgram.path("TerminalProbe")) 2>&1 >/dev/tty | cat\n")
        #expect(shell.wait(for: "probe 80x24"))
        shell.send("\u{1A}q")
        #expect(shell.wait(for: "Stopped"), "\(shell.screen.text)")
        #expect(shell.members.count { $0.state == "T" } == 3, "\(shell.members)")
        #expect(shell.faults.isEmpty, "\(shell.faults)")
        shell.send("clear\n")
        #expect(shell.wait { !$0.contains("Stopped") })
        shell.send("fg\n")
        #expect(shell.wait { $0.contains("resumed") && $0.isAlternateScreen })
        shell.send("\u{3}")
        #expect(shell.waitForProcesses { $0.count == 1 }, "\(shell.members)")
        shell.send("echo go''ne\n")
        #expect(shell.wait(for: "gone"), "\(shell.screen.text)")
        #expect(shell.faults.isEmpty, "\(shell.faults)")
    }

    @Test("a killed program is told to the shell as one that was killed")
    func status() throws {
        let shell = try startShell()
        shell.send("PROBE_GUARD=1 \(BuiltProgram.path("TerminalProbe")); echo status=$?\n")
        #expect(shell.wait(for: "probe 80x24"))
        kill(shell.program, SIGKILL)
        #expect(shell.wait(for: "status=137"), "\(shell.screen.text)")
        #expect(shell.faults.isEmpty, "\(shell.faults)")
    }

    @Test("a job that is killed while it is stopped leaves nothing behind")
    func killedWhileStopped() throws {
        let shell = try startShell()
        shell.send("PROBE_GUARD=1 \(BuiltProgram.path("TerminalProbe"))\n")
        #expect(shell.wait(for: "probe 80x24"))
        shell.send("\u{1A}")
        #expect(shell.wait(for: "Stopped"))
        shell.send("kill -9 %1; wait; echo gone\n")
        #expect(shell.wait(for: "gone"))
        #expect(shell.waitForProcesses { $0.count == 1 })
        #expect(shell.faults.isEmpty, "\(shell.faults)")
    }
}

/// What the system says a process has used.
struct ProcessStatus {
    /// How often it was put on a processor.
    let switches: [Substring]
    /// Memory that is this process's alone.
    let ownKilobytes: Int

    init(_ process: pid_t) {
        switches = Self.lines("/proc/\(process)/status").filter { $0.contains("ctxt_switches") }
        ownKilobytes = Self.lines("/proc/\(process)/smaps_rollup")
            .filter { $0.hasPrefix("Private_") }
            .compactMap { $0.split(separator: " ").dropFirst().first.flatMap { Int($0) } }
            .reduce(0, +)
    }

    private static func lines(_ path: String) -> [Substring] {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 8_192)
        let count = max(0, read(file, &buffer, buffer.count))
        return String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n")
    }
}
