import SwarmCore
import TerminalUI

/// Where the parts of a bus row stand: `time topic sender → recipient text`, names against the arrow.
///
/// The topic goes below 100 columns; below 60 there is one name: who said it, or whom the swarm said it to.
struct BusColumns {
    private let topic: (column: Int, width: Int)?
    private let sender: (column: Int, width: Int)
    private let recipient: (column: Int, width: Int)?
    private let text: Int
    private let width: Int
    private static let arrow = Glyph(unicode: "→", ascii: ">")

    init(width: Int) {
        let names = width >= 170 ? 18 : 12
        self.width = width
        switch width {
        case ..<60:
            topic = nil
            sender = (11, 11)
            recipient = nil
            text = 23
        case ..<100:
            topic = nil
            sender = (11, names)
            recipient = (11 + names + 3, names + 1)
            text = 11 + 2 * names + 6
        default:
            topic = (12, 16)
            sender = (30, names)
            recipient = (30 + names + 3, names + 1)
            text = 30 + 2 * names + 6
        }
    }

    /// How many lines a row takes when its words are broken instead of cut.
    func height(of row: BusRow, _ look: Look) -> Int { max(1, lines(of: row, look).count) }

    private func lines(of row: BusRow, _ look: Look) -> [StyledText] {
        words(of: row, look).wrapped(to: max(1, width - text))
    }

    private func words(of row: BusRow, _ look: Look, isFresh: Bool = false) -> StyledText {
        var words = StyledText()
        let tone = style(row.tone, look)
        let style = isFresh ? tone.bold : tone
        if let sign = row.sign {
            words.append(sign.glyph, style)
            words.append(" ", style)
        }
        words.append(row.text, style)
        return words
    }

    /// Draws a row in an area of one line, or of as many as `height(of:)` says.
    func draw(_ row: BusRow, on canvas: inout Canvas, in line: Rect, _ glance: Glance) {
        let look = glance.look
        func at(_ column: Int) -> Point { line.origin.moved(columns: column) }
        let isFresh = glance.moves && glance.now - row.at < FreshTime.row
        canvas.withClip(line) { canvas in
            canvas.text(
                glance.times.clock(row.at, decimals: 3), at: at(1), style: look.style(.dim))
            if let topic {
                canvas.text(
                    row.topic, at: at(topic.column), style: look.style(.topic), width: topic.width)
            }
            if recipient == nil, row.isToOne {
                canvas.glyph(Self.arrow, at: at(sender.column), style: look.style(.dim))
                canvas.text(
                    row.recipient, at: at(sender.column + 2), style: look.style(.text),
                    width: sender.width - 2)
            } else {
                canvas.text(
                    row.sender, at: at(sender.column), style: look.style(.text),
                    width: sender.width, alignment: recipient == nil ? .left : .right)
            }
            if let recipient {
                let arrow = row.isFault ? Sign.fault.glyph : Self.arrow
                canvas.glyph(
                    arrow, at: at(recipient.column - 2),
                    style: look.style(row.isFault ? .failed : .dim))
                canvas.text(
                    row.recipient, at: at(recipient.column), style: look.style(.text),
                    width: recipient.width)
            }
            guard line.height > 1 else {
                canvas.text(
                    words(of: row, look, isFresh: isFresh), at: at(text),
                    width: max(0, line.width - text))
                return
            }
            for (place, words) in lines(of: row, look).prefix(line.height).enumerated() {
                canvas.text(
                    words, at: at(text).moved(rows: place), width: max(0, line.width - text))
            }
        }
    }

    private func style(_ tone: BusRow.Tone, _ look: Look) -> Style {
        switch tone {
        case .plain: look.style(.text)
        case .story: look.strong(.bright)
        case .role(let role): look.style(role)
        }
    }
}
