import SwarmCore
import Yams

/// YAML as JSON values, with the limits JSON has here: depth 64, no duplicate keys, no merge of anchors past a size.
enum YAMLValue {
    private static let depth = 64
    private static let mostNodes = 1_000_000

    static func parse(_ text: String, path: String) throws -> JSONValue {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw Stop(.config, "\(path): \(words(for: error))")
        }
        guard let node else { throw Stop(.config, "\(path) is empty. Write a task into it.") }
        var budget = mostNodes
        return try convert(node, path, depth: 0, &budget)
    }

    private static func convert(
        _ node: Node, _ path: String, depth: Int, _ budget: inout Int
    ) throws -> JSONValue {
        budget -= 1
        guard depth < Self.depth, budget > 0 else {
            throw Stop(
                .config, "\(path)\(line(node)): nested deeper than \(Self.depth) or too large.")
        }
        switch node {
        case .scalar(let scalar): return value(of: node, scalar)
        case .sequence(let sequence):
            var values: [JSONValue] = []
            for item in sequence {
                values.append(try convert(item, path, depth: depth + 1, &budget))
            }
            return .array(values)
        case .mapping(let mapping):
            var object = JSONObject()
            for (key, item) in mapping {
                guard let name = key.string else {
                    throw Stop(.config, "\(path)\(line(key)): a key must be a text.")
                }
                guard object[name] == nil else {
                    throw Stop(
                        .config, "\(path)\(line(key)): \"\(name)\" is there twice. Keep one.")
                }
                object[name] = try convert(item, path, depth: depth + 1, &budget)
            }
            return .object(object)
        case .alias:
            throw Stop(.config, "\(path)\(line(node)): an alias without its anchor.")
        }
    }

    private static func value(of node: Node, _ scalar: Node.Scalar) -> JSONValue {
        if scalar.style == .doubleQuoted || scalar.style == .singleQuoted {
            return .string(scalar.string)
        }
        if node.null != nil { return .null }
        if let bool = node.bool, ["true", "false"].contains(scalar.string.lowercased()) {
            return .bool(bool)
        }
        if let integer = Int64(scalar.string) { return .integer(integer) }
        if let number = Double(scalar.string), number.isFinite { return .number(number) }
        return .string(scalar.string)
    }

    private static func line(_ node: Node) -> String {
        node.mark.map { ":\($0.line):\($0.column)" } ?? ""
    }

    private static func words(for error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line), column \(mark.column): \(problem). It is neither YAML nor JSON."
        case .duplicatedKeysInMapping(let duplicates, _):
            "a key is there twice: \(duplicates.map { "\($0)" }.joined(separator: ", ")). Keep one."
        default: "it is neither YAML nor JSON: \(error)"
        }
    }
}
