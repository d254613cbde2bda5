import SwarmCore
import SwarmFiles
import TerminalUI
import Testing

@testable import SwarmConsole

/// Text from agents, models and files is data: whatever it holds, it stays in its cells.
@Suite struct DetailHostileTests {
    /// One of each family that terminals act on or measure wrongly.
    static let texts = [
        "ok\u{1B}[10A\u{1B}[2KApproved by operator", "\u{1B}[?1049l$ rm -rf ~",
        "\u{1B}]52;c;Y3VybA==\u{07}copied", "\u{1B}]0;title\u{07}", "\u{1B}#8\u{1B}(0lqqqk\u{1B}(B",
        "\u{9B}31mred\u{9C}", "a\u{8}\u{8}\u{8}b\rover", "line\nbreak\u{2028}and\u{0B}more\u{0C}",
        "\u{202E}gnp.exe\u{2066}x\u{2069}", "z\u{200B}e\u{200D}r\u{FEFF}o\u{00AD}",
        "e" + String(repeating: "\u{0301}", count: 4_000), "👩‍👩‍👧‍👦🇩🇪👍🏽❤️ wide 漢字漢字 ﷽ 𒐫",
        String(repeating: "W", count: 100_000), "tab\tand\u{0}nul \u{7F} \u{FFFF}",
        "\u{E0041}\u{E0042}tags",
    ]

    static func scene(_ text: String) -> FrameScene {
        let card = AgentCard(
            name: text + " Agent",
            skills: [AgentCard.Skill("marketing", keywords: [text]), AgentCard.Skill(text + "s")],
            model: text, loadPerSubtask: 30)
        var scene = FrameScene(cards: [card] + BuiltInSwarm.cards.dropFirst())
        let id = scene.submit(
            text, name: "hostile", skills: ["marketing", text + "s"], at: 1,
            data: [text: .string(text)])
        scene.announceWithBids(id, at: 1)
        let first = scene.award(id, 0, to: 0, at: 1)
        scene.progress(first, 40, text, at: 1.2)
        scene.say(
            text, from: .agent(AgentID(0)), to: .agent(AgentID(1)), .question, .string(text),
            task: id, at: 1.3)
        scene.fail(first, .gaveUp(text), at: 1.4)
        let again = scene.start(id, 0, by: 0, attempt: 2, at: 1.5)
        scene.succeed(
            again,
            product: [
                "subject_line": .string(text), text: .array([.string(text), .string(text)]),
                "table": [[text: .string(text)]], "tree": [text: [text: [.string(text)]]],
            ], at: 2)
        scene.rate(0, id, quality: 91, at: 2)
        scene.at(
            2.1,
            .faultInjected(
                FaultID(1),
                FaultSpec(kind: .hang, target: .agent(AgentID(0)), duration: nil, seed: 1)))
        scene.at(2.2, .taskFinished(id, .partial, quality: 40, warnings: [text]))
        let waiting = scene.submit(text, name: "waiting", skills: [text + "s"], at: 2.3)
        scene.at(
            2.4, .taskQueued(waiting, subtask: nil, skill: scene.state.skillID(named: text + "s")!))
        return scene
    }

    @Test(arguments: texts) func noPaneDrawsOutsideItsArea(_ text: String) {
        for scene in [Self.scene(text), .remembers(text)] { Self.expectInside(scene) }
    }

    private static func expectInside(_ scene: FrameScene) {
        let glance = Desktop(scene).console.glance()
        let panes: [any Pane] = [
            BusPane(), ResultPane(), DetailPane(), FaultsPane(), QueuePane(), TimelinePane(),
            CostsPane(),
        ]
        for size in [
            Size(columns: 58, rows: 12), Size(columns: 118, rows: 34), Size(columns: 20, rows: 3),
        ] {
            for pane in panes { expectInside(pane, size, glance) }
        }
    }

    /// Draws without the frame's clip, on a canvas full of `#`, and looks around the area.
    private static func expectInside(_ fresh: any Pane, _ size: Size, _ glance: Glance) {
        var pane = fresh
        var canvas = Canvas(size: Size(columns: size.columns + 20, rows: size.rows + 6))
        canvas.fill(canvas.bounds, with: Symbol("#"), style: .plain)
        let area = Rect(column: 10, row: 3, width: size.columns, height: size.rows)
        pane.settle(area, glance)
        pane.view(&canvas, area, glance)
        for row in 0..<canvas.size.rows {
            for column in 0..<canvas.size.columns
            where !area.contains(Point(column: column, row: row)) {
                let cell = canvas[column, row]
                guard cell.symbol != Symbol("#") || cell.style != .plain else { continue }
                Issue.record("\(type(of: fresh)) \(size) drew at \(column), \(row)")
                return
            }
        }
    }

    @Test(arguments: texts) func noDialogLosesItsBorder(_ text: String) {
        var desktop = Desktop(Self.scene(text))
        let glance = desktop.console.glance()
        var form = NewTaskForm()
        form.paste(text, glance)
        var command = CommandLine(themes: [])
        command.paste(text, glance)
        let confirm = ConfirmDialog(
            Confirmation(text, consequences: [text, text], verb: text, actions: []))
        let dialogs: [(any OverlayScreen, Bool)] = [
            (form, true), (FaultMenu(glance), true), (confirm, true), (command, false),
        ]
        for (dialog, hasBox) in dialogs {
            desktop.open(dialog)
            let canvas = desktop.canvas
            guard hasBox else { continue }
            let corners = canvas.lines.joined().filter { "╭╮╰╯".contains($0) }
            #expect(corners == "╭╮╰╯", "\(type(of: dialog))")
            Self.expectBox(canvas, "\(type(of: dialog))")
        }
    }

    @Test(arguments: texts) func aHostileToolCallStaysInItsQuestion(_ text: String) {
        var desktop = Desktop(.asksForTool(text))
        desktop.open(ApprovalsScreen(desktop.console.glance()))
        Self.expectBox(desktop.canvas, "ApprovalsScreen")
        #expect(desktop.text.contains("y yes, call it"))
    }

    private static func expectBox(_ canvas: Canvas, _ name: String) {
        var corner: Point?
        for row in 0..<canvas.size.rows {
            for column in 0..<canvas.size.columns where canvas[column, row].symbol == Symbol("╮") {
                corner = Point(column: column, row: row)
            }
        }
        guard let corner else { return }
        var row = corner.row + 1
        while row < canvas.size.rows, canvas[corner.column, row].symbol != Symbol("╯") {
            #expect(canvas[corner.column, row].symbol == Symbol("│"), "\(name) row \(row)")
            row += 1
        }
    }

    @Test func noControlCharacterReachesACell() {
        for text in Self.texts {
            var desktop = Desktop(Self.scene(text))
            for pane in ["3", "4", "5", "7"] {
                desktop.press(pane, "z")
                let controls = desktop.text.unicodeScalars.filter {
                    $0.properties.generalCategory == .control && $0 != "\n"
                        || $0.properties.generalCategory == .format
                }
                #expect(controls.isEmpty)
                desktop.press("z")
            }
        }
    }
}
