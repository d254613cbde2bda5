/// The members of one mapping, its unknown keys named as faults.
public struct MappingReader {
    /// Unknown keys named one by one.
    private static let mostUnknown = 50

    public let node: DefinitionNode

    /// Nil and a fault when the node is no mapping; `example` shows what one looks like.
    public init?(
        _ node: DefinitionNode, keys: [String], example: String, _ faults: inout [DefinitionFault]
    ) {
        guard let members = node.members else {
            faults.append(
                node.fault("\(node.shown) is not a mapping", hint: "Write it like \(example)."))
            return nil
        }
        self.node = node
        let unknown = members.filter { !keys.contains($0.key) }
        for member in unknown.prefix(Self.mostUnknown) {
            faults.append(
                DefinitionFault(
                    at: member.place, path: member.value.path, "unknown key",
                    hint: DefinitionFault.hint(for: member.key, among: keys)))
        }
        if unknown.count > Self.mostUnknown {
            faults.append(
                node.fault("\(unknown.count - Self.mostUnknown) more unknown keys are here"))
        }
    }

    /// The value of a key; nil when it is absent or null.
    public subscript(key: String) -> DefinitionNode? { node[key] }

    /// The value of a key that must be there.
    public func required(_ key: String, _ faults: inout [DefinitionFault]) -> DefinitionNode? {
        if let value = node[key] { return value }
        faults.append(node.fault("\(key) is missing", hint: "Add \(key)."))
        return nil
    }
}
