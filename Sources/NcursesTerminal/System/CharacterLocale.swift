import CNcurses

/// Makes the C library count characters as UTF-8, which ncurses needs for everything but ASCII.
enum CharacterLocale {
    /// Returns whether the terminal may be given Unicode.
    ///
    /// A locale that names another character set is believed. When none is set, or the one that is
    /// set is not installed, `C.UTF-8` stands in.
    static func set(_ environment: [String: String]) -> Bool {
        let wanted = ["LC_ALL", "LC_CTYPE", "LANG"]
            .compactMap { environment[$0] }.first { !$0.isEmpty }
        if nc_set_character_locale("") != nil, isUTF8 { return true }
        let isWanted = wanted.map(namesUTF8) ?? true
        return nc_set_character_locale("C.UTF-8") != nil && isWanted
    }

    private static var isUTF8: Bool {
        nc_codeset().map { String(cString: $0) } == "UTF-8"
    }

    private static func namesUTF8(_ locale: String) -> Bool {
        let name = locale.lowercased()
        return name.contains("utf-8") || name.contains("utf8")
    }
}
