import SwarmCore
import Yams

/// YAML (and so JSON) text as nodes that know their lines, with limits no text gets around.
///
/// Read is what JSON can say: mappings with text keys, lists, texts, numbers, true, false, null. Refused are
/// anchors and aliases (a few lines of them make billions of values), merge keys, tags, a second document,
/// nesting past 64, control characters. `yes`, `no`, `0x64`, `007` and `1_000` are texts.
public enum YAMLText {
    /// Lists and mappings inside one another, at most.
    static let deepest = 64

    /// The text's value; nil when there is none, or when a fault was added that leaves nothing to read.
    ///
    /// - Parameter file: how its faults name it.
    public static func node(
        _ bytes: [UInt8], file: String?, limitBytes: Int = 1 << 20,
        _ faults: inout [DefinitionFault]
    ) -> DefinitionNode? {
        do throws(DefinitionFault) {
            guard bytes.count <= limitBytes else {
                throw DefinitionFault(
                    at: .init(file: file), path: "", "the text is larger than \(limitBytes) bytes",
                    hint: "Split it.")
            }
            let text = try SourceText(bytes, file: file)
            let composed = try Composer(text).compose()
            guard let root = composed.root else { return nil }
            var reader = NodeReader(file: file, renamed: composed.renamed)
            let node = reader.node(root, path: "", depth: 0)
            faults += reader.faults
            return node
        } catch {
            faults.append(error)
            return nil
        }
    }
}

/// Text that is safe to give to the parser: UTF-8 without control characters, anchors or a byte order mark.
private struct SourceText {
    let text: String
    let file: String?

    init(_ bytes: [UInt8], file: String?) throws(DefinitionFault) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let content = bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes
        guard let text = String(validating: content, as: UTF8.self) else {
            throw Self.invalid(content, file)
        }
        self.text = text
        self.file = file
        try refuseControls()
        try refuseAliases()
    }

    private static func invalid(_ bytes: [UInt8], _ file: String?) -> DefinitionFault {
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes.makeIterator()
        var valid: [UInt8] = []
        while case .valid(let scalar) = parser.parseScalar(from: &rest) {
            valid.append(contentsOf: scalar)
        }
        let place = place(after: String(decoding: valid, as: UTF8.self).unicodeScalars, file)
        let byte = valid.count < bytes.count ? bytes[valid.count] : 0
        return DefinitionFault(
            at: place, path: "",
            "byte 0x\(String(byte, radix: 16, uppercase: true)) at offset \(valid.count) is no UTF-8",
            hint: "Save the file as UTF-8.")
    }

    private func refuseControls() throws(DefinitionFault) {
        let scalars = text.unicodeScalars
        let bad = scalars.firstIndex { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0D, 0x85: false
            case 0..<0x20, 0x7F..<0xA0, 0xFEFF, 0xFFFE, 0xFFFF: true
            default: false
            }
        }
        guard let bad else { return }
        let code = String(scalars[bad].value, radix: 16, uppercase: true)
        throw DefinitionFault(
            at: Self.place(after: scalars[..<bad], file), path: "",
            "the character U+\(code) cannot stand in a text file",
            hint: "Take it out, or write it as \"\\x\(code)\" in double quotes.")
    }

    /// An alias counts wherever `*name` stands after `&name`, so that none can hide.
    private func refuseAliases() throws(DefinitionFault) {
        var anchors: Set<Substring> = []
        var at = text.startIndex
        let utf8 = text.utf8
        while let sign = utf8[at...].firstIndex(where: { $0 == 0x26 || $0 == 0x2A }) {
            let start = utf8.index(after: sign)
            let end = utf8[start...].firstIndex { !Self.isAnchorPart($0) } ?? utf8.endIndex
            let name = text[start..<end]
            at = start
            guard !name.isEmpty else { continue }
            if utf8[sign] == 0x26 {
                anchors.insert(name)
            } else if anchors.contains(name) {
                throw DefinitionFault(
                    at: Self.place(after: text.unicodeScalars[..<sign], file), path: "",
                    "anchors (&\(name)) and aliases (*\(name)) are not read here",
                    hint: "Write the value out where it is needed.")
            }
        }
    }

    private static func isAnchorPart(_ byte: UInt8) -> Bool {
        byte == 0x5F || byte == 0x2D || 0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20
    }

    /// The line and column of what follows `scalars`.
    private static func place(
        after scalars: some BidirectionalCollection<Unicode.Scalar>, _ file: String?
    ) -> DefinitionNode.Place {
        var line = 1
        var column = 1
        var previous: Unicode.Scalar = " "
        for scalar in scalars {
            if scalar == "\n" && previous == "\r" {
                column = 1
            } else if scalar == "\n" || scalar == "\r" {
                line += 1
                column = 1
            } else {
                column += 1
            }
            previous = scalar
        }
        return .init(file: file, line: line, column: column)
    }
}

/// Runs the parser, past keys that stand twice, so that they can be named together with all else.
private struct Composer {
    /// Put before the first of two equal keys so that the parser goes on.
    static let marker: Unicode.Scalar = "\u{E000}"
    /// Each costs another reading of the whole text, so a long one is given up sooner.
    private static func mostDuplicates(_ bytes: Int) -> Int { bytes > 65_536 ? 2 : 20 }

    private let source: SourceText

    init(_ source: SourceText) { self.source = source }

    /// The tree, and where markers stand in it: line to columns.
    func compose() throws(DefinitionFault) -> (root: Node?, renamed: [Int: [Int]]) {
        var text = source.text
        let mayMark = !text.unicodeScalars.contains(Self.marker)
        var rest = Self.mostDuplicates(text.utf8.count)
        while true {
            do {
                let root = try Yams.compose(yaml: text, .basic, .default, .utf8)
                return (root, Self.markers(in: text))
            } catch let error as YamlError {
                guard case .duplicatedKeysInMapping(let keys, let context) = error else {
                    throw YAMLFault.fault(for: error, in: text, file: source.file)
                }
                rest -= 1
                guard mayMark, rest > 0, let marked = Self.mark(text, at: context.mark) else {
                    throw YAMLFault.duplicate(keys, context.mark, file: source.file)
                }
                text = marked
            } catch {
                throw DefinitionFault(
                    at: .init(file: source.file), path: "", "the text cannot be read: \(error)")
            }
        }
    }

    /// Nil when something other than a key's text stands there, such as a tag.
    private static func mark(_ text: String, at mark: Mark) -> String? {
        var scalars = text.unicodeScalars
        guard var index = YAMLFault.index(of: mark, in: scalars), index < scalars.endIndex else {
            return nil
        }
        switch scalars[index] {
        case "\"", "'": index = scalars.index(after: index)
        case "!", "&", "|", ">", "?", "[", "{": return nil
        default: break
        }
        scalars.insert(marker, at: index)
        return String(scalars)
    }

    private static func markers(in text: String) -> [Int: [Int]] {
        guard text.unicodeScalars.contains(marker) else { return [:] }
        var found: [Int: [Int]] = [:]
        YAMLFault.forEachScalar(of: text.unicodeScalars) { scalar, line, column, _ in
            if scalar == marker { found[line, default: []].append(column) }
            return true
        }
        return found
    }
}

/// Turns the parser's tree into nodes.
private struct NodeReader {
    let file: String?
    let renamed: [Int: [Int]]
    var faults: [DefinitionFault] = []

    init(file: String?, renamed: [Int: [Int]]) {
        self.file = file
        self.renamed = renamed
    }

    mutating func node(_ node: Node, path: String, depth: Int) -> DefinitionNode {
        let place = place(node.mark)
        guard depth < YAMLText.deepest else {
            faults.append(
                DefinitionFault(
                    at: place, path: "", "nested deeper than \(YAMLText.deepest)",
                    hint: "Flatten it."))
            return DefinitionNode(.scalar(.null), at: place)
        }
        if !Self.plainTags.contains(node.tag.description) {
            faults.append(
                DefinitionFault(
                    at: place, path: path,
                    "tags (\(node.tag.description.prefix(60))) are not read here",
                    hint: "Take it out."))
        }
        switch node {
        case .scalar(let scalar):
            return DefinitionNode(.scalar(YAMLScalar.value(of: scalar)), at: place)
        case .sequence(let sequence):
            let entries = sequence.map { self.node($0, path: "", depth: depth + 1) }
            return DefinitionNode(.list(entries), at: place)
        case .mapping(let mapping):
            return DefinitionNode(.mapping(members(of: mapping, depth)), at: place)
        case .alias:
            return DefinitionNode(.scalar(.null), at: place)
        }
    }

    private static let plainTags: Set = [
        "", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map",
    ]

    private mutating func members(
        of mapping: Node.Mapping, _ depth: Int
    ) -> [DefinitionNode.Member] {
        var lines: [String: Int] = [:]
        var members: [DefinitionNode.Member] = []
        for (key, value) in mapping {
            let place = place(key.mark)
            guard case .scalar(let scalar) = key else {
                faults.append(
                    DefinitionFault(
                        at: place, path: "", "a key is not a text", hint: "Write a name."))
                continue
            }
            let name = String(
                String.UnicodeScalarView(
                    scalar.string.unicodeScalars.drop { $0 == Composer.marker }))
            if name == "<<", scalar.style == .plain {
                faults.append(
                    DefinitionFault(
                        at: place, path: "", "merge keys (<<) are not read here",
                        hint: "Write the members out."))
                continue
            }
            let node = self.node(value, path: name, depth: depth + 1)
            if let line = lines[name] {
                faults.append(
                    DefinitionFault(
                        at: place, path: "",
                        "the key \(JSONValue.string(String(name.prefix(60))).jsonText()) is there twice",
                        hint: "The first is on line \(line). Keep one."))
                continue
            }
            lines[name] = place?.line ?? 0
            members.append(DefinitionNode.Member(name, at: place, node))
        }
        return members
    }

    private func place(_ mark: Mark?) -> DefinitionNode.Place? {
        guard let mark else { return file.map { .init(file: $0) } }
        let shift = renamed[mark.line]?.count { $0 < mark.column } ?? 0
        return .init(file: file, line: mark.line, column: mark.column - shift)
    }
}
