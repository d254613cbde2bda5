import Foundation
import TerminalHarness
import Testing

/// The recorded demo of the README: real bytes of the real program, played back to the same last screen.
///
/// `SWARMTOP_RENEW_SCREENSHOTS=1 swift test --filter CastTests` writes it to `screenshots/` anew.
@Suite struct CastTests {
    private static let mostBytes = 300_000

    @Test func aDemoIsRecordedAndPlayedBack() throws {
        let journey = try Journey(
            command: ["demo", "first", "--speed", Renewal.isWanted ? "1" : "3"], columns: 110,
            rows: 34)
        journey.terminal.isRecording = true
        journey.expect("One task for three agents.")
        journey.expect("Finance crashes.")
        journey.expect("Done. The crash cost seconds", within: 40)
        journey.expect("✓ 1 done")
        let screen = journey.screen.lines
        let cast = Asciicast(
            journey.terminal.recording, columns: 110, rows: 34,
            title: "swarmtop demo first: an agent crashes, the swarm carries on")
        journey.quit()
        try Self.check(cast.text, last: screen)
        try Renewal.write(cast.text, to: "first.cast")
    }

    @Test func theShippedRecordingIsWellFormed() throws {
        let file = Renewal.folder.appendingPathComponent("first.cast")
        try Self.check(try String(contentsOf: file, encoding: .utf8), last: nil)
    }

    /// Reads it as a player would, with another reader of JSON than the writer.
    private static func check(_ text: String, last: [String]?) throws {
        #expect(text.utf8.count < mostBytes, "\(text.utf8.count) bytes")
        let lines = text.split(separator: "\n").map { Data($0.utf8) }
        let first = try #require(lines.first)
        let header = try #require(
            try JSONSerialization.jsonObject(with: first) as? [String: Any])
        #expect(header["version"] as? Int == 2)
        let columns = try #require(header["width"] as? Int)
        let rows = try #require(header["height"] as? Int)
        let screen = VirtualScreen(columns: columns, rows: rows)
        var before = 0.0
        for line in lines.dropFirst() {
            let event = try #require(try JSONSerialization.jsonObject(with: line) as? [Any])
            let seconds = try #require(event.first as? Double)
            #expect(seconds >= before && event.count == 3 && event[1] as? String == "o")
            before = seconds
            let bytes = try #require(event[2] as? String)
            screen.feed(bytes)
        }
        #expect(before < 30, "\(before) s is too long to watch")
        #expect(screen.contains("Done. The crash cost seconds"), "\(screen.text)")
        if let last { #expect(screen.lines == last) }
    }
}

/// Where pictures and recordings are kept, and whether they are to be written anew.
enum Renewal {
    static let isWanted =
        ProcessInfo.processInfo.environment["SWARMTOP_RENEW_SCREENSHOTS"] == "1"

    static var folder: URL {
        URL(fileURLWithPath: ProcessInfo.processInfo.environment["SWARMTOP_SCREENSHOTS"] ?? source)
    }

    private static var source: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("screenshots").path
    }

    static func write(_ text: String, to name: String) throws {
        guard isWanted else { return }
        try text.write(
            to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
}
