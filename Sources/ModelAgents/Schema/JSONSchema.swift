import SwarmCore

/// The part of JSON Schema that recipes and tools use: `type, properties, required, additionalProperties, items, enum,
/// const, minimum, maximum, minLength, maxLength, minItems, maxItems`. Annotations are passed over.
public struct JSONSchema: Hashable, Sendable {
    public let root: JSONObject

    public init(_ root: JSONObject) { self.root = root }

    /// A list ends after so many violations.
    public static let mostViolations = 50

    private static let annotations: Set<String> = [
        "title", "description", "default", "examples", "example", "format", "$schema", "$id",
        "$comment", "deprecated", "readOnly", "writeOnly",
    ]
    private static let supported: Set<String> = [
        "type", "properties", "required", "additionalProperties", "items", "enum", "const",
        "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems",
    ]
    static let types = ["string", "number", "integer", "boolean", "object", "array", "null"]

    /// What of the schema itself cannot be checked, a sentence each, in the order of the text.
    public var unsupported: [String] {
        var faults: [String] = []
        Self.look(.object(root), at: "", &faults)
        return faults
    }

    /// Every way in which the value is not what the schema says, each a sentence with its place: words a model can
    /// mend its answer by. Empty when all is well. Unknown keywords allow anything.
    public func violations(of value: JSONValue) -> [String] {
        var checker = SchemaChecker()
        checker.check(value, .object(root), at: "")
        return checker.found
    }

    /// Whether OpenAI's strict mode takes it: every object says that all its properties are required and no others
    /// are allowed.
    public static func isStrict(_ schema: JSONObject) -> Bool {
        if schema["type"] == "object" || schema["properties"] != nil {
            let properties = schema["properties"]?.object ?? JSONObject()
            let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
            guard schema["additionalProperties"] == false, required == Set(properties.keys) else {
                return false
            }
            for member in properties.members {
                guard let inner = member.value.object, isStrict(inner) else { return false }
            }
        }
        return schema["items"].map { $0.object.map(isStrict) ?? false } ?? true
    }

    private static func look(_ schema: JSONValue, at path: String, _ faults: inout [String]) {
        guard let object = schema.object else {
            if schema.bool == nil { faults.append(place(path) + "a schema must be an object") }
            return
        }
        for member in object.members {
            let (key, value) = (member.key, member.value)
            switch key {
            case "properties":
                for property in value.object?.members ?? [] {
                    look(property.value, at: join(path, property.key), &faults)
                }
            case "items": look(value, at: path + "[]", &faults)
            case "additionalProperties": look(value, at: join(path, "*"), &faults)
            case "type":
                let names = value.string.map { [$0] } ?? (value.array ?? []).map { $0.string ?? "" }
                for name in names where !types.contains(name) {
                    faults.append(place(path) + "there is no type \(Excerpt.of(name, most: 40))")
                }
            default:
                if !supported.contains(key), !annotations.contains(key) {
                    faults.append(place(path) + "\(Excerpt.of(key, most: 40)) is not supported")
                }
            }
        }
    }

    static func join(_ path: String, _ key: String) -> String {
        let key = Excerpt.of(key, most: 60)
        return path.isEmpty ? key : path + "." + key
    }

    /// The place as the beginning of a sentence; nothing for the value itself.
    static func place(_ path: String) -> String { path.isEmpty ? "" : path + ": " }
}
