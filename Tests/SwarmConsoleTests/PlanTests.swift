import SwarmFiles
import TerminalUI
import Testing

@testable import SwarmConsole
@testable import SwarmCore

/// Plans, approvals, reviews and answers on screen, and what the operator does about them.
@Suite struct PlanTests {
    private static func desktop(
        _ scene: FrameScene, _ columns: Int = 120, _ rows: Int = 40, focus: PaneID = .timeline
    ) -> Desktop {
        var desktop = Desktop(scene, columns: columns, rows: rows)
        desktop.console.show(focus)
        desktop.console.settle()
        return desktop
    }

    private static func sent(_ effects: [ConsoleEffect]) -> [Command] {
        effects.compactMap { if case .send(let command, _) = $0 { command } else { nil } }
    }

    private static let scenes: [(String, FrameScene)] = [
        ("ticket", .ticket()), ("asks", .ticketAsks()), ("review", .inReview()),
        ("dissent", .dissent()), ("expired", .expired()),
    ]

    @Test(arguments: scenes) func aPlanIsReadOnTheWholeScreen(_ name: String, _ scene: FrameScene)
        throws
    {
        try expectGolden(Self.desktop(scene).canvas, "plan-\(name)-120x40")
        try expectGolden(Self.desktop(scene, 80, 24).canvas, "plan-\(name)-80x24")
    }

    @Test(arguments: scenes) func theDetailTellsThePlan(_ name: String, _ scene: FrameScene) throws
    {
        var desktop = Self.desktop(scene, focus: .detail)
        desktop.console.selection.task = scene.state.tasks.latest?.id
        desktop.press("z")
        try expectGolden(desktop.canvas, "plan-\(name)-detail")
    }

    @Test func aTallTimelineSaysWhatEachStepWaitsFor() throws {
        try expectGolden(Self.desktop(.ticketAsks(), 200, 60).canvas, "plan-asks-200x60")
        try expectGolden(Self.desktop(.inReview(), 200, 60).canvas, "plan-review-200x60")
    }

    @Test func theResultTellsWhoDiffers() throws {
        var desktop = Self.desktop(.dissent(), focus: .result)
        desktop.press("z")
        try expectGolden(desktop.canvas, "plan-dissent-result")
    }

    @Test func signsAreTheirOwnInASCIIToo() {
        var options = ConsoleOptions()
        options.ascii = true
        var desktop = Desktop(.ticketAsks(), options: options)
        #expect(desktop.text.contains("? asks you"))
        desktop.press("!")
        #expect(desktop.lines.allSatisfy { $0.unicodeScalars.allSatisfy(\.isASCII) })
        let signs: [Sign] = [.asks, .idle, .planned, .waiting]
        #expect(Set(signs.map(\.word)).count == signs.count)
        #expect(Sign.asks.glyph != Sign.idle.glyph && Sign.asks.role != Sign.idle.role)
    }

    @Test func aCaptionStandsWhereAttentionIsAndHidesNoNeed() {
        var scene = FrameScene.ticketAsks()
        scene.at(6, .captionShown("Now a person decides"))
        let line = Self.desktop(scene).lines[2]
        #expect(line.hasPrefix("  caption   Now a person decides") && line.hasSuffix("? 1 ! next"))
        scene.at(7, .captionShown(nil))
        #expect(Self.desktop(scene).lines[2].contains("? 1 needs you"))
    }

    // MARK: A new task

    @Test func agentsThatARecipeBringsCountAsThere() {
        var scene = FrameScene()
        scene.at(0.003, .recipeDefined(FrameScene.supportTicket))
        var desktop = Self.desktop(scene)
        desktop.press("n", "tab", "left", "left", "left")
        #expect(desktop.text.contains("support_ticket"))
        #expect(desktop.text.contains("Mood") && desktop.text.contains("joins with the task"))
        #expect(!desktop.text.contains("no agent has it"))
        guard case .submit(let draft)? = Self.sent(desktop.press("enter")).first else {
            Issue.record("nothing submitted")
            return
        }
        #expect(draft.recipe == "support_ticket" && draft.requiredSkills?.count == 6)
    }

    // MARK: A real swarm

    @Test func aYesOnScreenLetsTheStepOfARealSwarmBegin() throws {
        var swarm = PlayedSwarm(FrameScene.supportTicket)
        var console = Console(options: ConsoleOptions(size: Size(columns: 120, rows: 40)))
        _ = console.update(
            .messages([.attached(SwarmState(), clock: .zero, wall: .init(milliseconds: 0))]))
        _ = console.update(.messages([.events(try swarm.play())]))
        func key(_ name: String) -> [Command] {
            Key(name).map { Self.sent(console.update(.terminal(.key($0)))) } ?? []
        }
        #expect(console.glance().approvals.map(\.subject) == ["hand_off of task_1"])
        _ = key("!")
        guard case .answerApproval(let subtask, let granted)? = key("y").first else {
            Issue.record("nothing answered")
            return
        }
        let answered = swarm.take(.answerApproval(subtask, granted: granted))
        _ = console.update(.messages([.events(answered)]))
        #expect(console.glance().approvals.isEmpty)
        let task = try #require(console.glance().task)
        #expect(task.subtasks[4].isApproved && task.status == .succeeded)
        let lanes = TaskSchedule(task, console.glance()).lanes
        #expect(lanes.map(\.name) == FrameScene.supportTicket.steps.map(\.name))
        #expect(lanes.allSatisfy { $0.sign == .done })
    }

    // MARK: Approvals

    @Test func attentionGoesToWhatAsks() throws {
        for (columns, rows) in [(120, 40), (80, 24)] {
            var desktop = Self.desktop(.ticketAsks(), columns, rows)
            let line = try #require(
                desktop.text.split(separator: "\n").first { $0.contains("? 1 needs") })
            #expect(line.contains("Ticket 7") && line.contains("y approve  o deny"))
            desktop.press("!")
            try expectGolden(desktop.canvas, "approvals-\(columns)x\(rows)")
        }
    }

    @Test(arguments: [("y", true), ("n", false), ("o", false)])
    func anApprovalIsAnsweredWithAKey(_ key: String, _ granted: Bool) {
        var desktop = Self.desktop(.ticketAsks())
        let sent = Self.sent(desktop.press("!", key))
        guard case .answerApproval(let subtask, let answer)? = sent.first else {
            Issue.record("nothing answered")
            return
        }
        #expect(sent.count == 1 && answer == granted)
        #expect(subtask == SubtaskKey(task: desktop.console.glance().task!.id, index: 4))
        #expect(!desktop.console.overlay.isOpen)
    }

    @Test func elsewhereTheSameKeysAnswerNothing() {
        var desktop = Self.desktop(.ticketAsks())
        #expect(Self.sent(desktop.press("y", "o")).isEmpty)
        desktop.press("n")
        #expect(desktop.console.overlay.screen is NewTaskForm)
    }

    @Test func anAnswerNeverGoesToAnotherThanTheOneShown() {
        var scene = FrameScene.ticketAsks()
        let first = scene.state.tasks.latest!.id
        var desktop = Self.desktop(scene)
        desktop.press("!")
        let sequence = scene.state.sequence
        // The one shown is answered by its deadline, and another task asks.
        scene.at(
            6, .approvalGiven(SubtaskKey(task: first, index: 4), granted: false, by: .deadline))
        scene.at(6, .subtaskSkipped(SubtaskKey(task: first, index: 4), .denied))
        let other = scene.state.tasks.nextID
        let brief = scene.state.tasks[first]!.brief
        scene.at(6.1, .taskSubmitted(other, brief.again(in: scene.state)))
        scene.announce(other, at: 6.1)
        scene.at(6.2, .approvalAsked(SubtaskKey(task: other, index: 4), until: nil))
        desktop.take(scene, after: sequence)
        #expect(Self.sent(desktop.press("y")).isEmpty)
        desktop.press("j")
        guard case .answerApproval(let key, _)? = Self.sent(desktop.press("y")).first else {
            Issue.record("nothing answered")
            return
        }
        #expect(key.task == other)
    }

    @Test func theCommandLineAnswersToo() {
        var desktop = Self.desktop(.ticketAsks())
        desktop.press(":")
        desktop.type("deny ticket_7 hand_off")
        guard case .answerApproval(_, let granted)? = Self.sent(desktop.press("enter")).first else {
            Issue.record("nothing answered")
            return
        }
        #expect(!granted)
        desktop.press(":")
        desktop.type("approve ticket_9")
        #expect(Self.sent(desktop.press("enter")).isEmpty)
        #expect(desktop.text.contains("These ask: ticket_7 hand_off."))
    }

    // MARK: Steering

    @Test func aRunningSubtaskIsGivenToAnotherAgent() throws {
        var desktop = Self.desktop(.dissent())
        desktop.console.selection.task = desktop.console.glance().task?.id
        desktop.console.selection.subtask = 4
        desktop.press("a")
        try expectGolden(desktop.canvas, "reassign-120x40")
        #expect(desktop.text.contains("summary #1 at 30 % with Summary is stopped"))
        guard case .reassign(let key, let agent)? = Self.sent(desktop.press("y")).first else {
            Issue.record("nothing reassigned")
            return
        }
        #expect(key.index == 4 && agent == nil)
    }

    @Test(arguments: [(60, 20), (40, 10)])
    func onASmallScreenItIsSaidWholeWhomItGoesTo(columns: Int, rows: Int) {
        var desktop = Desktop(.dissent(), columns: columns, rows: rows)
        desktop.console.selection.task = desktop.console.glance().task?.id
        desktop.console.selection.subtask = 4
        desktop.press("a")
        #expect(desktop.text.contains("y yes, give it"), "\(desktop.text)")
        #expect(!desktop.text.contains("…"), "\(desktop.text)")
        desktop.press("j")
        let words = desktop.text.split { $0.isWhitespace || $0 == "│" }.joined(separator: " ")
        #expect(words.contains("with Summary is stopped; nobody is blamed."), "\(desktop.text)")
        #expect(words.contains("Summary 100 takes bids"), "\(desktop.text)")
        #expect(words.contains("y yes, give it to Summary"), "\(desktop.text)")
        #expect(!desktop.text.contains("…"), "\(desktop.text)")
    }

    @Test func whoCannotTakeItIsRefusedWithTheReason() {
        var scene = FrameScene.dissent()
        scene.at(5, .agentChanged(AgentID(8), .paused))
        var desktop = Self.desktop(scene)
        desktop.console.selection.task = desktop.console.glance().task?.id
        desktop.console.selection.subtask = 4
        #expect(Self.sent(desktop.press("a", "j", "y")).isEmpty)
        #expect(desktop.console.notice?.text == "Summary cannot take it: paused.")
        desktop.press("esc", ":")
        desktop.type("reassign summary summary")
        #expect(Self.sent(desktop.press("enter")).isEmpty)
        #expect(desktop.text.contains("Summary Agent cannot take it"))
    }

    @Test func anEndedSubtaskIsGivenToNobody() {
        var desktop = Self.desktop(.dissent())
        desktop.console.selection.task = desktop.console.glance().task?.id
        desktop.console.selection.subtask = 0
        desktop.press("a")
        #expect(!desktop.console.overlay.isOpen)
        #expect(desktop.console.notice?.text == "a assign: done.")
    }

    @Test func retiringAsksAndTheAgentVanishes() {
        var scene = FrameScene.ticket()
        var desktop = Self.desktop(scene, focus: .agents)
        desktop.console.selection.agent = AgentID(1)
        desktop.press("D")
        #expect(
            desktop.text.contains("Retire Finance?") && desktop.text.contains("Nobody else has"))
        #expect(Self.sent(desktop.press("D")).isEmpty)
        guard case .retire(AgentID(1))? = Self.sent(desktop.press("y")).first else {
            Issue.record("not retired")
            return
        }
        let sequence = scene.state.sequence
        scene.at(6, .agentChanged(AgentID(1), .retired))
        desktop.take(scene, after: sequence)
        #expect(desktop.text.contains("8/8 up"))
        let agents = desktop.drawn(AgentsPane()).text
        #expect(agents.contains("Insights") && !agents.contains("Finance"))
        desktop.console.filter.text = "retired"
        #expect(desktop.drawn(AgentsPane()).text.contains("Finance"))
        desktop.console.filter.text = ""
        desktop.press(":")
        desktop.type("reinstate finance")
        guard case .add(let card)? = Self.sent(desktop.press("enter")).first else {
            Issue.record("not back")
            return
        }
        #expect(card.name == "Finance Agent")
    }

    // MARK: Faults

    @Test func theFaultLabCountsMessagesAndTellsHowLongAFaultLasts() {
        var scene = FrameScene.ticket()
        let spec = FaultSpec(
            kind: .dropMessages(percent: 30), target: .agent(AgentID(5)), duration: .seconds(60),
            count: 4, seed: 1)
        scene.at(3.1, .faultInjected(FaultID(1), spec))
        for number in 1...3 { scene.at(3.2, .messageDropped(UInt64(number), FaultID(1))) }
        let text = Self.desktop(scene).drawn(FaultsPane()).text
        #expect(text.contains("drop messages 30 % → Policy"))
        #expect(text.contains("0 hits, 3 messages lost, 60 s left, ends after 4 attempts"))
        #expect(text.contains("3 messages lost or held up"))
    }

    @Test func faultsAreTypedWithTheirSettings() {
        for (line, kind, count) in [
            ("crash policy 2x", FaultKind.crash, 2),
            ("delay 2s policy", .delayMessages(.seconds(2)), nil),
            ("drop 40 policy 10s", .dropMessages(percent: 40), nil),
            ("journal 100ms", .journalStall(.milliseconds(100)), nil),
            ("partition policy", .partition, nil), ("health policy", .healthDrop, nil),
        ] as [(String, FaultKind, Int?)] {
            var desktop = Self.desktop(.ticket())
            desktop.press(":")
            desktop.type("fault " + line)
            desktop.press("enter")
            guard case .inject(let spec)? = Self.sent(desktop.press("y")).first else {
                Issue.record("nothing injected by \(line)")
                continue
            }
            #expect(spec.kind == kind && spec.count == count)
        }
    }

    // MARK: Results

    @Test func chartsStandAsTheyAreAndPicturesAreNamed() {
        let product: JSONObject = [
            "title": "Sales", "chart_text": "a │██  2\nb │████  4", "chart_ascii": "a |##\nb |####",
            "chart_svg": .string("<svg " + String(repeating: "x", count: 1_200)),
            "sections": [
                ["heading": "Why", "text": .string(String(repeating: "word ", count: 40))],
                ["heading": "How", "text": "short"],
            ],
        ]
        var page = Page(width: 60, look: Look(ConsoleOptions()))
        ProductWriter(
            look: page.look, names: FieldNames(product),
            start: ProductWriter.valueColumn(of: [product])
        ).write(product, to: &page)
        var canvas = Canvas(size: Size(columns: 60, rows: 30), glyphs: .unicode)
        page.draw(on: &canvas, in: canvas.bounds)
        let text = canvas.text
        #expect(text.contains("     a │██  2\n") && text.contains("     b │████  4\n"))
        #expect(!text.contains("##") && !text.contains("<svg"))
        #expect(text.contains("chart.svg, 1.2 KB (in the JSON result)"))
        #expect(text.contains("     Why\n") && !text.contains("…"))
    }

    @Test(arguments: DetailHostileTests.texts)
    func hostileQuestionsCommentsAndAnswersStayInTheirCells(_ text: String) {
        for scene in [
            FrameScene.ticketAsks(reason: text), .inReview(comment: text), .dissent(answer: text),
            .ticket(question: text),
        ] {
            var desktop = Self.desktop(scene, 80, 24, focus: .detail)
            desktop.console.selection.task = scene.state.tasks.latest?.id
            desktop.press("z")
            for key in ["G", "!", "esc", "4"] {
                desktop.press(key)
                let lines = desktop.lines
                #expect(lines.count == 24)
                for line in lines {
                    #expect(TextWidth.of(line) <= 80)
                    #expect(
                        !line.unicodeScalars.contains {
                            $0.value < 32 || (127..<160).contains($0.value)
                        })
                }
            }
        }
    }
}
