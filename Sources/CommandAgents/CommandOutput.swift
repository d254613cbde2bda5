import ChildProcesses
import SwarmCore

/// One line a program wrote.
enum CommandLineRead: Equatable {
    /// `{"progress": 0.4, "note": "…"}`
    case progress(Double, note: String?)
    /// `{"message": {"topic": "…", "payload": …}}`
    case message(topic: String, payload: JSONValue)
    /// `{"result": {…}}`
    case result(JSONObject)
    /// Anything else.
    case text(String)

    private static let mostNote = 200

    init(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let isObject = bytes.first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "{")
        guard isObject, let json = try? JSONValue.parse(bytes), let object = json.object,
            let known = Self.known(object)
        else {
            self = .text(text)
            return
        }
        self = known
    }

    private static func known(_ object: JSONObject) -> CommandLineRead? {
        if let result = object["result"] { return .result(product(result)) }
        if let message = object["message"]?.object, let topic = message["topic"]?.string {
            return .message(
                topic: PlainLine.of(topic, most: 64), payload: message["payload"] ?? .null)
        }
        if let share = object["progress"]?.double {
            let note = object["note"]?.string.map { PlainLine.of($0, most: mostNote) }
            return .progress(share, note: note)
        }
        return nil
    }

    private static func product(_ result: JSONValue) -> JSONObject {
        switch result {
        case .object(let object): object
        case .string(let text): ["text": .string(text)]
        default: ["value": result]
        }
    }

    /// What to show of it while the program goes on; nil when it says nothing.
    var note: String? {
        let note: String? =
            switch self {
            case .progress(_, let note): note
            case .text(let text): PlainLine.of(text, most: Self.mostNote)
            case .message, .result: nil
            }
        return note.flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// What a program's output comes to: its result, or else its text.
struct CommandOutput {
    /// Lines looked back at to tell whether one says something new.
    private static let remembered = 32

    private(set) var result: JSONObject?
    private var text = ""
    private var recent: [Int] = []

    /// Takes in a line; nil when it was said lately, and so says nothing.
    mutating func take(_ line: LineSplitter.Line) -> CommandLineRead? {
        let read = CommandLineRead(line.bytes)
        switch read {
        case .result(let product): result = product
        case .text(let line): text += line + "\n"
        case .progress, .message: break
        }
        let hash = line.bytes.hashValue
        guard !recent.contains(hash) else { return nil }
        recent.append(hash)
        if recent.count > Self.remembered { recent.removeFirst() }
        return read
    }

    /// Nil when it wrote nothing but blanks.
    var product: JSONObject? {
        if let result { return result }
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        return ["text": .string(text.hasSuffix("\n") ? String(text.dropLast()) : text)]
    }
}
