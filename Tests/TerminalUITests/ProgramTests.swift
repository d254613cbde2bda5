import Synchronization
import Testing

@testable import TerminalUI

/// Counts what it is told and ends on `q` or a signal.
private struct Counter: Program {
    var keys = ""
    var sum = 0
    var batches: [Int] = []
    var ticks = 0
    var wantsTicks = 0
    var isFinished = false
    /// Whether it can show a key before the rest; then with a mark.
    var showsKeysFirst = false

    mutating func update(_ event: ProgramEvent<Int>) -> [String] {
        switch event {
        case .terminal(.key(let key)):
            keys += key.name
            isFinished = key == "q"
        case .terminal(.signal): isFinished = true
        case .terminal: break
        case .messages(let values):
            sum += values.reduce(0, +)
            batches.append(values.count)
        case .tick: ticks += 1
        }
        return isFinished ? ["done"] : []
    }

    func view(_ canvas: inout Canvas) {
        canvas.text("\(keys)→\(sum)", at: Point(column: 0, row: 0))
    }

    func viewMoved(_ canvas: inout Canvas) -> Bool {
        guard showsKeysFirst, !keys.isEmpty else { return false }
        canvas.text(keys + "!", at: Point(column: 0, row: 0))
        return true
    }

    var nextTick: Duration? { ticks < wantsTicks ? .milliseconds(250) : nil }
}

@Suite("The program loop")
struct ProgramTests {
    private let size = Size(columns: 20, rows: 1)

    private func run(
        _ program: Counter = Counter(), on terminal: FakeTerminal, mailbox: Mailbox<Int> = .init()
    ) throws -> (program: Counter, effects: [String]) {
        var program = program
        var effects: [String] = []
        try ProgramLoop.run(&program, on: terminal, mailbox: mailbox, clock: terminal.clock) {
            effects.append($0)
        }
        return (program, effects)
    }

    @Test("draws every key at once and performs what it asks for")
    func keys() throws {
        let terminal = FakeTerminal(size: size, keys: ["a", "b", "q"])
        let result = try run(on: terminal)
        #expect(terminal.canvases.map(\.text) == ["→0", "a→0", "ab→0"])
        #expect(result.effects == ["done"])
    }

    @Test(
        "shows first what a key moved, over the frame before; a link that counts bytes gets the whole only"
    )
    func movedFirst() throws {
        for speed in [ProgramLoop.Speed.local, .init(framesPerSecond: 10, bytesPerSecond: 1_000)] {
            let terminal = FakeTerminal(size: size, keys: ["a", "b", "q"])
            var program = Counter(showsKeysFirst: true)
            try ProgramLoop.run(
                &program, on: terminal, mailbox: Mailbox<Int>(), speed: speed,
                clock: terminal.clock
            ) { _ in }
            let seen = terminal.canvases.map(\.text)
            #expect(
                seen.filter { !$0.hasPrefix("abq") }
                    == (speed == .local
                        ? ["→0", "a!", "a→0", "ab!", "ab→0"] : ["→0", "a→0", "ab→0"]))
        }
    }

    @Test(
        "shows the whole at once where several keys came together: the last frame may not be theirs"
    )
    func movedTogether() throws {
        let terminal = FakeTerminal(
            size: size, turns: [.events([.key("a"), .key("b")]), .events([.key("c")])])
        terminal.script(.events([.key("q")]))
        var program = Counter(showsKeysFirst: true)
        try ProgramLoop.run(
            &program, on: terminal, mailbox: Mailbox<Int>(), clock: terminal.clock
        ) { _ in }
        let seen = terminal.canvases.map(\.text).filter { !$0.hasPrefix("abcq") }
        #expect(seen == ["→0", "ab→0", "abc!", "abc→0"])
    }

    @Test("waits without end when nothing is wanted")
    func idle() throws {
        let terminal = FakeTerminal(size: size, keys: ["a", "q"])
        _ = try run(on: terminal)
        #expect(terminal.timeouts == [nil, nil])
    }

    @Test("draws messages at most ten times a second, all at once")
    func messages() throws {
        let mailbox = Mailbox<Int>()
        let terminal = FakeTerminal(
            size: size,
            turns: [
                .wake { for value in 1...3 { mailbox.post(value) } },
                .wake { mailbox.post(4) },
                .timeout,
                .events([.key("q")]),
            ])
        let result = try run(on: terminal, mailbox: mailbox)
        #expect(result.program.batches == [4])
        #expect(terminal.canvases.map(\.text) == ["→0", "→10"])
        #expect(terminal.timeouts == [nil, .milliseconds(100), .milliseconds(100), nil])
    }

    @Test("draws a key at once, and the messages that wait with their frame")
    func keyBeforeMessages() throws {
        let mailbox = Mailbox<Int>()
        let terminal = FakeTerminal(
            size: size,
            turns: [
                .wake { mailbox.post(5) }, .events([.key("a")]), .events([.key("b")]), .timeout,
            ])
        let result = try run(on: terminal, mailbox: mailbox)
        #expect(result.program.sum == 5)
        #expect(terminal.canvases.map(\.text) == ["→0", "a→0", "ab→0", "ab→5"])
    }

    @Test("ticks when asked, once however late")
    func ticks() throws {
        let terminal = FakeTerminal(size: size, turns: [.timeout, .timeout, .timeout])
        let late = terminal.clock
        terminal.script(.wake { late.advance(by: .seconds(60)) })
        let result = try run(Counter(wantsTicks: 3), on: terminal)
        #expect(result.program.ticks == 3)
        #expect(terminal.timeouts.prefix(3).allSatisfy { $0 == .milliseconds(250) })
        #expect(terminal.timeouts[3] == nil)
    }

    @Test("gives a slow link no frame before it has carried the last ones")
    func bytes() throws {
        let terminal = FakeTerminal(size: size, turns: [.timeout])
        terminal.bytesPerCanvas = 3_000
        for key in "abcdefg" { terminal.script(.events([.key(Key(key))])) }
        for _ in 0..<4 { terminal.script(.timeout) }
        terminal.script(.events([.key("q")]))
        var program = Counter()
        try ProgramLoop.run(
            &program, on: terminal, mailbox: Mailbox<Int>(),
            speed: .init(framesPerSecond: 4, bytesPerSecond: 4_000), clock: terminal.clock
        ) { _ in }
        // 3,000 bytes take 750 ms; a quarter of a second of them may still be on its way. Seven keys at
        // once are one frame, drawn when that time has come, and nothing is drawn after it.
        #expect(terminal.canvases.map(\.text) == ["→0", "abcdefg→0"])
        #expect(program.keys == "abcdefgq")
    }

    @Test("echoes a key at once while the link has room")
    func echo() throws {
        let terminal = FakeTerminal(size: size, keys: ["a", "b", "c", "q"])
        terminal.bytesPerCanvas = 500
        var program = Counter()
        try ProgramLoop.run(
            &program, on: terminal, mailbox: Mailbox<Int>(),
            speed: .remote, clock: terminal.clock
        ) { _ in }
        #expect(terminal.canvases.map(\.text) == ["→0", "a→0", "ab→0", "abc→0"])
        #expect(terminal.timeouts == [nil, nil, nil, nil])
    }

    @Test("draws without lines and blocks where the terminal makes them double")
    func ambiguous() throws {
        let terminal = FakeTerminal(
            size: size,
            capabilities: .init(colorDepth: .mono, isUnicode: true, isAmbiguousWide: true))
        _ = try run(on: terminal)
        #expect(terminal.lastText == ">0")
        let unambiguous = GlyphSet.unambiguous
        #expect(
            "─█●é漢a⠿".map { Sanitiser.line(String($0), glyphs: unambiguous) } == [
                "-", "=", "+", "?", "漢", "a", "|",
            ])
    }

    @Test("draws in ASCII where the terminal has nothing else")
    func ascii() throws {
        let terminal = FakeTerminal(
            size: size, capabilities: .init(colorDepth: .mono, isUnicode: false))
        _ = try run(on: terminal)
        #expect(terminal.lastText == ">0")
    }

    @Test("draws with the new size after a resize")
    func resize() throws {
        let new = Size(columns: 5, rows: 2)
        let terminal = FakeTerminal(size: size, turns: [.events([.resize(new)])])
        _ = try run(on: terminal)
        #expect(terminal.canvases.last?.size == new)
    }
}

@Suite("The mailbox")
struct MailboxTests {
    @Test("wakes once for many messages, and again after it was emptied")
    func wake() {
        let wakes = Counted()
        let mailbox = Mailbox<Int>()
        mailbox.onWake { wakes.add() }
        for value in 0..<10 { mailbox.post(value) }
        #expect(wakes.count == 1)
        #expect(mailbox.drain() == Array(0..<10))
        mailbox.post(1)
        #expect(wakes.count == 2)
    }

    @Test("wakes at once when messages came before the waker")
    func lateWaker() {
        let wakes = Counted()
        let mailbox = Mailbox<Int>()
        mailbox.post(1)
        mailbox.onWake { wakes.add() }
        #expect(wakes.count == 1)
    }

    @Test("drops the oldest when full and says how many")
    func dropOldest() {
        let mailbox = Mailbox<Int>(capacity: 4)
        for value in 0..<10 { mailbox.post(value) }
        #expect(mailbox.drain() == [6, 7, 8, 9])
        #expect(mailbox.droppedCount == 6)
    }

    @Test("coalesces when full")
    func coalesce() {
        let mailbox = Mailbox<Int>(
            capacity: 3, whenFull: .coalesce { $0 = [$0.reduce(0, +)] })
        for value in 1...5 { mailbox.post(value) }
        #expect(mailbox.drain() == [1 + 2 + 3, 4, 5])
        #expect(mailbox.droppedCount == 0)
    }

    @Test("loses nothing between threads")
    func threads() async {
        let mailbox = Mailbox<Int>(capacity: 100_000)
        await withTaskGroup(of: Void.self) { group in
            for sender in 0..<4 {
                group.addTask { for value in 0..<1_000 { mailbox.post(sender * 1_000 + value) } }
            }
        }
        #expect(Set(mailbox.drain()).count == 4_000)
    }
}

final class Counted: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock { $0 } }
    func add() { value.withLock { $0 += 1 } }
}
