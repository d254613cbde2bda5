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
            lines += ["", member.key]
            lines += section(member.value, indent: 2)
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

    private static func section(_ value: JSONValue, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        switch value {
        case .object(let object):
            let width = min(24, object.keys.map(\.count).max() ?? 0)
            return object.members.flatMap { member -> [String] in
                if let plain = plain(member.value) {
                    return [margin + member.key.padded(width) + "  " + plain]
                }
                if let lines = block(member.value) {
                    return [margin + member.key] + lines.map { margin + "  " + $0 }
                }
                return [margin + member.key] + section(member.value, indent: indent + 2)
            }
        case .array(let values):
            return values.flatMap { value -> [String] in
                if let plain = plain(value) { return [margin + "- " + plain] }
                let lines = section(value, indent: indent + 2)
                guard let first = lines.first else { return [] }
                return [margin + "- " + first.dropFirst(indent + 2)] + lines.dropFirst()
            }
        case .null, .bool, .integer, .number, .string:
            return (plain(value).map { [$0] } ?? block(value) ?? []).map { margin + $0 }
        }
    }

    private static func plain(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): picture(text) ?? (text.contains("\n") ? nil : text)
        case .array(let values) where values.allSatisfy { $0.string != nil }:
            values.compactMap(\.string).joined(separator: ", ")
        case .array(let values) where values.isEmpty: "none"
        case .array, .object: nil
        case .null, .bool, .integer, .number: value.jsonText()
        }
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
