import SwarmCore

/// What a step's product must hold: the recipe's checks as a form a model can be told and its answer be held against.
struct StepShape: Sendable {
    let format: OutputFormat
    /// What the form cannot say, a sentence each.
    let demands: [String]
    /// Whether the recipe asks for anything; without, any text is a product.
    let isFromRecipe: Bool
    private let recipe: Recipe?
    private let step: String
    private let data: JSONObject

    /// The checks of the step, and what conditions, votes and cross-checks of the recipe look at.
    init(_ brief: TaskBrief, step: String) {
        recipe = brief.recipe
        self.step = step
        data = brief.data
        var builder = ShapeBuilder()
        var demands: [String] = []
        for check in brief.recipe?.checks ?? [] where check.step == step {
            builder.add(check.path, check.rule.schema(brief.data))
            if case .sumEquals(let total) = check.rule { builder.add(total, ["type": "number"]) }
            if let demand = check.demand(brief.data) { demands.append(demand) }
        }
        for path in brief.recipe?.watchedPaths(of: step) ?? [] {
            builder.add(path.name, path.schema)
        }
        self.demands = demands
        isFromRecipe = !builder.isEmpty
        if builder.isEmpty {
            builder.add("summary", ["type": "string", "description": "One sentence."])
            builder.add("text", ["type": "string", "description": "The product itself."])
        }
        format = OutputFormat(name: step, schema: builder.schema)
    }

    /// What the answer's text is as a product.
    enum Reading {
        case good(JSONObject)
        /// Sentences for the model, and what there is nevertheless.
        case wrong([String], JSONObject?)
    }

    /// Without a recipe any words will do: another call would cost more than their form is worth.
    func read(_ text: String) -> Reading {
        guard isFromRecipe else {
            // An object in the midst of words is the product only if it says so: it may be an example.
            if let object = JSONInText.object(in: text), !object.isEmpty {
                let isWhole = (try? JSONValue.parse(text))?.object != nil
                if isWhole || object["text"] != nil || object["summary"] != nil {
                    return .good(object)
                }
            }
            let isBlank = text.utf8.allSatisfy { $0 <= 0x20 }
            return isBlank
                ? .wrong(["the answer is empty"], nil) : .good(["text": .string(text)])
        }
        switch format.read(text) {
        case .object(let object):
            let failed = failedChecks(of: object)
            return failed.isEmpty ? .good(object) : .wrong(failed, object)
        case .wrong(let faults):
            let object = JSONInText.object(in: text)
            return .wrong(faults + (object.map(failedChecks) ?? []), object)
        }
    }

    /// Whether the swarm will take the product.
    func passes(_ object: JSONObject) -> Bool {
        guard let recipe else {
            return Recipe.genericQuality(of: object) >= Recipe.genericThreshold
        }
        return recipe.quality(of: object, step: step, data: data) >= recipe.threshold
    }

    func failedChecks(of object: JSONObject) -> [String] {
        recipe?.failedChecks(of: object, step: step, data: data) ?? []
    }
}

/// Puts a schema together from paths.
private struct ShapeBuilder {
    private(set) var schema: JSONObject = ["type": "object", "properties": [:], "required": []]

    var isEmpty: Bool { schema["required"]?.array?.isEmpty ?? true }

    mutating func add(_ path: String, _ rule: JSONObject) {
        let names = path.split(separator: ".").map(String.init)
        Self.add(names[...], rule, to: &schema)
    }

    private static func add(
        _ names: ArraySlice<String>, _ rule: JSONObject, to schema: inout JSONObject
    ) {
        guard let name = names.first else {
            // The narrower of two types, else what came first.
            if rule["type"]?.string != nil, schema["type"]?.array != nil {
                schema["type"] = nil
                schema["minItems"] = nil
            }
            for member in rule.members where schema[member.key] == nil {
                schema[member.key] = member.value
            }
            return
        }
        // A list may stand where only "something" was asked for; members need an object.
        schema["type"] = "object"
        schema["minItems"] = nil
        var properties = schema["properties"]?.object ?? JSONObject()
        var inner = properties[name]?.object ?? JSONObject()
        add(names.dropFirst(), rule, to: &inner)
        properties[name] = .object(inner)
        schema["properties"] = .object(properties)
        var required = schema["required"]?.array ?? []
        if !required.contains(.string(name)) { required.append(.string(name)) }
        schema["required"] = .array(required)
    }
}

extension QualityCheck.Rule {
    /// The rule as far as JSON schema has words for it. Lengths count scalars there and characters here, so the
    /// checks themselves have the last word.
    fileprivate func schema(_ data: JSONObject) -> JSONObject {
        switch self {
        case .present: return [:]
        case .textLength(let range):
            return [
                "type": "string", "minLength": .integer(Int64(range.lowerBound)),
                "maxLength": .integer(Int64(range.upperBound)),
            ]
        case .count(let least):
            return ["type": ["array", "object"], "minItems": .integer(Int64(least))]
        case .amount(let range):
            return [
                "type": "number", "minimum": .number(range.lowerBound),
                "maximum": .number(range.upperBound),
            ]
        case .sumEquals:
            return ["type": "object", "additionalProperties": ["type": "number"]]
        case .mentions: return ["type": "string"]
        case .withinDatum(let datum):
            guard let limit = Amount(data[datum]).value else { return ["type": "number"] }
            return ["type": "number", "maximum": .integer(limit)]
        }
    }
}

extension QualityCheck {
    /// What the schema does not say.
    fileprivate func demand(_ data: JSONObject) -> String? {
        switch rule {
        case .present: "\(path) is not empty"
        case .count(let least): "\(path) has at least \(least) entries"
        case .sumEquals(let total): "the members of \(path) add up to \(total)"
        case .mentions(let datum): "\(path) mentions the task's \(datum)"
        case .withinDatum(let datum): "\(path) is at most the task's \(datum)"
        case .textLength, .amount: nil
        }
    }
}

extension Recipe {
    /// What other parts of the recipe read in a step's product.
    fileprivate func watchedPaths(of step: String) -> [(name: String, schema: JSONObject)] {
        var paths: [(name: String, schema: JSONObject)] = []
        for other in steps {
            if let condition = other.condition, condition.step == step {
                paths.append((condition.path, [:]))
            }
            if other.name == step, let answers = other.answers { paths.append((answers.path, [:])) }
        }
        let keys = sections.filter { $0.step == step }.map(\.key)
        for check in crossChecks {
            if keys.contains(check.section) { paths.append((check.path, ["type": "number"])) }
            if keys.contains(check.limitSection) {
                paths.append((check.limitPath, ["type": "number"]))
            }
        }
        return paths
    }
}
