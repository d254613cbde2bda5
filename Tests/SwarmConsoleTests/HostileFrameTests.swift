import Foundation
import HostileText
import SwarmCore
import SwarmFiles
import TerminalUI
import Testing

@testable import SwarmConsole

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Hostile text from every source, on whole screens: nothing of it acts, hides or leaves its pane.
@Suite struct HostileFrameTests {
    /// Where text comes in that we did not write.
    enum Source: CaseIterable, Sendable {
        case agent, model, skill, title, note, topic, message, failure, product, warning, caption,
            tool, swarmName, theme
    }

    private static func scene(_ source: Source, _ text: String) -> FrameScene {
        func said(_ own: Source, _ usual: String) -> String { source == own ? text : usual }
        let card = AgentCard(
            name: said(.agent, "Marketing") + " Agent",
            skills: [AgentCard.Skill("marketing"), AgentCard.Skill(said(.skill, "writing"))],
            model: said(.model, "offline rules"), loadPerSubtask: 30)
        var scene = FrameScene(cards: [card] + BuiltInSwarm.cards.dropFirst())
        let id = scene.submit(
            said(.title, "Launch"), name: "launch_1", skills: ["marketing", "finance"], at: 1)
        scene.announceWithBids(id, at: 1)
        let first = scene.award(id, 0, to: 0, at: 1)
        scene.progress(first, 40, said(.note, "writing"), at: 1.2)
        scene.say(
            said(.topic, "note"), from: .agent(AgentID(0)), to: .agent(AgentID(1)), .question,
            .string(said(.message, "What is it?")), task: id, at: 1.3)
        scene.fail(first, .gaveUp(said(.failure, "no words")), at: 1.4)
        let again = scene.start(id, 0, by: 0, attempt: 2, at: 1.5)
        if source == .tool {
            scene.at(
                1.6,
                .toolCalled(
                    ToolCall(
                        attempt: again, number: 1, name: text, arguments: text,
                        phase: .awaitingApproval(until: Instant(microseconds: 90_000_000)))))
        }
        scene.succeed(again, product: ["text": .string(said(.product, "Done."))], at: 2)
        scene.at(
            2.2, .taskFinished(id, .partial, quality: 40, warnings: [said(.warning, "late")]))
        if source == .caption { scene.at(2.3, .captionShown(text)) }
        return scene
    }

    private static func desktop(
        _ source: Source, _ text: String, columns: Int, rows: Int
    ) -> Desktop {
        var options = ConsoleOptions()
        if source == .swarmName { options.swarmName = text }
        if source == .theme,
            let theme = Theme(name: text, author: text, colors: Theme.standard.palette)
        {
            (options.theme, options.themes) = (theme, [theme, .standard])
        }
        return Desktop(scene(source, text), columns: columns, rows: rows, options: options)
    }

    /// Harmless text that takes as many columns, with blanks where the other has them.
    private static func twin(of text: String) -> String {
        Sanitiser.symbols(of: text).reduce(into: "") { twin, symbol in
            twin += symbol.isBlank ? " " : symbol.columns == 2 ? "漢" : "x"
        }
    }

    /// Outside of the panes, and of the rows that tell of it, the frame is the frame of harmless text.
    @Test(arguments: Source.allCases)
    func aFrameIsTheSameOutsideOfThePanes(source: Source) {
        for (columns, rows) in [(120, 40), (80, 24)] {
            for (index, sample) in HostileText.corpus.enumerated() {
                // Long enough for every pane, short enough to be drawn 32 times.
                let text = String(sample.text.prefix(400))
                let hostile = Self.desktop(source, text, columns: columns, rows: rows)
                let plain = Self.desktop(source, Self.twin(of: text), columns: columns, rows: rows)
                let frames = (hostile.canvas, plain.canvas)
                if let cell = Self.difference(frames, hostile.console.grid) {
                    Issue.record("\(source) \(index) \(columns)x\(rows): \(cell)")
                }
            }
        }
    }

    private static func difference(_ frames: (Canvas, Canvas), _ grid: PaneGrid) -> Point? {
        for row in 0..<frames.0.size.rows {
            for column in 0..<frames.0.size.columns {
                let point = Point(column: column, row: row)
                let isPane = grid.slots.contains { slot in
                    slot.title.contains(point) || slot.body.contains(point)
                        // The last column of a pane's row holds the end of its background.
                        || slot.body.contains(Point(column: column - 1, row: row))
                }
                let isSaid = grid.attention.contains(point) || grid.caption.contains(point)
                if isPane || isSaid || row == 0 { continue }
                if frames.0[column, row] != frames.1[column, row] { return point }
            }
        }
        return nil
    }

    /// Every pane, dialog and line, with the text in every place at once.
    @Test(arguments: HostileText.all.indices)
    func noCellHoldsWhatActsOrHides(index: Int) throws {
        let text = String(HostileText.all[index].prefix(2_000))
        var options = ConsoleOptions()
        options.swarmName = text
        options.planner = text
        options.demos = [text]
        var desktop = Desktop(DetailHostileTests.scene(text), options: options)
        let steps: [[String]] =
            (1...9).map { ["\($0)", "z"] } + [
                ["z", "B"], ["B", "?"], ["esc", "T"], ["esc", "n"], ["esc", "x"],
                ["esc", "ctrl-p", "a"], ["esc", ":"], ["esc", "d"], ["esc", "P"], ["esc", "!"],
                ["esc", "/"], ["esc", "a"], ["esc", "@"],
            ]
        for keys in steps {
            for key in keys { desktop.press(key) }
            Self.expectFit(desktop.canvas, "\(index) after \(keys)")
        }
        desktop.press("esc")
        for words in [":", "pause " + text, "demo " + text, "theme " + text, "go " + text] {
            desktop.press(":")
            _ = desktop.console.update(.terminal(.paste(words)))
            desktop.press("tab")
            Self.expectFit(desktop.canvas, "\(index) at :")
            desktop.press("enter", "esc")
        }
        _ = desktop.console.update(.messages([.failed(text), .saved(path: text)]))
        Self.expectFit(desktop.canvas, "\(index) in a notice")
        let svg = desktop.console.picture()
        #expect(XMLParser(data: Data(svg.utf8)).parse(), "\(index) in a picture")
    }

    private static func expectFit(_ canvas: Canvas, _ place: String) {
        for row in 0..<canvas.size.rows {
            for cell in canvas.cells(inRow: row) where !cell.symbol.isContinuation {
                for value in [cell.symbol.base] + cell.symbol.marks {
                    guard let scalar = Unicode.Scalar(value), !isUnfit(scalar) else {
                        Issue.record("\(String(value, radix: 16)) \(place), row \(row)")
                        return
                    }
                }
            }
        }
    }

    static func isUnfit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    @Test(arguments: HostileText.corpus.indices)
    func whatIsRemovedLeavesAMarkAndTheRestIsRead(index: Int) {
        let sample = HostileText.corpus[index]
        let desktop = Self.desktop(.message, sample.text, columns: 300, rows: 60)
        let isRead = desktop.lines.contains { line in
            var rest = Substring(line)
            return sample.readable.allSatisfy { words in
                guard let found = rest.range(of: words) else { return false }
                rest = rest[found.upperBound...]
                return true
            }
        }
        #expect(isRead, "\(sample.name)")
    }

    @Test(arguments: HostileText.all.indices)
    func aPlainLineIsOneLine(index: Int) {
        let text = String(HostileText.all[index].prefix(2_000))
        let scene = DetailHostileTests.scene(text)
        for envelope in scene.envelopes {
            guard let line = EventLine.text(envelope, scene.state) else { continue }
            #expect(!line.unicodeScalars.contains(where: Self.isUnfit), "\(index)")
        }
    }

    /// What leaves for a file or the clipboard holds no control but line breaks and tabs.
    @Test(arguments: HostileText.all.indices)
    func whatIsCopiedAndExportedCannotAct(index: Int) {
        let text = String(HostileText.all[index].prefix(500))
        var desktop = Desktop(DetailHostileTests.scene(text))
        for pane in 1...9 {
            desktop.press("\(pane)", "G")
            for effect in desktop.press("c", "E") {
                let out: String
                switch effect {
                case .copy(let words): out = words
                case .export(let name, let words): out = name + words
                default: continue
                }
                let bad = out.unicodeScalars.filter {
                    $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t"
                }
                #expect(bad.isEmpty, "\(index) pane \(pane)")
            }
        }
    }
}
