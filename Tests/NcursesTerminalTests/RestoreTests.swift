import TerminalHarness
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("The terminal is given back")
struct RestoreTests {
    @Test("after a signal that ends the program", arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT])
    func signals(number: Int32) throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        session.signal(number)
        #expect(session.end() == .code(0))
        #expect(session.isRestored)
    }

    @Test("after Ctrl-C")
    func interrupt() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        session.send("\u{3}")
        #expect(session.end() == .code(0))
        #expect(session.isRestored)
    }

    @Test("after a crash", arguments: ["1", "2", "3"])
    func crash(key: String) throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        session.send(key)
        let exit = session.end()
        #expect(exit != .timeout && exit != .code(0), "\(exit)")
        #expect(session.isRestored)
    }

    @Test("after a crash with the words that explain it")
    func crashText() throws {
        let session = try startProbe(columns: 120)
        #expect(session.wait(for: "probe"))
        session.send("1")
        _ = session.end()
        #expect(
            session.screen.contains("Fatal error: Index out of range"), "\(session.screen.text)")
    }

    @Test("after exit in the middle of the program")
    func exitCall() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        session.send("4")
        #expect(session.end() == .code(3))
        #expect(session.isRestored)
    }

    @Test("after a signal sent from outside that means a crash", arguments: [SIGSEGV, SIGABRT])
    func outsideCrash(number: Int32) throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        session.signal(number)
        #expect(session.end() == .signal(number))
        #expect(session.isRestored)
    }

    @Test(
        "and Ctrl-Z changes nothing where no shell could ever continue", arguments: [true, false])
    func nobodyToContinue(byKey: Bool) throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        if byKey { session.send("\u{1a}") } else { session.signal(SIGTSTP) }
        #expect(session.wait(for: "resumed"), "\(session.screen.text)")
        session.send("a")
        #expect(session.wait(for: "key a"))
        #expect(session.screen.isAlternateScreen && !session.isCooked)
    }

    @Test("although it takes no more bytes", arguments: [true, false])
    func stalled(byKey: Bool) throws {
        let session = try startProbe(["COLORTERM": "truecolor"], columns: 200, rows: 60)
        #expect(session.wait(for: "probe"))
        for index in 0..<400 { session.send(index % 2 == 0 ? "a" : "日") }
        for index in 0..<40 { session.resize(columns: 150 + index, rows: 50) }
        if byKey { session.send("\u{3}") } else { session.signal(SIGTERM) }
        #expect(session.end(reading: false) == .code(0))
    }

    @Test("or gone, and then the program ends as well")
    func disconnected() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        session.disconnect()
        #expect(session.end() != .timeout)
    }
}
