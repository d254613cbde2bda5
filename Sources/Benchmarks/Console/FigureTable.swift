import Foundation
import SwarmCore

/// What was measured of each program, round by round, and how it is shown.
struct FigureTable {
    let programs: [MeasuredProgram]
    /// What each round ran beside.
    var rounds: [String] = []
    private var samples: [Key: [Double]] = [:]

    private struct Key: Hashable {
        let program: String
        let figure: Figure
    }

    init(programs: [MeasuredProgram]) { self.programs = programs }

    mutating func add(_ figures: [(Figure, Double)], of program: String) {
        for (figure, value) in figures {
            samples[Key(program: program, figure: figure), default: []].append(value)
        }
    }

    private func values(_ program: MeasuredProgram, _ figure: Figure) -> [Double] {
        samples[Key(program: program.name, figure: figure)] ?? []
    }

    /// The figures that were measured of anything.
    private var measured: [Figure] {
        Figure.allCases.filter { figure in programs.contains { !values($0, figure).isEmpty } }
    }

    // MARK: Text

    /// A row for each figure: median and spread of each program, what is to be reached, and whether it is.
    var text: String {
        var rows = [["", "reach"] + programs.map(\.name) + [""]]
        for figure in measured {
            let ours = values(programs[0], figure)
            let verdict = ours.isEmpty ? nil : figure.holds(ours.median)
            rows.append(
                [figure.title, reach(figure)] + programs.map { cell($0, figure) }
                    + [verdict.map { $0 ? "reached" : "MISSED" } ?? ""])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            zip(row, widths).map { text, width in
                text + String(repeating: " ", count: width - text.count)
            }.joined(separator: "  ")
        }
        return (lines + ["", "median [min to max]"] + rounds).joined(separator: "\n")
    }

    private func reach(_ figure: Figure) -> String {
        switch figure.reach {
        case .atMost(let most): "≤ \(Self.number(most))"
        case .atLeast(let least): "≥ \(Self.number(least))"
        case nil: ""
        }
    }

    private func cell(_ program: MeasuredProgram, _ figure: Figure) -> String {
        guard program.path != nil else { return "not installed" }
        let values = values(program, figure)
        guard let least = values.min(), let most = values.max() else { return "–" }
        let median = Self.number(values.median)
        return values.count == 1
            ? median : "\(median) [\(Self.number(least)) to \(Self.number(most))]"
    }

    /// Three significant digits.
    private static func number(_ value: Double) -> String {
        switch abs(value) {
        case 100...: String(Int(value.rounded()))
        case 10...: String(format: "%.1f", value)
        case 0: "0"
        case ..<0.1: String(format: "%.3f", value)
        default: String(format: "%.2f", value)
        }
    }

    // MARK: JSON

    var json: String {
        var figures = JSONObject()
        for figure in measured {
            var row = JSONObject()
            for program in programs {
                let values = values(program, figure)
                guard let least = values.min(), let most = values.max() else { continue }
                row[program.name] = [
                    "median": .number(values.median), "min": .number(least), "max": .number(most),
                    "samples": .array(values.map { .number($0) }),
                ]
            }
            switch figure.reach {
            case .atMost(let most): row["at_most"] = .number(most)
            case .atLeast(let least): row["at_least"] = .number(least)
            case nil: break
            }
            let ours = values(programs[0], figure)
            if !ours.isEmpty, let holds = figure.holds(ours.median) {
                row["reached"] = .bool(holds)
            }
            figures[figure.rawValue] = .object(row)
        }
        let whole: JSONObject = [
            "figures": .object(figures), "rounds": .array(rounds.map { .string($0) }),
        ]
        return JSONValue.object(whole).jsonText()
    }
}
