import SwarmCore
import TerminalUI

/// Which overlay is open, and the one that opened it.
struct OverlayStack {
    private(set) var screen: (any OverlayScreen)?
    var isOpen: Bool { screen != nil }

    mutating func show(_ screen: (any OverlayScreen)?) { self.screen = screen }

    mutating func withScreen<Result>(_ body: (inout any OverlayScreen) -> Result) -> Result? {
        guard var screen else { return nil }
        let result = body(&screen)
        self.screen = screen
        return result
    }
}

extension Console {
    /// Makes the dialog for an overlay.
    func screen(for overlay: Overlay) -> (any OverlayScreen)? {
        switch overlay {
        case .none, .newTask, .faultMenu, .confirm, .help, .themes, .commandLine: nil
        }
    }
}
