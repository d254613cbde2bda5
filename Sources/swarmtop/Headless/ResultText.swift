import SwarmConsole
import SwarmCore
import TerminalUI

/// A result document as plain text for people: what came out, who made it, how it ran.
enum ResultText {
    private static let reserved: Set<String> = [
        "task_id", "title", "type", "success", "status", "timestamp", "contributing_agents",
        "recipe",
        "subtask_results", "warnings", "missing", "assumptions", "quality_score",
        "execution_time", "execution_seconds", "sequential_seconds", "speedup", "reputation",
    ]

    static func text(_ document: JSONObject) -> String {
        var lines = ["", heading(document)]
        if let run = runLine(document) { lines.append(run) }
        for member in document.members where !reserved.contains(member.key) {
            let title = FieldNames.title(member.key)
            lines += ["", title]
            lines += section(member.value, member.key, topic: title, indent: 2)
        }
        lines += list("Warnings", document["warnings"]) { $0.string ?? "" }
        lines += list("Missing", document["missing"]) {
            "\($0["skill"]?.string ?? ""): \($0["reason"]?.string ?? "")"
        }
        lines += list("Assumed", document["assumptions"]) { $0.string ?? "" }
        lines += reputations(document)
        return lines.map { Sanitiser.line($0) }.joined(separator: "\n")
    }

    private static func heading(_ document: JSONObject) -> String {
        let quality = document["quality_score"]?.integer ?? 0
        return "\(document["title"]?.string ?? "")  \(document["status"]?.string ?? "")"
            + "  quality \(quality)"
    }

    private static func runLine(_ document: JSONObject) -> String? {
        guard let taken = document["execution_seconds"]?.double,
            let sequential = document["sequential_seconds"]?.double
        else { return nil }
        let spans = (TimeSpan.seconds(taken).tenths, TimeSpan.seconds(sequential).tenths)
        guard let speedUp = document["speedup"]?.double, speedUp >= 1.05 else {
            return "\(spans.0) s"
        }
        let tenths = Int((speedUp * 10).rounded())
        return
            "\(spans.0) s: \(tenths / 10).\(tenths % 10)× faster than one after another (\(spans.1) s)"
    }

    private static func section(
        _ value: JSONValue, _ key: String, topic: String = "", indent: Int
    ) -> [String] {
        let margin = String(repeating: " ", count: indent)
        switch value {
        case .object(let object):
            let names = FieldNames(object, topic: topic)
            let width = min(24, object.keys.map { names.label($0).count }.max() ?? 0)
            return object.members.flatMap { member -> [String] in
                let label = names.label(member.key)
                if let plain = plain(member.value, member.key, names) {
                    return [margin + label.padded(width) + "  " + plain]
                }
                if let lines = block(member.value) {
                    return [margin + label] + lines.map { margin + "  " + $0 }
                }
                return [margin + label] + section(member.value, member.key, indent: indent + 2)
            }
        case .array(let values):
            let names = FieldNames(JSONObject())
            return values.flatMap { value -> [String] in
                if let plain = plain(value, key, names) { return [margin + "- " + plain] }
                let lines = section(value, key, indent: indent + 2)
                guard let first = lines.first else { return [] }
                return [margin + "- " + first.dropFirst(indent + 2)] + lines.dropFirst()
            }
        case .null, .bool, .integer, .number, .string:
            let plain = plain(value, key, FieldNames(JSONObject(), topic: topic))
            return (plain.map { [$0] } ?? block(value) ?? []).map { margin + $0 }
        }
    }

    private static func plain(
        _ value: JSONValue, _ key: String, _ names: FieldNames
    ) -> String? {
        switch value {
        case .string(let text):
            picture(text) ?? (text.contains("\n") ? nil : names.text(value, key, isWhole: true))
        // Short names stand in a row, sentences below one another.
        case .array(let values) where values.allSatisfy { $0.string.map(isShort) ?? false }:
            values.isEmpty ? "none" : values.compactMap(\.string).joined(separator: ", ")
        case .array, .object: nil
        case .null, .bool, .integer, .number: names.text(value, key, isWhole: true)
        }
    }

    private static func isShort(_ text: String) -> Bool {
        text.utf8.count <= 48 && !text.hasSuffix(".") && !text.contains("\n")
    }

    /// The lines of a text that has several; nil for anything else.
    private static func block(_ value: JSONValue) -> [String]? {
        value.string.map {
            $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// A drawing is named, not printed.
    private static func picture(_ text: String) -> String? {
        text.hasPrefix("<svg ")
            ? "a drawing (SVG, \(text.utf8.count) bytes), whole with --json" : nil
    }

    private static func list(
        _ title: String, _ value: JSONValue?, _ words: (JSONValue) -> String
    ) -> [String] {
        guard let values = value?.array, !values.isEmpty else { return [] }
        return ["", title] + values.map { "  " + words($0) }
    }

    private static func reputations(_ document: JSONObject) -> [String] {
        guard let members = document["reputation"]?.object?.members, !members.isEmpty else {
            return []
        }
        return ["", "Reputation"]
            + members.map { member in
                let before = member.value["before"]?.jsonText() ?? ""
                let after = member.value["after"]?.jsonText() ?? ""
                return
                    "  \(member.key)  \(before) to \(after)  \(member.value["tier"]?.string ?? "")"
            }
    }
}
