import SwarmCore

/// Walks a value beside its schema; as deep as the value, which its parser bounds.
struct SchemaChecker {
    private(set) var found: [String] = []

    private mutating func say(_ path: String, _ words: String) {
        if found.count < JSONSchema.mostViolations {
            found.append(JSONSchema.place(path) + words)
        } else if found.count == JSONSchema.mostViolations {
            found.append("and more")
        }
    }

    mutating func check(_ value: JSONValue, _ schema: JSONValue, at path: String) {
        guard found.count <= JSONSchema.mostViolations else { return }
        if schema.bool == false { say(path, "nothing is allowed here") }
        guard let schema = schema.object else { return }
        guard checkType(value, schema, path) else { return }
        checkChoice(value, schema, path)
        switch value {
        case .object(let object): check(object, schema, path)
        case .array(let items): check(items, schema, path)
        case .string(let text):
            checkBounds(
                Double(text.unicodeScalars.count), schema, ("minLength", "maxLength"), path,
                "characters")
        case .integer, .number:
            checkBounds(value.double ?? 0, schema, ("minimum", "maximum"), path, nil)
        case .null, .bool: break
        }
    }

    private mutating func checkType(
        _ value: JSONValue, _ schema: JSONObject, _ path: String
    ) -> Bool {
        guard let wanted = schema["type"] else { return true }
        let names = wanted.string.map { [$0] } ?? (wanted.array ?? []).compactMap(\.string)
        let known = names.filter(JSONSchema.types.contains)
        if known.count < names.count || known.isEmpty || known.contains(where: value.isOfType) {
            return true
        }
        say(path, "must be \(known.joined(separator: " or ")), is \(value.typeName)")
        return false
    }

    private mutating func checkChoice(_ value: JSONValue, _ schema: JSONObject, _ path: String) {
        if let choices = schema["enum"]?.array, !choices.contains(where: value.equals) {
            let shown = choices.prefix(20).map { $0.jsonText() }.joined(separator: ", ")
            say(path, "must be one of \(Excerpt.of(shown))")
        }
        if let only = schema["const"], !value.equals(only) {
            say(path, "must be \(Excerpt.of(only.jsonText()))")
        }
    }

    private mutating func checkBounds(
        _ amount: Double, _ schema: JSONObject, _ keys: (least: String, most: String),
        _ path: String, _ unit: String?
    ) {
        let words = unit.map { " " + $0 } ?? ""
        if let least = schema[keys.least]?.double, amount < least {
            say(path, "must be at least \(shown(least))\(words), is \(shown(amount))")
        }
        if let most = schema[keys.most]?.double, amount > most {
            say(path, "must be at most \(shown(most))\(words), is \(shown(amount))")
        }
    }

    private func shown(_ number: Double) -> String {
        Int64(exactly: number).map(String.init) ?? String(number)
    }

    private mutating func check(_ object: JSONObject, _ schema: JSONObject, _ path: String) {
        let properties = schema["properties"]?.object ?? JSONObject()
        for name in (schema["required"]?.array ?? []).compactMap(\.string)
        where object[name] == nil {
            say(JSONSchema.join(path, name), "is missing")
        }
        for member in object.members {
            let inner = JSONSchema.join(path, member.key)
            if let schema = properties[member.key] {
                check(member.value, schema, at: inner)
            } else if schema["additionalProperties"] == false {
                say(inner, "is not asked for; leave it out")
            } else if let others = schema["additionalProperties"] {
                check(member.value, others, at: inner)
            }
        }
    }

    private mutating func check(_ items: [JSONValue], _ schema: JSONObject, _ path: String) {
        checkBounds(Double(items.count), schema, ("minItems", "maxItems"), path, "items")
        guard let each = schema["items"] else { return }
        for (index, item) in items.enumerated() { check(item, each, at: "\(path)[\(index)]") }
    }
}

extension JSONValue {
    fileprivate var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    /// 5.0 is an integer too, as JSON Schema has it.
    fileprivate func isOfType(_ name: String) -> Bool {
        switch name {
        case "integer": integer != nil
        case "number": double != nil
        default: typeName == name
        }
    }

    /// The same value, however its number was written.
    fileprivate func equals(_ other: JSONValue) -> Bool {
        if let a = double, let b = other.double { return a == b }
        return self == other
    }
}
