import CNcurses
import TerminalUI

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Gives the cells that changed to ncurses and collects the bytes it makes of them.
///
/// ncurses writes to a file in memory, so a frame is known as a whole before any of it is sent.
final class FrameWriter {
    private let memory: Int32
    private let screen: OpaquePointer
    private let row: UnsafeMutablePointer<cchar_t>
    private var pairs: ColorPairs
    private var shown: Canvas?
    private var scalars: [UInt32] = []
    /// The style of the latest cell and its pair: neighbours mostly have the same.
    private var latest = (style: Style.plain, pair: Int32(0))
    private var economy = StyleEconomy()

    /// Nil when ncurses does not know the terminal.
    init?(terminal: String, isColorless: Bool) {
        let memory = nc_memory_file("swarmtop-frame")
        let input = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard memory >= 0, input >= 0, let screen = nc_newterm(terminal, memory, input) else {
            return nil
        }
        guard let row = nc_row_new(Int32(Size.largest.columns)) else {
            delscreen(screen)
            return nil
        }
        self.memory = memory
        self.screen = screen
        self.row = row
        set_term(screen)
        nonl()
        typeahead(-1)
        curs_set(0)
        leaveok(nc_window(), true)
        // Until a screen was ended and taken up again ncurses writes out each movement of the cursor by itself, a
        // hundred a frame. The terminal need not see it.
        doupdate()
        let begun = lseek(memory, 0, SEEK_CUR)
        endwin()
        doupdate()
        lseek(memory, begun, SEEK_SET)
        var depth = TerminalCapabilities.ColorDepth.mono
        if !isColorless, has_colors(), start_color() == OK, use_default_colors() == OK {
            depth = ColorDepthChoice.depth(colors: Int(nc_colors()))
        }
        pairs = ColorPairs(depth: depth, colors: nc_colors())
    }

    var depth: TerminalCapabilities.ColorDepth { pairs.depth }

    /// Forgets what is on the screen: the next frame is drawn whole.
    func invalidate() {
        shown = nil
        economy.forget()
        werase(nc_window())
        clearok(nc_window(), true)
    }

    func resize(to size: Size) {
        resizeterm(Int32(max(1, size.rows)), Int32(max(1, size.columns)))
        invalidate()
    }

    /// The bytes that bring the screen from the last frame to this one; none when they are equal.
    func frame(_ canvas: Canvas) -> [UInt8] {
        let hasTooManyPairs = pairs.isFull
        if hasTooManyPairs {
            pairs.forgetAll()
            latest = (.plain, 0)
        }
        if hasTooManyPairs || shown?.size != canvas.size { invalidate() }
        var stages = StyleStages()
        for row in 0..<canvas.size.rows { put(row, of: canvas, &stages) }
        let staged = stages.all()
        var begun = 0
        for end in staged.ends {
            for run in staged.runs[begun..<end] {
                let cells = canvas.cells(inRow: run.row).dropFirst(run.columns.lowerBound)
                put(
                    cells.prefix(run.columns.count), row: run.row, column: run.columns.lowerBound)
            }
            begun = end
            write()
        }
        shown = canvas
        return flush()
    }

    /// Lets ncurses write what it was given.
    private func write() {
        wnoutrefresh(nc_window())
        doupdate()
    }

    /// Lets ncurses write and takes the bytes.
    func flush() -> [UInt8] {
        write()
        let size = Int(lseek(memory, 0, SEEK_CUR))
        guard size > 0 else { return [] }
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(0, pread(memory, buffer.baseAddress, size, 0))
        }
        lseek(memory, 0, SEEK_SET)
        return economy.lean(bytes)
    }

    /// What this terminal sends for its keys, by terminfo.
    func keySequence(_ capability: String) -> [UInt8]? {
        nc_capability(capability).map { Array(UnsafeBufferPointer(start: $0, count: strlen($0))) }
            .map { $0.map { UInt8(bitPattern: $0) } }
    }

    /// The columns this system gives a character; -1 when it does not know it.
    static func systemWidth(of scalar: UInt32) -> Int {
        Int(nc_width(scalar))
    }

    func close() {
        endwin()
        delscreen(screen)
        free(row)
        Self.closeDescriptor(memory)
    }

    private static func closeDescriptor(_ descriptor: Int32) {
        #if canImport(Glibc)
            Glibc.close(descriptor)
        #else
            Darwin.close(descriptor)
        #endif
    }

    /// Gives ncurses the cells between the first and the last one that differ.
    ///
    /// Where wide symbols come or go the cells are blanked first: ncurses, repairing the halves of
    /// an old symbol, would take a new one beside it for its other half.
    private func put(_ row: Int, of canvas: Canvas, _ stages: inout StyleStages) {
        guard let shown, shown.size == canvas.size else {
            put(canvas.cells(inRow: row), row: row, column: 0)
            return
        }
        let new = canvas.cells(inRow: row)
        let old = shown.cells(inRow: row)
        // Most rows are as they were: looked at where they lie, as bytes.
        if Self.areSameBytes(new, old) { return }
        new.withUnsafeBufferPointer { cells in
            old.withUnsafeBufferPointer { put(row, from: $0, to: cells, of: new, &stages) }
        }
    }

    /// The same, with both rows where they lie; `slice` is the new one.
    private func put(
        _ row: Int, from old: UnsafeBufferPointer<Cell>, to cells: UnsafeBufferPointer<Cell>,
        of slice: ArraySlice<Cell>, _ stages: inout StyleStages
    ) {
        guard var first = cells.indices.first(where: { cells[$0] != old[$0] }) else { return }
        var last = cells.count
        while cells[last - 1] == old[last - 1] { last -= 1 }
        func isHalf(_ column: Int) -> Bool {
            cells[column].symbol.isContinuation || old[column].symbol.isContinuation
        }
        while first > 0, isHalf(first) { first -= 1 }
        while last < cells.count, isHalf(last) { last += 1 }
        if (first..<last).contains(where: isHalf) {
            let blanks = [Cell](repeating: .blank, count: last - first)
            put(blanks[...], row: row, column: first)
            put(slice.dropFirst(first).prefix(last - first), row: row, column: first)
        } else if depth == .trueColor {
            stages.add(first..<last, row: row, from: old, to: cells)
        } else {
            put(slice.dropFirst(first).prefix(last - first), row: row, column: first)
        }
    }

    private static func areSameBytes(_ one: ArraySlice<Cell>, _ other: ArraySlice<Cell>) -> Bool {
        one.withUnsafeBytes { one in
            other.withUnsafeBytes { other in
                guard let start = one.baseAddress, let otherStart = other.baseAddress,
                    one.count == other.count
                else { return one.count == other.count }
                return memcmp(start, otherStart, one.count) == 0
            }
        }
    }

    /// One call for a run of narrow cells, one for each wide cell.
    private func put(_ cells: ArraySlice<Cell>, row rowIndex: Int, column: Int) {
        var start = column
        var count = 0
        func send() {
            if count > 0 {
                nc_put_cells(nc_window(), Int32(rowIndex), Int32(start), row, Int32(count))
            }
            count = 0
        }
        for (offset, cell) in cells.enumerated() where !cell.symbol.isContinuation {
            let position = column + offset
            if count == 0 { start = position }
            guard cell.symbol.columns == 1 else {
                send()
                putWide(cell, row: rowIndex, column: position)
                continue
            }
            set(cell, at: count)
            count += 1
        }
        send()
    }

    private func putWide(_ cell: Cell, row rowIndex: Int, column: Int) {
        set(cell, at: 0)
        if nc_width(cell.symbol.base) == 2 {
            nc_put_cell(nc_window(), Int32(rowIndex), Int32(column), row)
        } else {
            set(cell, at: 1)
            nc_put_cells(nc_window(), Int32(rowIndex), Int32(column), row, 2)
        }
    }

    private func pair(for style: Style) -> Int32 {
        if style != latest.style { latest = (style, pairs.number(for: style)) }
        return latest.pair
    }

    /// A character of which this system has another width becomes `?`: ncurses would shift the row.
    private func set(_ cell: Cell, at index: Int) {
        let symbol = cell.symbol
        let isPlain = symbol.base < 0x7F || nc_width(symbol.base) == Int32(symbol.columns)
        let attributes = Int32(cell.style.attributes.rawValue)
        let pair = pair(for: cell.style)
        guard isPlain, symbol.hasMarks else {
            var scalar = isPlain ? symbol.base : 0x3F
            if nc_set_cell(row, Int32(index), &scalar, 1, attributes, pair) == 0 {
                _ = nc_set_cell(row, Int32(index), [0x3F], 1, attributes, pair)
            }
            return
        }
        scalars.removeAll(keepingCapacity: true)
        scalars.append(symbol.base)
        scalars += symbol.marks.filter { nc_width($0) == 0 }
        let isSet = nc_set_cell(
            row, Int32(index), scalars, Int32(scalars.count), attributes, pair)
        if isSet == 0 { _ = nc_set_cell(row, Int32(index), [0x3F], 1, attributes, pair) }
    }
}
