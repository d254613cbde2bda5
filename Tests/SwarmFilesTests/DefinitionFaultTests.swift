import SwarmCore
import Testing

@testable import SwarmFiles

/// Every fault at once, each with its line, key path and what to write instead.
@Suite struct DefinitionFaultTests {
    @Test func allFaultsOfAFileAreNamedInTheOrderOfItsLines() {
        let read = Read(
            swarm: """
                version: 2
                agentz: []
                agents:
                  - name: Legal Agent
                    skills: []
                    max_load: 0
                    loadd_per_subtask: 5
                  - name: "legal agent"
                    skills: {contracts: [clause], Contracts: }
                    work_time: P1D
                    replicas: 4..1
                policies:
                  reputation: emma
                  willing_below: 0.80001
                  attempts: {most: three, idle_timeout: 5m}
                  scoring: {reputation: 0.9, skill: 0.9, load: 0.2}
                """)
        #expect(
            read.sentences == [
                "swarm.yaml:1:10: version: 2 is out of range. Write a whole number from 1 to 1.",
                "swarm.yaml:2:1: agentz: unknown key. Nearest: agents.",
                "swarm.yaml:5:13: agents[0].skills: an agent needs at least one skill. Name one.",
                "swarm.yaml:6:15: agents[0].max_load: 0 is out of range. "
                    + "Write a whole number from 1 to 1000000.",
                "swarm.yaml:7:5: agents[0].loadd_per_subtask: unknown key. "
                    + "Nearest: load_per_subtask.",
                "swarm.yaml:8:11: agents[1].name: \"legal agent\" is the name of two agents. "
                    + "The first is on line 4. Names differ by more than case; keep one.",
                "swarm.yaml:9:35: agents[1].skills.Contracts: \"Contracts\" is there twice. "
                    + "The first is on line 9. Names differ by more than case; keep one.",
                "swarm.yaml:10:16: agents[1].work_time: \"P1D\" is not a length of time. "
                    + "Write 0s to 24h, such as 2.5s, 400ms, 1m or 1h.",
                "swarm.yaml:11:15: agents[1].replicas: the range \"4..1\" ends before it begins. "
                    + "Write two numbers from 1 to 1000, such as 1..4.",
                "swarm.yaml:13:15: policies.reputation: \"emma\" is none of additive, ema. "
                    + "Nearest: ema.",
                "swarm.yaml:14:18: policies.willing_below: 0.80001 is finer than a thousandth. "
                    + "Round it.",
                "swarm.yaml:15:20: policies.attempts.most: \"three\" is not a number. "
                    + "Write a whole number from 1 to 50.",
                "swarm.yaml:15:41: policies.attempts.idle_timeout: idle_timeout is too large "
                    + "beside hard_timeout. Lower it, or raise hard_timeout.",
                "swarm.yaml:16:12: policies.scoring: the weights add up to 2. "
                    + "Together they are above 0 and at most 1.",
            ])
    }

    @Test(arguments: [
        "0", "-1", "1.5", "1e30", "-.inf", ".nan", "0x64", "[1]", "{a: 1}", "lots", "true",
        "99999999999999999999999999", "9223372036854775807", "\"100\"", "1_000",
    ])
    func aLoadThatIsNoneIsNamedWithItsRange(value: String) {
        let read = Read(swarm: agentFile("max_load: \(value)"))
        #expect(read.faults.count == 1, "\(read.sentences)")
        #expect(read.faults.first?.path == "agents[0].max_load")
        #expect(read.faults.first?.line == 4)
        #expect(read.faults.first?.hint == "Write a whole number from 1 to 1000000.")
    }

    @Test(arguments: [
        "-1s", "1e3s", "P1D", "1 s", "1.s", "s", ".5s", "1d", "25h", "1s2", "-1", "x",
    ])
    func aTimeThatIsNoneIsNamedWithItsForm(value: String) {
        let read = Read(swarm: agentFile("work_time: \(value)"))
        #expect(read.faults.map(\.path) == ["agents[0].work_time"], "\(read.sentences)")
        #expect(read.faults.first?.hint?.contains("2.5s, 400ms, 1m or 1h") == true)
    }

    @Test(arguments: [
        ("../../etc/cron.d/x", "is not a name"), ("a\\u0007b", "the invisible character U+7"),
        ("a\\u202Eb", "the invisible character U+202E"), (" x", "is not a name"),
        ("", "the text is empty"), ("   ", "the text is empty"), ("a  b", "is not a name"),
        (String(repeating: "x", count: 65), "the text has 65 characters"), ("-rf", "is not a name"),
        ("operator", "is taken by the swarm itself"), ("a\\nb", "U+A"),
    ])
    func aNameThatIsNoneIsRefused(name: String, problem: String) {
        let read = Read(swarm: "agents: [{name: \"\(name)\", skills: [a]}]")
        #expect(read.sentences.contains { $0.contains(problem) }, "\(read.sentences)")
        #expect(read.faults.allSatisfy { $0.path == "agents[0].name" })
    }

    @Test(arguments: [
        "Café Agent", "法務 Agent", "R&D (Berlin)", "Agent #2", "no", "Legal-2", "O'Neill",
    ])
    func anyLanguagesNamesAreNames(name: String) {
        let read = Read(swarm: "agents: [{name: \"\(name)\", skills: [a]}]")
        #expect(read.sentences == [])
        #expect(read.definition.agents.map(\.name) == [name])
    }

    @Test func everyBadPartOfARecipeIsNamed() {
        let read = Read(recipes: [
            """
            name: trial run
            words: [ok, 5]
            threshold: 101
            data: {budget: {kind: money, fallback: lots}, due: {kind: amount}}
            steps:
              first: {skill: finance, after: [second]}
              second: {skill: marketting, after: third}
              third: {skill: seo, after: [first, forth]}
              vote: {skill: finance, answers: {count: 2, path: a..b, quorum: 3}}
              look: {skill: finance, when: {step: vote, path: a, equals: 1}, review: {reviewers: 1, quorum: 2}}
            sections: {all: {step: frist}}
            checks:
              look: [{path: a}, {path: b, present: true, count: 2}, {path: c, amount: 9..1}]
              lok: []
            cross_checks: [{amount: alll.x, limit: all, warning: ""}]
            """
        ])
        #expect(
            read.sentences.map { String($0.dropFirst("recipe1.yaml:".count)) } == [
                "1:7: name: \"trial run\" is not a name. A name begins with a letter or digit and "
                    + "has only letters, digits, _ and -.",
                "2:13: words[1]: 5 is not a text. Put it in quotes: \"5\".",
                "3:12: threshold: 101 is out of range. Write a whole number from 0 to 100.",
                "4:23: data.budget.kind: \"money\" is none of text, amount.",
                "4:52: data.due: fallback is missing. Add fallback.",
                "6:34: steps.first.after: the steps wait for each other: "
                    + "first -> second -> third -> first. Take one of them out of after.",
                "7:19: steps.second.skill: no agent has the skill \"marketting\". "
                    + "Nearest: marketing.",
                "8:38: steps.third.after[1]: there is no step \"forth\". "
                    + "Known: first, second, third, vote, look.",
                "9:35: steps.vote.answers: 1 agent has the skill finance, the quorum is 3. "
                    + "Add agents, raise their replicas, or lower the quorum.",
                "9:52: steps.vote.answers.path: \"a..b\" is not a path. "
                    + "Join member names by dots, such as allocated or breakdown.tools.",
                "9:66: steps.vote.answers.quorum: a quorum of 3 is never met by 2 answers. "
                    + "Write a whole number from 1 to 2.",
                "10:39: steps.look.when.step: vote need not have ended when look begins. "
                    + "Add vote to after.",
                "10:97: steps.look.review.quorum: a quorum of 2 is never met by 1 reviewers. "
                    + "Write a whole number from 1 to 1.",
                "11:24: sections.all.step: there is no step \"frist\". Nearest: first.",
                "13:10: checks.look[0]: the check asks for nothing. Write exactly one of present, "
                    + "length, count, amount, sum_equals, mentions, within.",
                "13:21: checks.look[1]: the check asks for two things. Write exactly one of "
                    + "present, length, count, amount, sum_equals, mentions, within.",
                "13:75: checks.look[2].amount: the range \"9..1\" ends before it begins. "
                    + "Write two numbers from -1000000000000000 to 1000000000000000, such as 1..4.",
                "14:3: checks.lok: there is no step \"lok\". Nearest: look.",
                "15:25: cross_checks[0].amount: there is no section \"alll\". Nearest: all.",
                "15:40: cross_checks[0].limit: \"all\" names no value of a section. "
                    + "Write section.path, such as budget.allocated.",
                "15:54: cross_checks[0].warning: the text is empty. Write 1 to 300 characters.",
            ])
    }

    @Test func aStepThatWaitsForItselfIsACycleOfOne() {
        let read = Read(recipes: [recipeFile("seo: {after: seo}")])
        #expect(
            read.sentences == [
                "recipe1.yaml:3:16: steps.seo.after: the steps wait for each other: seo -> seo. "
                    + "Take one of them out of after."
            ])
    }

    @Test func aStepBehindACycleIsNotOnIt() {
        let read = Read(recipes: [
            recipeFile(
                "last: {skill: seo, after: [b]}", "a: {skill: seo, after: [b]}",
                "b: {skill: seo, after: [a]}")
        ])
        #expect(read.faults.map(\.problem) == ["the steps wait for each other: b -> a -> b"])
    }

    @Test func aPlanPastTheLimitsOfTheSwarmFileIsRefused() {
        let limits = "policies: {limits: {subtasks: 4, depth: 2, fan_out: 2}}"
        let read = Read(
            swarm: "recipes:\n  - name: trial\n    steps:\n      a: {skill: seo}\n"
                + "      b: {skill: seo, after: a}\n      c: {skill: seo, after: [a, b]}\n"
                + "      d: {skill: seo, after: a, answers: {count: 2, path: x, quorum: 1}}\n"
                + limits)
        #expect(
            read.sentences == [
                "swarm.yaml:4:7: recipes[0].steps: the steps make 5 subtasks, each answer counted. "
                    + "At most 4 are allowed (limits.subtasks).",
                "swarm.yaml:4:7: recipes[0].steps: 3 steps wait one for another. "
                    + "At most 2 are allowed (limits.depth).",
                "swarm.yaml:4:10: recipes[0].steps.a: 4 subtasks wait for a. "
                    + "At most 2 are allowed (limits.fan_out).",
            ])
    }

    @Test func theSkillsOfAllAgentsTogetherHaveALimit() {
        let skills = (1...70).map { "s\($0)" }.joined(separator: ", ")
        let others = (1...70).map { "t\($0)" }.joined(separator: ", ")
        let read = Read(
            swarm: "agents: [{name: A, skills: [\(skills)]}]",
            recipes: ["name: r\nsteps: {t1: }\nagents: [{name: B, skills: [\(others)]}]"])
        #expect(
            read.sentences == [
                "recipe1.yaml:3:9: agents: with these agents the swarm has 140 different skills. "
                    + "At most 128 are possible in all."
            ])
    }

    @Test func recipesOfTwoFilesMayNotHaveOneName() {
        let read = Read(recipes: [recipeFile("seo:"), recipeFile("finance:")])
        #expect(
            read.sentences == [
                "recipe2.yaml:1:7: name: \"trial\" is the name of two recipes. The first is on "
                    + "recipe1.yaml line 1. Names differ by more than case; keep one."
            ])
    }

    @Test(arguments: ["[]", "5", "text", "{steps: }", "{name: x}", "{name: x, steps: {}}", "~"])
    func aRecipeThatIsNoneIsAFault(text: String) {
        let read = Read(recipes: [text])
        #expect(!read.faults.isEmpty)
        #expect(read.definition.recipes.names == RecipeCatalogue.builtIn.names)
    }

    @Test func anAgentThatTwoFilesDescribeDifferentlyIsAFault() {
        let bring = "name: r\nsteps: {law: }\nagents: [{name: Legal Agent, skills: [law]}]\n"
        let alike = bring.replacing("name: r\n", with: "name: s\n")
        #expect(Read(recipes: [bring, alike]).sentences == [])
        #expect(
            Read(swarm: "agents: [{name: Legal Agent, skills: [law, tax]}]", recipes: [bring])
                .sentences == [
                    "recipe1.yaml:3:17: agents[0].name: \"Legal Agent\" is described differently "
                        + "elsewhere. Describe it alike, or give it another name."
                ])
    }

    @Test func anAgentOfABuiltInRecipeCanBeReplaced() throws {
        let read = Read(swarm: "agents: [{name: Policy Agent, skills: [policy_lookup]}]")
        #expect(read.sentences == [])
        let recipe = try #require(read.definition.recipes["support_ticket"])
        #expect(!recipe.agents.contains { $0.name == "Policy Agent" })
        #expect(recipe.agents.count == 3)
    }

    @Test func aFloodOfEntriesIsNamedOnceAndNotReadToItsEnd() {
        let many = Array(repeating: "a", count: 50_000).joined(separator: ", ")
        let read = Read(recipes: [
            "name: r\nsteps: {seo: {after: [\(many)]}}\nwords: [\(many)]\n"
        ])
        #expect(read.faults.count < 100)
        #expect(
            read.faults.contains { $0.problem == "the list has 50000 entries, at most 32 are read" }
        )
        let keys = (0..<20_000).map { "k\($0): 1\n" }.joined()
        let faults = Read(swarm: keys).faults
        #expect(faults.count == 51)
        #expect(faults.contains { $0.problem == "19950 more unknown keys are here" })
    }
}
