import TerminalHarness
import Testing

@testable import NcursesTerminal

@Suite("Bytes of a frame")
struct StyleEconomyTests {
    private func lean(_ frames: String...) -> [String] {
        var economy = StyleEconomy()
        economy.forget()
        return frames.map { String(decoding: economy.lean(Array($0.utf8)), as: UTF8.self) }
    }

    @Test func aColourThatIsThereAlreadyIsNotNamedAgain() {
        let ground = "\u{1B}[48;2;15;19;27m"
        let frames = lean(
            "\u{1B}[38;2;1;2;3m\(ground)a\u{1B}[38;2;200;205;223m\(ground)b", "\(ground)c")
        #expect(
            frames == ["\u{1B}[0;38;2;1;2;3;48;2;15;19;27ma\u{1B}[38;2;200;205;223mb", "c"])
    }

    @Test func blanksAndErasuresShowTheirGroundOnly() {
        let frames = lean("\u{1B}[31ma\u{1B}[32m   \u{1B}[K\u{1B}[31mb\u{1B}[44m \u{1B}[K")
        #expect(frames == ["\u{1B}[0;31ma   \u{1B}[Kb\u{1B}[44m \u{1B}[K"])
    }

    @Test func anUnderlinedBlankKeepsItsColour() {
        let frames = lean("\u{1B}[31ma\u{1B}[32;4m \u{1B}[m ")
        #expect(frames == ["\u{1B}[0;31ma\u{1B}[4;32m \u{1B}[0m "])
    }

    @Test func movesBringNoColourAlong() {
        let frames = lean("\u{1B}[31ma\u{1B}[32m\u{1B}[2;3H\u{1B}[33mb")
        #expect(frames == ["\u{1B}[0;31ma\u{1B}[2;3H\u{1B}[33mb"])
    }

    @Test func boldEndsWithoutStartingAnewWhereColoursAreLong() {
        let red = "\u{1B}[38;2;255;0;0m"
        #expect(lean("\(red)\u{1B}[1ma\u{1B}[m\(red)b") == ["\u{1B}[0;1;38;2;255;0;0ma\u{1B}[22mb"])
        #expect(lean("\u{1B}[31;1ma\u{1B}[m\u{1B}[31mb") == ["\u{1B}[0;1;31ma\u{1B}[0;31mb"])
    }

    @Test func whatIsNotKnownIsPassedOnAsItIsFromThereOn() {
        let frames = lean("\u{1B}[31m\u{1B}[0;10ma\u{1B}[31m\u{1B}[31mb", "\u{1B}[31mc")
        #expect(frames == ["\u{1B}[0;31m\u{1B}[0;10ma\u{1B}[31m\u{1B}[31mb", "\u{1B}[31mc"])
    }

    @Test func aColourLongerThanAnyIsPassedOnAsItIs() {
        let long = "\u{1B}[38:2:\(String(repeating: "0", count: 30))1:2:3m"
        #expect(lean("\u{1B}[31ma", "\(long)b\(long)c") == ["\u{1B}[0;31ma", "\(long)b\(long)c"])
    }

    @Test func aCharacterSetStaysInOnePiece() {
        #expect(
            lean("\u{1B}[31ma\u{1B}(B\u{1B}[m\u{1B}[32mb") == ["\u{1B}[0;31ma\u{1B}(B\u{1B}[32mb"])
        #expect(lean("\u{1B}[31ma\u{1B}Mb") == ["\u{1B}[0;31ma\u{1B}M\u{1B}[0;31mb"])
    }

    @Test func aColonColourIsAColour() {
        #expect(lean("\u{1B}[38:2::1:2:3ma\u{1B}[38:2::1:2:3mb") == ["\u{1B}[0;38:2::1:2:3mab"])
    }

    /// Whatever is written, what is seen is the same: every cell's text and ground, and the colour of what is no blank.
    @Test func thePictureIsTheSame() {
        var state: UInt64 = 5
        func roll(_ sides: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(sides))
        }
        let pieces = [
            "a", "é ", " ", "   ", "漢", "\u{1B}[K", "\u{1B}[2J", "\r\n", "\u{1B}[3;5H", "\u{1B}[m",
            "\u{1B}[1m", "\u{1B}[4m", "\u{1B}[3m", "\u{1B}[31m", "\u{1B}[42m", "\u{1B}[39;49m",
            "\u{1B}[5X",
            "\u{1B}[38;2;1;2;3m", "\u{1B}[48;2;4;5;6m", "\u{1B}[38;5;99m", "\u{1B}[L", "\u{1B}[P",
            "\u{8}", "\u{1B}(B", "\u{1B}M",
        ]
        for round in 0..<200 {
            let (plain, thrifty) = (
                VirtualScreen(columns: 12, rows: 4), VirtualScreen(columns: 12, rows: 4)
            )
            var economy = StyleEconomy()
            for _ in 0..<6 {
                let frame = Array((0..<30).map { _ in pieces[roll(pieces.count)] }.joined().utf8)
                plain.feed(frame)
                thrifty.feed(economy.lean(frame))
            }
            for place in 0..<48 {
                var cells = [plain, thrifty].map { $0.cell(column: place % 12, row: place / 12) }
                for index in cells.indices
                where [" ", ""].contains(cells[index].text) && !cells[index].isUnderlined {
                    (cells[index].foreground, cells[index].foregroundIndex) = (nil, nil)
                    (cells[index].isBold, cells[index].isItalic, cells[index].text) = (
                        false, false, ""
                    )
                }
                #expect(cells[0] == cells[1], "round \(round), cell \(place)")
            }
        }
    }
}
