import Foundation
import SwarmConsole

/// What the console remembers and which keys it has: `settings.yaml` and `keys.yaml` of the configuration folder.
enum ConsoleFiles {
    /// As it was left; a file with a fault is named and nothing starts.
    static func settings() throws -> Settings {
        guard let (path, text) = try read("settings.yaml") else { return Settings() }
        var faults: [ConfigFault] = []
        let settings = Settings(yaml: text, file: path, faults: &faults)
        try refuse(faults)
        return settings
    }

    static func keymap() throws -> Keymap {
        guard let (path, text) = try read("keys.yaml") else { return .standard }
        var faults: [ConfigFault] = []
        let keymap = Keymap(yaml: text, file: path, faults: &faults)
        try refuse(faults)
        return keymap
    }

    /// Replaces the settings in one step, so that a crash leaves the old ones or the new.
    static func save(settings text: String) throws {
        guard let folder = ConfigFolder.path else { return }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(
            to: URL(fileURLWithPath: folder + "/settings.yaml"), options: .atomic)
    }

    private static func refuse(_ faults: [ConfigFault]) throws {
        if faults.isEmpty { return }
        throw Stop(.config, lines: faults.map(\.sentence))
    }

    private static func read(_ name: String) throws -> (path: String, text: String)? {
        guard let folder = ConfigFolder.path else { return nil }
        let path = folder + "/" + name
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw Stop(.inputOutput, "\(path) cannot be read as UTF-8 text. Mend or remove it.")
        }
        return (path, text)
    }
}
