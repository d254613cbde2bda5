import SwarmCore

extension ProgramSettings {
    public static let definitionKeys = ["command", "folder", "environment", "set", "limits"]
    /// Parts of the names of variables whose values belong into no file.
    private static let secretWords = ["KEY", "TOKEN", "SECRET", "PASSWORD", "CREDENTIAL"]

    /// Reads the members of a definition that say how to run a program; nil without a command. Every fault is added to
    /// `faults`.
    public init?(
        definition reader: MappingReader, limits: ChildLimits, faults: inout [DefinitionFault]
    ) {
        let command = reader.required("command", &faults).flatMap { Self.command($0, &faults) }
        let folder = reader["folder"]?.text(1...4_096, &faults)
        let names = reader["environment"].map { Self.names($0, &faults) }
        let set = reader["set"].map { Self.variables($0, &faults) }
        let given = reader["limits"].flatMap { Self.limits($0, limits, &faults) }
        guard let command else { return nil }
        self.init(command: command, limits: given ?? limits)
        self.folder = folder
        self.environment = names ?? []
        self.set = set ?? [:]
    }

    private static func command(
        _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) -> [String]? {
        let hint = "Write a list such as [./reply.sh, --brief]; no shell reads it."
        guard let entries = node.entries else {
            faults.append(node.fault("the command is not a list", hint: hint))
            return nil
        }
        guard !entries.isEmpty else {
            faults.append(node.fault("the command is empty", hint: hint))
            return nil
        }
        if entries.count > 128 {
            faults.append(
                node.fault("the command has \(entries.count) parts, at most 128 are read"))
        }
        return entries.prefix(128).compactMap { argument($0, &faults) }
    }

    /// An argument may be empty, and a number is its figures.
    private static func argument(
        _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) -> String? {
        if node.json.string == "" { return "" }
        if let number = node.json.integer { return String(number) }
        return node.text(1...65_536, isLong: true, &faults)
    }

    // MARK: Environment

    private static func names(
        _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) -> [String] {
        let entries = node.list(most: 100, &faults) ?? []
        return entries.compactMap { entry in
            guard let name = entry.text(1...128, &faults) else { return nil }
            checkName(name, entry, &faults)
            return name
        }
    }

    private static func variables(
        _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) -> [String: String] {
        guard let members = node.members else {
            faults.append(
                node.fault("what to set is not a mapping", hint: "Write it like {MODE: brief}."))
            return [:]
        }
        var variables: [String: String] = [:]
        for member in members {
            checkName(member.key, member.value, &faults)
            if secretWords.contains(where: member.key.uppercased().contains) {
                faults.append(
                    member.value.fault(
                        "the value would be kept in the journal",
                        hint: "Export it before swarmtop starts and name it under environment."))
            }
            variables[member.key] = argument(member.value, &faults)
        }
        return variables
    }

    private static func checkName(
        _ name: String, _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) {
        let isName = name.utf8.enumerated().allSatisfy { place, byte in
            byte == 0x5F || 0x61...0x7A ~= byte | 0x20 || place > 0 && 0x30...0x39 ~= byte
        }
        guard name.isEmpty || !isName else { return }
        faults.append(
            node.fault(
                "this is not the name of a variable",
                hint: "A name has only letters, digits and _, and begins with no digit."))
    }

    // MARK: Limits

    private static func limits(
        _ node: DefinitionNode, _ usual: ChildLimits, _ faults: inout [DefinitionFault]
    ) -> ChildLimits? {
        let fields: [(String, WritableKeyPath<ChildLimits, Int?>, ClosedRange<Int>)] = [
            ("cpu_seconds", \.cpuSeconds, 1...31_622_400),
            ("memory_mb", \.memoryMegabytes, 8...16_777_216),
            ("files", \.files, 8...1_048_576),
            ("processes", \.processes, 1...30_000),
            ("output_bytes", \.outputBytes, 1...1_073_741_824),
        ]
        let example = "{memory_mb: 2048, processes: 64}"
        guard let reader = MappingReader(node, keys: fields.map(\.0), example: example, &faults)
        else { return nil }
        var limits = usual
        for (key, path, range) in fields {
            if let most = reader[key]?.integer(in: range, &faults) { limits[keyPath: path] = most }
        }
        return limits
    }
}
