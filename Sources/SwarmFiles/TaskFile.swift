import Foundation
import SwarmCore

/// Why a task file gave no tasks.
public enum TaskFileFault: Error, Hashable, Sendable {
    /// It could not be read; one sentence.
    case unreadable(String)
    /// What it holds is wrong; one sentence for each fault.
    case content([String])
}

/// Reads tasks from YAML or JSON; names every fault at once, each with its line or place and what is allowed.
public enum TaskFile {
    /// Bytes a task file may have.
    static let most = 16 << 20
    static let mostTasks = 100_000

    /// The tasks of the file at `path`, `-` being standard input, and whether they stood in a list.
    public static func read(path: String) throws(TaskFileFault) -> ([TaskDraft], isList: Bool) {
        try read(try contents(path), named: path)
    }

    /// The same of a text that `name` stands for in the faults.
    public static func read(
        _ bytes: [UInt8], named name: String
    ) throws(TaskFileFault) -> ([TaskDraft], isList: Bool) {
        let root = try parse(bytes, path: name)
        let items = root.entries ?? root["tasks"]?.entries
        let tasks = items ?? [root]
        var faults: [DefinitionFault] = []
        if tasks.isEmpty {
            faults.append(root.fault("the list is empty", hint: "Put at least one task in it."))
        }
        if tasks.count > mostTasks {
            faults.append(root.fault("\(tasks.count) tasks", hint: "Write at most \(mostTasks)."))
        }
        var drafts: [TaskDraft] = []
        for (place, task) in tasks.prefix(mostTasks).enumerated() {
            let node = items == nil ? task : task.reached("task \(place + 1)")
            if let draft = TaskDraft(definition: node, &faults) { drafts.append(draft) }
        }
        guard faults.isEmpty else { throw .content(faults.map(\.sentence)) }
        return (drafts, items != nil)
    }

    private static func contents(_ path: String) throws(TaskFileFault) -> [UInt8] {
        let data: Data
        do {
            let handle =
                path == "-"
                ? FileHandle.standardInput
                : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            data = try handle.read(upToCount: most + 1) ?? Data()
        } catch {
            let reason = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
            let words = reason.map { String(cString: strerror(Int32($0.code))) }
            throw .unreadable(
                "\(path) cannot be read: \(words ?? "it is not a readable file"). Check the name.")
        }
        guard data.count <= most else {
            throw .content(["\(path) is larger than \(most >> 20) MiB. Split it."])
        }
        return [UInt8](data)
    }

    /// JSON is taken as JSON, with its own faults; anything else as YAML.
    private static func parse(_ bytes: [UInt8], path: String) throws(TaskFileFault)
        -> DefinitionNode
    {
        let first = bytes.first { $0 > 0x20 }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            do {
                return DefinitionNode(try JSONValue.parse(bytes), file: path)
            } catch {
                throw .content(["\(path): \(error.message)"])
            }
        }
        var faults: [DefinitionFault] = []
        let node = YAMLText.node(bytes, file: path, limitBytes: most, &faults)
        guard faults.isEmpty else { throw .content(faults.inReadingOrder().map(\.sentence)) }
        guard let node else { throw .content(["\(path) is empty. Write a task into it."]) }
        return node
    }
}
