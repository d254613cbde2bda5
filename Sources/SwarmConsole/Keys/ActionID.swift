/// What a key does; the names `keys.yaml` uses.
enum ActionID: String, CaseIterable, Sendable {
    case newTask = "new_task"
    case newTaskInEditor = "edit_task"
    case plan = "plan_task"
    case recall = "recall_task"
    case pause
    case pauseAll = "pause_all"
    case fault
    case repeatFault = "repeat_fault"
    case cancel, retry
    case retryAll = "retry_all"
    case assign, retire, undo
    case mark
    case clearMarks = "clear_marks"
    case filter, sort, reverse, zoom, big
    case nextPane = "next_pane"
    case previousPane = "previous_pane"
    case widerPane = "wider_pane"
    case narrowerPane = "narrower_pane"
    case tallerPane = "taller_pane"
    case shorterPane = "shorter_pane"
    case resetPanes = "reset_panes"
    case pane1, pane2, pane3, pane4, pane5, pane6, pane7, pane8, pane9
    case follow, freeze
    case since
    case onlyMatching = "only_matching"
    case onlyTask = "follow_task"
    case previousMatch = "previous_match"
    case nextMatch = "next_match"
    case hideDone = "hide_done"
    case lanes
    case zoomIn = "zoom_in"
    case zoomOut = "zoom_out"
    case resetTime = "reset_time"
    case panEarlier = "pan_earlier"
    case panLater = "pan_later"
    case tree
    case earlier, later
    case bySkill = "by_skill"
    case previousSection = "previous_section"
    case nextSection = "next_section"
    case otherSubject = "other_subject"
    case costsBy = "costs_by"
    case forget
    case forgetAll = "forget_all"
    case raiseWeight = "raise_weight"
    case lowerWeight = "lower_weight"
    case resetWeights = "reset_weights"
    case scoreRule = "score_rule"
    case theme, screenshot, help, command, palette, attention, back, forward, quit
    case playOrPause = "play"
    case stepBack = "step_back"
    case stepForward = "step_forward"
    case slower, faster
    case previousMarker = "previous_marker"
    case nextMarker = "next_marker"
    case previousFault = "previous_fault"
    case nextFault = "next_fault"
    case loop, rewind, live, fork
    case rewindToMarker = "rewind_to_marker"
    case approve, deny
    case raisePriority = "raise_priority"
    case lowerPriority = "lower_priority"
    case budget, ask, copy, export, wrap
    case up, down, first, last
    case pageUp = "page_up"
    case pageDown = "page_down"
    case open

    /// Moves a cursor, and changes nothing else on the screen but what follows the cursor.
    var isMove: Bool {
        switch self {
        case .up, .down, .first, .last, .pageUp, .pageDown: true
        default: false
        }
    }

    var pane: PaneID? {
        switch self {
        case .pane1: .agents
        case .pane2: .timeline
        case .pane3: .bus
        case .pane4: .result
        case .pane5: .faults
        case .pane6: .reputation
        case .pane7: .detail
        case .pane8: .queue
        case .pane9: .costs
        default: nil
        }
    }

    /// It moves a cursor or a view and nothing else; a palette need not offer it.
    var onlyMoves: Bool {
        switch self {
        case .up, .down, .first, .last, .pageUp, .pageDown, .open, .earlier, .later, .nextPane,
            .previousPane, .previousSection, .nextSection, .previousMatch, .nextMatch,
            .panEarlier, .panLater:
            true
        default: pane != nil
        }
    }

    /// What it does cannot be taken back: it never gets a Ctrl key, which is pressed too easily.
    var destroys: Bool {
        switch self {
        case .cancel, .retire, .pauseAll, .retryAll, .fault, .repeatFault, .forget, .forgetAll,
            .quit:
            true
        default: false
        }
    }
}
