import SwarmCore
import TerminalUI

/// The menu that breaks something on purpose: what, whom, how; what it will hit; then a question.
///
/// Everything is held by id, so rows that move under it change nothing. Nothing happens but on `y`.
struct FaultMenu: OverlayScreen {
    enum Column: Int, CaseIterable { case fault, target, settings }

    /// A kind to inject, a fault that waits for work, or one that is on and can be reverted.
    enum Item: Hashable {
        case inject(FaultChoice)
        case disarm(ArmedFaults.Armed)
        case revert(FaultID)
    }

    enum Setting: Hashable { case start, length, count, factor, percent, delay, stall, seed }

    private(set) var column = Column.fault
    private(set) var item = Item.inject(.crash)
    private(set) var target: FaultTarget
    private(set) var setting = Setting.length
    private(set) var settings = FaultSettings()
    /// The agent that was under the cursor: first among the targets.
    let first: AgentID?
    /// The task that was chosen: its skills come before others.
    private let task: TaskID?
    /// The words a target is looked for with; nil while none are typed.
    private(set) var search: String?
    static let repeatKey: Character = "X"

    /// Starts on the agent under the cursor, with the fault injected last.
    init(_ glance: Glance) {
        let agents = glance.swarm.agents
        let chosen = glance.selection.agent.flatMap { id in
            agents.indices.contains(id.position) ? id : nil
        }
        first = chosen ?? agents.first?.id
        task = glance.task?.id
        target = first.map { .agent($0) } ?? .everyone
        settings.seed = UInt64(glance.swarm.faults.count + 1)
        guard let last = glance.lastFault else { return }
        item = .inject(FaultChoice(last.kind))
        let seed = settings.seed
        settings = FaultSettings(last)
        settings.seed = seed
    }

    // MARK: Rows

    func items(_ glance: Glance) -> [Item] {
        FaultChoice.allCases.map { .inject($0) } + glance.armed.map { .disarm($0) }
            + glance.swarm.faults.filter(\.isActive).reversed().map { .revert($0.id) }
    }

    /// The agent under the cursor, the other agents, all agents, and skills: first the one the chosen agent works
    /// with, then those of the chosen task, then the agent's others. While words are typed, those that match.
    ///
    /// Of many agents the others come after what matters to the chosen one, where a cursor still finds them.
    func targets(_ swarm: SwarmState) -> [FaultTarget] {
        if case .inject(let choice) = item, choice.hitsEveryone { return [.everyone] }
        let others: [FaultTarget] = swarm.agents.filter { $0.id != first && !$0.isRetired }
            .map { .agent($0.id) }
        let own = skill(swarm)
        let close = closeSkills(own, swarm)
        let rest = swarm.skillNames.indices.map { SkillID($0) }.filter { !close.contains($0) }
        let whole = (own.map { [FaultTarget.skill($0)] } ?? []) + [.everyone]
        let isShort = others.count < FaultMenu.mostAgents
        let all =
            (first.map { [.agent($0)] } ?? []) + (isShort ? others + whole : whole + others)
            + (close.filter { $0 != own } + rest).map { .skill($0) }
        guard let search, !search.isEmpty else { return all }
        let words = search.lowercased()
        return all.filter { swarm.targetName($0).lowercased().contains(words) }
    }

    /// What the agent under the cursor works with, what the chosen task needs, what else the agent has.
    private func closeSkills(_ own: SkillID?, _ swarm: SwarmState) -> [SkillID] {
        var skills = own.map { [$0] } ?? []
        let needed = task.flatMap { swarm.tasks[$0] }?.subtasks.map(\.skill) ?? []
        let known = first.flatMap { id in
            swarm.agents.indices.contains(id.position) ? swarm.agent(id).skillIDs : nil
        }
        for skill in needed + (known ?? []) where !skills.contains(skill) { skills.append(skill) }
        return skills
    }

    /// So many agents stand above the skills.
    static let mostAgents = 6

    /// The skill the agent under the cursor works with, else the first it has.
    private func skill(_ swarm: SwarmState) -> SkillID? {
        guard let first, swarm.agents.indices.contains(first.position) else { return nil }
        for key in swarm.liveAttempts where swarm.agent(working: key) == first {
            guard let task = swarm.tasks[key.task] else { continue }
            return task.subtasks[Int(key.subtask)].skill
        }
        return swarm.agent(first).skillIDs.first
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
        if search != nil {
            find(key, glance)
            return []
        }
        switch key.code {
        case .character("/"):
            guard case .inject(let choice) = item, !choice.hitsEveryone else { return [] }
            (column, search) = (.target, "")
        case .escape, .enter, .character("N"), .character("n"): return [.close]
        case .character("y"): return confirm(glance)
        case .character(Self.repeatKey): return [.close, .perform(.repeatFault)]
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

    /// Takes a key while the words of a target are typed: the first that matches is chosen at once.
    private mutating func find(_ key: Key, _ glance: Glance) {
        switch key.code {
        case .enter, .escape, .tab: search = nil
        case .up: step(by: -1, glance)
        case .down: step(by: 1, glance)
        default:
            var words = search ?? ""
            if key.code == .backspace {
                words = String(words.dropLast())
            } else if let character = key.typedCharacter, words.count < Self.mostWords {
                words.append(character)
            }
            search = words
            let found = targets(glance.swarm)
            if !found.contains(target), let first = found.first { target = first }
        }
    }

    private static let mostWords = 24

    private mutating func move(by step: Int) {
        let count = Column.allCases.count
        column = Column(rawValue: (column.rawValue + step + count) % count) ?? .fault
        if settingRows.isEmpty, column != .fault { column = .fault }
    }

    private mutating func step(by step: Int, _ glance: Glance) {
        switch column {
        case .fault:
            item = Self.next(item, in: items(glance), by: step)
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
        case .inject:
            guard let spec else { return [] }
            let done = FaultChoice.done(spec, glance.swarm)
            return [
                .close,
                .inject(
                    spec, waits: settings.waits,
                    done: "\(done). \(glance.key(.repeatFault)) does it again."),
            ]
        case .disarm(let armed): return [.close, .disarm(armed.number)]
        case .revert(let id):
            guard let fault = glance.swarm.fault(id), fault.isActive else {
                return [.close, .notice("That fault is over already.", tone: .secondary)]
            }
            let name = glance.swarm.targetName(fault.spec.target)
            return [
                .close,
                .send(.revert(id), done: "The \(fault.spec.kind.label) on \(name) is reverted."),
            ]
        }
    }
}
