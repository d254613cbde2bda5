import TerminalUI

/// The key sequences terminfo names for a terminal, where they are not the usual ones.
enum SpecialKeys {
    static func sequences(
        _ capability: (String) -> [UInt8]?
    ) -> [(bytes: [UInt8], key: Key)] {
        var names: [(String, Key.Code)] = [
            ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right),
            ("khome", .home), ("kend", .end), ("kpp", .pageUp), ("knp", .pageDown),
            ("kdch1", .delete), ("kich1", .insert), ("kcbt", .backTab),
        ]
        for number in 1...12 { names.append(("kf\(number)", .function(number))) }
        return names.compactMap { name, code in
            guard let bytes = capability(name), bytes.count > 2 else { return nil }
            let usual = KeyBytes.step(bytes[...])
            guard usual != .event(.key(Key(code)), length: bytes.count) else { return nil }
            return (bytes, Key(code))
        }
    }
}
