import Yams

/// The top of a file the operator wrote: names with values, in the order they stand there.
enum ConfigFile {
    struct Entry {
        let name: String
        let line: Int
        let value: Node
    }

    /// Empty with a fault when it is no mapping; empty without one when the file says nothing.
    static func entries(
        _ yaml: String, file: String, faults: inout [ConfigFault]
    ) -> [Entry] {
        let node: Node?
        do {
            node = try Yams.compose(yaml: yaml)
        } catch let error as YamlError {
            faults.append(fault(error, file))
            return []
        } catch {
            faults.append(.unreadable(file: file, line: 0, problem: "\(error)"))
            return []
        }
        guard let node, node.null == nil else { return [] }
        return entries(of: node, file: file, faults: &faults)
    }

    static func entries(
        of node: Node, file: String, faults: inout [ConfigFault]
    ) -> [Entry] {
        guard let mapping = node.mapping else {
            faults.append(.notAMapping(file: file, line: node.mark?.line ?? 0))
            return []
        }
        return mapping.map { key, value in
            Entry(name: key.scalar?.string ?? "", line: key.mark?.line ?? 0, value: value)
        }
    }

    private static func fault(_ error: YamlError, _ file: String) -> ConfigFault {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            .unreadable(file: file, line: mark.line, problem: problem)
        case .duplicatedKeysInMapping(let keys, _):
            .unreadable(
                file: file, line: 0,
                problem: "\(keys.map { "'\($0)'" }.joined(separator: ", ")) stands there twice")
        default: .unreadable(file: file, line: 0, problem: "\(error)")
        }
    }
}
