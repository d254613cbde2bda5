import ChildProcesses
import Foundation
import NcursesTerminal

/// The operator's editor, from `VISUAL` or else `EDITOR`, on the terminal it is started from.
///
/// Never a shell: the setting is split at blanks, with quotes and backslashes as a shell has them, and nothing in it
/// is expanded.
struct EditorProgram {
    /// The program first, as it was written.
    let arguments: [String]
    private let path: String
    private let environment: [String: String]

    enum Fault: Error, Equatable {
        /// Neither variable says anything.
        case notSet
        /// A quote in the setting is not closed.
        case openQuote(String)
        case notFound(String)
        case cannotStart(String, errno: Int32)
    }

    /// How it ended.
    enum End: Equatable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    init(_ environment: [String: String]) throws(Fault) {
        let settings = ["VISUAL", "EDITOR"].compactMap { environment[$0] }
        guard let setting = settings.first(where: { !$0.allSatisfy(\.isWhitespace) }) else {
            throw .notSet
        }
        guard let words = Self.words(of: setting), let program = words.first else {
            throw .openQuote(setting)
        }
        arguments = words
        do {
            path = try ProgramLookup.find(program, path: environment["PATH"])
        } catch {
            throw .notFound(program)
        }
        // An editor has no use for the keys of models, and its plug-ins should not have them either.
        self.environment = environment.filter { !$0.key.hasSuffix("_API_KEY") }
    }

    /// The words of a setting; nil when a quote is not closed.
    static func words(of setting: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in setting {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open {
                    quote = nil
                } else {
                    word = (word ?? "") + String(character)
                }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let done = word { words.append(done) }
        return quote == nil && !isEscaped ? words : nil
    }

    // MARK: Running

    /// Opens a file and waits until the editor ends. When it is stopped, this program stops with it.
    ///
    /// An editor that stops its whole group stops this program a moment later, and then both go on together: one
    /// more stop would be one too many.
    func open(_ file: String) throws(Fault) -> End {
        let child = try spawn(arguments + [file])
        var isStopped = false
        while true {
            var status: Int32 = 0
            let patience = isStopped ? WNOHANG : 0
            let found = waitpid(child, &status, WUNTRACED | WCONTINUED | patience)
            if found == 0 {
                NcursesTerminal.stopProcess()
                kill(child, SIGCONT)
                isStopped = false
            } else if found < 0 {
                guard errno == EINTR else { return .exited(-1) }
            } else if status == 0xFFFF || status == 0x7F | SIGCONT << 8 {
                // It goes on, as Linux and as Darwin say it.
                isStopped = false
            } else if status & 0xFF == 0x7F {
                isStopped = true
                poll(nil, 0, Self.moment)
            } else {
                let signal = status & 0x7F
                return signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
            }
        }
    }

    /// Milliseconds until a signal for a whole group has reached all of it.
    private static let moment: Int32 = 20

    private func spawn(_ arguments: [String]) throws(Fault) -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var usual = sigset_t()
        sigemptyset(&usual)
        for signal in Self.signals { sigaddset(&usual, signal) }
        posix_spawnattr_setsigdefault(&attributes, &usual)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        Self.closeOursOnExec()
        let flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let argv = arguments.map { strdup($0) } + [nil]
        let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in argv + envp { free(text) } }
        var child = pid_t()
        let code = posix_spawn(&child, path, nil, &attributes, argv, envp)
        guard code == 0 else { throw .cannotStart(arguments[0], errno: code) }
        return child
    }

    /// Connections and files are ours alone; libraries open some without saying so.
    private static func closeOursOnExec() {
        for descriptor in 3..<min(getdtablesize(), 65_536) {
            let flags = fcntl(descriptor, F_GETFD)
            if flags >= 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
        }
    }

    /// What the console handles in its own way and an editor should not begin with.
    private static let signals = [
        SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT, SIGPIPE, SIGWINCH,
        SIGCHLD,
    ]
}
