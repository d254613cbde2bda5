import TerminalUI
import Testing

@testable import NcursesTerminal

@Suite("Bytes from the terminal")
struct InputDecoderTests {
    private func decoded(_ pieces: [[UInt8]]) -> [TerminalEvent] {
        var decoder = InputDecoder()
        return pieces.flatMap { decoder.decode($0) } + decoder.flush()
    }

    @Test("mean the same however they are cut")
    func splits() {
        let text =
            "aé日\u{1b}[A\u{1b}OP\u{1b}[1;5D\u{1b}[<35;10;2M\u{1b}[<2;10;2m\u{1b}[200~q\u{1b}[31m\u{1b}[201~\u{1b}[24~x"
        let bytes = Array(text.utf8)
        let whole = decoded([bytes])
        let expected: [TerminalEvent] = [
            .key("a"), .key("é"), .key("日"), .key(Key(.up)), .key(Key(.function(1))),
            .key(Key(.left, .control)),
            .mouse(MouseEvent(.release(.right), at: Point(column: 9, row: 1))),
            .paste("q\u{1b}[31m"), .key(Key(.function(12))), .key("x"),
        ]
        #expect(whole == expected)
        for cut in 1..<bytes.count {
            #expect(
                decoded([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole, "cut at \(cut)")
        }
        #expect(decoded(bytes.map { [$0] }) == whole)
    }

    private static let reports = [
        "\u{1b}[?62;1;2c", "\u{1b}[>0;276;0c", "\u{1b}[12;40R", "\u{1b}[1;5R", "\u{1b}[0n",
        "\u{1b}[?2026;2$y", "\u{1b}[I", "\u{1b}[O", "\u{1b}]11;rgb:0000/0000/0000\u{7}",
        "\u{1b}]52;c;cm0gLXJmIC8K\u{1b}\\", "\u{1b}P>|xterm(370)\u{1b}\\", "\u{1b}_Gi=1;OK\u{1b}\\",
        "\u{1b}[8;24;80t", "\u{1b}[M !!", "\u{1b}[?1u", "\u{1b}[201~",
    ]

    @Test("that report something are no keys", arguments: reports.indices)
    func report(index: Int) {
        #expect(decoded([Array((Self.reports[index] + "z").utf8)]) == [.key("z")])
    }

    @Test("tell a lone escape from a sequence by waiting")
    func escape() {
        var decoder = InputDecoder()
        #expect(decoder.patience == nil)
        #expect(decoder.decode([0x1B]).isEmpty)
        #expect(decoder.patience == .milliseconds(25))
        #expect(decoder.flush() == [.key(Key(.escape))])
        #expect(decoder.patience == nil)
        #expect(decoder.decode([0x1B, 0x5B]).isEmpty)
        #expect(decoder.flush() == [.key(Key("[", .alt))])
        #expect(decoder.decode([0x1B, 0x5B, 0x31, 0x3B]).isEmpty)
        #expect(decoder.flush().isEmpty)
        #expect(decoded([[0x1B, 0x1B, 0x5B, 0x41]]) == [.key(Key(.up, .alt))])
        #expect(decoded([[0x1B, 0x0D]]) == [.key(Key(.enter, .alt))])
    }

    @Test("of a paste that never ends are given up after three Ctrl-C, each alone")
    func endlessPaste() {
        var decoder = InputDecoder()
        #expect(decoder.decode(Array("\u{1b}[200~ab".utf8)).isEmpty)
        #expect(decoder.decode([0x03]).isEmpty)
        #expect(decoder.decode(Array("c".utf8)).isEmpty)
        #expect(decoder.decode([0x03]).isEmpty)
        #expect(decoder.decode([0x03]).isEmpty)
        let events = decoder.decode([0x03])
        #expect(events == [.paste("ab\u{3}c\u{3}\u{3}\u{3}"), .key(Key("c", .control))])
        #expect(decoder.decode([0x03]) == [.key(Key("c", .control))])
        let whole = "\u{1b}[200~\u{3}\u{3}\u{3}\u{1b}[201~"
        #expect(decoder.decode(Array(whole.utf8)) == [.paste("\u{3}\u{3}\u{3}")])
    }

    @Test("that no one ends are bounded")
    func bounds() {
        var decoder = InputDecoder()
        _ = decoder.decode(Array("\u{1b}]0;".utf8))
        for _ in 0..<40 { _ = decoder.decode([UInt8](repeating: 0x61, count: 4_096)) }
        var paste = InputDecoder()
        _ = paste.decode(Array("\u{1b}[200~".utf8))
        for _ in 0..<600 { _ = paste.decode([UInt8](repeating: 0x61, count: 4_096)) }
        guard case .paste(let text)? = paste.flush().first else {
            Issue.record("no paste")
            return
        }
        #expect(text.utf8.count == InputDecoder.pasteLimit)
    }

    @Test("of any kind never stop the decoder and never become a control character")
    func random() {
        var state: UInt64 = 42
        func next(_ limit: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % limit
        }
        let common = Array("\u{1b}[]OPM<;0123456789~mR\u{7}\\é".utf8)
        var decoder = InputDecoder()
        for _ in 0..<20_000 {
            let bytes = (0..<next(12)).map { _ in
                next(4) == 0 ? UInt8(next(256)) : common[Int(next(UInt64(common.count)))]
            }
            let events = decoder.decode(bytes) + (next(3) == 0 ? decoder.flush() : [])
            for case .key(let key) in events {
                guard case .character(let character) = key.code else { continue }
                let isControl = character.unicodeScalars.contains {
                    $0.value < 0x20 || (0x7F..<0xA0).contains($0.value)
                }
                #expect(!isControl)
            }
        }
    }
}
