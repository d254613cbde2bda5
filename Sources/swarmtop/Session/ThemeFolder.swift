import Foundation
import SwarmConsole
import SwarmCore

/// The shipped themes and the schemes a person dropped into `$XDG_CONFIG_HOME/swarmtop/themes`.
enum ThemeFolder {
    static func themes() throws -> [Theme] {
        var themes = Theme.builtIn
        for path in files() {
            themes.append(try read(path))
        }
        return themes
    }

    /// A theme by name (case and blanks do not matter) or by path; the standard one for nil.
    static func choose(_ wanted: String?, from themes: [Theme]) throws -> Theme {
        guard let wanted else { return .standard }
        if let theme = themes.first(where: { slug($0.name) == slug(wanted) }) { return theme }
        if FileManager.default.fileExists(atPath: wanted) { return try read(wanted) }
        let nearest = NearestName.nearest(to: wanted, in: themes.map(\.name))
        throw Stop(
            .usage,
            "There is no theme \"\(wanted)\"."
                + (nearest.map { " Nearest: \($0)." }
                    ?? " Known: \(themes.map(\.name).joined(separator: ", "))."))
    }

    private static func slug(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    private static func files() -> [String] {
        guard let config = ConfigFolder.path else { return [] }
        let folder = config + "/themes"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
            .map { folder + "/" + $0 }
    }

    private static func read(_ path: String) throws -> Theme {
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return try Theme(yaml: text, file: path)
        } catch let fault as ThemeFault {
            throw Stop(.config, fault.sentence)
        } catch {
            throw Stop(.inputOutput, "The theme \(path) cannot be read. Check the name.")
        }
    }
}
