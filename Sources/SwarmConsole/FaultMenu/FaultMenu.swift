import SwarmCore
import TerminalUI

/// The menu that breaks something on purpose: what, whom, how; what it will hit; then a question.
///
/// Everything is held by id, so rows that move under it change nothing. Nothing happens but on `y`.
struct FaultMenu: OverlayScreen {
    enum Column: Int, CaseIterable { case fault, target, settings }

    /// A kind to inject, or a fault that is on and can be reverted.
    enum Item: Hashable {
        case inject(FaultChoice)
        case revert(FaultID)
    }

    enum Setting: Hashable { case length, count, factor, percent, delay, stall, seed }

    private(set) var column = Column.fault
    private(set) var item = Item.inject(.crash)
    private(set) var target: FaultTarget
    private(set) var setting = Setting.length
    private(set) var settings = FaultSettings()
    /// The agent that was under the cursor: first among the targets.
    let first: AgentID?

    /// Starts on the agent under the cursor, with the fault injected last.
    init(_ glance: Glance) {
        let agents = glance.swarm.agents
        let chosen = glance.selection.agent.flatMap { id in
            agents.indices.contains(id.position) ? id : nil
        }
        first = chosen ?? agents.first?.id
        target = first.map { .agent($0) } ?? .everyone
        settings.seed = UInt64(glance.swarm.faults.count + 1)
        guard let last = glance.lastFault else { return }
        item = .inject(FaultChoice(last.kind))
        let seed = settings.seed
        settings = FaultSettings(last)
        settings.seed = seed
    }

    // MARK: Rows

    func items(_ swarm: SwarmState) -> [Item] {
        FaultChoice.allCases.map { .inject($0) }
            + swarm.faults.filter(\.isActive).reversed().map { .revert($0.id) }
    }

    /// The agent under the cursor, the other agents, all of them, then the skills.
    func targets(_ swarm: SwarmState) -> [FaultTarget] {
        if case .inject(let choice) = item, choice.hitsEveryone { return [.everyone] }
        let others = swarm.agents.filter { $0.id != first && !$0.isRetired }.map(\.id)
        let agents = (first.map { [$0] } ?? []) + others
        return agents.map { .agent($0) } + [.everyone]
            + swarm.skillNames.indices.map { .skill(SkillID($0)) }
    }

    var settingRows: [Setting] {
        guard case .inject(let choice) = item else { return [] }
        return choice.settings
    }

    /// Whom the chosen fault hits: some kinds leave no choice.
    var aim: FaultTarget {
        if case .inject(let choice) = item, choice.hitsEveryone { return .everyone }
        return target
    }

    var spec: FaultSpec? {
        guard case .inject(let choice) = item else { return nil }
        let count = choice.settings.contains(.count) && settings.count > 0 ? settings.count : nil
        return FaultSpec(
            kind: choice.kind(settings), target: aim, duration: settings.duration, count: count,
            seed: settings.seed)
    }

    // MARK: Keys

    mutating func update(_ key: Key, _ glance: Glance) -> [Action] {
        switch key.code {
        case .escape, .enter, .character("N"), .character("n"): return [.close]
        case .character("y"): return confirm(glance)
        case .tab: move(by: 1)
        case .backTab: move(by: -1)
        case .up, .character("k"): step(by: -1, glance)
        case .down, .character("j"): step(by: 1, glance)
        case .left:
            if column == .settings { settings.change(setting, by: -1) } else { move(by: -1) }
        case .right: if column == .settings { settings.change(setting, by: 1) } else { move(by: 1) }
        case .character(let character):
            if let choice = FaultChoice.allCases.first(where: { $0.key == character }) {
                item = .inject(choice)
                settleSetting()
            } else if column == .settings, setting == .seed, let digit = character.wholeNumberValue
            {
                type(digit)
            }
        default: break
        }
        return []
    }

    private mutating func move(by step: Int) {
        let count = Column.allCases.count
        column = Column(rawValue: (column.rawValue + step + count) % count) ?? .fault
        if settingRows.isEmpty, column != .fault { column = .fault }
    }

    private mutating func step(by step: Int, _ glance: Glance) {
        switch column {
        case .fault:
            item = Self.next(item, in: items(glance.swarm), by: step)
            settleSetting()
        case .target: target = Self.next(aim, in: targets(glance.swarm), by: step)
        case .settings: setting = Self.next(setting, in: settingRows, by: step)
        }
    }

    private mutating func settleSetting() {
        if !settingRows.contains(setting) { setting = .length }
    }

    private static func next<Row: Equatable>(_ row: Row, in rows: [Row], by step: Int) -> Row {
        guard !rows.isEmpty else { return row }
        let place = rows.firstIndex(of: row) ?? 0
        return rows[min(max(0, place + step), rows.count - 1)]
    }

    private mutating func type(_ digit: Int) {
        settings.seed = (settings.seed * 10 + UInt64(digit)) % 1_000_000_000
    }

    private func confirm(_ glance: Glance) -> [Action] {
        switch item {
        case .inject(let choice):
            guard let spec else { return [] }
            let name = glance.swarm.targetName(spec.target)
            return [
                .close,
                .send(
                    .inject(spec),
                    done: "\(choice.kind(settings).label) on \(name). "
                        + "\(glance.key(.repeatFault)) does it again."),
            ]
        case .revert(let id):
            guard let fault = glance.swarm.fault(id), fault.isActive else {
                return [.close, .notice("That fault is over already.", tone: .secondary)]
            }
            let name = glance.swarm.targetName(fault.spec.target)
            return [
                .close,
                .send(.revert(id), done: "\(fault.spec.kind.label) on \(name) reverted."),
            ]
        }
    }
}
