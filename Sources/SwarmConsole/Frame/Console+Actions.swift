import SwarmCore
import TerminalUI

extension Console {
    mutating func perform(_ actions: [Action]) -> [ConsoleEffect] {
        actions.flatMap { perform($0) }
    }

    private mutating func perform(_ action: Action) -> [ConsoleEffect] {
        switch action {
        case .select(let chosen): selection = chosen
        case .focus(let pane): show(pane)
        case .go(let place): go(to: place)
        case .open(let kind): open(kind)
        case .close: closeOverlay()
        case .effect(.quit): return finish()
        case .effect(let effect): return [effect]
        case .send(let command, let done): return send(command, .notice(done))
        case .inject(let spec, let waits, let done):
            return inject(spec, waits: waits, done: done)
        case .disarm(let number): disarm(number)
        case .sendAll(let commands, let done):
            marks = Marks()
            return commands.flatMap { send($0, .notice(done)) }
        case .submit(let command): return send(command, .overlay)
        case .plan(let words): return ask(words)
        case .inPresent(let actions): return returnToPresent() + perform(actions)
        case .notice(let text, let tone): say(text, tone)
        case .filter(let text): filter.text = text
        case .theme(let theme):
            look = Look(
                theme: theme, isMono: look.isMono, hasTints: look.hasTints, glyphs: look.glyphs)
        case .keepTheme:
            let name = look.theme.name
            return keep { $0.theme = name }
        case .keepASCII(let isOn): return keep { $0.ascii = isOn }
        case .keepMouse(let isOn): return keep { $0.mouse = isOn }
        case .layout(let name): useLayout(name)
        case .saveLayout(let name): return saveLayout(name)
        case .forgetLayout(let name): return forgetLayout(name)
        case .perform(let id):
            if let binding = keymap.binding(id), let reason = binding.whyNot(glance()) {
                say("\(binding.label): \(reason).", .secondary)
                return []
            }
            return run(id)
        }
        return []
    }

    mutating func send(
        _ command: Command, _ answer: PendingCommands.Answer, canBeUndone: Bool = true
    ) -> [ConsoleEffect] {
        guard !options.readOnly else {
            say("Read-only: commands are not allowed here.", .waiting)
            return []
        }
        guard replay == nil else {
            say(Refusal.recording.sentence, .waiting)
            return []
        }
        if case .inject(let spec) = command { lastFault = spec }
        let ticket = pending.add(
            answer, undoing: Undo.commands(against: command, swarm), canBeUndone: canBeUndone)
        return [.send(command, ticket: ticket)]
    }

    /// Focuses a pane and brings it to the front of its tabs.
    mutating func show(_ pane: PaneID) {
        focus = pane
        if zoomed != nil { zoomed = pane }
        if pane != .agents { tab = pane }
    }

    /// Runs one row of the keymap.
    mutating func run(_ id: ActionID) -> [ConsoleEffect] {
        switch id {
        case .newTask: open(.newTask)
        case .newTaskInEditor, .plan, .recall: return openForm(id)
        case .fault: open(.faultMenu)
        case .theme: open(.themes)
        case .help: open(.help)
        case .command: open(.commandLine(""))
        case .palette: open(.palette)
        case .filter: filter.isEditing = true
        case .zoom: toggleZoom()
        case .big: toggleBig()
        case .widerPane, .narrowerPane, .tallerPane, .shorterPane, .resetPanes:
            return resizePane(id)
        case .nextPane: move(by: 1)
        case .previousPane: move(by: -1)
        case .back: goBack()
        case .forward: goForward()
        case .attention: goToNextAttention()
        case .screenshot: return [.saveScreenshot(svg: picture())]
        case .quit: return askToQuit()
        case .pause, .pauseAll, .repeatFault, .cancel, .retry, .retryAll, .assign, .retire, .undo:
            return steer(id)
        case .playOrPause, .stepBack, .stepForward, .slower, .faster, .previousMarker, .nextMarker,
            .previousFault, .nextFault, .loop, .rewind, .rewindToMarker, .live, .fork:
            return runReplay(id)
        case .approve, .deny: return answerAsked(id == .approve)
        case .raisePriority, .lowerPriority:
            return changePriority(by: id == .raisePriority ? -1 : 1)
        case .budget: openBudget()
        case .ask: openAsk()
        case .copy: return copyUnderCursor()
        case .export: return exportPane()
        case .wrap: wrapped.formSymmetricDifference([focus])
        case .mark: markUnderCursor()
        case .clearMarks: marks = Marks()
        case .pane1, .pane2, .pane3, .pane4, .pane5, .pane6, .pane7, .pane8, .pane9:
            if let pane = id.pane { show(pane) }
        case .sort, .reverse, .follow, .freeze, .since, .onlyMatching, .onlyTask, .previousMatch,
            .nextMatch, .hideDone, .lanes,
            .zoomIn, .zoomOut, .resetTime, .panEarlier, .panLater, .tree, .earlier, .later,
            .bySkill,
            .previousSection,
            .nextSection, .otherSubject, .costsBy, .forget, .forgetAll, .raiseWeight,
            .lowerWeight, .resetWeights, .scoreRule, .up, .down, .first, .last,
            .pageUp, .pageDown, .open:
            let glance = glance()
            return perform(desk.update(focus, id, glance) ?? [])
        }
        return []
    }

    private mutating func toggleBig() {
        isBig.toggle()
        if isBig, grid.band.isEmpty {
            say("Big letters need 110 columns and 34 rows; they come when there is room.", .waiting)
        }
    }

    private mutating func move(by step: Int) {
        let all = PaneID.allCases
        let place = (all.firstIndex(of: focus) ?? 0) + step + all.count
        show(all[place % all.count])
    }
}
