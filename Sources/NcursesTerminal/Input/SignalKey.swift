import TerminalUI

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Ctrl-C, Ctrl-Z and Ctrl-\ as keys: what the system does with them in a terminal it reads lines from.
///
/// The signal goes to the whole process group, as the system sends it, so whatever is in the same job
/// ends or stops with the program, and the program itself hears of it as of any other signal.
enum SignalKey {
    /// Alt counts as nothing: an Esc just before must not swallow a Ctrl-C.
    static func signal(of key: Key) -> Int32? {
        guard key.modifiers.subtracting(.alt) == .control else { return nil }
        return switch key.code {
        case .character("c"): SIGINT
        case .character("z"): SIGTSTP
        case .character("\\"): SIGQUIT
        default: nil
        }
    }

    /// Sends what such keys ask for and hands on what was typed before; what follows one was not meant for
    /// this screen any more.
    static func obeyed(in events: [TerminalEvent]) -> [TerminalEvent] {
        for (place, event) in events.enumerated() {
            guard case .key(let key) = event, let signal = signal(of: key) else { continue }
            kill(0, signal)
            return Array(events[..<place])
        }
        return events
    }
}
