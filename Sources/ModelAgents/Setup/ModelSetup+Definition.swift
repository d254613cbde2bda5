import SwarmCore

extension ModelSetup {
    private static let mostEndpoints = 32

    /// Reads `endpoints:` and `models:` of a swarm file; what is wrong is added to `faults`.
    ///
    ///     endpoints:
    ///       - {name: openai, kind: openai, url: https://api.openai.com/v1, key: OPENAI_API_KEY}
    ///     models: {endpoint: openai, small: gpt-4o-mini, large: gpt-4o, fallbacks: [local]}
    public mutating func read(
        endpoints node: DefinitionNode?, models: DefinitionNode?,
        faults: inout [DefinitionFault]
    ) {
        for entry in node?.list(most: Self.mostEndpoints, &faults) ?? [] {
            guard let endpoint = Endpoint(definition: entry, faults: &faults) else { continue }
            endpoints.removeAll { $0.name == endpoint.name }
            endpoints.append(endpoint)
        }
        guard let models,
            let reader = MappingReader(
                models, keys: ["endpoint", "small", "large", "fallbacks"],
                example: "{endpoint: openai, small: gpt-4o-mini, large: gpt-4o}", &faults)
        else { return }
        let name = reader.required("endpoint", &faults).flatMap { endpointName($0, &faults) }
        let small = reader.required("small", &faults)?.text(1...200, &faults)
        let large = reader["large"]?.text(1...200, &faults)
        guard let name, let small else { return }
        var defaults = ModelDefaults(endpoint: name, small: small, large: large)
        defaults.fallbacks = (reader["fallbacks"]?.list(most: 16, &faults) ?? []).compactMap {
            route($0, &faults)
        }
        self.defaults = defaults
    }

    private func route(
        _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) -> Route? {
        guard node.members != nil else { return endpointName(node, &faults).map { Route($0) } }
        guard
            let reader = MappingReader(
                node, keys: ["endpoint", "model"], example: "{endpoint: local, model: llama3.2}",
                &faults),
            let name = reader.required("endpoint", &faults).flatMap({ endpointName($0, &faults) })
        else { return nil }
        return Route(name, model: reader["model"]?.text(1...200, &faults))
    }

    private func endpointName(
        _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) -> String? {
        guard let name = node.text(1...64, &faults) else { return nil }
        let known = endpoints.map(\.name)
        guard !known.contains(name) else { return name }
        let nearest = NearestName.nearest(to: name, in: known)
        faults.append(
            node.fault(
                "there is no endpoint \(DefinitionFault.shown(name))",
                hint: nearest.map { "Nearest: \($0)." } ?? "Describe it under endpoints."))
        return nil
    }
}

extension Endpoint {
    private static let keys = [
        "name", "kind", "url", "key", "headers", "calls_per_minute", "output_limit",
        "asks_for_usage", "certificates", "connect_timeout", "first_byte_timeout", "idle_timeout",
        "timeout",
    ]

    /// Reads one endpoint; nil without name and url. `key` is the name of an environment variable, never a key.
    public init?(definition node: DefinitionNode, faults: inout [DefinitionFault]) {
        let example = "{name: local, kind: openai, url: http://localhost:11434/v1}"
        guard let reader = MappingReader(node, keys: Self.keys, example: example, &faults) else {
            return nil
        }
        let name = reader.required("name", &faults)?.name(&faults)
        let url = reader.required("url", &faults)?.text(1...2_000, &faults)
        let kind: Kind = reader["kind"]?.choice(&faults) ?? .openAI
        let variable = reader["key"].flatMap { Self.variable($0, &faults) }
        guard let name, let url else { return nil }
        self.init(name: name, kind: kind, baseURL: url, keyVariable: variable)
        callsPerMinute = reader["calls_per_minute"]?.integer(in: 1...1_000_000, &faults)
        outputLimit = reader["output_limit"]?.choice(&faults) ?? outputLimit
        asksForUsage = reader["asks_for_usage"]?.flag(&faults) ?? true
        certificates = reader["certificates"]?.text(1...4_096, &faults)
        readDeadlines(reader, &faults)
        for member in reader["headers"]?.members ?? [] {
            if let value = member.value.text(1...2_000, &faults) {
                headers.append(Header(member.key, value))
            }
        }
        for fault in self.faults { faults.append((reader["url"] ?? node).fault(fault)) }
    }

    private mutating func readDeadlines(
        _ reader: MappingReader, _ faults: inout [DefinitionFault]
    ) {
        let range = TimeSpan.milliseconds(1)...TimeSpan.seconds(86_400)
        let paths: [(String, WritableKeyPath<TransportDeadlines, TimeSpan>)] = [
            ("connect_timeout", \.connect), ("first_byte_timeout", \.firstByte),
            ("idle_timeout", \.idle), ("timeout", \.total),
        ]
        for (key, path) in paths {
            if let span = reader[key]?.timeSpan(in: range, &faults) {
                deadlines[keyPath: path] = span
            }
        }
    }

    /// The name of an environment variable; what looks like a key itself is not repeated in the fault.
    private static func variable(
        _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) -> String? {
        let text = node.json.string ?? ""
        let isName =
            (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                0x41...0x5A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x5F
            }
        if isName { return text }
        faults.append(
            DefinitionFault(
                at: node.place, path: node.path, "this is not the name of an environment variable",
                hint:
                    "Write its name in capitals, such as OPENAI_API_KEY; keys belong into no file.")
        )
        return nil
    }
}
