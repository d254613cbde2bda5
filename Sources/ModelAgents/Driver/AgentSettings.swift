import SwarmCore

/// How a model agent works, as the settings of its card say:
///
///     {endpoint, model or models: {small, large}, moderate, fallbacks: [{endpoint, model}], prompt, temperature,
///      max_tokens, max_turns, structured, tools: [name or {name, approval}], memory, cache}
struct AgentSettings: Hashable, Sendable {
    struct ToolChoice: Hashable, Sendable {
        /// A tool's name, or its beginning and a `*`.
        var pattern: String
        var needsApproval = false

        func fits(_ name: String) -> Bool {
            pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
        }

        /// Whether it may mean a tool of that name, or one of those that begin so before the `*`.
        func mayFit(_ name: String) -> Bool {
            guard name.hasSuffix("*") else { return fits(name) }
            let (start, own) = (
                name.dropLast(), pattern.hasSuffix("*") ? pattern.dropLast() : pattern[...]
            )
            return own.hasPrefix(start) || (pattern.hasSuffix("*") && start.hasPrefix(own))
        }
    }

    var endpoint: String
    var small: String
    var large: String
    /// Which of the two does moderate work.
    var usesLargeForModerate = false
    var fallbacks: [Route]
    /// The operator's own instructions to the agent.
    var prompt = ""
    var temperature: Double?
    var mostTokens = 4_096
    /// Answers in one attempt, tool calls included.
    var mostTurns = 8
    /// Whether the endpoint is told the form; without, only the model is.
    var isStructured = true
    var tools: [ToolChoice] = []
    var remembers = false
    var cache: CachePolicy?

    static let keys = [
        "endpoint", "model", "models", "moderate", "fallbacks", "prompt", "persona", "temperature",
        "max_tokens", "max_turns", "structured", "tools", "memory", "cache",
    ]

    /// Reads a card; what is wrong with it is added to `faults`, a sentence each.
    init(_ card: AgentCard, _ defaults: ModelDefaults, _ faults: inout [String]) {
        endpoint = defaults.endpoint
        fallbacks = defaults.fallbacks
        // A model agent's `model` names its model unless the settings do; "model" is what stands there by itself.
        let named = card.model == DriverKind.model.rawValue ? nil : card.model
        small = named ?? defaults.small
        large = named ?? defaults.large
        let reader = SettingsReader(card.settings)
        reader.checkKeys(Self.keys, &faults)
        endpoint = reader.text("endpoint", &faults) ?? endpoint
        if let model = reader.text("model", &faults) { (small, large) = (model, model) }
        if let models = reader.object("models", &faults) {
            let reader = SettingsReader(models, under: "models")
            reader.checkKeys(["small", "large"], &faults)
            small = reader.text("small", &faults) ?? small
            large = reader.text("large", &faults) ?? large
        }
        if let size = reader.choice("moderate", ["small", "large"], &faults) {
            usesLargeForModerate = size == "large"
        }
        prompt = reader.text("prompt", &faults) ?? reader.text("persona", &faults) ?? ""
        temperature = reader.number("temperature", in: 0...2, &faults)
        mostTokens = reader.whole("max_tokens", in: 1...1_000_000, &faults) ?? mostTokens
        mostTurns = reader.whole("max_turns", in: 1...100, &faults) ?? mostTurns
        isStructured = reader.flag("structured", &faults) ?? true
        remembers = reader.flag("memory", &faults) ?? false
        let caches = CachePolicy.allCases.map(\.rawValue)
        cache = reader.choice("cache", caches, &faults).flatMap(CachePolicy.init)
        readLists(reader, &faults)
    }

    private mutating func readLists(_ reader: SettingsReader, _ faults: inout [String]) {
        if let entries = reader.list("fallbacks", &faults) {
            fallbacks = entries.compactMap { entry in
                if let name = entry.string { return Route(name) }
                if let name = entry["endpoint"]?.string {
                    return Route(name, model: entry["model"]?.string)
                }
                faults.append("fallbacks: write endpoint names or {endpoint, model}")
                return nil
            }
        }
        tools = (reader.list("tools", &faults) ?? []).compactMap { entry in
            if let name = entry.string { return ToolChoice(pattern: name) }
            if let name = entry["name"]?.string {
                return ToolChoice(pattern: name, needsApproval: entry["approval"] == true)
            }
            faults.append("tools: write tool names or {name, approval: true}")
            return nil
        }
    }

    /// The model for work of this complexity.
    func model(for complexity: Complexity) -> String {
        switch complexity {
        case .simple: small
        case .moderate: usesLargeForModerate ? large : small
        case .complex: large
        }
    }

    /// Where a call for that model goes, the fallbacks after it.
    func routes(model: String) -> [Route] { [Route(endpoint, model: model)] + fallbacks }

    /// Everything the agent may use: what "saved" is measured against.
    func rivals(_ defaults: ModelDefaults) -> [String] {
        var models: [String] = []
        for model in [small, large, defaults.large] + fallbacks.compactMap(\.model)
        where !models.contains(model) { models.append(model) }
        return models
    }
}

/// Reads members of settings, each of its kind.
private struct SettingsReader {
    let object: JSONObject
    let path: String

    init(_ object: JSONObject, under path: String = "") {
        self.object = object
        self.path = path.isEmpty ? "" : path + "."
    }

    func checkKeys(_ known: [String], _ faults: inout [String]) {
        for key in object.keys where !known.contains(key) {
            let nearest = NearestName.nearest(to: key, in: known)
            let hint = nearest.map { "; nearest: \($0)" } ?? ""
            faults.append("\(path)\(Excerpt.of(key, most: 40)) is no setting" + hint)
        }
    }

    private func read<Value>(
        _ key: String, _ wanted: String, _ faults: inout [String],
        _ value: (JSONValue) -> Value?
    ) -> Value? {
        guard let json = object[key], json != .null else { return nil }
        if let value = value(json) { return value }
        faults.append("\(path)\(key) must be \(wanted)")
        return nil
    }

    func text(_ key: String, _ faults: inout [String]) -> String? {
        read(key, "a text", &faults) { json in
            json.string.flatMap { $0.isEmpty || $0.utf8.count > 20_000 ? nil : $0 }
        }
    }

    func flag(_ key: String, _ faults: inout [String]) -> Bool? {
        read(key, "true or false", &faults, \.bool)
    }

    func object(_ key: String, _ faults: inout [String]) -> JSONObject? {
        read(key, "a mapping", &faults, \.object)
    }

    func list(_ key: String, _ faults: inout [String]) -> [JSONValue]? {
        read(key, "a list of at most 64", &faults) { json in
            json.array.flatMap { $0.count > 64 ? nil : $0 }
        }
    }

    func choice(_ key: String, _ known: [String], _ faults: inout [String]) -> String? {
        read(key, known.joined(separator: " or "), &faults) { json in
            json.string.flatMap { known.contains($0) ? $0 : nil }
        }
    }

    func number(
        _ key: String, in range: ClosedRange<Double>, _ faults: inout [String]
    ) -> Double? {
        read(key, "\(range.lowerBound) to \(range.upperBound)", &faults) { json in
            json.double.flatMap { range.contains($0) ? $0 : nil }
        }
    }

    func whole(_ key: String, in range: ClosedRange<Int>, _ faults: inout [String]) -> Int? {
        read(key, "\(range.lowerBound) to \(range.upperBound)", &faults) { json in
            json.integer.flatMap { Int(exactly: $0) }.flatMap { range.contains($0) ? $0 : nil }
        }
    }
}
