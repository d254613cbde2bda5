import CVTerm

/// A terminal in memory (libvterm): bytes in, a screen out.
///
/// Not `Sendable`: one per test.
public final class VirtualScreen {
    public struct Cell: Hashable, Sendable {
        public var text: String
        /// Columns it takes; the right half of a wide cell is an empty cell of its own.
        public var width: Int
        public var isBold: Bool
        public var isItalic: Bool
        public var isUnderlined: Bool
        public var isReversed: Bool
        /// `0xRRGGBB`; nil for the terminal's own colour.
        public var foreground: Int?
        public var background: Int?
        /// The number in the 256 colours; nil for a direct or default colour.
        public var foregroundIndex: Int?
    }

    public private(set) var columns: Int
    public private(set) var rows: Int
    private let terminal: OpaquePointer
    private let screen: OpaquePointer
    private let modes = UnsafeMutablePointer<vt_modes>.allocate(capacity: 1)

    public init(columns: Int = 80, rows: Int = 24) {
        self.columns = columns
        self.rows = rows
        modes.initialize(to: vt_modes(alternate_screen: 0, cursor_visible: 1, mouse: 0))
        terminal = vterm_new(Int32(rows), Int32(columns))
        vterm_set_utf8(terminal, 1)
        screen = vterm_obtain_screen(terminal)
        vterm_screen_enable_altscreen(screen, 1)
        vt_watch(screen, modes)
        vterm_screen_reset(screen, 1)
    }

    deinit {
        vterm_free(terminal)
        modes.deallocate()
    }

    public func feed(_ bytes: some Collection<UInt8>) {
        let characters = bytes.map { CChar(bitPattern: $0) }
        _ = vterm_input_write(terminal, characters, characters.count)
    }

    public func feed(_ text: String) {
        feed(Array(text.utf8))
    }

    public func resize(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        vterm_set_size(terminal, Int32(rows), Int32(columns))
    }

    public var isAlternateScreen: Bool { modes.pointee.alternate_screen != 0 }
    public var isCursorVisible: Bool { modes.pointee.cursor_visible != 0 }
    public var isMouseOn: Bool { modes.pointee.mouse != 0 }

    /// What the terminal answers to the questions it was fed, such as where its cursor is.
    public func takeReplies() -> [UInt8] {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = vterm_output_read(terminal, &buffer, buffer.count)
        return buffer[..<count].map { UInt8(bitPattern: $0) }
    }

    /// Whether a paste would come with marks around it.
    public var isPasteBracketed: Bool { !sent { vterm_keyboard_start_paste(terminal) }.isEmpty }
    /// Whether it tells the program that its window was chosen.
    public var isFocusReported: Bool {
        !sent { vterm_state_focus_in(vterm_obtain_state(terminal)) }.isEmpty
    }
    /// Whether arrow keys are sent as a full-screen program may want them (`ESC O A`).
    public var hasApplicationKeys: Bool {
        sent { vterm_keyboard_key(terminal, VTERM_KEY_UP, VTERM_MOD_NONE) }
            != Array("\u{1B}[A".utf8)
    }
    /// Whether text written now has no attribute and no colour of its own.
    public var hasPlainPen: Bool { vt_has_plain_pen(terminal) != 0 }

    /// What the terminal sends to the program because of that; the replies are taken before.
    private func sent(_ act: () -> Void) -> [UInt8] {
        act()
        return takeReplies()
    }

    public func cell(column: Int, row: Int) -> Cell {
        var cell = VTermScreenCell()
        _ = vterm_screen_get_cell(screen, VTermPos(row: Int32(row), col: Int32(column)), &cell)
        var text = String.UnicodeScalarView()
        withUnsafeBytes(of: cell.chars) { bytes in
            for value in bytes.bindMemory(to: UInt32.self) {
                guard value != 0, let scalar = Unicode.Scalar(value) else { break }
                text.append(scalar)
            }
        }
        let index = Int(vt_index(&cell.fg))
        let foreground = Int(vt_rgb(screen, &cell.fg))
        let background = Int(vt_rgb(screen, &cell.bg))
        return Cell(
            text: String(text), width: Int(cell.width), isBold: cell.attrs.bold != 0,
            isItalic: cell.attrs.italic != 0, isUnderlined: cell.attrs.underline != 0,
            isReversed: cell.attrs.reverse != 0, foreground: foreground < 0 ? nil : foreground,
            background: background < 0 ? nil : background, foregroundIndex: index < 0 ? nil : index)
    }

    /// One row as text, blanks at its end removed.
    public func line(_ row: Int) -> String {
        var text = ""
        var column = 0
        while column < columns {
            let cell = cell(column: column, row: row)
            text += cell.text.isEmpty ? " " : cell.text
            column += max(1, cell.width)
        }
        while text.last == " " { text.removeLast() }
        return text
    }

    public var lines: [String] { (0..<rows).map(line) }
    public var text: String { lines.joined(separator: "\n") }

    public func contains(_ text: String) -> Bool {
        lines.contains { $0.contains(text) }
    }

    public var cursor: (column: Int, row: Int) {
        var position = VTermPos()
        vterm_state_get_cursorpos(vterm_obtain_state(terminal), &position)
        return (Int(position.col), Int(position.row))
    }
}
