import Foundation
import SwarmCore
import Yams

/// Reads tasks from YAML or JSON; names every fault at once, each with its line or place and what is allowed.
enum TaskFile {
    /// Bytes a task file may have.
    static let most = 16 << 20
    static let mostTasks = 100_000

    static func read(path: String) throws -> ([TaskDraft], isList: Bool) {
        let bytes = try contents(path)
        let value = try parse(bytes, path: path)
        var faults: [String] = []
        var drafts: [TaskDraft] = []
        let isList = value.array != nil
        let items = value.array ?? value["tasks"]?.array ?? [value]
        if items.isEmpty { faults.append("the list is empty. Put at least one task in it.") }
        if items.count > mostTasks { faults.append("\(items.count) tasks; at most \(mostTasks).") }
        for (place, item) in items.prefix(mostTasks).enumerated() {
            let name = items.count == 1 ? "" : "task \(place + 1): "
            var reader = DraftReader(prefix: name)
            drafts.append(reader.draft(item))
            faults += reader.faults
        }
        guard faults.isEmpty else {
            throw Stop(.config, faults.map { "\(path): \($0)" }.joined(separator: "\n"))
        }
        return (drafts, isList || value["tasks"]?.array != nil)
    }

    private static func contents(_ path: String) throws -> [UInt8] {
        do {
            let handle =
                path == "-"
                ? FileHandle.standardInput
                : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            let data = try handle.read(upToCount: most + 1) ?? Data()
            guard data.count <= most else {
                throw Stop(.config, "\(path) is larger than \(most >> 20) MiB. Split it.")
            }
            return [UInt8](data)
        } catch let stop as Stop {
            throw stop
        } catch {
            let reason = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
            let words = reason.map { String(cString: strerror(Int32($0.code))) }
            throw Stop(
                .inputOutput,
                "\(path) cannot be read: \(words ?? "it is not a readable file"). Check the name.")
        }
    }

    /// JSON is taken as JSON, with its own faults; anything else as YAML.
    private static func parse(_ bytes: [UInt8], path: String) throws -> JSONValue {
        let first = bytes.first { $0 > 0x20 }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            do {
                return try JSONValue.parse(bytes)
            } catch {
                throw Stop(.config, "\(path): \(error.message)")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Stop(.config, "\(path) is not UTF-8 text. Save it as UTF-8.")
        }
        return try YAMLValue.parse(text, path: path)
    }
}

/// One task's members, checked.
private struct DraftReader {
    let prefix: String
    var faults: [String] = []

    static let known = [
        "id", "title", "text", "type", "recipe", "complexity", "required_skills", "skills",
        "domain", "priority", "deadline", "data", "best_effort",
    ]

    init(prefix: String) { self.prefix = prefix }

    mutating func draft(_ value: JSONValue) -> TaskDraft {
        var draft = TaskDraft()
        if let text = value.string {
            draft.text = text
            return draft
        }
        guard let object = value.object else {
            faults.append(
                "\(prefix)a task is a mapping such as {recipe: campaign, data: {budget: 50000}}, or a text."
            )
            return draft
        }
        for key in object.keys where !Self.known.contains(key) {
            let nearest = NearestName.nearest(to: key, in: Self.known)
            faults.append(
                "\(prefix)\(key): unknown. "
                    + (nearest.map { "Nearest: \($0)." }
                        ?? "Known: \(Self.known.joined(separator: ", "))."))
        }
        draft.id = text("id", object)
        draft.title = text("title", object)
        draft.text = text("text", object)
        draft.type = text("type", object)
        draft.recipe = text("recipe", object)
        draft.domain = text("domain", object)
        draft.complexity = choice("complexity", object)
        draft.priority = choice("priority", object) ?? .normal
        draft.deadline = deadline(object)
        draft.requiredSkills = skills("required_skills", object) ?? skills("skills", object)
        draft.bestEffort = flag("best_effort", object)
        readData(object, into: &draft)
        return draft
    }

    private mutating func text(_ key: String, _ object: JSONObject) -> String? {
        guard let value = object[key], value != .null else { return nil }
        if let text = value.string { return text }
        if let number = value.integer { return String(number) }
        faults.append("\(prefix)\(key): must be a text.")
        return nil
    }

    private mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ object: JSONObject
    ) -> Choice? {
        guard let text = text(key, object) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let allowed = Choice.allCases.map(\.rawValue)
        let nearest = NearestName.nearest(to: text, in: allowed)
        faults.append(
            "\(prefix)\(key): \"\(text)\" is none of \(allowed.joined(separator: ", "))."
                + (nearest.map { " Nearest: \($0)." } ?? ""))
        return nil
    }

    private mutating func deadline(_ object: JSONObject) -> WallTime? {
        guard let text = text("deadline", object) else { return nil }
        if let time = WallTime(rfc3339: text) { return time }
        faults.append(
            "\(prefix)deadline: \"\(text)\" is no time. Write 2026-03-15 or 2026-03-15T18:00:00Z.")
        return nil
    }

    private mutating func skills(_ key: String, _ object: JSONObject) -> [String]? {
        guard let value = object[key], value != .null else { return nil }
        let skills = value.array?.compactMap(\.string)
        if let skills, skills.count == value.array?.count, !skills.isEmpty { return skills }
        faults.append("\(prefix)\(key): must be a list of skills such as [marketing, finance].")
        return nil
    }

    private mutating func flag(_ key: String, _ object: JSONObject) -> Bool {
        guard let value = object[key] else { return false }
        if let flag = value.bool { return flag }
        faults.append("\(prefix)\(key): must be true or false.")
        return false
    }

    private mutating func readData(_ object: JSONObject, into draft: inout TaskDraft) {
        guard let value = object["data"], value != .null else { return }
        if let data = value.object {
            draft.data = data
        } else {
            faults.append("\(prefix)data: must be a mapping such as {budget: 50000}.")
        }
    }
}
