import SwarmCore
import Yams

extension Settings {
    /// Takes what can be read; each line that cannot adds a fault and changes nothing.
    ///
    /// - Parameter file: Named in every fault.
    public init(yaml: String, file: String = "settings.yaml", faults: inout [ConfigFault]) {
        for entry in ConfigFile.entries(yaml, file: file, faults: &faults) {
            take(entry, file, &faults)
        }
    }

    private static let names = [
        "theme", "ascii", "mouse", "reduce_motion", "replay_speed", "layout", "layouts",
    ]
    /// The slowest and the fastest a recording plays.
    private static let speeds = 0.25...64

    private mutating func take(
        _ entry: ConfigFile.Entry, _ file: String, _ faults: inout [ConfigFault]
    ) {
        switch entry.name {
        case "theme":
            theme = entry.value.scalar?.string
            if theme == nil { faults.append(Self.bad(entry, file, "the name of a theme")) }
        case "ascii": ascii = Self.flag(entry, file, &faults)
        case "mouse": mouse = Self.flag(entry, file, &faults)
        case "reduce_motion": reduceMotion = Self.flag(entry, file, &faults)
        case "replay_speed":
            guard let speed = entry.value.float, Self.speeds.contains(speed) else {
                faults.append(Self.bad(entry, file, "a number from 0.25 to 64"))
                return
            }
            replaySpeed = speed
        case "layout": layout = Self.layout(entry.value, file, &faults)
        case "layouts": takeLayouts(entry, file, &faults)
        default:
            faults.append(
                .unknown(
                    file: file, line: entry.line, kind: "setting", name: entry.name,
                    nearest: NearestName.nearest(to: entry.name, in: Self.names)))
        }
    }

    private mutating func takeLayouts(
        _ entry: ConfigFile.Entry, _ file: String, _ faults: inout [ConfigFault]
    ) {
        for named in ConfigFile.entries(of: entry.value, file: file, faults: &faults) {
            guard Self.isLayoutName(named.name) else {
                faults.append(
                    .badValue(
                        file: file, line: named.line, name: "a layout's name", value: named.name,
                        allowed: "1 to 32 letters, digits, _ and -"))
                continue
            }
            layouts[named.name] = Self.layout(named.value, file, &faults)
        }
    }

    private static func layout(
        _ node: Node, _ file: String, _ faults: inout [ConfigFault]
    ) -> Layout {
        var layout = Layout()
        for entry in ConfigFile.entries(of: node, file: file, faults: &faults) {
            switch entry.name {
            case "focus": layout.focus = pane(entry, file, &faults)
            case "tab": layout.tab = pane(entry, file, &faults)
            case "zoomed": layout.zoomed = pane(entry, file, &faults)
            default:
                guard let line = PaneShares.Line(rawValue: entry.name) else {
                    let known =
                        ["focus", "tab", "zoomed"] + PaneShares.Line.allCases.map(\.rawValue)
                    faults.append(
                        .unknown(
                            file: file, line: entry.line, kind: "part of a layout",
                            name: entry.name,
                            nearest: NearestName.nearest(to: entry.name, in: known)))
                    continue
                }
                layout.shares[line] = share(entry, file, &faults)
            }
        }
        return layout
    }

    /// Percent of the width or height, kept to a tenth.
    private static func share(
        _ entry: ConfigFile.Entry, _ file: String, _ faults: inout [ConfigFault]
    ) -> Int? {
        if let percent = entry.value.float, (1...99).contains(percent) {
            return Int((percent * 10).rounded())
        }
        faults.append(bad(entry, file, "a number of percent from 1 to 99"))
        return nil
    }

    private static func pane(
        _ entry: ConfigFile.Entry, _ file: String, _ faults: inout [ConfigFault]
    ) -> PaneID? {
        let word = entry.value.scalar?.string ?? ""
        if let pane = PaneID.allCases.first(where: { $0.word == word }) { return pane }
        faults.append(bad(entry, file, PaneID.allCases.map(\.word).joined(separator: ", ")))
        return nil
    }

    private static func flag(
        _ entry: ConfigFile.Entry, _ file: String, _ faults: inout [ConfigFault]
    ) -> Bool? {
        if let flag = entry.value.bool { return flag }
        faults.append(bad(entry, file, "true and false"))
        return nil
    }

    private static func bad(
        _ entry: ConfigFile.Entry, _ file: String, _ allowed: String
    ) -> ConfigFault {
        .badValue(
            file: file, line: entry.line, name: entry.name,
            value: entry.value.scalar?.string ?? "no single value", allowed: allowed)
    }
}
