/// A value as a file or a journal line says it, with where it stands.
public struct DefinitionNode: Sendable {
    /// Where something stands in a file; line and column count from 1, columns in Unicode scalars.
    public struct Place: Hashable, Sendable {
        /// The file as a person would name it; nil when there is only one.
        public let file: String?
        /// Nil when the whole file is meant.
        public let line: Int?
        public let column: Int?

        public init(file: String?, line: Int? = nil, column: Int? = nil) {
            self.file = file
            self.line = line
            self.column = column
        }
    }

    /// One key of a mapping with its value.
    public struct Member: Sendable {
        public let key: String
        public let place: Place?
        public let value: DefinitionNode

        public init(_ key: String, at place: Place?, _ value: DefinitionNode) {
            self.key = key
            self.place = place
            self.value = value
        }
    }

    public enum Content: Sendable {
        /// Null, a truth value, a number or a text.
        case scalar(JSONValue)
        case list([DefinitionNode])
        /// Each key once.
        case mapping([Member])
    }

    public let content: Content
    public let place: Place?
    /// How it was reached from the top, e.g. `steps.reply.after[0]`; empty at the top.
    public private(set) var path = ""

    public init(_ content: Content, at place: Place? = nil) {
        self.content = content
        self.place = place
    }

    /// A value that has no lines, such as the journal's; `file` is named in its faults.
    public init(_ json: JSONValue, file: String? = nil) {
        let place = file.map { Place(file: $0) }
        switch json {
        case .array(let values):
            self.init(.list(values.map { DefinitionNode($0, file: file) }), at: place)
        case .object(let object):
            let members = object.members.map { member in
                Member(member.key, at: place, DefinitionNode(member.value, file: file))
            }
            self.init(.mapping(members), at: place)
        default: self.init(.scalar(json), at: place)
        }
    }

    /// The value without its places.
    public var json: JSONValue {
        switch content {
        case .scalar(let value): value
        case .list(let nodes): .array(nodes.map(\.json))
        case .mapping(let members):
            .object(
                JSONObject(distinct: members.map { JSONObject.Member($0.key, $0.value.json) }))
        }
    }

    public var isNull: Bool { if case .scalar(.null) = content { true } else { false } }

    /// The entries of a list, each with its path; nil for anything else.
    public var entries: [DefinitionNode]? {
        guard case .list(let nodes) = content else { return nil }
        return nodes.enumerated().map { $0.element.reached("\(path)[\($0.offset)]") }
    }

    /// The members of a mapping, each value with its path; nil for anything else.
    public var members: [Member]? {
        guard case .mapping(let members) = content else { return nil }
        return members.map { Member($0.key, at: $0.place, $0.value.reached(step(to: $0.key))) }
    }

    /// The value of a key, with its path; nil when it is absent or null, or when this is no mapping.
    public subscript(key: String) -> DefinitionNode? {
        member(key).flatMap { $0.isNull ? nil : $0 }
    }

    /// The value of a key, null included.
    public func member(_ key: String) -> DefinitionNode? {
        guard case .mapping(let members) = content else { return nil }
        return members.first { $0.key == key }?.value.reached(step(to: key))
    }

    /// This node as the `path` of its faults shall say it.
    public func reached(_ path: String) -> DefinitionNode {
        var node = self
        node.path = path
        return node
    }

    private func step(to key: String) -> String {
        let isPlain = !key.isEmpty && key.utf8.allSatisfy(Self.isPlain)
        if isPlain { return path.isEmpty ? key : path + "." + key }
        return path + "[" + DefinitionFault.shown(key) + "]"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte == 0x5F || byte == 0x2D || 0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20
    }
}
