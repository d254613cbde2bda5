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
    public func frame(on screen: Size) -> Rect {
        let screenArea = Rect(size: screen)
        return screen.columns < Self.narrowScreen ? screenArea : screenArea.centred(size)
    }

    /// Draws the box and returns the area inside its padding of three columns and two rows.
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
        let isRoomy = frame.height >= 8 && frame.width >= 20
        return frame.inset(columns: isRoomy ? 3 : 1, rows: isRoomy ? 2 : 1)
    }
}
