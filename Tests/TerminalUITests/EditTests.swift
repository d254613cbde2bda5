import Testing

@testable import TerminalUI

@Suite("Typing into a field")
struct EditTests {
    private func typed(_ edit: TextEdit, _ keys: Key...) -> TextEdit {
        var edit = edit
        for key in keys { edit.handle(key) }
        return edit
    }

    @Test("inserts, moves and deletes at the cursor")
    func editing() {
        var edit = typed(TextEdit("abc"), Key(.left), Key("X"), Key(.home), Key(.delete))
        #expect(edit.text == "bXc" && edit.cursor == 0)
        edit = typed(edit, Key(.end), Key(.backspace), Key(.backspace), Key(.backspace))
        edit = typed(edit, Key(.backspace), Key(.left), Key(.delete))
        #expect(edit.isEmpty && edit.cursor == 0)
    }

    @Test("deletes words and lines")
    func words() {
        let edit = TextEdit("one two  three")
        #expect(typed(edit, Key("w", .control)).text == "one two  ")
        #expect(typed(edit, Key("w", .control), Key("w", .control)).text == "one ")
        #expect(typed(edit, Key("u", .control)).isEmpty)
        #expect(typed(edit, Key(.left, .control), Key(.left, .control)).cursor == 4)
        #expect(!TextEdit("a").isEmpty)
    }

    @Test("leaves keys to the form that are none of its own")
    func foreign() {
        var edit = TextEdit("a")
        for key in [Key(.enter), Key(.escape), Key(.tab), Key("p", .control), Key(.up)] {
            let isTaken = edit.handle(key)
            #expect(!isTaken)
        }
        #expect(edit.text == "a")
    }

    @Test("takes a paste as text: no controls, no line break in one line, never too much")
    func paste() {
        var line = TextEdit(limit: 8)
        line.insert("a\u{1b}[2J\nb\u{0}\tcdefgh")
        #expect(line.text == "a[2J b c")
        var area = TextEdit(isMultiline: true)
        area.insert("a\r\nb")
        #expect(area.text == "a\nb")
    }

    private let look = TextField.Look(text: .plain, placeholder: .plain, cursor: .plain)

    private func shown(_ edit: TextEdit, _ columns: Int, _ rows: Int) -> String {
        var canvas = Canvas(size: Size(columns: columns, rows: rows))
        TextField(edit, placeholder: "type", isActive: true, look: look)
            .draw(on: &canvas, in: canvas.bounds)
        return canvas.text
    }

    @Test("one line scrolls sideways to its cursor")
    func sideways() {
        #expect(shown(TextEdit("abcdefgh"), 5, 1) == "efgh▏")
        #expect(shown(TextEdit(), 5, 1) == "▏type")
        #expect(shown(TextEdit("漢字漢字"), 5, 1) == "漢字▏")
    }

    @Test("several lines are wrapped at words and scroll down to the cursor")
    func wrapped() {
        let edit = TextEdit("one two three\nfour", isMultiline: true)
        #expect(shown(edit, 8, 4) == "one two\nthree\nfour▏\n")
        #expect(shown(edit, 8, 2) == "three\nfour▏")
        #expect(TextField.height(of: edit, width: 8) == 3)
        #expect(shown(TextEdit("one two three", isMultiline: true), 7, 2) == "one two\nthree▏")
    }
}

@Suite("A list that scrolls")
struct ScrollTests {
    @Test("keeps the cursor on its id while rows come and go")
    func keepsCursor() {
        var scroll = ScrollState<Int>()
        scroll.update(Array(0..<10), height: 4)
        scroll.move(by: 5, in: Array(0..<10))
        #expect(scroll.cursor == 5 && scroll.visible == 2..<6)
        let shifted = [90, 91] + Array(0..<10)
        scroll.update(shifted, height: 4)
        #expect(scroll.cursor == 5 && scroll.visible == 4..<8)
        scroll.update(shifted.filter { $0 != 5 }, height: 4)
        #expect(scroll.cursor == 6)
        scroll.update([Int](), height: 4)
        #expect(scroll.cursor == nil && scroll.visible.isEmpty)
    }

    @Test("a list in its own order stays at its first row, as far as the cursor lets it")
    func staysAtTop() {
        var scroll = ScrollState<Int>(staysAtTop: true)
        scroll.update(Array(0..<10), height: 4)
        // What was first falls behind: the cursor's row stays in view, just.
        scroll.update([7, 8, 9, 1, 2, 0, 3, 4, 5, 6], height: 4)
        #expect(scroll.cursor == 0 && scroll.visible == 2..<6)
        scroll.update([7, 0, 8, 9, 1, 2, 3, 4, 5, 6], height: 4)
        #expect(scroll.cursor == 0 && scroll.visible == 0..<4)
        // Who moves away from the top keeps what is in view.
        scroll.moveToEnd(in: [7, 0, 8, 9, 1, 2, 3, 4, 5, 6])
        scroll.update([6, 5, 4, 3, 2, 1, 9, 8, 0, 7], height: 4)
        #expect(scroll.cursor == 6 && scroll.visible == 0..<4)
        scroll.update([7, 0, 8, 9, 1, 2, 3, 4, 5, 6, 10], height: 4)
        #expect(scroll.cursor == 6 && scroll.visible.contains(9))
    }

    @Test("follows the newest row until the cursor goes up")
    func follow() {
        var scroll = ScrollState<Int>(isFollowing: true)
        scroll.update(Array(0..<10), height: 3)
        #expect(scroll.visible == 7..<10)
        scroll.move(by: -1, in: Array(0..<10))
        #expect(!scroll.isFollowing)
        scroll.update(Array(0..<15), height: 3)
        #expect(scroll.visible == 7..<10 && scroll.unseenCount == 5)
        scroll.follow(true)
        scroll.update(Array(0..<16), height: 3)
        #expect(scroll.visible == 13..<16 && scroll.unseenCount == 0)
    }

    @Test("moves by rows and pages and stops at the ends")
    func moves() {
        let ids = Array(0..<100)
        var scroll = ScrollState<Int>()
        scroll.update(ids, height: 10)
        scroll.page(by: 1, share: 0.5, in: ids)
        #expect(scroll.cursor == 5)
        scroll.move(by: .max, in: ids)
        scroll.move(by: -1_000, in: ids)
        #expect(scroll.cursor == 0 && scroll.offset == 0)
        scroll.moveToEnd(in: ids)
        #expect(scroll.visible == 90..<100)
        let isThere = scroll.select(42, in: ids)
        #expect(isThere)
        #expect(scroll.visible.contains(42))
        let isFound = scroll.select(1_000, in: ids)
        #expect(!isFound)
        scroll.update(ids, height: 0)
        #expect(scroll.visible.isEmpty)
    }
}
