import TerminalUI

extension Theme {
    /// The schemes in `Themes/`, embedded by the package; in the order the picker shows them.
    public static let builtIn: [Theme] = parsedResources.compactMap { try? $0.result.get() }

    /// What the console starts with.
    public static let standard: Theme =
        builtIn.first { $0.name == "Dusk Apiary" } ?? builtIn.first ?? grey

    /// Every embedded scheme with what became of it; a test demands that none failed.
    static let parsedResources: [(file: String, result: Result<Theme, ThemeFault>)] =
        resources.map { file, bytes in
            let yaml = String(decoding: bytes, as: UTF8.self)
            return (
                file, Result { () throws(ThemeFault) in try Theme(yaml: yaml, file: file) }
            )
        }

    private static let resources: [(String, [UInt8])] = [
        ("dusk-apiary.yaml", PackageResources.dusk_apiary_yaml),
        ("waxpaper.yaml", PackageResources.waxpaper_yaml),
        ("signal-flare.yaml", PackageResources.signal_flare_yaml),
        ("heath-and-honey.yaml", PackageResources.heath_and_honey_yaml),
        ("tidewater.yaml", PackageResources.tidewater_yaml),
        ("ember-ledger.yaml", PackageResources.ember_ledger_yaml),
        ("moss-cathedral.yaml", PackageResources.moss_cathedral_yaml),
        ("night-orchard.yaml", PackageResources.night_orchard_yaml),
        ("porcelain.yaml", PackageResources.porcelain_yaml),
    ]

    /// Even greys, for a build without a single scheme.
    private static let grey: Theme = {
        let colors = (0..<colorCount).map { slot in
            let level = UInt8(clamping: slot < 8 ? 16 + slot * 32 : 208)
            return Color(red: level, green: level, blue: level)
        }
        return Theme(grey: colors)
    }()
}
