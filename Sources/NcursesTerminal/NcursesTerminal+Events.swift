import CNcurses
import TerminalUI

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension NcursesTerminal {
    public func nextEvents(timeout: Duration?) -> [TerminalEvent] {
        let clock = ContinuousClock()
        let deadline = timeout.map { clock.now.advanced(by: max(.zero, $0)) }
        errors?.trim()
        if !missed.isEmpty {
            defer { missed = [] }
            return missed
        }
        while true {
            if let canvas = late, !output.isWaiting, !answers.isAwaited { present(canvas) }
            let left = deadline.map { max(.zero, clock.now.duration(to: $0)) }
            let answer = late == nil ? nil : answers.patience
            let wait = [left, decoder.patience, answer].compactMap(\.self).min()
            let ready = Self.wait(for: sources, atMost: wait)
            if ready.contains(.output) { output.drain() }
            let wasWoken = ready.contains(.wake)
            if wasWoken { _ = waker.drain() }
            var events = ready.contains(.signal) ? takeSignals() : []
            if ready.contains(.input) {
                events += readInput()
            } else if let patience = decoder.patience, wait == patience, ready.isEmpty {
                events += decoder.flush()
            }
            if !events.isEmpty || wasWoken { return events }
            if let deadline, clock.now >= deadline { return [] }
        }
    }

    /// What can end a wait.
    enum Source {
        case signal, wake, input, output
    }

    private var sources: [(source: Source, descriptor: Int32, events: Int32)] {
        var sources: [(source: Source, descriptor: Int32, events: Int32)] = [
            (.signal, signals.descriptor, POLLIN), (.wake, waker.descriptor, POLLIN),
        ]
        if isInputOpen { sources.append((.input, modes.descriptor, POLLIN)) }
        if output.isWaiting { sources.append((.output, output.descriptor, POLLOUT)) }
        return sources
    }

    /// The sources that have something; none after the time, or when a signal came between.
    private static func wait(
        for sources: [(source: Source, descriptor: Int32, events: Int32)], atMost time: Duration?
    ) -> Set<Source> {
        var descriptors = sources.map {
            pollfd(fd: $0.descriptor, events: Int16($0.events), revents: 0)
        }
        let count = poll(&descriptors, nfds_t(descriptors.count), time.map(milliseconds) ?? -1)
        guard count > 0 else { return [] }
        return Set(zip(sources, descriptors).filter { $0.1.revents != 0 }.map(\.0.source))
    }

    /// False when nothing came in that time.
    func waitForInput(atMost time: Duration) -> Bool {
        var input = pollfd(fd: modes.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&input, 1, Self.milliseconds(max(.zero, time))) > 0
    }

    /// Rounded up, so that a wait is never too short and never spins.
    private static func milliseconds(_ time: Duration) -> Int32 {
        let (seconds, attoseconds) = time.components
        guard seconds < 86_400 else { return 86_400_000 }
        let part = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(seconds * 1_000 + part)
    }

    /// At most 64 KiB in one turn.
    func readInput() -> [TerminalEvent] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = read(modes.descriptor, &buffer, buffer.count)
        if count > 0 {
            let events = SignalKey.obeyed(in: decoder.decode(buffer[..<count]))
            return events.map { presses.counted($0) } + takeReports()
        }
        if count < 0, errno == EINTR || errno == EAGAIN { return [] }
        isInputOpen = false
        return [.signal(.hangup)]
    }

    private func takeSignals() -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        var hasNewSize = false
        let numbers = signals.drain().map(Int32.init)
        // As the system has it: to go on takes back a stop that nobody has obeyed yet.
        let goesOn = numbers.lastIndex(of: SIGCONT) ?? 0
        for (index, number) in numbers.enumerated() {
            switch number {
            case SIGTSTP where index < goesOn: break
            case SIGWINCH: hasNewSize = true
            case SIGINT: events.append(.signal(.interrupt))
            case SIGTERM, SIGQUIT: events.append(.signal(.terminate))
            case SIGHUP: events.append(.signal(.hangup))
            case SIGTSTP:
                leave()
                nc_stop()
                resume()
                events.append(.suspendResumed)
                hasNewSize = true
            case SIGCONT:
                resume()
                events.append(.suspendResumed)
                hasNewSize = true
            default: break
            }
        }
        if hasNewSize {
            // Smaller and as large again before we looked: the cells in between are gone all the same.
            if !measureAgain() { frames.invalidate() }
            events.append(.resize(size))
        }
        return events
    }

    /// Stays stopped while another program owns the terminal, and takes it when the parent is awake.
    private func resume() {
        for _ in 0..<100 {
            if !modes.isForeground {
                nc_stop()
            } else if nc_parent_is_awake(20) != 0 {
                break
            }
        }
        enter()
    }
}
