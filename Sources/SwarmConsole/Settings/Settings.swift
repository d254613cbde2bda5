import SwarmCore
import TerminalUI

/// Which panes are shown and which has the focus; saved under a name, or as it was left.
struct Layout: Hashable, Sendable {
    var focus: PaneID?
    /// The pane that was chosen last where several share a place.
    var tab: PaneID?
    var zoomed: PaneID?
    var shares = PaneShares()
}

/// What survives the end of the program: how the console looks and what it showed.
///
/// Written and read as YAML; every value is nil until it was chosen, so that a later default holds.
public struct Settings: Hashable, Sendable {
    /// The name of a theme.
    public var theme: String?
    public var ascii: Bool?
    public var mouse: Bool?
    /// Nothing stands out for a moment when it changes.
    public var reduceMotion: Bool?
    /// How fast a recording plays: 0.25 to 64.
    public var replaySpeed: Double?
    /// The panes as they were left.
    var layout: Layout?
    var layouts: [String: Layout] = [:]

    public init() {}

    var layoutNames: [String] { layouts.keys.sorted() }

    /// A name that can be typed after `:layout` and stand in the file.
    static func isLayoutName(_ name: String) -> Bool {
        (1...32).contains(name.count)
            && name.allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-")
            }
    }
}

// MARK: Writing

extension Settings {
    /// The text of the file; `Settings(yaml:file:faults:)` reads the same settings from it.
    public var yaml: String {
        var lines = ["# What swarmtop remembers. It writes this file; keys are in keys.yaml."]
        if let theme { lines.append("theme: \(Self.quoted(theme))") }
        if let ascii { lines.append("ascii: \(ascii)") }
        if let mouse { lines.append("mouse: \(mouse)") }
        if let reduceMotion { lines.append("reduce_motion: \(reduceMotion)") }
        if let replaySpeed { lines.append("replay_speed: \(JSONValue.figure(replaySpeed))") }
        if let layout { lines += Self.lines(of: layout, named: "layout", indent: "") }
        if !layouts.isEmpty {
            lines.append("layouts:")
            for name in layoutNames {
                lines += Self.lines(
                    of: layouts[name] ?? Layout(), named: Self.quoted(name), indent: "  ")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(of layout: Layout, named name: String, indent: String) -> [String] {
        let parts = [
            ("focus", layout.focus), ("tab", layout.tab), ("zoomed", layout.zoomed),
        ]
        var lines = parts.compactMap { name, pane in pane.map { "\(indent)  \(name): \($0.word)" } }
        for line in PaneShares.Line.allCases {
            guard let share = layout.shares[line] else { continue }
            lines.append("\(indent)  \(line.rawValue): \(JSONValue.figure(Double(share) / 10))")
        }
        return lines.isEmpty ? ["\(indent)\(name): {}"] : ["\(indent)\(name):"] + lines
    }

    /// In double quotes, so that a theme called `yes` or `8: two` stays a name.
    private static func quoted(_ text: String) -> String { JSONValue.string(text).jsonText() }
}

extension PaneID {
    /// Its name in a file: `agents`, `fault_lab`.
    var word: String { name.lowercased().replacing(" ", with: "_") }
}
