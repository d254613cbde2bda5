import SwarmCore
import TerminalUI

extension Console {
    mutating func take(_ event: TerminalEvent) -> [ConsoleEffect] {
        switch event {
        case .key(let key): return take(key)
        case .paste(let text):
            if filter.isEditing {
                var edit = TextEdit(filter.text)
                edit.insert(text)
                filter.text = edit.text
            } else {
                let glance = glance()
                overlay.withScreen { $0.paste(text, glance) }
            }
            return []
        case .resize(let newSize):
            size = newSize
            return []
        case .mouse(let mouse): return take(mouse)
        case .suspendResumed: return []
        case .ambiguousIsWide:
            look = Look(
                theme: look.theme, isMono: look.isMono, hasTints: look.hasTints, glyphs: .ascii)
            return []
        case .signal(let signal):
            endedBy = signal
            return finish()
        }
    }

    private mutating func take(_ key: Key) -> [ConsoleEffect] {
        pending.beginBatch()
        notice = nil
        if overlay.isOpen {
            // What cannot be seen is not answered.
            if grid.density == .statusLine, key.code != .escape { return [] }
            let glance = glance()
            overlay.withScreen { $0.settle(size) }
            return perform(overlay.withScreen { $0.update(key, glance) } ?? [])
        }
        if filter.isEditing {
            edit(key)
            return []
        }
        let glance = glance()
        guard let binding = keymap.binding(for: key, in: focus) else { return [] }
        if let reason = binding.whyNot(glance) {
            say("\(key.shortName) \(binding.label): \(reason).", .secondary)
            return []
        }
        let (before, zoomedBefore) = (focus, zoomed)
        let effects = run(binding.id)
        if binding.id.isMove, focus == before, zoomed == zoomedBefore { moved = focus }
        return effects
    }

    private mutating func edit(_ key: Key) {
        switch key.code {
        case .enter: filter.isEditing = false
        case .escape: filter = FilterLine()
        case .backspace: filter.text = String(filter.text.dropLast())
        default: if let character = key.typedCharacter { filter.text.append(character) }
        }
    }

    mutating func finish() -> [ConsoleEffect] {
        let kept = keepAsLeft()
        isFinished = true
        return kept + [.quit]
    }
}
