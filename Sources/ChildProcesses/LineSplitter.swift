/// Cuts a stream of bytes into lines, in memory bounded by the longest line.
public struct LineSplitter: Sendable {
    /// One line without its end.
    public struct Line: Hashable, Sendable {
        public var bytes: [UInt8]
        /// Whether bytes were left out at its end because it was too long.
        public var isCut: Bool
    }

    private let mostBytes: Int
    private var rest: [UInt8] = []
    private var isCut = false

    /// Lines keep at most `mostBytes` bytes; what follows up to their end is left out.
    public init(mostBytes: Int) { self.mostBytes = mostBytes }

    /// Takes in bytes; the lines that are whole now. A line ends with LF or CR LF.
    public mutating func take(_ bytes: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var start = 0
        while let end = bytes[start...].firstIndex(of: 0x0A) {
            keep(bytes[start..<end])
            lines.append(ended())
            start = end + 1
        }
        keep(bytes[start...])
        return lines
    }

    /// The last line, when the stream ended without a line end.
    public mutating func finish() -> Line? {
        rest.isEmpty && !isCut ? nil : ended()
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        let room = mostBytes - rest.count
        rest.append(contentsOf: bytes.prefix(room))
        if bytes.count > room { isCut = true }
    }

    private mutating func ended() -> Line {
        defer {
            rest = []
            isCut = false
        }
        if rest.last == 0x0D, !isCut { rest.removeLast() }
        return Line(bytes: rest, isCut: isCut)
    }
}
