extension Recipe {
    /// The recipe as a file or a journal line says it; `init(definition:limits:faults:)` reads it back as an equal
    /// one. Nothing is left to a default.
    public var definition: JSONObject {
        var definition: JSONObject = [
            "name": .string(name), "title": .string(title), "type": .string(type),
            "words": .array(words.map(JSONValue.string)),
            "complexity": .string(complexity.rawValue), "threshold": .integer(Int64(threshold)),
        ]
        if !data.isEmpty { definition["data"] = Self.keyed(data.map { ($0.name, $0.definition) }) }
        definition["steps"] = Self.keyed(steps.map { ($0.name, $0.definition) })
        definition["sections"] = Self.keyed(
            sections.map { ($0.key, ["title": .string($0.title), "step": .string($0.step)]) })
        if !checks.isEmpty { definition["checks"] = .object(checksByStep) }
        if !crossChecks.isEmpty {
            definition["cross_checks"] = .array(crossChecks.map { .object($0.definition) })
        }
        if !agents.isEmpty {
            definition["agents"] = .array(agents.map { .object($0.definition) })
        }
        return definition
    }

    /// Steps in the order of their first check; only the order within a step means something.
    private var checksByStep: JSONObject {
        var byStep = JSONObject()
        for check in checks {
            byStep[check.step] = .array(
                (byStep[check.step]?.array ?? []) + [.object(check.definition)])
        }
        return byStep
    }

    private static func keyed(_ members: [(String, JSONObject)]) -> JSONValue {
        var object = JSONObject()
        for (key, value) in members { object[key] = .object(value) }
        return .object(object)
    }
}

extension Recipe: Equatable {
    /// Recipes are equal when their definitions are.
    public static func == (a: Recipe, b: Recipe) -> Bool {
        a === b || a.definition == b.definition
    }
}

extension Recipe.Datum {
    var definition: JSONObject { ["kind": .string(kind.rawValue), "fallback": fallback] }
}
