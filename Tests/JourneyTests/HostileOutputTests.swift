import Foundation
import HostileText
import TerminalHarness
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Hostile text in tasks, files and arguments of the real program: what it writes cannot act, and JSON stays JSON.
@Suite struct HostileOutputTests {
    /// As an argument or a file's name can be: no NUL, not too long, no line of its own.
    private static let arguments = HostileText.corpus.map { sample in
        String(
            String.UnicodeScalarView(sample.text.unicodeScalars.filter { $0 != "\0" }.prefix(60)))
    }
    private static let plain = ["TERM": "dumb", "COLORTERM": ""]

    /// Nothing but text, line ends, and marks for the rest.
    private func expectInert(
        _ text: String, _ place: String, _ location: SourceLocation = #_sourceLocation
    ) {
        let bad = text.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control: scalar != "\n" && scalar != "\r"
            case .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
                .unassigned:
                true
            default: false
            }
        }
        let values = bad.prefix(5).map { String($0.value, radix: 16) }
        #expect(bad.isEmpty, "\(place): \(values)", sourceLocation: location)
    }

    private static func json(_ value: Any) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: value), as: UTF8.self)
    }

    @Test func whatTasksSayIsInertInEveryReport() throws {
        let tasks = HostileText.corpus.map { sample -> [String: Any] in
            let text = String(sample.text.prefix(150))
            return [
                "recipe": "campaign",
                "data": ["campaign_name": text, "target_audience": text, "budget": 50_000],
            ]
        }
        let journey = try Journey(
            command: [
                "run", "@/tasks.json", "--data-dir", "@/data", "--speed", "1000",
            ], environment: Self.plain, files: ["tasks.json": try Self.json(tasks)])
        expectInert(journey.output(), "run")
        for command in [["stats"], ["agents"], ["explain"], ["costs"]] {
            try journey.open(command + ["--data-dir", "@/data"], Self.plain)
            expectInert(journey.output(), command[0])
        }
        for command in [
            ["export", "--format", "ndjson"], ["replay", "--events", "--speed", "max"],
        ] {
            try journey.open(command + ["--data-dir", "@/data"], Self.plain, columns: 500)
            for line in journey.output().split(separator: "\n") where line.hasPrefix("{") {
                let isJSON = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) != nil
                #expect(isJSON, "\(command[0])")
            }
        }
        try journey.open(
            ["--data-dir", "@/data", "--screenshot", "@/all.svg", "--size", "200x60"], Self.plain)
        _ = journey.output()
        let svg = try journey.read("all.svg")
        #expect(XMLParser(data: Data(svg.utf8)).parse())
        try expectTheConsoleStands(journey)
    }

    /// The screen as a terminal has it: header, panes and footer where they belong.
    private func expectTheConsoleStands(_ journey: Journey) throws {
        try journey.open(["--data-dir", "@/data"])
        journey.expect("✓ 32 done")
        for pane in ["1", "2", "3", "4", "5", "6", "7", "8", "9"] {
            journey.press(pane, "z")
            journey.expect("back to all panes")
            expectInert(journey.screen.text, "pane \(pane)")
            #expect(journey.screen.line(0).hasPrefix(" swarmtop"))
            #expect(journey.screen.isAlternateScreen)
            journey.press("z")
            journey.expectRow("? help")
        }
        journey.quit()
    }

    @Test func aTaskWithHostileTextIsOneJSONObject() throws {
        let text = HostileText.corpus.map { String($0.text.prefix(40)) }.joined(separator: " ")
        let journey = try Journey(
            command: [
                "run", "@/task.json", "--json", "--data-dir", "@/data", "--speed", "1000",
            ], environment: Self.plain,
            files: [
                "task.json": try Self.json([
                    "recipe": "campaign", "data": ["campaign_name": text, "budget": 50_000],
                ])
            ])
        let output = journey.output()
        let object = try JSONSerialization.jsonObject(with: Data(output.utf8))
        #expect(object is [String: Any])
        #expect(!output.contains("\u{1B}"))
    }

    /// A name on the command line comes back in a complaint.
    @Test(arguments: HostileText.corpus.indices)
    func whatIsComplainedAboutCannotAct(index: Int) throws {
        let text = Self.arguments[index]
        let ways: [[String]] = [
            ["demo", text + "x"], ["run", "--recipe", text, "--data-dir", "@/d"],
            ["--theme", text + "x", "--data-dir", "@/d"], ["replay", "@/" + text],
            ["run", "@/" + text, "--data-dir", "@/d"], ["--swarm", "@/" + text],
            ["check", "@/" + text],
        ]
        let way = ways[index % ways.count]
        let journey = try Journey(command: way, environment: Self.plain, columns: 300)
        let end = journey.terminal.end(atMost: .seconds(30))
        #expect(end != .code(0) && end != .timeout, "\(way[0]) took it: \(end)")
        let output = String(decoding: journey.terminal.output, as: UTF8.self)
        expectInert(output, "\(way[0]) \(index)")
        #expect(!output.isEmpty)
    }

    @Test func faultsInASwarmFileNameWhatTheyFoundWithoutItsEffect() throws {
        let agents = HostileText.corpus.map {
            ["name": String($0.text.prefix(60)), "skils": [String($0.text.prefix(60))]]
                as [String: Any]
        }
        let journey = try Journey(
            command: ["check", "@/sw"], environment: Self.plain, columns: 300,
            files: ["sw/swarm.yaml": try Self.json(["agents": agents])])
        let text = journey.output(3)
        expectInert(text, "check")
        #expect(text.contains("swarm.yaml"))
    }
}
