import SwarmCore
import TerminalUI

/// The keys of a replay, and those that lead there and back.
extension Console {
    mutating func runReplay(_ id: ActionID) -> [ConsoleEffect] {
        switch id {
        case .rewind: return rewind(.step(-1))
        case .rewindToMarker: return rewind(.previousMarker)
        case .live: return returnToPresent()
        case .fork: open(.fork)
        case .playOrPause: return [.replay(.toggle)]
        case .stepBack: return [.replay(.step(-1))]
        case .stepForward: return [.replay(.step(1))]
        case .slower: return changeSpeed(ReplaySpeed.slower)
        case .faster: return changeSpeed(ReplaySpeed.faster)
        case .previousMarker: return [.replay(.previousMarker)]
        case .nextMarker: return [.replay(.nextMarker)]
        case .previousFault: return goToTrouble(.previousTrouble)
        case .nextFault: return goToTrouble(.nextTrouble)
        case .loop: return changeLoop()
        default: break
        }
        return []
    }

    /// From the speed asked for last: keys may be quicker than what is told of the recording.
    private mutating func changeSpeed(_ next: (Double) -> Double) -> [ConsoleEffect] {
        guard let replay else { return [] }
        let speed = next(askedSpeed ?? replay.position.speed)
        askedSpeed = speed
        return [.replay(.speed(speed))]
    }

    private mutating func goToTrouble(_ move: ReplayMove) -> [ConsoleEffect] {
        guard let replay else { return [] }
        let here = replay.position.event
        let isThere = replay.markers.contains { marker in
            marker.kind.isTrouble
                && (move == .nextTrouble ? marker.event > here : marker.event < here)
        }
        guard isThere else {
            let side = move == .nextTrouble ? "after" : "before"
            say("No fault and no failure \(side) this.", .secondary)
            return []
        }
        return [.replay(move)]
    }

    /// Around: no loop, all of it, the part between the markers around this moment.
    private mutating func changeLoop() -> [ConsoleEffect] {
        guard let position = replay?.position else { return [] }
        if !position.loops {
            say("Plays all of it again and again. \(keymap.name(.loop)) loops a part.", .gain)
            return [.replay(.loop(true))]
        }
        if position.part == nil {
            say("Plays this part again and again. \(keymap.name(.loop)) ends the loop.", .gain)
            return [.replay(.loopBetweenMarkers)]
        }
        say("Plays on to the end.", .gain)
        return [.replay(.loop(false))]
    }

    /// Goes to the moment under the pointer; in a live run, to that moment of its past.
    mutating func scrub(to point: Point) -> [ConsoleEffect] {
        guard !isFirstStart, let moment = runStrip.moment(at: point.column, in: grid.strip) else {
            return []
        }
        if replay != nil { return [.replay(.seek(.time(moment)))] }
        if let why = keymap.binding(.rewind)?.whyNot(glance()) {
            say("\(why).".capitalisedFirst, .secondary)
            return []
        }
        return rewind(.seek(.time(moment)))
    }

    /// The run in one row, as it is drawn and clicked.
    var runStrip: RunStrip {
        RunStrip(
            markers: replay?.allMarkers ?? log.markers.all,
            start: replay?.position.start ?? runStart,
            end: replay?.position.end ?? clock.now, position: replay?.position, look: look,
            times: TimeFormat(utcOffsetSeconds: options.utcOffsetSeconds))
    }
}

extension ReplayGlance {
    /// Every marker of the recording, also those to come.
    var allMarkers: [Marker] {
        markers.map { Marker(at: $0.at, kind: Marker.Kind($0)) }
    }
}

extension Marker.Kind {
    init(_ marker: ReplayMarker) {
        self =
            switch marker.kind {
            case .award: .award
            case .failure: .failed
            case .faultInjected, .faultReverted: .fault
            case .result: marker.status == .failed ? .failed : .succeeded
            }
    }
}
