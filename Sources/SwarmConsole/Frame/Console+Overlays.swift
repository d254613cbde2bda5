import SwarmCore
import TerminalUI

/// The dialog over the panes, if any.
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
    mutating func open(_ kind: Overlay) {
        keepDraft()
        overlay.show(screen(for: kind))
    }

    mutating func closeOverlay() {
        keepDraft()
        overlay.show(nil)
    }

    /// Gives an answer to the form that asked, open or put aside.
    mutating func answerForm(_ reply: CommandReply) -> [ConsoleEffect] {
        let glance = glance()
        if overlay.isOpen { return perform(overlay.withScreen { $0.reply(reply, glance) } ?? []) }
        _ = draft?.reply(reply, glance)
        note(reply, done: "")
        return []
    }

    private mutating func keepDraft() {
        if let form = overlay.screen as? NewTaskForm { draft = form }
    }

    private func screen(for overlay: Overlay) -> (any OverlayScreen)? {
        switch overlay {
        case .none: nil
        case .newTask: draft ?? NewTaskForm()
        case .newTaskOf(let recipe): (draft ?? NewTaskForm()).choosing(recipe)
        case .faultMenu: FaultMenu(glance())
        case .confirm(let question): ConfirmDialog(question)
        case .help: HelpScreen(keymap)
        case .themes: ThemePicker(themes: options.themes, current: look.theme)
        case .commandLine(let text):
            CommandLine(themes: options.themes, layouts: settings.layoutNames, text: text)
        case .palette: Palette(themes: options.themes, layouts: settings.layoutNames)
        case .approvals(let first): ApprovalsScreen(glance(), first: first)
        case .reassign: ReassignMenu(glance())
        case .fork: ForkForm(glance())
        }
    }
}
