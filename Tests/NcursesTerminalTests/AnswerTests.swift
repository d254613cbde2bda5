import TerminalHarness
import Testing

@Suite("What the terminal is asked")
struct AnswerTests {
    private static let widthQuestion = "\u{1B}[6n"
    private static let readyQuestion = "\u{1B}[5n"

    private func startSilent(_ environment: [String: String] = [:]) throws -> TerminalSession {
        let session = try startProbe(environment)
        session.isAnswering = false
        return session
    }

    @Test("leaves the signs as they are where they are one column wide")
    func narrow() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        #expect(session.output.contains(sequence: Self.widthQuestion))
        session.send("a")
        #expect(session.wait(for: "key a"))
        #expect(session.screen.line(1) == "漢字|e\u{301}|🚀|⡖⠒|█▎")
        #expect(!session.screen.contains("wide"))
    }

    @Test("makes them ASCII where they are two, also when it says so late")
    func wide() throws {
        let session = try startSilent()
        #expect(session.wait(for: "probe"))
        session.send("\u{1B}[1;7R")
        #expect(session.wait { $0.line(1) == "漢字|e\u{301}|🚀||-|=" }, "\(session.screen.text)")
        session.send("q")
        #expect(session.end() == .code(0))
        #expect(session.faults.isEmpty, "\(session.faults)")
    }

    @Test("is asked once: a second report changes nothing")
    func onlyOnce() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        session.send("a")
        #expect(session.wait(for: "key a"))
        session.send("\u{1B}[1;7Rb")
        #expect(session.wait(for: "key b"))
        #expect(session.screen.line(1).hasSuffix("█▎"))
    }

    @Test("need not be answered, and leaves nothing on the screen")
    func silent() throws {
        let session = try startSilent()
        #expect(session.wait(for: "probe 80x24"))
        #expect(session.screen.line(0) == "probe 80x24 messages 0")
        session.send("a")
        #expect(session.wait(for: "key a"))
        session.send("q")
        #expect(session.end() == .code(0))
        #expect(session.faults.isEmpty, "\(session.faults)")
    }

    @Test("is not asked where it has no Unicode")
    func ascii() throws {
        let session = try startProbe(["LC_ALL": "C", "LANG": "C"])
        #expect(session.wait(for: "probe"))
        #expect(!session.output.contains(sequence: Self.widthQuestion))
    }

    @Test("on a slow link after each frame, and the next one waits for the answer")
    func oneFrameAtATime() throws {
        let session = try startSilent(["PROBE_REMOTE": "1"])
        #expect(session.wait(for: "probe"))
        #expect(session.count(of: Self.readyQuestion) == 1)
        for key in "abcdefghijklmnopqrst".filter({
            $0 != "q" && $0 != "c" && $0 != "e" && $0 != "m"
        }) {
            session.send(String(key))
            session.listen(for: .milliseconds(5))
        }
        // Two seconds without an answer let one more go; a slow machine may have used some up.
        #expect(session.count(of: Self.readyQuestion) < 8)
        session.isAnswering = true
        session.send("\u{1B}[0n")
        #expect(session.wait(for: "key t"), "\(session.screen.text)")
        #expect(session.screen.contains("key a") && session.screen.contains("key s"))
    }

    @Test("on a slow link is given up when nobody answers")
    func nobodyAnswers() throws {
        let session = try startSilent(["PROBE_REMOTE": "1"])
        #expect(session.wait(for: "probe"))
        for key in ["a", "b", "d"] {
            session.send(key)
            #expect(session.wait(for: "key \(key)"))
        }
        let asked = session.count(of: Self.readyQuestion)
        for key in ["f", "g", "h", "i"] {
            session.send(key)
            #expect(session.wait(for: "key \(key)"))
        }
        #expect(session.count(of: Self.readyQuestion) <= asked + 1)
    }

    @Test("is not asked on a local terminal after every frame")
    func local() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        session.send("a")
        #expect(session.wait(for: "key a"))
        #expect(session.count(of: Self.readyQuestion) == 0)
    }
}

@Suite("A terminal that takes bytes slowly or not at all")
struct SlowReaderTests {
    @Test("is shown the latest screen, not every one, and no frame queues up")
    func slow() throws {
        let session = try startProbe(["COLORTERM": "truecolor"], columns: 200, rows: 60)
        #expect(session.wait(for: "probe"))
        session.takesAtMost(64)
        let before = session.byteCount
        for index in 0..<400 { session.send(index % 2 == 0 ? "a" : "日") }
        session.send("z")
        #expect(session.wait(for: "key z", atMost: .seconds(60)), "\(session.screen.text)")
        // 401 frames of 200 cells and more each would be some hundred thousand bytes.
        #expect(session.byteCount - before < 150_000, "\(session.byteCount - before)")
    }

    @Test("does not make the program grow")
    func memory() throws {
        let session = try startProbe(["COLORTERM": "truecolor"], columns: 200, rows: 60)
        #expect(session.wait(for: "probe"))
        func storm() {
            for index in 0..<200 {
                session.resize(columns: 100 + index % 100, rows: 40 + index % 20)
            }
            for _ in 0..<500 { session.send("a") }
        }
        storm()
        session.wait(atMost: .milliseconds(200), reading: false)
        let before = ProcessStatus(session.process).ownKilobytes
        for _ in 0..<10 { storm() }
        session.wait(atMost: .milliseconds(500), reading: false)
        let after = ProcessStatus(session.process).ownKilobytes
        #expect(after - before < 4_096, "\(before) KB, \(after) KB")
        session.signal(15)
        #expect(session.end(reading: false) == .code(0))
    }
}
