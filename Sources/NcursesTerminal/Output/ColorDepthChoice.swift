import TerminalUI

/// How many colours the environment lets us use.
enum ColorDepthChoice {
    /// `NO_COLOR` set to anything (no-color.org) means none.
    static func isColorless(_ environment: [String: String]) -> Bool {
        !(environment["NO_COLOR"] ?? "").isEmpty
    }

    /// `COLORTERM` promises 24 bits; GNU screen passes it on without keeping the promise.
    static func promisesTrueColor(_ environment: [String: String]) -> Bool {
        let promise = environment["COLORTERM"]?.lowercased()
        guard promise == "truecolor" || promise == "24bit" else { return false }
        let term = environment["TERM"] ?? ""
        return !(term.hasPrefix("screen") && environment["TMUX"] == nil)
    }

    /// The depth for a number of colours that terminfo names.
    static func depth(colors: Int) -> TerminalCapabilities.ColorDepth {
        switch colors {
        case ..<8: .mono
        case ..<256: .sixteen
        case ..<65_536: .twoHundredFiftySix
        default: .trueColor
        }
    }
}
