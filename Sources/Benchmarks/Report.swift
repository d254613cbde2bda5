import Foundation
import SwarmCore

/// Prints what was measured.
enum Report {
    static func table(_ series: [Series]) -> String {
        var lines = [
            "\(padded("benchmark", 34))\(padded("median", 14))\(padded("min", 12))\(padded("max", 12))unit"
        ]
        for one in series {
            lines.append(
                padded(one.name, 34) + padded(figure(one.values.median), 14)
                    + padded(figure(one.values.min() ?? 0), 12)
                    + padded(figure(one.values.max() ?? 0), 12) + one.unit)
            for (name, value) in one.others {
                lines.append("  " + padded(name, 32) + figure(value))
            }
        }
        return lines.joined(separator: "\n")
    }

    static func json(_ series: [Series]) -> String {
        var figures = JSONObject()
        for one in series {
            var figure: JSONObject = [
                "unit": .string(one.unit), "median": .number(one.values.median),
                "min": .number(one.values.min() ?? 0), "max": .number(one.values.max() ?? 0),
                "rounds": .integer(Int64(one.values.count)),
            ]
            for (name, value) in one.others { figure[name] = .number(value) }
            figures[one.name] = .object(figure)
        }
        return JSONValue.object(["figures": .object(figures)]).jsonText()
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    /// Four significant digits.
    private static func figure(_ value: Double) -> String {
        switch abs(value) {
        case 1_000...: String(Int(value.rounded()))
        case 100...: String(format: "%.1f", value)
        case 1...: String(format: "%.3f", value)
        default: String(format: "%.4f", value)
        }
    }
}
