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

    enum Setting: Hashable, CaseIterable { case length, factor, percent, seed }

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
        settings.length = FaultSettings.lengths.firstIndex(of: last.duration) ?? settings.length
        switch last.kind {
        case .slow(let factor): settings.factor = factor
        case .flaky(let percent): settings.percent = percent
        case .crash, .hang, .poorQuality: break
        }
    }

    // MARK: Rows

    func items(_ swarm: SwarmState) -> [Item] {
        FaultChoice.allCases.map { .inject($0) }
            + swarm.faults.filter(\.isActive).reversed().map { .revert($0.id) }
    }

    /// The agent under the cursor, the other agents, all of them, then the skills.
    func targets(_ swarm: SwarmState) -> [FaultTarget] {
        let others = swarm.agents.map(\.id).filter { $0 != first }
        let agents = (first.map { [$0] } ?? []) + others
        return agents.map { .agent($0) } + [.everyone]
            + swarm.skillNames.indices.map { .skill(SkillID($0)) }
    }

    var settingRows: [Setting] {
        guard case .inject(let choice) = item else { return [] }
        switch choice {
        case .crash, .hang, .poorQuality: return [.length, .seed]
        case .slow: return [.length, .factor, .seed]
        case .flaky: return [.length, .percent, .seed]
        }
    }

    var spec: FaultSpec? {
        guard case .inject(let choice) = item else { return nil }
        return FaultSpec(
            kind: choice.kind(settings), target: target, duration: settings.duration,
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
        case .left: if column == .settings { change(by: -1) } else { move(by: -1) }
        case .right: if column == .settings { change(by: 1) } else { move(by: 1) }
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
        case .target: target = Self.next(target, in: targets(glance.swarm), by: step)
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

    private mutating func change(by step: Int) {
        switch setting {
        case .length:
            settings.length = min(max(0, settings.length + step), FaultSettings.lengths.count - 1)
        case .factor: settings.factor = min(max(2, settings.factor + step), 100)
        case .percent:
            settings.percent = min(max(1, (settings.percent / 10 + step) * 10), 100)
        case .seed:
            let (seed, overflow) =
                step > 0
                ? settings.seed.addingReportingOverflow(1)
                : settings.seed.subtractingReportingOverflow(1)
            if !overflow { settings.seed = seed }
        }
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
                    done: "\(choice.kind(settings).label) on \(name). X does it again."),
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
