import Foundation
import HostileText
import Testing

@testable import TerminalUI

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Hostile text drawn by chance, through the sanitiser, the measures, the cuts and the canvas.
///
/// `SWARMTOP_FUZZ=1000000 swift test --filter TextFuzzTests` draws as many instead of a few thousand.
@Suite struct TextFuzzTests {
    private static let count =
        ProcessInfo.processInfo.environment["SWARMTOP_FUZZ"].flatMap { Int($0) } ?? 3_000
    /// Seeds that are tried side by side.
    private static let parts = 4

    @Test(arguments: 0..<parts) func nothingActsHidesOrMoves(part: Int) {
        let share = Self.count / Self.parts
        for index in 0..<share {
            let seed = UInt64(part * share + index)
            var grammar = HostileGrammar(seed: seed)
            let text = grammar.text()
            let faults =
                Self.inText(text) + Self.inLines(text, &grammar) + Self.onCanvas(text, &grammar)
            guard faults.isEmpty else {
                let scalars = text.unicodeScalars.map { String($0.value, radix: 16) }
                Issue.record("seed \(seed): \(faults.joined(separator: ", ")) in \(scalars)")
                return
            }
        }
    }

    /// The oracle reads Unicode's own categories, not the sanitiser's tables.
    private static func isUnfit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private static func inText(_ text: String) -> [String] {
        var faults: [String] = []
        let shown = Sanitiser.line(text)
        if shown.unicodeScalars.contains(where: isUnfit) { faults.append("something came through") }
        if Sanitiser.line(shown) != shown { faults.append("a second run changes it") }
        if TextWidth.of(shown) != TextWidth.of(text) { faults.append("measured differently") }
        // Joiners and selectors may belong to a character; each of the rest leaves its own mark.
        let removed = text.unicodeScalars.count {
            isUnfit($0) && !$0.properties.isVariationSelector
                && $0.value != 0x200C && $0.value != 0x200D
        }
        if Sanitiser.markCount(text) < removed { faults.append("removed without a mark") }
        // At most four emoji with a tone each and the joiners between them, a selector and four marks.
        let symbols = Sanitiser.symbols(of: text).reduce(0) { count, _ in count + 1 }
        if text.unicodeScalars.count > symbols * 16, Sanitiser.markCount(text) == 0 {
            faults.append("a cell hides text")
        }
        let ascii = Sanitiser.line(text, glyphs: .ascii)
        if !ascii.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { faults.append("not ASCII") }
        if ascii.utf8.count != TextWidth.of(text) { faults.append("ASCII is wider or narrower") }
        // Letters and digits are never lost, whatever stands around them; a flag is its two letters.
        if plain(shown) != plain(text) { faults.append("letters are lost") }
        return faults
    }

    private static func plain(_ text: String) -> [UInt32] {
        text.unicodeScalars.compactMap { scalar in
            if (0x1F1E6...0x1F1FF).contains(scalar.value) { return scalar.value - 0x1F1E6 + 0x41 }
            return (0x21..<0x7F).contains(scalar.value) ? scalar.value : nil
        }
    }

    private static func inLines(_ text: String, _ grammar: inout HostileGrammar) -> [String] {
        var faults: [String] = []
        let width = grammar.roll(1...30)
        if TextWidth.of(TextWidth.truncated(text, to: width)) > width { faults.append("cut wide") }
        if TextWidth.of(TextWidth.truncatedInMiddle(text, to: width)) > width {
            faults.append("cut wide in the middle")
        }
        if TextWidth.of(TextWidth.padded(text, to: width)) != width {
            faults.append("padded wrongly")
        }
        let lines = TextWidth.wrapped(text, to: max(2, width), maximumLines: 20)
        if lines.contains(where: { TextWidth.of($0) > max(2, width) }) {
            faults.append("wrapped wide")
        }
        return faults
    }

    /// Draws in an area of a full canvas; all around it stands as it was.
    private static func onCanvas(_ text: String, _ grammar: inout HostileGrammar) -> [String] {
        let glyphs: GlyphSet = grammar.roll(0...3) == 0 ? .ascii : .unicode
        var canvas = Canvas(size: Size(columns: 40, rows: 3), glyphs: glyphs)
        canvas.fill(canvas.bounds, with: Symbol("#"), style: .plain)
        let area = Rect(
            column: grammar.roll(1...20), row: 1, width: grammar.roll(1...18), height: 1)
        let way = grammar.roll(0...4)
        draw(text, on: &canvas, in: area, way: way)
        return faults(of: canvas, around: area)
            + (way == 0 && glyphs == .unicode ? loss(of: text, on: canvas, area) : [])
    }

    /// What is drawn in a width is what the text cut to that width is, symbol by symbol.
    private static func loss(of text: String, on canvas: Canvas, _ area: Rect) -> [String] {
        let drawn = (area.left..<area.right).map { canvas[$0, area.top].symbol }
            .filter { !$0.isContinuation }
        let cut = TextWidth.truncated(text, to: area.width)
        return drawn.starts(with: Array(Sanitiser.symbols(of: cut)))
            ? [] : ["drawn otherwise than measured"]
    }

    private static func draw(_ text: String, on canvas: inout Canvas, in area: Rect, way: Int) {
        switch way {
        case 0: canvas.text(text, at: area.origin, width: area.width)
        case 1: canvas.text(text, at: area.origin, width: area.width, alignment: .right)
        case 2: canvas.text(text, at: area.origin, width: area.width, alignment: .centre)
        case 3:
            canvas.text([Span(text), Span(text, .plain.bold)], at: area.origin, width: area.width)
        default: canvas.withClip(area) { _ = $0.text(text, at: area.origin.moved(columns: -3)) }
        }
    }

    private static func faults(of canvas: Canvas, around area: Rect) -> [String] {
        var faults: [String] = []
        for row in 0..<canvas.size.rows {
            var isRightHalf = false
            for column in 0..<canvas.size.columns {
                let symbol = canvas[column, row].symbol
                if symbol.isContinuation != isRightHalf { faults.append("half a wide character") }
                isRightHalf = symbol.columns == 2
                let isInside = area.contains(Point(column: column, row: row))
                if !isInside, symbol != Symbol("#") { faults.append("drawn outside") }
                guard let scalar = Unicode.Scalar(symbol.base), !symbol.isContinuation else {
                    continue
                }
                if isUnfit(scalar) || symbol.marks.contains(where: { isUnfit(.init($0)!) }) {
                    faults.append("an unfit cell")
                }
            }
        }
        return faults
    }

    /// What the terminal library asks the system for each character is what the cells count with.
    @Test func theSystemMeasuresEveryCharacterAsWeDo() {
        // The function is in the C library, and not in what Swift sees of it.
        typealias Measure = @convention(c) (Int32) -> Int32
        guard let locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil),
            let address = dlsym(nil, "wcwidth")
        else { return }
        let measure = unsafeBitCast(address, to: Measure.self)
        defer { freelocale(locale) }
        let before = uselocale(locale)
        defer { uselocale(before) }
        var different: [String] = []
        for value in UInt32(0x20)...0x3FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let symbol = Symbol(Character(scalar))
            let wide = measure(Int32(symbol.base))
            // A character the system does not know yet is -1: then nobody can say.
            if wide >= 0, Int(wide) != symbol.columns {
                different.append(String(value, radix: 16))
            }
        }
        #expect(different.isEmpty, "\(different.count): \(different.prefix(20))")
    }
}
