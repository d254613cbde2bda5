import ChildProcesses
import SwarmCore

extension CommandSettings {
    private static let example = "{command: [./reply.sh]}"

    /// Reads the settings of a `command` agent; nil without a command. Every fault is added to `faults`.
    public init?(definition node: DefinitionNode, faults: inout [DefinitionFault]) {
        let keys = ProgramSettings.definitionKeys + ["input"]
        guard let reader = MappingReader(node, keys: keys, example: Self.example, &faults)
        else { return nil }
        let input: Input? = reader["input"]?.choice(&faults)
        let program = ProgramSettings(
            definition: reader, limits: Self.defaultLimits, faults: &faults)
        guard let program else { return nil }
        if program.command.first == Self.promptPlace {
            faults.append(
                node.fault("a task cannot be a program", hint: "Name the program first."))
        }
        let takesPrompt = program.command.contains(Self.promptPlace)
        self.init(program: program, input: input ?? (takesPrompt ? .none : .json))
    }
}
