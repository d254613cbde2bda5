import Foundation
import TerminalHarness

/// How long a program takes to answer its terminal, and how much it says; the same rules for every program.
extension PseudoTerminal {
    /// From each key to the first byte after it.
    struct KeyTimes {
        var milliseconds: [Double] = []
        /// Keys that brought nothing within a second.
        var unanswered = 0

        /// 0...100. A key without an answer counts as one second.
        func percentile(_ percent: Int) -> Double {
            let all = (milliseconds + Array(repeating: 1_000, count: unanswered)).sorted()
            return all.isEmpty ? 0 : all[min(all.count - 1, all.count * percent / 100)]
        }
    }

    /// Presses Down and Up in turn, each after 30 ms of silence and 0 to 50 ms more.
    ///
    /// Silence, so that the byte that comes is the key's; the rest, so that keys fall anywhere between two frames.
    func keyTimes(_ count: Int) -> KeyTimes {
        var times = KeyTimes()
        for key in 0..<count {
            _ = silence(30)
            _ = chunks(within: key * 37 % 51)
            let sent = ContinuousClock.now
            send(arrow: key % 2 == 0 ? "B" : "A")
            if let chunk = next(before: sent + .seconds(1)) {
                times.milliseconds.append((chunk.at - sent).seconds * 1_000)
            } else {
                times.unanswered += 1
            }
        }
        return times
    }

    /// Milliseconds from the start of the process to the end of the first burst that fills the screen; nil when
    /// nothing came. Bursts are 50 ms apart; full is nine tenths of the rows that are ever written.
    func fullFrameTime(within milliseconds: Int = 2_000) -> Double? {
        let screen = VirtualScreen(columns: Int(Self.columns), rows: Int(Self.rows))
        let fills = Self.bursts(chunks(within: milliseconds), apart: 50).map { burst in
            for chunk in burst { screen.feed(chunk.bytes) }
            return (rows: screen.lines.count { !$0.isEmpty }, end: burst.last?.at ?? begun)
        }
        let most = fills.map(\.rows).max() ?? 0
        let full = fills.first { $0.rows > 0 && $0.rows * 10 >= most * 9 }
        return full.map { ($0.end - begun).seconds * 1_000 }
    }

    /// What a program writes at once: reads less than so many milliseconds apart.
    static func bursts(_ chunks: [Chunk], apart milliseconds: Int) -> [[Chunk]] {
        var bursts: [[Chunk]] = []
        for chunk in chunks {
            if let last = bursts.last?.last, chunk.at - last.at < .milliseconds(milliseconds) {
                bursts[bursts.count - 1].append(chunk)
            } else {
                bursts.append([chunk])
            }
        }
        return bursts
    }

    /// Bytes of each frame.
    static func frames(_ chunks: [Chunk]) -> [Double] {
        bursts(chunks, apart: 30).map { burst in
            Double(burst.reduce(0) { $0 + $1.bytes.count })
        }
    }
}
