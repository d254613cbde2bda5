import SwarmCore

/// What an agent works from: the task, the skill asked for, and what came before.
public struct Assignment: Sendable {
    public let skill: String
    public let agent: AgentCard
    public let title: String
    /// The task's own words.
    public let text: String
    public let data: JSONObject
    public let seed: UInt64
    /// The products of the finished steps this one depends on, in the order of the plan.
    public var inputs: [JSONObject] = []
    /// Which of several answers to the same question this is, from 0.
    public var answer = 0
    /// What reviewers asked for; empty the first time.
    public var comments: [String] = []

    public init(
        skill: String, agent: AgentCard, title: String, text: String, data: JSONObject,
        seed: UInt64
    ) {
        self.skill = skill
        self.agent = agent
        self.title = title
        self.text = text
        self.data = data
        self.seed = seed
    }

    /// What the latest earlier step that has the member says in it.
    func given(_ member: String) -> JSONValue? {
        for input in inputs.reversed() {
            if let value = input[member], value != .null { return value }
        }
        return nil
    }

    /// A text of an earlier step on one line; nil when there is none.
    func givenLine(_ member: String, most: Int = 400) -> String? {
        PlainText.line(given(member), most: most)
    }

    /// A list of texts of an earlier step, each on one line.
    func givenLines(_ member: String, most: Int = 12) -> [String] {
        (given(member)?.array ?? []).prefix(most).compactMap { PlainText.line($0, most: 400) }
    }

    /// The datum as a line of text; nil when there is nothing in it.
    func datum(_ name: String, most: Int = 80) -> String? {
        PlainText.line(data[name], most: most)
    }

    /// One of `choices` for this place in this task; the seed and the data decide.
    func pick(_ place: String, _ choices: [String]) -> String {
        KeyedRandom(seed: seed).choice(
            of: choices, KeyedRandom.hash(place), KeyedRandom.hash(PlainText.line(title, most: 80)))
            ?? ""
    }
}
