import TerminalUI

/// Turns bytes from a terminal into keys, pastes and mouse events.
///
/// A value: it does no I/O and has no clock. Reports the terminal sends by itself or when hostile
/// text asked it to (cursor position, device attributes, colours, titles) are never taken for keys:
/// the two kinds this program asks for are put aside, the rest is swallowed. Pending bytes are bounded by 64 KiB, a paste by 1 MiB; what is beyond is
/// dropped.
struct InputDecoder {
    /// What the bytes at the front are.
    enum Step: Equatable {
        case event(TerminalEvent, length: Int)
        case report(TerminalReport, length: Int)
        case pasteBegins(length: Int)
        case nothing(length: Int)
        case incomplete
    }

    static let pasteLimit = 1_048_576
    static let pendingLimit = 65_536
    private static let reportLimit = 64
    private static let pasteEnd = Array("\u{1b}[201~".utf8)

    /// Key sequences of this terminal that are not the usual ones.
    private let special: [(bytes: [UInt8], key: Key)]
    private var pending: [UInt8] = []
    private var paste: [UInt8]?
    private var reports: [TerminalReport] = []
    /// How many Ctrl-C came in a row, each alone, since a paste was begun.
    private var interrupts = 0

    init(special: [(bytes: [UInt8], key: Key)] = []) {
        self.special = special.filter { $0.bytes.count > 1 && $0.bytes.first == 0x1B }
    }

    /// How long to wait for more before `flush` decides; nil when nothing is pending.
    ///
    /// A lone escape waits 25 ms to become a key; a sequence that was begun 100 ms; a paste 1 s.
    var patience: Duration? {
        if paste != nil { return .seconds(1) }
        guard let first = pending.first else { return nil }
        let isShort = first == 0x1B && pending.count <= 2
        return .milliseconds(isShort ? 25 : 100)
    }

    mutating func decode(_ bytes: some Sequence<UInt8>) -> [TerminalEvent] {
        let start = pending.count
        pending += bytes
        if giveUpPaste(for: pending[start...]) { return flush() + [.key(Key("c", .control))] }
        var events: [TerminalEvent] = []
        var place = 0
        while place < pending.count {
            if paste != nil {
                guard let end = takePaste(from: place) else { return events }
                events.append(finishPaste())
                place = end
                continue
            }
            switch step(pending[place...]) {
            case .event(let event, let length):
                events.append(event)
                place += length
            case .report(let report, let length):
                if reports.count < Self.reportLimit { reports.append(report) }
                place += length
            case .nothing(let length): place += length
            case .pasteBegins(let length):
                paste = []
                place += length
            case .incomplete:
                pending.removeFirst(place)
                if pending.count > Self.pendingLimit { pending = [] }
                return events
            }
        }
        pending = []
        return events
    }

    /// What the terminal answered since the last time.
    mutating func takeReports() -> [TerminalReport] {
        defer { reports = [] }
        return reports
    }

    /// Decides about what is pending, because nothing more came.
    mutating func flush() -> [TerminalEvent] {
        let rest = pending
        pending = []
        if paste != nil {
            append(toPaste: rest[...])
            return [finishPaste()]
        }
        guard rest.first == 0x1B else { return [] }
        if rest.count == 1 { return [.key(Key(.escape))] }
        guard rest.count == 2 else { return [] }
        if rest[1] == 0x1B { return [.key(Key(.escape)), .key(Key(.escape))] }
        let character = Character(Unicode.Scalar(rest[1]))
        return (0x20..<0x7F).contains(rest[1]) ? [.key(Key(character, .alt))] : []
    }

    /// Whether a paste whose end never came is given up: somebody presses Ctrl-C again and again.
    private mutating func giveUpPaste(for bytes: ArraySlice<UInt8>) -> Bool {
        interrupts = paste != nil && bytes.elementsEqual([0x03]) ? interrupts + 1 : 0
        guard interrupts == 3 else { return false }
        interrupts = 0
        return true
    }

    /// Moves what belongs to the paste; the index after its end, or nil when it goes on.
    private mutating func takePaste(from start: Int) -> Int? {
        let rest = pending[start...]
        let mark = Self.pasteEnd
        var index = rest.startIndex
        while let escape = rest[index...].firstIndex(of: 0x1B) {
            let candidate = rest[escape...].prefix(mark.count)
            if candidate.elementsEqual(mark) {
                append(toPaste: rest[..<escape])
                return escape + mark.count
            }
            if candidate.count < mark.count, candidate.elementsEqual(mark.prefix(candidate.count)) {
                append(toPaste: rest[..<escape])
                pending = Array(rest[escape...])
                return nil
            }
            index = escape + 1
        }
        append(toPaste: rest)
        pending = []
        return nil
    }

    private mutating func append(toPaste bytes: ArraySlice<UInt8>) {
        let room = Self.pasteLimit - (paste?.count ?? 0)
        paste?.append(contentsOf: bytes.prefix(max(0, room)))
    }

    private mutating func finishPaste() -> TerminalEvent {
        let text = String(decoding: paste ?? [], as: UTF8.self)
        paste = nil
        return .paste(text)
    }

    private func step(_ bytes: ArraySlice<UInt8>) -> Step {
        if bytes.first == 0x1B {
            for (sequence, key) in special {
                if bytes.starts(with: sequence) {
                    return .event(.key(key), length: sequence.count)
                }
                if bytes.count < sequence.count, sequence.starts(with: bytes), bytes.count > 2 {
                    return .incomplete
                }
            }
        }
        return KeyBytes.step(bytes)
    }
}

/// An answer of the terminal to a question this program asks.
enum TerminalReport: Hashable {
    /// Where its cursor is, from 1 (`ESC [ 6 n`).
    case cursor(column: Int)
    /// That it has come so far (`ESC [ 5 n`).
    case ready
}
