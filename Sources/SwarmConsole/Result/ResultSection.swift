import SwarmCore

/// One part of a task's result: a section of its recipe, or a subtask where there is none.
struct ResultSection {
    let title: String
    /// Its place among the task's subtasks.
    let subtask: Int
    let skill: String
    let sign: Sign
    let quality: Int?
    let permille: Int
    /// The agent of the latest attempt, and what produced its words.
    let agent: String?
    let model: String?
    let attempt: Int
    let product: JSONObject?
    /// What happens now, when there is no product.
    let news: String

    /// `marketing #1`.
    var attemptLabel: String { attempt > 0 ? "\(skill) #\(attempt)" : skill }

    /// The sections in the order of the recipe, then those it does not name.
    static func all(of task: TaskState, _ swarm: SwarmState, now: Instant) -> [ResultSection] {
        let planned = task.brief.recipe?.sections ?? []
        var order: [(title: String, subtask: Int)] = []
        let steps = task.subtasks.indices.map { task.brief.stepName($0, swarm) }
        let shown = steps.indices.filter { task.stands($0) }
        for section in planned {
            for place in shown where steps[place] == section.step {
                order.append((section.title, place))
            }
        }
        for place in shown
        where !order.contains(where: { $0.subtask == place }) {
            let isGroup = task.brief.plan?.steps[place].group != nil
            let name = isGroup ? steps[place] : task.sectionTitle(of: place, swarm)
            let title = name.humanised.capitalisedFirst
            order.append((title, place))
        }
        return order.map { ResultSection($0.title, $0.subtask, task, swarm, now) }
    }

    private init(
        _ title: String, _ place: Int, _ task: TaskState, _ swarm: SwarmState, _ now: Instant
    ) {
        let subtask = task.subtasks[place]
        let attempt = task.currentAttempt(of: place)
        let card = attempt.map { swarm.agent($0.agent).card }
        self.title = title
        self.subtask = place
        skill = swarm.stepLabel(task, place)
        sign = Sign(subtask)
        quality = subtask.phase == .succeeded ? Int(subtask.quality) : nil
        permille = subtask.phase == .succeeded ? 1000 : Int(attempt?.permille ?? 0)
        agent = card?.shortName
        model = card?.model
        self.attempt = Int(attempt?.key.number ?? 0)
        product = subtask.product?.json
        let left = task.brief.plan?.steps[place].group.map { group in
            task.brief.plan?.groups[Int(group)].members.filter { !task.subtasks[$0].phase.isClosed }
                .count ?? 0
        }
        news =
            left.map { $0 > 0 ? "\(Figures.count($0, "answer")) to come" : "no agreement" }
            ?? Self.news(of: subtask, attempt, skill, swarm, now)
    }

    private static func news(
        of subtask: Subtask, _ attempt: Attempt?, _ skill: String, _ swarm: SwarmState,
        _ now: Instant
    ) -> String {
        switch subtask.phase {
        case .planned: return attempt == nil ? "not begun" : "runs again soon"
        case .waiting:
            return swarm.whyNobodyTakes(subtask.skill).map { "waits: \($0)" }
                ?? "waits for an agent that has \(skill)"
        case .backingOff(let until):
            let why = attempt?.failure.map { "\($0.words), " } ?? ""
            return "\(why)again in \(TimeFormat().span(until - now))"
        case .running:
            return attempt?.note
                ?? "attempt \(attempt?.key.number ?? 1) has not written yet"
        case .succeeded: return "done"
        case .failed:
            let why = attempt?.failure.map { ": \($0.words)" } ?? ""
            return "given up after \(Figures.count(Int(subtask.attempts), "attempt"))\(why)"
        case .cancelled: return "cancelled"
        case .skipped(.leftOut): return "left out: no willing agent has \(skill)"
        case .skipped(let reason): return "\(Sign(reason).word): \(reason.note)"
        case .inReview: return "with its reviewers"
        case .awaitingApproval: return "asks you whether it may begin"
        }
    }
}

extension String {
    /// `Marketing` for `marketing`.
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension JSONValue {
    /// A value that fits behind a label: neither a list nor an object.
    var isScalar: Bool {
        switch self {
        case .null, .bool, .integer, .number, .string: true
        case .array, .object: false
        }
    }
}

extension TaskState {
    /// Whether a subtask has a section: of several answers the agreed one, or the first until one is.
    fileprivate func stands(_ index: Int) -> Bool {
        guard let group = brief.plan?.steps[index].group, consensus[Int(group)]?.winner == nil,
            let members = brief.plan?.groups[Int(group)].members
        else { return counts(index) }
        return members.first { _ in true } == index
    }
}
