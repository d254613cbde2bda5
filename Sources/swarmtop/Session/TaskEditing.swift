import Foundation
import SwarmConsole
import SwarmCore
import SwarmFiles

/// A task in the operator's editor: written to a private file, opened, read back as task files are, removed.
struct TaskEditing {
    let environment: [String: String]
    /// Bytes that are read back; the text of a larger file is left where it is.
    private static let mostBytes = 4 << 20
    /// How a fault names the text.
    private static let name = "task.yaml"
    /// A program that ends sooner did not wait for anybody to write.
    private static let quickest = Duration.milliseconds(500)

    /// Blocks until the editor ends; the terminal is its own meanwhile.
    func edit(_ text: String) -> EditedTask {
        let editor: EditorProgram
        do {
            editor = try EditorProgram(environment)
        } catch {
            return .nothing(because: Self.sentence(for: error), text: nil)
        }
        let folder: String
        do {
            folder = try Self.privateFolder(environment)
        } catch {
            return .nothing(because: Self.noFile, text: nil)
        }
        let file = folder + "/" + Self.name
        guard Self.write(text, to: file) else {
            Self.remove(folder)
            return .nothing(because: Self.noFile, text: nil)
        }
        let clock = ContinuousClock()
        let start = clock.now
        let end: EditorProgram.End
        do {
            end = try editor.open(file)
        } catch {
            Self.remove(folder)
            return .nothing(because: Self.sentence(for: error), text: nil)
        }
        guard let bytes = Self.contents(of: file) else {
            return .nothing(
                because: "The text is too large, or gone. It is left as \(file).", text: nil)
        }
        Self.remove(folder)
        let wasQuick = clock.now - start < Self.quickest
        let name = editor.arguments[0].split(separator: "/").last.map(String.init)
        return read(bytes, before: text, end, name ?? "The editor", wasQuick)
    }

    private func read(
        _ bytes: [UInt8], before: String, _ end: EditorProgram.End, _ editor: String,
        _ wasQuick: Bool
    ) -> EditedTask {
        let written = String(decoding: bytes, as: UTF8.self)
        let isChanged = written != before
        switch end {
        case .exited(0): break
        case .exited(let code):
            return .nothing(
                because: "\(editor) ended with code \(code), so nothing is taken over."
                    + (isChanged ? " What was written is kept." : ""),
                text: isChanged ? written : nil)
        case .killed(let signal):
            return .nothing(
                because: "\(editor) was ended by signal \(signal); nothing is taken over."
                    + (isChanged ? " What was written is kept." : ""),
                text: isChanged ? written : nil)
        }
        guard isChanged else {
            return .nothing(
                because: wasQuick
                    ? "Nothing was changed. An editor with a window of its own must wait: code --wait."
                    : "Nothing was changed in the editor.", text: nil)
        }
        guard Self.saysSomething(written) else {
            return .nothing(because: "Nothing was written, so nothing is taken over.", text: nil)
        }
        do throws(TaskFileFault) {
            let (drafts, _) = try TaskFile.read(bytes, named: Self.name)
            guard drafts.count == 1, let draft = drafts.first else {
                return .faulty(
                    [
                        "There are \(drafts.count) tasks; the form takes one. All of them: "
                            + "swarmtop run FILE."
                    ], text: written)
            }
            return .task(draft, text: written)
        } catch {
            switch error {
            case .unreadable(let sentence): return .faulty([sentence], text: written)
            case .content(let sentences): return .faulty(sentences, text: written)
            }
        }
    }

    /// More than comments and blanks.
    private static func saysSomething(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { line in
            line.first { !$0.isWhitespace }.map { $0 != "#" } ?? false
        }
    }

    // MARK: The file

    private struct NoFile: Error {}

    private static let noFile =
        "No file for the editor could be written. Look at TMPDIR and the space there."

    /// Only this user may look into it: editors leave copies beside the file.
    private static func privateFolder(_ environment: [String: String]) throws(NoFile) -> String {
        let parent = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
        var template = Array((parent + "/swarmtop-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw NoFile() }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func write(_ text: String, to file: String) -> Bool {
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(text.utf8))
            try handle.close()
            return true
        } catch {
            return false
        }
    }

    private static func contents(of file: String) -> [UInt8]? {
        // An editor may have put another file in its place; a pipe or a device is not waited for.
        let descriptor = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            status.st_size <= mostBytes, let data = try? handle.read(upToCount: mostBytes)
        else { return status.st_size == 0 ? [] : nil }
        return [UInt8](data)
    }

    private static func remove(_ folder: String) {
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static func sentence(for fault: EditorProgram.Fault) -> String {
        switch fault {
        case .notSet: "No editor is set. Name one before the start: export EDITOR=nano."
        case .openQuote(let setting):
            "The editor \(JSONValue.string(setting).jsonText()) has a quote that is not closed."
        case .notFound(let program):
            "There is no editor \(JSONValue.string(program).jsonText()). Set EDITOR to one that is installed."
        case .cannotStart(let program, let code):
            "\(program) cannot be started: \(String(cString: strerror(code))). Set EDITOR to another."
        }
    }
}
