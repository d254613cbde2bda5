/// A box over everything, which goes back to one tone.
public struct Dialog {
    public struct Look: Hashable, Sendable {
        /// The one tone behind the box.
        public var behind: Color?
        public var ground: Color?
        public var panel: Color?
        public var box: Style
        public var title: Style
        public var note: Style

        public init(
            behind: Color?, ground: Color?, panel: Color?, box: Style, title: Style, note: Style
        ) {
            self.behind = behind
            self.ground = ground
            self.panel = panel
            self.box = box
            self.title = title
            self.note = note
        }
    }

    /// Narrower screens give a dialog all their cells.
    public static let narrowScreen = 90

    public var title: String
    public var note: String
    /// With the box and its padding.
    public var size: Size
    public var look: Look

    public init(title: String, note: String = "", size: Size, look: Look) {
        self.title = title
        self.note = note
        self.size = size
        self.look = look
    }

    /// Where the box stands on a screen of that size.
    public func frame(on screen: Size) -> Rect { Self.frame(of: size, on: screen) }

    private static func frame(of size: Size, on screen: Size) -> Rect {
        let screenArea = Rect(size: screen)
        return screen.columns < narrowScreen ? screenArea : screenArea.centred(size)
    }

    /// The area inside a box of that size and its padding of three columns and two rows; of less where there is
    /// little room, in the box or on the screen.
    public static func area(of size: Size, on screen: Size) -> Rect {
        let frame = frame(of: size, on: screen)
        guard frame.height >= 8, frame.width >= 20 else { return frame.inset(columns: 1, rows: 1) }
        return frame.inset(
            columns: screen.columns >= 50 ? 3 : 2, rows: screen.rows >= 13 ? 2 : 1)
    }

    /// Draws the box and returns the area inside.
    @discardableResult
    public func draw(on canvas: inout Canvas) -> Rect {
        let frame = frame(on: canvas.size)
        canvas.recede(foreground: look.behind, background: look.ground)
        canvas.fill(frame, style: Style(background: look.panel))
        canvas.box(frame, style: look.box)
        canvas.withClip(frame.inset(columns: 1)) { canvas in
            var used = 0
            if !title.isEmpty {
                used = canvas.text(
                    " " + title + " ", at: frame.origin.moved(columns: 2), style: look.title,
                    width: max(0, frame.width - 4))
            }
            let room = frame.width - used - 6
            if !note.isEmpty, TextWidth.of(note, upTo: room) + 2 <= room {
                canvas.text(
                    " " + note + " ", at: Point(column: frame.right - 2, row: frame.top),
                    style: look.note, alignment: .right)
            }
        }
        return Self.area(of: size, on: canvas.size)
    }
}
