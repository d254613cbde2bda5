import Foundation
import SwarmCore
import SwarmFiles
import Testing

/// A swarm's files in a folder, and whether they changed.
@Suite final class SwarmFolderTests {
    private let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("swarmfolder-\(UUID().uuidString)").path

    init() throws {
        for folder in ["/recipes", "/scenarios"] {
            try FileManager.default.createDirectory(
                atPath: path + folder, withIntermediateDirectories: true)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    private func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    private var reading: SwarmReading { SwarmFolder(path: path).read() }

    @Test func anEmptyFolderAndOneThatIsNotThereAreTheBuiltInSwarm() throws {
        for path in [path, path + "/nowhere"] {
            let reading = SwarmFolder(path: path).read()
            #expect(reading.faults == [])
            #expect(reading.files == [])
            #expect(reading.definition?.agents == BuiltInSwarm.cards)
            #expect(reading.definition?.recipes.names == RecipeCatalogue.builtIn.names)
        }
        #expect(!SwarmFolder(path: path + "/nowhere").exists)
    }

    @Test func aFolderIsItsSwarmFileAndItsRecipes() throws {
        try write("swarm.yaml", BuiltIn.swarmFile + "policies: {reputation: ema}\n")
        try write("recipes/b.yaml", BuiltIn.exampleRecipe)
        try write("recipes/a.yml", "name: audit\nsteps: {finance: }\n")
        try write("recipes/notes.txt", "none of this: [is read")
        try write("recipes/.hidden.yaml", "none of this: [is read")
        try write("recipes/empty.yaml", "# not yet\n")
        try write("scenarios/demo.yaml", "steps: []\n")
        let reading = self.reading
        #expect(reading.faults == [])
        #expect(reading.definition?.policies.reputation == .ema)
        #expect(
            reading.definition?.recipes.names
                == RecipeCatalogue.builtIn.names + ["audit", "release_notes"])
        #expect(reading.scenarios == [path + "/scenarios/demo.yaml"])
        #expect(
            reading.files
                == ["swarm.yaml", "recipes/a.yml", "recipes/b.yaml", "recipes/empty.yaml"]
                .map { path + "/" + $0 })
    }

    @Test func theFaultsOfAllFilesComeTogetherAndNothingElseDoes() throws {
        try write("swarm.yaml", "agents: [{name: A, skils: [a]}]\n")
        try write("recipes/a.yaml", "name: [x\n")
        try write("recipes/b.yaml", "name: b\nsteps: {zzz: }\n")
        let reading = self.reading
        #expect(reading.definition == nil)
        #expect(
            reading.faults.map { $0.sentence.replacing(path + "/", with: "") } == [
                "recipes/a.yaml:1:7: the list that begins here goes wrong at line 2, column 1: "
                    + "did not find expected ',' or ']'. "
                    + "Look for a missing bracket, brace, comma or quote.",
                "recipes/b.yaml:2:14: steps.zzz: no agent has the skill \"zzz\".",
                "swarm.yaml:1:10: agents[0]: skills is missing. Add skills.",
                "swarm.yaml:1:20: agents[0].skils: unknown key. Nearest: skills.",
            ])
    }

    @Test func oneFileIsASwarmFileOrARecipe() throws {
        try write("one.yaml", "name: solo\nsteps: {seo: }\n")
        try write("two.yaml", "agents: [{name: A, skills: [a]}]\n")
        let one = SwarmFolder(path: path + "/one.yaml").read()
        #expect(one.definition?.recipes["solo"] != nil)
        #expect(one.definition?.agents == BuiltInSwarm.cards)
        let two = SwarmFolder(path: path + "/two.yaml").read()
        #expect(two.definition?.agents.map(\.name) == ["A"])
    }

    @Test func theStampChangesWithTheFilesAndOnlyThen() throws {
        let folder = SwarmFolder(path: path)
        let empty = folder.stamp
        #expect(folder.stamp == empty)
        try write("swarm.yaml", "version: 1\n")
        let first = folder.stamp
        #expect(first != empty)
        #expect(folder.stamp == first)
        try write("recipes/a.yaml", "# nothing\n")
        let second = folder.stamp
        #expect(second != first)
        // Another file under the same name with as many bytes, as an editor saves it.
        try write("other", "version: 2\n")
        rename(path + "/other", path + "/swarm.yaml")
        #expect(folder.stamp != second)
        try FileManager.default.removeItem(atPath: path + "/recipes/a.yaml")
        #expect(folder.stamp != second)
    }

    @Test func twoSwarmFilesAreOneTooMany() throws {
        try write("swarm.yaml", "version: 1\n")
        try write("swarm.yml", "version: 1\n")
        #expect(
            reading.faults.map { $0.sentence.replacing(path + "/", with: "") }
                == ["swarm.yml: there is a swarm.yaml too. Keep one of the two."])
    }

    @Test func whatIsNoFileIsSaidAndNotWaitedFor() throws {
        mkfifo(path + "/recipes/pipe.yaml", 0o600)
        try FileManager.default.createDirectory(
            atPath: path + "/recipes/folder.yaml", withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: path + "/recipes/zero.yaml", withDestinationPath: "/dev/zero")
        try FileManager.default.createSymbolicLink(
            atPath: path + "/recipes/gone.yaml", withDestinationPath: path + "/nowhere")
        let sentences = reading.faults.map { $0.sentence.replacing(path + "/recipes/", with: "") }
        #expect(
            sentences == [
                "folder.yaml: it is not a regular file. Put a YAML file in its place.",
                "gone.yaml: it cannot be read: No such file or directory. "
                    + "Check its name and permissions.",
                "pipe.yaml: it is not a regular file. Put a YAML file in its place.",
                "zero.yaml: it is not a regular file. Put a YAML file in its place.",
            ])
    }

    @Test func aFileThatIsTooLargeIsSaid() throws {
        try write("swarm.yaml", String(repeating: "#", count: (1 << 20) + 1))
        #expect(reading.faults.map(\.problem) == ["the text is larger than 1048576 bytes"])
    }
}
