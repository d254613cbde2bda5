import TerminalHarness
import TerminalUI
import Testing

@testable import NcursesTerminal

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("Frames", .serialized)
struct FrameTests {
    private static let alphabet = Array("aZ09 .漢字日é─━│┄█▎■●▲✓⡖⠒·…🚀") + ["e\u{301}"]
    private static let colors: [Color?] = [
        nil, Color(red: 255, green: 136, blue: 0), Color(red: 16, green: 32, blue: 48),
        Color(red: 0, green: 0, blue: 200),
    ]

    private struct Dice {
        var state: UInt64 = 11

        mutating func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(sides))
        }
    }

    private func makeWriter(_ term: String) throws -> FrameWriter {
        #expect(CharacterLocale.set(["LANG": "C.UTF-8"]))
        if term == DirectColorEntry.name {
            let entry = try #require(DirectColorEntry(environment: [:]))
            setenv("TERMINFO_DIRS", entry.folder + ":", 1)
            defer {
                unsetenv("TERMINFO_DIRS")
                entry.remove()
            }
            return try #require(FrameWriter(terminal: term, isColorless: false))
        }
        return try #require(FrameWriter(terminal: term, isColorless: false))
    }

    private func scribble(on canvas: inout Canvas, _ dice: inout Dice) {
        for _ in 0..<dice.roll(6) {
            let text = String(
                (0..<dice.roll(14)).map { _ in Self.alphabet[dice.roll(Self.alphabet.count)] })
            let style = Style(
                foreground: Self.colors[dice.roll(4)], background: Self.colors[dice.roll(4)],
                attributes: .init(rawValue: [0, 1, 4, 8, 16][dice.roll(5)]))
            // libvterm 0.1.4 moves a combining mark after the last column into the next row.
            let width = text.contains("e\u{301}") ? canvas.size.columns - 1 : canvas.size.columns
            let clip = Rect(column: 0, row: 0, width: width, height: canvas.size.rows)
            let point = Point(column: dice.roll(32) - 2, row: dice.roll(8))
            canvas.withClip(clip) { _ = $0.text(text, at: point, style: style) }
        }
        if dice.roll(9) == 0 { canvas.fill(canvas.bounds, style: .plain) }
    }

    @Test(
        "leave on the screen what is on the canvas",
        arguments: ["swarmtop-direct", "xterm-256color"])
    func sameAsCanvas(term: String) throws {
        let size = Size(columns: 30, rows: 8)
        let writer = try makeWriter(term)
        defer { writer.close() }
        let screen = VirtualScreen(columns: size.columns, rows: size.rows)
        writer.resize(to: size)
        screen.feed(writer.flush())
        var canvas = Canvas(size: size)
        var dice = Dice()
        for frame in 0..<400 {
            if dice.roll(60) == 0 { writer.invalidate() }
            scribble(on: &canvas, &dice)
            screen.feed(writer.frame(canvas))
            guard screen.lines == canvas.lines else {
                Issue.record("frame \(frame)\n\(screen.text)\n---\n\(canvas.text)")
                return
            }
            guard term == DirectColorEntry.name else { continue }
            expectSameStyles(screen, canvas, frame)
        }
        #expect(writer.frame(canvas).isEmpty)
    }

    @Test("are right again after a canvas of another size and after too many colours")
    func otherSizes() throws {
        let writer = try makeWriter(DirectColorEntry.name)
        defer { writer.close() }
        let screen = VirtualScreen(columns: 20, rows: 3)
        writer.resize(to: Size(columns: 20, rows: 3))
        screen.feed(writer.flush())
        for columns in [20, 40, 1, 20, 3, 20] {
            var canvas = Canvas(size: Size(columns: columns, rows: columns % 7))
            canvas.text("漢字漢字漢字漢字漢字漢字", at: Point(column: columns % 2, row: 0))
            screen.feed(writer.frame(canvas))
        }
        for step in 0..<300 {
            var canvas = Canvas(size: Size(columns: 20, rows: 3))
            for index in 0..<60 {
                let color = Color(
                    red: UInt8(index * 4 + 10), green: UInt8(step % 256), blue: UInt8(step / 2))
                canvas.put(
                    Symbol("x"), column: index % 20, row: index / 20,
                    style: Style(foreground: color))
            }
            screen.feed(writer.frame(canvas))
            #expect(screen.lines == canvas.lines)
            expectSameStyles(screen, canvas, step)
        }
    }

    @Test("name a colour once for all rows it changes in, not once in each")
    func colorsOnce() throws {
        let writer = try makeWriter(DirectColorEntry.name)
        defer { writer.close() }
        let size = Size(columns: 60, rows: 12)
        let screen = VirtualScreen(columns: size.columns, rows: size.rows)
        writer.resize(to: size)
        screen.feed(writer.flush())
        for frame in 0..<4 {
            var canvas = Canvas(size: size)
            for row in 0..<size.rows {
                for (place, color) in Self.colors.dropFirst().enumerated() {
                    canvas.text(
                        "\(frame) of \(row)", at: Point(column: place * 8, row: row),
                        style: Style(foreground: color))
                }
            }
            let bytes = writer.frame(canvas)
            screen.feed(bytes)
            #expect(screen.lines == canvas.lines)
            expectSameStyles(screen, canvas, frame)
            let named = String(decoding: bytes, as: UTF8.self).split(separator: "38;2;").count - 1
            #expect(frame == 0 ? named > 30 : named <= 4, "\(named) in frame \(frame)")
        }
    }

    private func expectSameStyles(_ screen: VirtualScreen, _ canvas: Canvas, _ frame: Int) {
        for row in 0..<canvas.size.rows {
            for (column, cell) in canvas.cells(inRow: row).enumerated() {
                let shown = screen.cell(column: column, row: row)
                guard !cell.symbol.isContinuation, shown.isReversed == false else { continue }
                let background = cell.style.background.map(number)
                let foreground = cell.style.foreground.map(number)
                let isSame =
                    shown.background == background
                    && (cell.symbol.isBlank
                        || shown.foreground == foreground
                            && shown.isBold == cell.style.attributes.contains(.bold)
                            && shown.isItalic == cell.style.attributes.contains(.italic))
                if !isSame {
                    Issue.record("frame \(frame) at \(column),\(row): \(shown) for \(cell)")
                }
            }
        }
    }

    private func number(_ color: Color) -> Int {
        Int(color.red) << 16 | Int(color.green) << 8 | Int(color.blue)
    }
}
