import SwarmCore
import TerminalUI

extension Console {
    /// The panes as they are shown now.
    var layout: Layout { Layout(focus: focus, tab: tab, zoomed: zoomed, shares: shares) }

    mutating func show(_ layout: Layout) {
        zoomed = layout.zoomed
        tab = layout.tab
        shares = layout.shares
        if let pane = layout.focus { focus = pane }
    }

    /// Remembers what is asked for, and asks for the file to be written.
    mutating func keep(_ change: (inout Settings) -> Void) -> [ConsoleEffect] {
        var changed = settings
        change(&changed)
        guard changed != settings else { return [] }
        settings = changed
        return [.saveSettings(changed.yaml)]
    }

    /// What is worth remembering at the end; nothing when all is as it was.
    mutating func keepAsLeft() -> [ConsoleEffect] {
        guard !isFirstStart else { return [] }
        let now = layout
        let speed = replay?.position.speed
        return keep { settings in
            settings.layout = now
            if let speed { settings.replaySpeed = speed }
        }
    }

    mutating func useLayout(_ name: String) {
        guard let layout = settings.layouts[name] else { return }
        trail.leave(here)
        show(layout)
        say("Layout \(name).", .healthy)
    }

    mutating func saveLayout(_ name: String) -> [ConsoleEffect] {
        let now = layout
        say("Layout \(name) saved. :layout \(name) brings it back.", .healthy)
        return keep { $0.layouts[name] = now }
    }

    mutating func forgetLayout(_ name: String) -> [ConsoleEffect] {
        say("Layout \(name) forgotten.", .secondary)
        return keep { $0.layouts[name] = nil }
    }
}
