import Foundation
import TerminalHarness
import TerminalUI
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// The pictures of the README: what the real terminal showed on these journeys, never what the program does not do.
///
/// `SWARMTOP_RENEW_SCREENSHOTS=1 swift test --filter PictureTests` writes them to `screenshots/` anew.
@Suite struct PictureTests {
    /// A swarm of the built-in four, with a task that asks before it sends money.
    private static let files = [
        "swarm/swarm.yaml": "version: 1\n",
        "swarm/recipes/refund.yaml": """
        name: refund
        title: Refund
        type: refund
        words: [refund]
        complexity: simple
        threshold: 0
        data:
          amount: {kind: amount, fallback: 120}
        steps:
          reply: {skill: support, approval: "Send a refund of $120 to customer 118"}
        sections:
          reply: {title: Reply, step: reply}
        """,
        "past.yaml": """
        title: What was before
        seed: 3
        steps:
          - {at: 0s, submit: {id: a, recipe: campaign, data: {campaign_name: Spring Sale, budget: 52000}}}
          - {wait: end}
          - {at: 0s, fault: {kind: poor_quality, agent: Finance Agent}}
          - {at: 0s, submit: {id: b, text: "Forecast the cash flow of the second quarter"}}
          - {wait: end}
          - {at: 0s, revert: all}
          - {at: 0s, submit: {id: c, text: "Write a help guide and a FAQ"}}
          - {wait: end}
          - {at: 0s, submit: {id: d, text: "Plan the newsletter and its subject line"}}
          - {wait: end}
          - {at: 0s, submit: {id: e, recipe: campaign, data: {campaign_name: Renewal Drive, budget: 60000}}}
          - {wait: end}
          - {at: 0s, fault: {kind: poor_quality, agent: Insights Agent}}
          - {at: 0s, submit: {id: f, text: "Keep the scorecard"}}
          - {wait: end}
          - {at: 0s, revert: all}
          - {at: 0s, submit: {id: g, text: "Forecast the costs of the autumn"}}
          - {wait: end}
          - {at: 0s, submit: {id: h, recipe: campaign, data: {campaign_name: Autumn Drive, budget: 45000}}}
          - {wait: end}
        """,
        "now.yaml": """
        title: A launch
        seed: 7
        steps:
          - {at: 0.1s, submit: {id: refund, recipe: refund, text: "Refund for customer 118"}}
          - {at: 0.1s, pause: Support Agent}
          - {at: 0.1s, submit: {id: guide, text: "Write a help guide for the spring"}}
          - {at: 0.2s, submit: {id: weekly, text: "Write the weekly summary"}}
          - {at: 0.3s, submit: {id: launch, recipe: campaign, data: {campaign_name: Q1 Product Launch, target_audience: enterprise, budget: 50000}}}
          - {at: 0.9s, fault: {kind: crash, agent: Finance Agent, for: 300ms}}
        """,
    ]

    @Test func aLaunchWithACrashIsShownInEverySizeMenuAndTheme() throws {
        let journey = try Journey(
            command: ["demo", "@/past.yaml"] + Self.swarm + ["--plain", "--speed", Self.pastSpeed],
            environment: ["TERM": "dumb"], files: Self.files)
        _ = journey.output()
        try journey.open(["demo", "@/now.yaml"] + Self.swarm + ["--speed", "0.4"])
        journey.expect("finance #1")
        journey.select("Finance")
        journey.command("go launch")
        journey.press("1")
        journey.expect("» retrying", of: "Finance")
        journey.expectRow("finance", "2", "%")
        let now = try #require(clock(of: journey))
        try keep("main", journey, showing: "attempt 2 runs")
        journey.press("x")
        journey.expect("Inject a fault")
        try keep("fault-menu", journey, showing: "Crash Finance")
        journey.press(Keys.escape)
        resize(journey, 200, 60)
        try keep("wide", journey, showing: "5 Fault lab")
        resize(journey, 80, 24)
        try keep("small", journey, showing: "» retrying")
        resize(journey, 120, 40)
        journey.press("n")
        journey.expect("What should the swarm do?")
        journey.press(
            "Launch the Q1 product for enterprise: email campaign, a budget of 50000 and the KPIs to watch"
        )
        journey.expect("KPIs to watch")
        journey.expect("Would go to")
        try keep("new-task", journey, showing: "from your words: launch, campaign")
        journey.press(Keys.escape)
        try drawThemes(journey, at: now)
        try keepTheEnd(of: journey)
        try keepTheReplay(of: journey)
    }

    /// As slow as what is shown, where the pictures are kept: estimates come from it.
    private static let pastSpeed = Renewal.isWanted ? "0.4" : "30"
    private static let swarm = ["--swarm", "@/swarm", "--data-dir", "@/data"]

    /// What is looked at when the launch is done.
    private func keepTheEnd(of journey: Journey) throws {
        journey.expectRow("Q1 Product Launch", "done")
        journey.press("4", "z")
        journey.expect("Sections")
        try keep("result", journey, showing: "→ finance #2")
        journey.press("z")
        journey.select("Finance")
        journey.press("6", "z", "h", "h")
        journey.expect("Changes of Finance")
        try keep("reputation", journey, showing: "Standing")
        journey.press("z", "2", "7", "z")
        journey.expect("Who answered")
        try keep("award", journey, showing: "How they scored")
        journey.press("z", "q")
        journey.expect("Quit now?")
        journey.press("y")
        #expect(journey.terminal.end() == .code(0))
    }

    private func keepTheReplay(of journey: Journey) throws {
        try journey.open(["replay", "--data-dir", "@/data", "--run", "2", "--paused"])
        journey.expect("REPLAY")
        for _ in 0..<16 {
            if journey.screen.hasRow(["attempt.failed", "Finance"]) { break }
            let before = journey.screen.line(2)
            journey.press("}")
            journey.terminal.wait(atMost: .seconds(60)) { $0.line(2) != before }
        }
        try keep("replay", journey, showing: "attempt.failed")
        journey.quit()
    }

    @Test func theFirstStartAndTheScreenForARoomAreShown() throws {
        let journey = try Journey()
        journey.expect("Start here")
        try keep("first-start", journey, showing: "Give the swarm a task")
        journey.quit()
        try journey.open(["demo", "first", "--big", "--speed", "1"])
        journey.expect("crashed at")
        try keep("big", journey, showing: "▄")
        journey.press("q")
        journey.expect("?")
        journey.press("y")
        #expect(journey.terminal.end() == .code(0))
    }

    // MARK: Pictures

    /// Drawn from the same moment of what was recorded, without a terminal.
    private func drawThemes(_ journey: Journey, at seconds: Double) throws {
        let pictures = [
            ("light", ["--theme", "waxpaper"]), ("high-contrast", ["--theme", "signal-flare"]),
            ("colour-blind", ["--theme", "heath-and-honey"]), ("ascii", ["--ascii"]),
            ("small-ascii", ["--ascii", "--size", "80x24"]),
        ]
        for (name, arguments) in pictures {
            let file = journey.folder + "/\(name).svg"
            let session = try #require(
                TerminalSession(
                    [
                        BuiltProgram.path("swarmtop"), "--data-dir", journey.folder + "/data",
                        "--screenshot", file, "--at", String(seconds),
                    ] + arguments, environment: ["TZ": "UTC", "HOME": journey.folder]))
            #expect(session.end(atMost: .seconds(30)) == .code(0), "\(session.screen.text)")
            let svg = try String(contentsOfFile: file, encoding: .utf8)
            #expect(svg.contains("retrying"), "\(name)")
            try Renewal.write(svg, to: "\(name).svg")
        }
    }

    /// Keeps what the terminal shows as soon as it shows the text.
    private func keep(
        _ name: String, _ journey: Journey, showing text: String,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        journey.expect(text, within: 20, location)
        let svg = ScreenPicture(journey.screen).svg
        #expect(XMLParser(data: Data(svg.utf8)).parse(), "\(name)", sourceLocation: location)
        try Renewal.write(svg, to: "\(name).svg")
    }

    private func resize(_ journey: Journey, _ columns: Int, _ rows: Int) {
        journey.terminal.resize(columns: columns, rows: rows)
        journey.terminal.wait { screen in
            screen.line(rows - 1).contains("help") && screen.line(0).contains("swarmtop")
        }
    }

    /// Seconds on the swarm's clock, as the header says.
    private func clock(of journey: Journey) -> Double? {
        let words = journey.screen.line(0).split(separator: " ")
        let clock = words.first { $0.contains(":") && $0.contains(".") }
        let parts = clock?.split(separator: ":").compactMap { Double($0) } ?? []
        return parts.count == 2 ? parts[0] * 60 + parts[1] : nil
    }
}
