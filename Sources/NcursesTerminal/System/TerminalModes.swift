import CNcurses

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The line discipline of a terminal as it was and as the screen needs it.
///
/// The screen needs every byte as it is, also those the system would make signals of: in a paste they
/// are text. What they mean as keys is for `SignalKey`.
struct TerminalModes {
    let descriptor: Int32
    let saved: termios
    private let raw: termios

    init(of descriptor: Int32) throws(TerminalError) {
        var mode = termios()
        guard tcgetattr(descriptor, &mode) == 0 else {
            throw .system(call: "tcgetattr", code: errno)
        }
        self.descriptor = descriptor
        saved = mode
        cfmakeraw(&mode)
        raw = mode
    }

    func setRaw() { set(raw) }
    func setSaved() { set(saved) }

    private func set(_ mode: termios) {
        var mode = mode
        _ = nc_set_mode(descriptor, &mode)
    }

    /// Whether this process owns the terminal now.
    var isForeground: Bool {
        let group = tcgetpgrp(descriptor)
        return group < 0 || group == getpgrp()
    }
}

/// What is written besides frames.
enum ScreenBytes {
    static let syncBegin = Array("\u{1b}[?2026h".utf8)
    static let syncEnd = Array("\u{1b}[?2026l".utf8)

    /// Bracketed paste, and the mouse with SGR positions: presses, drags and the wheel.
    static func modes(usesMouse: Bool) -> [UInt8] {
        let mouse = usesMouse ? "\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h" : ""
        return Array(("\u{1b}[?2004h\u{1b}[?25l" + mouse).utf8)
    }

    /// Three characters of ambiguous width, then the question where the cursor is; the first frame
    /// clears what this leaves.
    static let widthQuestion = Array("\r─●█\u{1b}[6n\r".utf8)
    /// The column after them where each takes one.
    static let narrowColumn = 4
    /// Asks for a sign that everything before has been read.
    static let readyQuestion = Array("\u{1b}[5n".utf8)

    static let alternateScreen = Array("\u{1b}[?1049h".utf8)

    /// Everything off that may be on; harmless where it is off already.
    static let restore = Array(
        ("\u{1b}[?2026l\u{1b}[?2004l\u{1b}[?1004l\u{1b}[?1006l\u{1b}[?1003l\u{1b}[?1002l\u{1b}[?1000l"
            + "\u{1b}[?1l\u{1b}>\u{1b}[?7h\u{1b}[?1049l\u{1b}[m\u{1b}[?25h").utf8)
}
