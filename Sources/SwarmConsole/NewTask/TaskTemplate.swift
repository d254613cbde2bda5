import SwarmCore

/// Something a new task can begin from: a draft put aside, an earlier task, or a recipe.
struct TaskTemplate: Hashable {
    enum Kind: String {
        case draft, earlier, recipe
    }

    let kind: Kind
    let title: String
    /// Behind the title: what it is about.
    let note: String
    let draft: TaskDraft

    private static let mostEarlier = 200

    /// All there are, the nearest at hand first: drafts, earlier tasks from the latest on, recipes.
    static func all(_ swarm: SwarmState, drafts: [TaskDraft]) -> [TaskTemplate] {
        drafts.map { TaskTemplate(draft: $0) } + earlier(swarm) + recipes(swarm)
    }

    /// The tasks in memory from the latest on, those that say the same once.
    static func earlier(_ swarm: SwarmState) -> [TaskTemplate] {
        var seen: Set<TaskDraft> = []
        var found: [TaskTemplate] = []
        for task in swarm.tasks.all.reversed() where found.count < mostEarlier {
            let draft = TaskDraft(like: task.brief, in: swarm)
            guard seen.insert(draft).inserted else { continue }
            found.append(
                TaskTemplate(
                    kind: .earlier, title: task.brief.title,
                    note: note(draft, besides: task.brief.title), draft: draft))
        }
        return found
    }

    private static func recipes(_ swarm: SwarmState) -> [TaskTemplate] {
        swarm.recipes.recipes.filter { !$0.isOneOff }.map { recipe in
            var draft = TaskDraft()
            draft.recipe = recipe.name
            draft.data = JSONObject()
            for datum in recipe.data { draft.data[datum.name] = datum.fallback }
            return TaskTemplate(
                kind: .recipe, title: recipe.title,
                note: "\(recipe.name): \(recipe.skills.joined(separator: ", "))", draft: draft)
        }
    }

    private init(kind: Kind, title: String, note: String, draft: TaskDraft) {
        self.kind = kind
        self.title = title
        self.note = note
        self.draft = draft
    }

    private init(draft: TaskDraft) {
        let words = draft.text ?? draft.recipe ?? "no words"
        self.init(
            kind: .draft, title: words, note: Self.note(draft, besides: words), draft: draft)
    }

    private static func note(_ draft: TaskDraft, besides title: String) -> String {
        let words = draft.text.flatMap { $0 == title ? nil : $0 }
        let data = draft.data.isEmpty ? nil : DataLine.text(draft.data)
        return [draft.recipe, words, data].compactMap { $0 }.joined(separator: "  ")
    }
}

extension TaskDraft {
    /// A draft that says what an earlier task said: without its name, its deadline and what was assumed.
    init(like brief: TaskBrief, in swarm: SwarmState) {
        self.init()
        text = brief.text.isEmpty ? nil : brief.text
        recipe = brief.recipe.flatMap { swarm.recipes[$0.name]?.name }
        var seen: Set<SkillID> = []
        let skills = brief.skills.filter { seen.insert($0).inserted }.map(swarm.skillName)
        let own = recipe.flatMap { swarm.recipes[$0]?.skills }
        requiredSkills = own.map(Set.init) == Set(skills) ? nil : skills
        complexity = brief.complexity == brief.recipe?.complexity ? nil : brief.complexity
        domain = brief.domain
        priority = brief.priority
        let assumed = brief.recipe?.data ?? []
        for member in brief.data.members
        where !assumed.contains(where: { $0.name == member.key && $0.fallback == member.value }) {
            data[member.key] = member.value
        }
        bestEffort = brief.bestEffort
        budget = brief.budget
        cache = brief.cache
    }
}
