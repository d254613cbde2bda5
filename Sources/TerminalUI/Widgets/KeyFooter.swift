/// The keys that work here, in one row: `n new task   p pause   r retry: nothing failed`.
///
/// A key that cannot work is shown as a whole in the style for that, with its reason as label.
/// Keys that do not fit are left out, from the right.
public struct KeyFooter {
    public struct Item: Hashable, Sendable {
        public var key: String
        public var label: String
        public var isEnabled: Bool

        public init(_ key: String, _ label: String, isEnabled: Bool = true) {
            self.key = key
            self.label = label
            self.isEnabled = isEnabled
        }
    }

    public struct Look: Hashable, Sendable {
        public var key: Style
        public var label: Style
        public var disabled: Style

        public init(key: Style, label: Style, disabled: Style) {
            self.key = key
            self.label = label
            self.disabled = disabled
        }
    }

    public var items: [Item]
    public var look: Look

    public init(_ items: [Item], look: Look) {
        self.items = items
        self.look = look
    }

    /// Returns the items that were drawn, with their cells, so that they can be clicked.
    @discardableResult
    public func draw(on canvas: inout Canvas, in area: Rect) -> [(item: Item, area: Rect)] {
        let area = area.row(0)
        guard !area.isEmpty else { return [] }
        var drawn: [(item: Item, area: Rect)] = []
        var column = area.left
        for item in items {
            let line: StyledText = [
                Span(item.key, item.isEnabled ? look.key : look.disabled),
                Span(" " + item.label, item.isEnabled ? look.label : look.disabled),
            ]
            let width = line.columns
            guard column + width <= area.right else { break }
            canvas.text(line, at: Point(column: column, row: area.top))
            drawn.append((item, Rect(column: column, row: area.top, width: width, height: 1)))
            column += width + 3
        }
        return drawn
    }
}
