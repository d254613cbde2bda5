import NcursesTerminal
import TerminalUI

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A tiny program that shows what it was told; the tests drive it through a real terminal.
struct Probe: Program {
    var lines: [String] = []
    var size = Size(columns: 0, rows: 0)
    var messages = 0
    var isFinished = false
    var wasSignalled = false
    var nextTick: Duration? { nil }

    enum Effect {
        case crash(String)
        case post
        case copy
        case editor
    }

    mutating func update(_ event: ProgramEvent<Int>) -> [Effect] {
        switch event {
        case .messages(let values):
            messages += values.count
            return []
        case .tick:
            return []
        case .terminal(let event):
            return handle(event)
        }
    }

    private mutating func handle(_ event: TerminalEvent) -> [Effect] {
        switch event {
        case .key(let key):
            lines.append("key \(key.name)")
            switch key.typedCharacter {
            case "q": isFinished = true
            case "1": return [.crash("trap")]
            case "2": return [.crash("segv")]
            case "3": return [.crash("abort")]
            case "4": return [.crash("exit")]
            case "5": return [.crash("stderr")]
            case "m": return [.post]
            case "c": return [.copy]
            case "e": return [.editor]
            default: break
            }
        case .paste(let text): lines.append("paste \(text.utf8.count) \(text)")
        case .resize(let size): lines.append("resize \(size.columns)x\(size.rows)")
        case .mouse(let mouse):
            let times = mouse.clicks > 1 ? " ×\(mouse.clicks)" : ""
            lines.append(
                "mouse \(name(mouse.kind)) \(mouse.point.column),\(mouse.point.row)\(times)")
        case .suspendResumed: lines.append("resumed")
        case .ambiguousIsWide: lines.append("wide")
        case .signal(let signal):
            lines.append("signal \(signal)")
            wasSignalled = true
            isFinished = true
        }
        return []
    }

    private func name(_ kind: MouseEvent.Kind) -> String {
        switch kind {
        case .press(.left): "press left"
        case .scrollDown: "scrollDown"
        default: "other"
        }
    }

    func view(_ canvas: inout Canvas) {
        let area = canvas.bounds
        let orange = Color(red: 255, green: 136, blue: 0)
        let ground = Color(red: 16, green: 32, blue: 48)
        canvas.fill(area, style: Style(background: ground))
        canvas.text(
            "probe \(area.width)x\(area.height) messages \(messages)",
            at: Point(column: 0, row: 0), style: .bold(orange))
        canvas.text("漢字|e\u{301}|🚀|⡖⠒|█▎", at: Point(column: 0, row: 1))
        canvas.text("\u{1b}[2Jhostile\u{7}", at: Point(column: 0, row: 2))
        for (row, line) in lines.suffix(max(0, area.height - 3)).enumerated() {
            canvas.text(line, at: Point(column: 0, row: row + 3))
        }
        canvas.put(
            Symbol("#"), column: area.right - 1, row: area.bottom - 1, style: .plain)
    }
}

@main
enum Main {
    static func main() {
        guard getenv("PROBE_GUARD") != nil else { return run() }
        do { try ParentGuard.run(run) } catch { exit(70) }
    }

    private static func run() {
        let environment = ProcessEnvironment.values
        let terminal: NcursesTerminal
        do {
            terminal = try NcursesTerminal(
                .init(
                    environment: environment, usesMouse: getenv("PROBE_NO_MOUSE") == nil,
                    isRemote: getenv("PROBE_REMOTE") != nil))
        } catch {
            print("no terminal: \(error)")
            exit(6)
        }
        let mailbox = Mailbox<Int>(capacity: 1_000)
        mailbox.onWake(terminal.waker.wake)
        var probe = Probe()
        do {
            try ProgramLoop.run(&probe, on: terminal, mailbox: mailbox) { effect in
                perform(effect, terminal, mailbox)
            }
        } catch {
            terminal.close()
            exit(74)
        }
        terminal.close()
        // After a signal the terminal may take nothing more, and this would wait for it.
        if !probe.wasSignalled { print("bye \(terminal.frameCount) \(terminal.errorText)") }
    }

    private static func perform(
        _ effect: Probe.Effect, _ terminal: NcursesTerminal, _ mailbox: Mailbox<Int>
    ) {
        switch effect {
        case .post: for value in 0..<500 { mailbox.post(value) }
        case .copy: terminal.copyToClipboard("copied")
        case .editor: terminal.suspended { print("in the editor") }
        case .crash("trap"):
            let none: [Int] = []
            print(none[Int(getpid())])
        case .crash("segv"): UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
        case .crash("abort"): abort()
        case .crash("exit"): exit(3)
        case .crash:
            let words = Array("lost words\n".utf8)
            _ = write(2, words, words.count)
        }
    }

}

/// The environment without Foundation.
enum ProcessEnvironment {
    static var values: [String: String] {
        var values: [String: String] = [:]
        for name in [
            "TERM", "COLORTERM", "NO_COLOR", "TMUX", "HOME", "XDG_CACHE_HOME", "LANG", "LC_ALL",
        ] {
            if let value = getenv(name) { values[name] = String(cString: value) }
        }
        return values
    }
}
