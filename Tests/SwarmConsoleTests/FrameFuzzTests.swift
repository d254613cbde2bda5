import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Random keys, sizes and events: whatever happens, a frame is drawn.
@Suite struct FrameFuzzTests {
    private struct Dice {
        var state: UInt64

        /// SplitMix64 (Steele, Lea and Flood 2014).
        mutating func roll(_ bound: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
        }
    }

    private static let keys: [Key] =
        "npPxXdrR/zsITHFZS!?:12345678jkgGhlq yN0wuaDMAmC&+-=LLt".map { Key($0) } + [
            Key(.enter), Key(.escape), Key(.tab), Key(.backTab), Key(.up), Key(.down), Key(.left),
            Key(.right), Key(.backspace), Key(.home), Key(.end), Key(.pageUp), Key(.pageDown),
            Key("d", .control), Key("u", .control), Key("p", .control), Key(.function(1)),
        ]

    @Test(arguments: 1...6) func randomKeysNeverStopTheScreen(_ seed: Int) {
        var dice = Dice(state: UInt64(seed))
        let scene = seed % 2 == 0 ? FrameScene.busy() : .launched()
        var console = Console(options: ConsoleOptions(ascii: seed % 3 == 0))
        var next = 0
        for _ in 0..<400 {
            switch dice.roll(12) {
            case 0:
                let size = Size(columns: dice.roll(230), rows: dice.roll(70))
                _ = console.update(.terminal(.resize(size)))
            case 1...3:
                let end = min(scene.envelopes.count, next + dice.roll(30))
                _ = console.update(.messages([.events(Array(scene.envelopes[next..<end]))]))
                next = end
            case 4: _ = console.update(.tick)
            case 5: _ = console.update(.terminal(.paste("pasted \u{1B}[31m text\n")))
            default:
                let key = Self.keys[dice.roll(Self.keys.count)]
                for effect in console.update(.terminal(.key(key))) {
                    if case .send(_, let ticket) = effect {
                        _ = console.update(.messages([.reply(ticket: ticket, .done)]))
                    }
                }
            }
            var canvas = Canvas(size: console.size)
            console.view(&canvas)
            #expect(canvas.size == console.size.limited(to: .largest))
        }
    }
}
