import TerminalHarness
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("A program in a real terminal")
struct ProbeTests {
    @Test("draws wide, combining, braille and block cells where they belong")
    func draws() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe 80x24"))
        #expect(session.wait(for: "␛[2Jhostile␇"))
        #expect(session.screen.line(1) == "漢字|e\u{301}|🚀|⡖⠒|█▎")
        #expect(session.screen.cell(column: 79, row: 23).text == "#")
        #expect(session.screen.isAlternateScreen && !session.screen.isCursorVisible)
        #expect(session.screen.isMouseOn && !session.isCooked && !session.isRestored)
        session.send("q")
        #expect(session.end() == .code(0))
        #expect(session.isRestored)
    }

    @Test("shows exact colours where COLORTERM promises them")
    func trueColor() throws {
        let session = try startProbe(["COLORTERM": "truecolor"])
        #expect(session.wait(for: "probe"))
        let cell = session.screen.cell(column: 0, row: 0)
        #expect(cell.foreground == 0xFF8800)
        #expect(cell.background == 0x102030)
        #expect(cell.isBold)
    }

    @Test("shows the nearest of 256 colours without that promise")
    func palette() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        #expect(session.screen.cell(column: 0, row: 0).foregroundIndex == 208)
    }

    @Test("shows no colours with NO_COLOR", arguments: ["xterm-256color", "vt100"])
    func noColor(term: String) throws {
        let session = try startProbe(["NO_COLOR": "1", "COLORTERM": "truecolor", "TERM": term])
        #expect(session.wait(for: "probe"))
        let cell = session.screen.cell(column: 0, row: 0)
        #expect(cell.foreground == nil && cell.background == nil && cell.isBold)
    }

    @Test("works in eight and sixteen colours", arguments: ["linux", "xterm", "screen", "vt220"])
    func fewColors(term: String) throws {
        let session = try startProbe(["TERM": term])
        #expect(session.wait(for: "probe 80x24"))
        session.send("q")
        #expect(session.end() == .code(0))
        #expect(session.faults.isEmpty, "\(session.faults)")
    }

    private static let keys: [(bytes: String, shown: String)] = [
        ("a", "key a"), ("é", "key é"), ("日", "key 日"), ("\u{10}", "key ctrl-p"),
        ("\u{1b}[A", "key up"), ("\u{1b}OB", "key down"), ("\u{1b}[1;5C", "key ctrl-right"),
        ("\u{1b}", "key esc"), ("\u{1b}x", "key alt-x"), ("\u{1b}[Z", "key shift-tab"),
        ("\r", "key enter"), ("\u{7f}", "key backspace"), ("\u{1b}[15~", "key f5"),
        ("\u{1b}[<0;3;5M", "mouse press left 2,4"), ("\u{1b}[<65;1;1M", "mouse scrollDown 0,0"),
    ]

    @Test("decodes keys as terminals send them", arguments: keys.indices)
    func key(index: Int) throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        session.send(Self.keys[index].bytes)
        #expect(session.wait(for: Self.keys[index].shown), "\(session.screen.text)")
    }

    @Test("a paste is text and never a command")
    func paste() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        session.paste("q\u{1b}[31mq\nq")
        #expect(session.wait(for: "paste 9 q␛[31mq␊q"), "\(session.screen.text)")
    }

    @Test(
        "Ctrl-C, Ctrl-Z and Ctrl-\\ in a paste are text, however it comes",
        arguments: [true, false])
    func signalsInPaste(isWhole: Bool) throws {
        let session = try startProbe(["PROBE_GUARD": "1"])
        #expect(session.wait(for: "probe"))
        if isWhole {
            session.paste("a\u{3}b\u{1A}c\u{1C}d")
        } else {
            for piece in ["\u{1b}[200~a", "\u{3}", "b", "\u{1A}", "c", "\u{1C}", "d"] {
                session.send(piece)
                session.listen(for: .milliseconds(5))
            }
            session.send("\u{1b}[201~")
        }
        #expect(session.wait(for: "paste 7 a␃b␚c␜d"), "\(session.screen.text)")
        session.send("z")
        #expect(session.wait(for: "key z"))
        #expect(session.screen.line(4) == "key z")
        session.send("\u{3}")
        #expect(session.end() == .code(0))
        #expect(session.faults.isEmpty, "\(session.faults)")
    }

    @Test(
        "outside of one they do what they do in every terminal, also named by code or after Esc",
        arguments: ["\u{3}", "\u{1C}", "\u{1b}\u{3}", "\u{1b}[99;5u", "\u{1b}[27;5;99~"])
    func signalKeys(bytes: String) throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        // What follows was not meant for this screen.
        session.send("a" + bytes + "4")
        #expect(session.end() == .code(0))
        #expect(session.count(of: "bye") == 0)
        #expect(session.faults.isEmpty, "\(session.faults)")
    }

    @Test("reports of the terminal are never keys")
    func reports() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        session.send("\u{1b}[?62;c\u{1b}[12;40R\u{1b}]11;rgb:00/00/00\u{1b}\\\u{1b}P1$r0m\u{1b}\\z")
        #expect(session.wait(for: "key z"))
        #expect(session.screen.line(3) == "key z")
        #expect(session.screen.line(4).isEmpty)
    }

    @Test("follows the size down to one cell and up to a wall")
    func resize() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe 80x24"))
        session.resize(columns: 1, rows: 1)
        #expect(session.wait { $0.line(0) == "#" })
        session.resize(columns: 200, rows: 60)
        #expect(session.wait(for: "probe 200x60"))
        #expect(session.wait { $0.cell(column: 199, row: 59).text == "#" })
        session.resize(columns: 3, rows: 2)
        #expect(session.wait { $0.line(1) == "漢#" || $0.line(1) == "漢 #" || $0.line(0) == "pro" })
        session.send("q")
        #expect(session.end() == .code(0))
    }

    @Test("survives any size, none at all, and a storm of them")
    func storm() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe 80x24"))
        for round in 0..<300 {
            let sizes = [(1, 1), (500, 200), (2, 60), (300, 1), (1_000, 1_000)]
            let (columns, rows) = sizes[round % sizes.count]
            session.resizeTerminal(columns: columns, rows: rows)
        }
        session.resizeTerminal(columns: 0, rows: 0)
        session.resize(columns: 60, rows: 20)
        #expect(session.wait(for: "probe 60x20"), "\(session.screen.text)")
        #expect(session.wait { $0.cell(column: 59, row: 19).text == "#" })
        session.send("q")
        #expect(session.end() == .code(0))
        #expect(session.faults.isEmpty, "\(session.faults)")
    }

    @Test("a terminal without a size is taken for one of 80 columns and 24 rows")
    func noSize() throws {
        let session = try startProbe(columns: 0, rows: 0)
        #expect(session.wait(for: "probe 80x24"))
    }

    @Test("leaves the mouse to the terminal where it is asked to")
    func noMouse() throws {
        let session = try startProbe(["PROBE_NO_MOUSE": "1"])
        #expect(session.wait(for: "probe"))
        #expect(!session.screen.isMouseOn)
        #expect(session.count(of: "\u{1B}[?1006h") == 0)
    }

    @Test("asks for presses, drags and the wheel in the SGR form, never for every motion")
    func mouseModes() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        #expect(session.count(of: "\u{1B}[?1006h") == 1 && session.count(of: "\u{1B}[?1002h") == 1)
        #expect(session.count(of: "\u{1B}[?1003h") == 0)
        session.send("\u{1B}[<0;3;5M\u{1B}[<0;3;5m\u{1B}[<0;3;5M")
        #expect(session.wait(for: "mouse press left 2,4 ×2"), "\(session.screen.text)")
        session.send("\u{1B}[<0;4;5M")
        #expect(session.wait { $0.lines.contains("mouse press left 3,4") })
    }

    @Test("every frame is one synchronized block")
    func synchronized() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        for key in ["a", "b", "d"] {
            session.send(key)
            #expect(session.wait(for: "key \(key)"))
        }
        let blocks = session.count(of: "\u{1B}[?2026h")
        #expect(blocks == 4 && blocks == session.count(of: "\u{1B}[?2026l"), "\(blocks)")
    }

    @Test("a wake-up from a mailbox is drawn")
    func wake() throws {
        let session = try startProbe()
        #expect(session.wait(for: "messages 0"))
        session.send("m")
        #expect(session.wait(for: "messages 500"))
    }

    @Test("the clipboard gets base 64 and nothing else")
    func clipboard() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        session.send("c")
        #expect(session.wait(for: "key c"))
        #expect(session.output.contains(sequence: "\u{1b}]52;c;Y29waWVk\u{7}"))
    }

    @Test("the clipboard is told through tmux, too")
    func clipboardInTmux() throws {
        let session = try startProbe(["TMUX": "/tmp/tmux-0/default,1,0"])
        #expect(session.wait(for: "probe"))
        session.send("c")
        #expect(session.wait(for: "key c"))
        #expect(session.output.contains(sequence: "\u{1b}]52;c;Y29waWVk\u{7}"))
        #expect(
            session.output.contains(
                sequence: "\u{1b}Ptmux;\u{1b}\u{1b}]52;c;Y29waWVk\u{7}\u{1b}\\"))
    }

    @Test("an editor gets the terminal and gives it back")
    func editor() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        session.send("e")
        #expect(session.wait(for: "key e"))
        #expect(session.screen.isAlternateScreen && !session.isCooked)
        session.send("q")
        #expect(session.end() == .code(0))
        #expect(session.screen.contains("in the editor"))
    }

    @Test("standard error waits until the screen is gone")
    func errorText() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        session.send("5")
        #expect(session.wait(for: "key 5"))
        #expect(!session.screen.contains("lost words"))
        session.send("q")
        #expect(session.end() == .code(0))
        #expect(session.screen.contains("lost words"))
    }

    @Test(
        "says what is wrong with a terminal it cannot use, whatever colours it promises",
        arguments: ["", "dumb", "unknown", "no-such-terminal"], [nil, "truecolor", "24bit"])
    func unusable(term: String, colors: String?) throws {
        var environment = ["TERM": term]
        environment["COLORTERM"] = colors
        let session = try startProbe(environment)
        #expect(session.end() == .code(6))
        #expect(session.screen.contains("unknownTerminal(\"\(term)\")"))
        #expect(session.isRestored)
        #expect(!session.output.contains(0x1B))
    }

    @Test("draws on an xterm nobody has described here when that promises direct colour")
    func otherXterm() throws {
        let session = try startProbe(["TERM": "xterm-of-tomorrow", "COLORTERM": "truecolor"])
        #expect(session.wait(for: "probe"))
        #expect(session.screen.cell(column: 0, row: 0).foreground == 0xFF8800)
    }

    @Test("an empty frame costs no bytes and an idle program no time")
    func idle() throws {
        let session = try startProbe()
        #expect(session.wait(for: "probe"))
        session.send("a")
        #expect(session.wait(for: "key a"))
        session.listen(for: .milliseconds(50))
        let before = session.byteCount
        let ticks = contextSwitches(session.process)
        session.listen(for: .milliseconds(300))
        #expect(session.byteCount == before)
        #expect(contextSwitches(session.process) == ticks)
    }

    @Test("one changed line costs few bytes")
    func bytes() throws {
        let session = try startProbe(["COLORTERM": "truecolor"], columns: 200, rows: 60)
        #expect(session.wait(for: "probe 200x60"))
        let before = session.byteCount
        session.send("a")
        #expect(session.wait(for: "key a"))
        #expect(session.byteCount - before < 200)
    }

    private func contextSwitches(_ process: pid_t) -> [Substring] {
        let file = open("/proc/\(process)/status", O_RDONLY)
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 8_192)
        let count = max(0, read(file, &buffer, buffer.count))
        return String(decoding: buffer[..<count], as: UTF8.self)
            .split(separator: "\n").filter { $0.contains("ctxt_switches") }
    }
}

extension Array where Element == UInt8 {
    func contains(sequence text: String) -> Bool {
        let wanted = Array(text.utf8)
        return indices.contains { self[$0...].starts(with: wanted) }
    }
}
