import Foundation
import TerminalHarness
import Testing

/// The pictures of the README come from this journey, so they never show what the program does not do.
///
/// `SWARMTOP_RENEW_SCREENSHOTS=1 swift test --filter PictureTests` writes them to `screenshots/` anew.
@Suite struct PictureTests {
    private struct Picture {
        let name: String
        let arguments: [String]
        /// What the picture must show.
        let text: String
    }

    private static let pictures = [
        Picture(name: "running", arguments: ["--size", "120x40"], text: "retrying"),
        Picture(name: "wide", arguments: ["--size", "200x60"], text: "retrying"),
        Picture(name: "small", arguments: ["--size", "80x24"], text: "retrying"),
        Picture(name: "ascii", arguments: ["--size", "80x24", "--ascii"], text: "retrying"),
        Picture(
            name: "light", arguments: ["--size", "80x24", "--theme", "waxpaper"], text: "retrying"),
    ]

    @Test func aRecordedCrashIsDrawnInEverySizeAndTheme() throws {
        let journey = try Journey(["--speed", "0.5", "--seed", "7"])
        journey.expect("Start here")
        journey.expect("agent.registered")
        try draw("first-start", ["--size", "120x40"], of: journey, at: nil, showing: "Start")
        journey.press("q")
        #expect(journey.terminal.end() == .code(0))
        try runEarlierTasks(in: journey.folder)
        try journey.reopen(["--speed", "0.5", "--seed", "7"])
        journey.expect("5 done")
        journey.submit("Launch our Q1 product for enterprise with a budget of 50000")
        journey.expect("rating", within: 15)
        journey.press("x")
        journey.expect("Inject a fault")
        journey.press(Keys.tab, "j")
        journey.expect("Crash Finance")
        journey.press("y")
        journey.expect("finance #2", within: 15)
        let now = try #require(clock(of: journey))
        journey.expect("✓ 6 done", within: 20)
        for picture in Self.pictures {
            try draw(
                picture.name, picture.arguments, of: journey, at: now + 0.8, showing: picture.text)
        }
        try draw("result", ["--size", "120x40"], of: journey, at: nil, showing: "faster")
    }

    /// Five tasks that move the reputations before the pictures are taken.
    private func runEarlierTasks(in folder: String) throws {
        let file = folder + "/earlier.yaml"
        try """
        - {recipe: campaign, data: {campaign_name: Spring Sale, budget: 30000}}
        - {text: Answer the customer's ticket about onboarding}
        - {recipe: campaign, data: {campaign_name: Renewal Drive, budget: 60000}}
        - {text: Forecast the costs of the second quarter}
        - {text: Write onboarding documentation and a FAQ for customers}
        """.write(toFile: file, atomically: true, encoding: .utf8)
        let session = try #require(
            TerminalSession([
                BuiltProgram.path("swarmtop"), "run", file, "--data-dir", folder + "/data",
                "--speed", "50", "--json",
            ]))
        #expect(session.end() == .code(0), "\(session.screen.text)")
    }

    /// Seconds on the swarm's clock, as the header says.
    private func clock(of journey: Journey) -> Double? {
        let words = journey.screen.line(0).split(separator: " ")
        let clock = words.first { $0.contains(":") && $0.contains(".") }
        let parts = clock?.split(separator: ":").compactMap { Double($0) } ?? []
        return parts.count == 2 ? parts[0] * 60 + parts[1] : nil
    }

    private func draw(
        _ name: String, _ arguments: [String], of journey: Journey, at seconds: Double?,
        showing text: String
    ) throws {
        let file = journey.folder + "/\(name).svg"
        var command = [
            BuiltProgram.path("swarmtop"), "--data-dir", journey.folder + "/data", "--screenshot",
            file,
        ]
        command += arguments
        if let seconds { command += ["--at", String(seconds)] }
        let session = try #require(TerminalSession(command, environment: ["TZ": "UTC"]))
        #expect(session.end() == .code(0), "\(session.screen.text)")
        let svg = try String(contentsOfFile: file, encoding: .utf8)
        #expect(svg.contains(text), "\(name) does not show \(text)")
        guard ProcessInfo.processInfo.environment["SWARMTOP_RENEW_SCREENSHOTS"] == "1" else {
            return
        }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        try svg.write(
            to: root.appendingPathComponent("screenshots/\(name).svg"), atomically: true,
            encoding: .utf8)
    }
}
