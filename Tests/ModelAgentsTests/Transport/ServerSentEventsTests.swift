import ModelAgents
import Testing

/// What the decoder makes of a stream, however it is cut.
@Suite struct ServerSentEventsTests {
    typealias Event = ServerSentEvents.Event

    private func events(_ text: String, piece: Int = .max) throws -> [Event] {
        try Self.events(Array(text.utf8), piece: piece)
    }

    static func events(_ bytes: [UInt8], piece: Int) throws -> [Event] {
        var decoder = ServerSentEvents()
        var events: [Event] = []
        var start = 0
        while start < bytes.count {
            let end = start + min(piece, bytes.count - start)
            events += try decoder.feed(Array(bytes[start..<end]))
            start = end
        }
        return events
    }

    private func event(_ data: String, name: String = "message") -> Event {
        Event(name: name, data: Array(data.utf8))
    }

    @Test(arguments: [1, 2, 3, 5, 1_000])
    func linesEndAtEitherMarkOrBothWhereverTheyAreCut(piece: Int) throws {
        let text = "data: a\n\ndata: b\r\n\r\ndata: c\r\rdata: d\r\n\ndata: e\n\r\n"
        #expect(try events(text, piece: piece) == ["a", "b", "c", "d", "e"].map { event($0) })
    }

    @Test(arguments: [1, 2, 4, 1_000])
    func aByteOrderMarkIsPassedOverAtTheBeginningOnly(piece: Int) throws {
        let text = "\u{FEFF}data: a\n\n\u{FEFF}data: b\n\n"
        #expect(try events(text, piece: piece) == [event("a")])
    }

    @Test func namesDataAndTheirOneLeadingSpace() throws {
        let text = "event: ping\ndata:a\ndata:  b\ndata\n\ndata: c\n\nevent:x\nevent\ndata:d\n\n"
        #expect(try events(text) == [event("a\n b\n", name: "ping"), event("c"), event("d")])
    }

    @Test func commentsAndOtherFieldsSayNothing() throws {
        let text = ": ping\n\nid: 1\nretry: 10\nDATA: no\n data: no\n\nevent: lost\n\ndata: a\n\n"
        #expect(try events(text) == [event("a")])
    }

    @Test func anEmptyDataLineIsAnEvent() throws {
        #expect(try events("data\n\ndata:\n\n") == [event(""), event("")])
    }

    @Test func whatNoBlankLineEndsIsNoEvent() throws {
        #expect(try events("data: a\n\ndata: b\n") == [event("a")])
        #expect(try events("data: a\n\ndata: b") == [event("a")])
    }

    @Test(arguments: [1, 2, 3])
    func aCharacterCutInTwoComesOutWhole(piece: Int) throws {
        #expect(try events("data: 漢字😀\n\n", piece: piece) == [event("漢字😀")])
    }

    @Test func aCutAtEveryByteNeverInventsAnEvent() throws {
        let text = Array("\u{FEFF}event: a\r\ndata: 漢\rdata: b\r\n\r\n: c\n\ndata: d\n\n".utf8)
        let whole = try Self.events(text, piece: .max)
        #expect(whole.count == 2)
        for cut in 0...text.count {
            let part = try Self.events(Array(text[..<cut]), piece: .max)
            #expect(part == Array(whole.prefix(part.count)))
            var decoder = ServerSentEvents()
            let joined = try decoder.feed(Array(text[..<cut])) + decoder.feed(Array(text[cut...]))
            #expect(joined == whole)
        }
    }

    @Test func lineAndEventGrowToTheLimitAndNoFurther() throws {
        for text in [
            "data: " + String(repeating: "a", count: 100), ":" + String(repeating: "a", count: 100),
        ] {
            var decoder = ServerSentEvents(mostBytes: 64)
            #expect(throws: TransportFault.tooLarge) { try decoder.feed(Array(text.utf8)) }
            decoder = ServerSentEvents(mostBytes: 64)
            #expect(throws: TransportFault.tooLarge) {
                for byte in text.utf8 { _ = try decoder.feed([byte]) }
            }
        }
        var decoder = ServerSentEvents(mostBytes: 64)
        #expect(throws: TransportFault.tooLarge) {
            for _ in 0..<100 { _ = try decoder.feed(Array("data: a\n".utf8)) }
        }
        decoder = ServerSentEvents(mostBytes: 64)
        for _ in 0..<100 { #expect(try decoder.feed(Array("data: a\n\n".utf8)).count == 1) }
    }

    /// Steps, not time: a decoder that looked at what it holds again with every byte would not come to an end.
    @Test(.timeLimit(.minutes(1))) func aLongLineByteByByteIsReadOnce() throws {
        var decoder = ServerSentEvents()
        for byte in "data: ".utf8 { _ = try decoder.feed([byte]) }
        for _ in 0..<400_000 { _ = try decoder.feed([0x61]) }
        #expect(try decoder.feed([10, 10]).map(\.data.count) == [400_000])
    }
}
