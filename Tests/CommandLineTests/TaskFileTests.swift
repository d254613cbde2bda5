import SwarmCore
import Testing

/// Tasks from files, and what is said when a file is wrong.
@Suite struct TaskFileTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws { folder = try TemporaryFolder() }

    private func run(_ name: String, _ text: String) throws -> ProgramRun.Outcome {
        let file = try folder.file(name, text)
        return try ProgramRun.run(["run", file, "--json", "--speed", "200", "--data-dir", data])
    }

    @Test(arguments: [
        ("task.yaml", "id: launch\nrecipe: campaign\ndata: {campaign_name: Spring, budget: 4e4}\n"),
        (
            "task.json",
            #"""
            {"id": "launch", "recipe": "campaign",
             "data": {"campaign_name": "Spring", "budget": 40000}}
            """#
        ),
    ])
    func oneTaskGivesOneObjectWhetherItIsYAMLOrJSON(name: String, text: String) throws {
        let run = try run(name, text)
        #expect(run.exit == .code(0), "\(run.errors)")
        let result = try JSONValue.parse(run.output)
        #expect(result["task_id"]?.string == "launch")
        #expect(result["title"]?.string == "Spring")
        #expect(result.at("budget.allocated")?.integer == 40_000)
    }

    @Test(arguments: [
        ("list.yaml", yamlList), ("tasks.yaml", "tasks:\n" + yamlList),
        (
            "list.json",
            #"""
            [{"id": "c", "recipe": "campaign"}, {"id": "a", "required_skills": ["support"]},
             "Write the FAQ"]
            """#
        ),
    ])
    func aListGivesAnArrayInTheOrderOfSubmission(name: String, text: String) throws {
        let run = try run(name, text)
        #expect(run.exit == .code(0), "\(run.errors)")
        let results = try #require(try JSONValue.parse(run.output).array)
        #expect(results.map { $0["task_id"]?.string } == ["c", "a", "task_3"])
        #expect(results.allSatisfy { $0["success"]?.bool == true })
    }

    private static let yamlList = """
        - {id: c, recipe: campaign}
        - {id: a, required_skills: [support]}
        - Write the FAQ

        """

    @Test func aListOfOneIsStillAList() throws {
        let run = try run("one.json", #"[{"recipe": "campaign"}]"#)
        #expect(try JSONValue.parse(run.output).array?.count == 1)
    }

    @Test func aFileMayComeThroughStandardInput() throws {
        let run = try ProgramRun.run(
            ["run", "-", "--json", "--speed", "200", "--data-dir", data],
            input: "recipe: campaign\nid: piped\n")
        #expect(run.exit == .code(0), "\(run.errors)")
        #expect(try JSONValue.parse(run.output)["task_id"]?.string == "piped")
    }

    @Test func badJSONIsNamedWithItsLineAndColumnOnce() throws {
        let run = try run("bad.json", "{\"recipe\": \"campaign\",\n \"data\": {\"budget\": 5,,}}")
        #expect(run.exit == .code(3))
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("bad.json: line 2, column 23: "), "\(run.errors)")
        #expect(!run.errors.contains("2:23"))
        #expect(run.errors.split(separator: "\n").count == 1)
    }

    @Test func badYAMLIsNamedWithItsLine() throws {
        let run = try run("bad.yaml", "recipe: campaign\ndata: {budget: [1\n")
        #expect(run.exit == .code(3))
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("line 3"), "\(run.errors)")
    }

    @Test func everyFaultOfATaskIsNamedAtOnce() throws {
        let run = try run(
            "bad.yaml",
            "- recipe: campaign\n  priorty: high\n- complexity: complicated\n  text: x\n")
        #expect(run.exit == .code(3))
        #expect(run.errors.contains("task 1.priorty: unknown key. Nearest: priority."))
        #expect(run.errors.contains("task 2.complexity: \"complicated\" is none of"))
    }

    @Test func anUnknownSkillIsRefusedWithTheNearestAndNothingIsStored() throws {
        let run = try run("skill.yaml", "- recipe: campaign\n- required_skills: [marketting]\n")
        #expect(run.exit == .code(3))
        #expect(run.output.isEmpty)
        #expect(run.errors == "task 2: No agent has \"marketting\". Nearest: marketing.\n")
        let after = try ProgramRun.run(["resume", "--data-dir", data])
        #expect(after.output == "Nothing was left unfinished.\n")
    }

    @Test func anUnknownRecipeIsOneLineWithTheNearest() throws {
        let file = try run("recipe.yaml", "recipe: campain\n")
        #expect(file.exit == .code(3))
        #expect(file.errors == "There is no recipe \"campain\". Nearest: campaign.\n")
        let flag = try ProgramRun.run(["run", "--recipe", "campain", "--data-dir", data])
        #expect(flag.exit == .code(2))
        #expect(flag.errors == "There is no recipe \"campain\". Nearest: campaign.\n")
    }

    @Test func wordsThatPointAtNoSkillAreRefusedByFlagsAsUsage() throws {
        let run = try ProgramRun.run(["run", "--text", "xyzzy", "--data-dir", data])
        #expect(run.exit == .code(2))
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("Name one: marketing"), "\(run.errors)")
    }

    @Test(arguments: ["none.yaml", ""])
    func aFileThatIsNotThereOrIsAFolderIsAnInputFault(name: String) throws {
        let path = folder.path + "/" + name
        let run = try ProgramRun.run(["run", path, "--data-dir", data])
        #expect(run.exit == .code(74))
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("\(path) cannot be read: "), "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1)
    }

    @Test(arguments: [
        "", "\n \n", "[]", "tasks: []", "42", "\u{FEFF}", "{}", "- - -", "null",
        "a: &a [1]\nb: *c\n", "recipe: campaign\nrecipe: campaign\n",
        "{\"recipe\": \"campaign\", \"recipe\": \"campaign\"}", "data: [1]\ntext: FAQ\n",
    ])
    func aFileWithoutATaskIsRefusedInWords(text: String) throws {
        let run = try run("strange", text)
        #expect(run.exit == .code(3), "\(run.exit) \(run.errors)")
        #expect(run.output.isEmpty)
        #expect(!run.errors.isEmpty && !run.errors.contains("Error Domain"), "\(run.errors)")
    }

    @Test(arguments: ["[", "{\"a\":", "- ", "a: ["])
    func aDeeplyNestedFileIsRefusedAndDoesNotBringSwarmtopDown(unit: String) throws {
        let run = try run("deep", String(repeating: unit, count: 50_000))
        #expect(run.exit == .code(3), "\(run.exit)")
    }

    @Test func aTaskAsLargeAsAllowedCanBeReadBackFromTheJournal() throws {
        let text = "Write the FAQ " + String(repeating: "\\u0001", count: 1_000_000)
        let run = try run("large.json", "{\"skills\": [\"support\"], \"text\": \"\(text)\"}")
        #expect(run.exit == .code(0), "\(run.errors.prefix(300))")
        #expect(try reputations(in: data)["Support Agent"] ?? 0 > 100)
    }
}
