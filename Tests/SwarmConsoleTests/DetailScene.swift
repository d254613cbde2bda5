import SwarmCore
import SwarmFiles
import TerminalUI

@testable import SwarmConsole

extension FrameScene {
    static let launchText =
        "Launch the Q1 product for enterprise: email campaign, a budget of 50000 and the KPIs to watch"

    /// Announces with an exact census and records the best bids, as the swarm itself does.
    mutating func announceWithBids(_ id: TaskID, at seconds: Double) {
        guard let task = state.tasks[id] else { return }
        let skills = task.brief.skillSet
        var census = Census()
        for agent in state.agents where !agent.skills.intersection(skills).isEmpty {
            census.asked += 1
            switch state.willingness(of: agent) {
            case .willing: census.willing += 1
            case .overloaded: census.overloaded += 1
            case .unavailable: census.unavailable += 1
            }
        }
        at(seconds, .taskAnnounced(id, census, ranAsTeam: false))
        for bid in state.bestBids(for: skills, count: 5) { at(seconds, .bidReceived(id, bid)) }
    }

    /// Awards a subtask with the score of the bid that won it.
    mutating func award(_ id: TaskID, _ subtask: Int, to agent: Int, at seconds: Double)
        -> AttemptKey
    {
        let bid = state.tasks[id]?.bids.first { $0.agent == AgentID(agent) }
        let key = AttemptKey(task: id, subtask: subtask, number: 1)
        at(seconds, .subtaskAwarded(key, AgentID(agent), score: bid?.score ?? .zero))
        at(seconds, .attemptStarted(key))
        return key
    }

    /// A launch with real bids, a crash, a question, and its result as the documents give it.
    static func campaign(budget: Int64 = 40_000, isFinished: Bool = true) -> FrameScene {
        var scene = FrameScene()
        for (index, agent) in [0, 1, 0, 1, 2, 0, 1, 3, 0].enumerated() {
            scene.solo(
                "Task \(index + 1)", by: agent, quality: 85 + index, at: 0.5 + Double(index) * 1.8)
        }
        let id = scene.submit(
            "Q1 Product Launch", name: "campaign_002",
            skills: ["marketing", "finance", "analytics"],
            type: "email_campaign_with_analytics", at: 40.002,
            data: [
                "campaign_name": "Q1 Product Launch", "target_audience": "enterprise",
                "budget": .integer(budget),
            ], recipe: RecipeCatalogue.builtIn["campaign"])
        scene.announceWithBids(id, at: 40.004)
        let marketing = scene.award(id, 0, to: 0, at: 40.013)
        let finance = scene.award(id, 1, to: 1, at: 40.013)
        let analytics = scene.award(id, 2, to: 2, at: 40.013)
        scene.at(
            40.6,
            .faultInjected(
                FaultID(1),
                FaultSpec(
                    kind: .crash, target: .agent(AgentID(1)), duration: .milliseconds(200), seed: 7)
            ))
        scene.fail(finance, .crashed, retryAt: 40.902, at: 40.64)
        scene.at(40.8, .faultReverted(FaultID(1)))
        let again = scene.start(id, 1, by: 1, attempt: 2, at: 40.902)
        scene.say(
            "budget.ask", from: .agent(AgentID(0)), to: .agent(AgentID(1)), .question,
            "What's our budget for ads?", task: id, at: 41.204)
        scene.say(
            "budget.reply", from: .agent(AgentID(1)), to: .agent(AgentID(0)), .answer,
            .integer(budget * 6 / 10), task: id, at: 41.262)
        scene.progress(marketing, 74, "writing variant B", at: 41.6)
        scene.progress(again, 53, "splitting the budget", at: 41.65)
        scene.progress(analytics, 61, "choosing 4 KPIs", at: 41.655)
        guard isFinished else { return scene }
        scene.succeed(marketing, quality: 85, product: marketingProduct, at: 42.313)
        scene.succeed(again, quality: 100, product: financeProduct(budget), at: 42.402)
        scene.succeed(analytics, quality: 100, product: analyticsProduct, at: 42.813)
        for agent in 0...2 { scene.rate(agent, id, quality: 91 + agent, at: 42.82) }
        let warnings = budget < 45_000 ? ["Campaign cost ($45000) exceeds budget ($\(budget))"] : []
        scene.at(42.82, .taskFinished(id, .succeeded, quality: 91, warnings: warnings))
        return scene
    }

    static let marketingProduct: JSONObject = [
        "campaign_name": "Q1 Product Launch",
        "subject_line": "Transform Your Q1 with AI-Powered Solutions",
        "body":
            "Your enterprise plans its first quarter now. Our new release gives each team agents that draft, budget and measure; you keep the last word.",
        "call_to_action": "Schedule a Demo",
        "variants": [
            "Transform Your Q1 with AI-Powered Solutions", "Your Q1, planned before lunch",
        ],
        "target_segments": ["enterprise", "technology leaders"],
        "estimated_reach": 100_000, "estimated_cost": 45_000,
    ]

    static func financeProduct(_ budget: Int64) -> JSONObject {
        [
            "allocated": .integer(budget),
            "breakdown": [
                "ad_spend": .integer(budget * 6 / 10), "creative": .integer(budget * 3 / 10),
                "tools": .integer(budget / 10),
            ],
            "roi_projection": 3.2, "payback_period": "4 months", "risk_level": "medium",
        ]
    }

    static let analyticsProduct: JSONObject = [
        "kpis": ["email_open_rate", "click_through_rate", "conversion_rate", "revenue_generated"],
        "kpi_targets": [
            ["kpi": "email_open_rate", "target": "24%", "alert": "below 18%"],
            ["kpi": "click_through_rate", "target": "3.5%", "alert": "below 2%"],
            ["kpi": "conversion_rate", "target": "1.2%", "alert": "below 0.8%"],
            ["kpi": "revenue_generated", "target": "128000", "alert": "behind plan 10%"],
        ],
        "dashboard_url": "https://analytics.example.com/campaign_002",
        "alerts_configured": true,
        "reporting_frequency": "daily",
    ]
}

/// Panes and dialogs in the console, driven by keys as an operator would.
struct Desktop {
    var console: Console

    init(
        _ scene: FrameScene, columns: Int = 120, rows: Int = 40,
        options: ConsoleOptions = ConsoleOptions()
    ) {
        var options = options
        options.size = Size(columns: columns, rows: rows)
        console = Console(options: options)
        console.attach(scene.state, log: scene.log)
        console.focus = .agents
        console.settle()
    }

    /// Presses keys by name; returns what the console asks of the world.
    @discardableResult
    mutating func press(_ names: String...) -> [ConsoleEffect] {
        names.flatMap { name in
            Key(name).map { console.update(.terminal(.key($0))) } ?? []
        }
    }

    /// Opens a dialog as its key would.
    mutating func open(_ screen: any OverlayScreen) { console.overlay.show(screen) }

    @discardableResult
    mutating func type(_ text: String) -> [ConsoleEffect] {
        text.flatMap { console.update(.terminal(.key(Key($0)))) }
    }

    mutating func take(_ scene: FrameScene, after sequence: UInt64) {
        let fresh = scene.envelopes.filter { $0.sequence > sequence }
        _ = console.update(.messages([.events(fresh)]))
    }

    var canvas: Canvas {
        var canvas = Canvas(size: console.size, glyphs: console.look.glyphs)
        console.view(&canvas)
        return canvas
    }

    /// A pane alone, without the frame around it.
    func drawn(_ fresh: any Pane, columns: Int = 118, rows: Int = 34) -> Canvas {
        var pane = fresh
        var canvas = Canvas(size: Size(columns: columns, rows: rows), glyphs: console.look.glyphs)
        let glance = console.glance()
        pane.settle(canvas.bounds, glance)
        pane.view(&canvas, canvas.bounds, glance)
        return canvas
    }

    /// A dialog alone, on an empty screen.
    func drawn(_ dialog: any OverlayScreen, columns: Int = 100, rows: Int = 34) -> Canvas {
        var canvas = Canvas(size: Size(columns: columns, rows: rows), glyphs: console.look.glyphs)
        dialog.view(&canvas, console.glance())
        return canvas
    }

    var lines: [String] { canvas.lines }
    var text: String { canvas.text }
}
