/// What a colour means here; each is one slot of a base16 scheme (visual language, section 15).
enum Role: Int, CaseIterable, Sendable {
    /// 00: the screen's own background.
    case ground
    /// 01: header and dialogs.
    case panel
    /// 02: the row under the cursor.
    case cursorRow
    /// 03: heads, idle, numbers of panes, keys that cannot work.
    case dim
    /// 04: labels and second rows.
    case secondary
    /// 05: text.
    case text
    /// 06: names and figures.
    case name
    /// 07: what matters most.
    case bright
    /// 08: failed, faults.
    case failed
    /// 09: degraded, retrying.
    case degraded
    /// 0A: waiting, paused, asks.
    case waiting
    /// 0B: healthy, done.
    case healthy
    /// 0C: topics and links.
    case topic
    /// 0D: focus, running, keys.
    case focus
    /// 0E: reputation gained, results of a run.
    case gain
    /// 0F: retired, cancelled.
    case retired
    /// 02 again, for rules and grids.
    case rule

    /// Its place among base00...base0F.
    var slot: Int { self == .rule ? Role.cursorRow.rawValue : rawValue }

    var isGround: Bool { self == .ground || self == .panel || self == .cursorRow }
}
