import SwarmCore
import Testing

@testable import CommandAgents

/// What a definition of a command agent may say, and what is said about one that is wrong.
struct CommandSettingsTests {
    private func read(_ json: JSONValue) -> (CommandSettings?, [String]) {
        var faults: [DefinitionFault] = []
        let node = DefinitionNode(json).reached("settings")
        return (CommandSettings(definition: node, faults: &faults), faults.map(\.sentence))
    }

    @Test func everythingCanBeSaid() throws {
        let (settings, faults) = read([
            "command": ["./reply.sh", "--brief", "", 3], "folder": "work", "input": "text",
            "environment": ["OPENAI_API_KEY"], "set": ["MODE": "brief", "N": 4],
            "limits": ["cpu_seconds": 60, "memory_mb": 512, "files": 64, "processes": 8],
        ])
        #expect(faults.isEmpty)
        let program = try #require(settings?.program)
        #expect(program.command == ["./reply.sh", "--brief", "", "3"])
        #expect(program.folder == "work" && program.environment == ["OPENAI_API_KEY"])
        #expect(program.set == ["MODE": "brief", "N": "4"])
        #expect(program.limits.cpuSeconds == 60 && program.limits.memoryMegabytes == 512)
        #expect(program.limits.files == 64 && program.limits.processes == 8)
        #expect(program.limits.outputBytes == 16 << 20)
        #expect(settings?.input == .text)
    }

    @Test func aPromptAsArgumentNeedsNoInput() {
        #expect(read(["command": ["agent", "{prompt}"]]).0?.input == CommandSettings.Input.none)
        #expect(read(["command": ["agent"]]).0?.input == .json)
    }

    @Test func everyFaultIsNamedWithItsPath() {
        let (_, faults) = read([
            "command": ["{prompt}"], "comand": [], "environment": ["A B", "=", "1A"],
            "set": ["API_TOKEN": "abc"], "input": "yaml", "limits": ["files": 1, "disk": 2],
        ])
        #expect(
            faults == [
                "settings.comand: unknown key. Nearest: command.",
                "settings.input: \"yaml\" is none of json, text, none.",
                "settings.environment[0]: this is not the name of a variable. "
                    + "A name has only letters, digits and _, and begins with no digit.",
                "settings.environment[1]: this is not the name of a variable. "
                    + "A name has only letters, digits and _, and begins with no digit.",
                "settings.environment[2]: this is not the name of a variable. "
                    + "A name has only letters, digits and _, and begins with no digit.",
                "settings.set.API_TOKEN: the value would be kept in the journal. "
                    + "Export it before swarmtop starts and name it under environment.",
                "settings.limits.disk: unknown key. "
                    + "Known: cpu_seconds, memory_mb, files, processes, output_bytes.",
                "settings.limits.files: 1 is out of range. Write a whole number from 8 to 1048576.",
                "settings: a task cannot be a program. Name the program first.",
            ])
        #expect(read(["command": "reply.sh"]).0 == nil)
        #expect(
            read(["command": []]).1 == [
                "settings.command: the command is empty. "
                    + "Write a list such as [./reply.sh, --brief]; no shell reads it."
            ])
        #expect(read([:]).1 == ["settings: command is missing. Add command."])
        #expect(read("x").1.count == 1)
    }
}
