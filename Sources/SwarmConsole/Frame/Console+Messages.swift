import SwarmCore
import TerminalUI

extension Console {
    /// The clock stands still while nothing runs: time that was only not seen must not end a notice.
    mutating func take(_ messages: [ConsoleMessage]) -> [ConsoleEffect] {
        let before = clock.now
        let wasSeen = isLive || asksClock
        let effects = messages.flatMap { take($0) }
        overview.settle(swarm)
        if !wasSeen, let until = notice?.until {
            notice?.until = min(until + (clock.now - before), clock.now + Notice.lifetime)
        }
        if let undo, undo.until <= clock.now { self.undo = nil }
        marks.settle(swarm)
        return effects
    }

    private mutating func take(_ message: ConsoleMessage) -> [ConsoleEffect] {
        if past.present != nil, message.isOfThePresent {
            return inPresent { $0.takeAsShown(message) }
        }
        return takeAsShown(message)
    }

    /// Takes in what is told of the swarm that is shown.
    mutating func takeAsShown(_ message: ConsoleMessage) -> [ConsoleEffect] {
        switch message {
        case .past(let view, let message): return takePast(view, message)
        case .attached(let state, let now, let wall, let recent):
            setClock(now, wall)
            attach(state, log: EventLog(recent))
        case .events(let envelopes):
            for envelope in envelopes { take(envelope) }
        case .reply(let ticket, let reply): return take(reply, ticket)
        case .saved(let path, nil): say("Saved \(path).", .healthy)
        case .saved(let path, let bytes?):
            say("Saved \(path), \(Figures.grouped(bytes)) bytes.", .healthy)
        case .failed(let sentence): say(sentence, .failed)
        case .journal(let trouble):
            journalTrouble = trouble
            if trouble == nil { say("The journal writes again.", .healthy) }
        case .clock(let now, let wall):
            setClock(now, wall)
            asksClock = false
        case .replay(let glance): return take(glance)
        case .planned, .planning, .edited: takeForForm(message)
        }
        return []
    }

    /// A live clock never goes back; a recording is where it was moved to.
    private mutating func setClock(_ now: Instant, _ wall: WallTime) {
        if replay != nil { clock = ConsoleClock() }
        clock.set(now, wall)
    }

    /// A recording begins at the speed that was chosen last time.
    private mutating func take(_ glance: ReplayGlance) -> [ConsoleEffect] {
        let isFirst = replay == nil
        if replay == nil { keymap = keymap.recorded(isPast: past.present != nil) }
        replay = glance
        if glance.position.speed == askedSpeed { askedSpeed = nil }
        setClock(glance.position.time, glance.position.wall)
        guard isFirst, let speed = settings.replaySpeed, speed != glance.position.speed else {
            return []
        }
        askedSpeed = speed
        return [.replay(.speed(speed))]
    }

    /// Takes a whole state over: the first time and for another run to begin with, else to catch
    /// up after a gap or a jump in a recording, when everything the operator chose stays.
    mutating func attach(_ state: SwarmState, log fresh: EventLog) {
        let isFirst =
            swarm.sequence == 0
            || replay == nil && (state.run != swarm.run || state.sequence < swarm.sequence)
        swarm = state
        isBehind = false
        if isFirst || replay != nil { log = fresh }
        log.recall(state)
        overview = Overview(state)
        if let last = fresh.last { clock.note(last) }
        clock.attach(state)
        guard isFirst else {
            if let agent = selection.agent, !state.agents.indices.contains(agent.position) {
                selection.agent = nil
            }
            if let task = selection.task, !state.tasks.contains(task) { selection.task = nil }
            return
        }
        focus = isFirstStart ? .timeline : .agents
        selection = Selection()
        (trail, marks, undo) = (Trail(), Marks(), nil)
        armed = ArmedFaults()
        if !isFirstStart, let layout = settings.layout { show(layout) }
    }

    /// An event after a gap would make a state that never was; then only a whole state helps.
    private mutating func take(_ envelope: Envelope) {
        guard envelope.sequence > swarm.sequence, !isBehind else { return }
        guard envelope.sequence == swarm.sequence + 1 else {
            isBehind = true
            say("Events were missed; this screen stands still until it has caught up.", .failed)
            return
        }
        swarm.apply(envelope.event, at: envelope.at)
        log.append(envelope)
        overview.note(envelope, swarm)
        if case .runStarted = envelope.event { runStart = envelope.at }
        clock.note(envelope)
        if case .taskFinished(let id, _, _, _) = envelope.event,
            let title = swarm.tasks[id]?.brief.title, notice?.text == Notice.submitted(title)
        {
            notice = nil
        }
        noteRecovery(envelope)
    }

    /// Says that what the operator broke last is made good; a presenter's words and a refusal stay.
    private mutating func noteRecovery(_ envelope: Envelope) {
        guard case .attemptFinished(let key, .succeeded) = envelope.event,
            let fault = swarm.faults.last, fault.spec == lastFault,
            fault.recoveredAt == envelope.at, fault.broken?.subtaskKey == key.subtaskKey,
            swarm.caption == nil, notice.map({ $0.tone == .healthy }) ?? true
        else { return }
        let time = glance().times.span(envelope.at - fault.injectedAt)
        let words = "\(fault.spec.kind.label) of \(swarm.targetName(fault.spec.target))"
        say("Made good after \(time): the \(words). \(keymap.name(.pane5)) tells more.", .healthy)
    }

    private mutating func take(_ reply: CommandReply, _ ticket: Int) -> [ConsoleEffect] {
        guard let answered = pending.take(ticket) else { return [] }
        switch answered.answer {
        case .overlay:
            note(answered, reply, words: "")
            return answerForm(reply)
        case .notice(let done):
            note(answered, reply, words: done)
            note(reply, done: done)
        }
        return []
    }

    mutating func note(_ reply: CommandReply, done: String) {
        switch reply {
        case .submitted(let task, let name):
            selection.task = task
            selection.subtask = nil
            let title = swarm.tasks[task]?.brief.title ?? name
            say(done.isEmpty ? Notice.submitted(title) : done, .healthy)
        case .injected, .done: say(done, .healthy)
        case .refused(let refusal): say(refusal.sentence, .failed)
        }
    }

    mutating func say(_ text: String, _ tone: Role) {
        // The time of a recording says nothing of how long a person has had to read.
        let until = replay == nil ? clock.now + Notice.lifetime : nil
        notice = Notice(text, tone: tone, until: until)
    }
}
