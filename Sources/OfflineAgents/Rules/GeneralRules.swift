import SwarmCore

/// Work for a skill no built-in agent declares: honest notes, no pretended expertise.
enum GeneralRules {
    static func product(skill: String, facts: TaskFacts) -> JSONObject {
        let skill = String(skill.prefix(60)).replacing("_", with: " ")
        return [
            "summary": .string("\(facts.name), seen from \(skill)"),
            "key_points": .texts([
                facts.text.isEmpty ? facts.title : String(facts.text.prefix(160)),
                "for \(facts.audience.name)",
                facts.pick(
                    "point",
                    ["begin with what is known", "the shortest path first", "one owner a step"]),
            ]),
            "next_steps": .texts([
                "agree what good \(skill) means for \(facts.focus)", "do the smallest part first",
                "look at the result together",
            ]),
            "limits": .string("The offline rules know nothing special about \(skill)."),
        ]
    }
}
