import SwarmCore

/// Where models are called and which ones, from the swarm file, the command line or the environment.
public struct ModelSetup: Hashable, Sendable {
    public var endpoints: [Endpoint] = []
    public var defaults: ModelDefaults?

    public init() {}

    /// The providers whose keys the environment holds: `OPENAI_API_KEY` (or `OPENAI_BASE_URL` alone, for a local
    /// server), `ANTHROPIC_API_KEY`, and their `…_BASE_URL`.
    public init(environment: [String: String]) {
        func value(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        if value("OPENAI_API_KEY") != nil || value("OPENAI_BASE_URL") != nil {
            let url = value("OPENAI_BASE_URL") ?? "https://api.openai.com/v1"
            endpoints.append(
                Endpoint(name: "openai", kind: .openAI, baseURL: url, keyVariable: "OPENAI_API_KEY")
            )
        }
        if value("ANTHROPIC_API_KEY") != nil {
            let url = value("ANTHROPIC_BASE_URL") ?? "https://api.anthropic.com"
            endpoints.append(
                Endpoint(
                    name: "anthropic", kind: .anthropic, baseURL: url,
                    keyVariable: "ANTHROPIC_API_KEY"))
        }
    }

    /// Takes `--model`: `gpt-4o-mini`, `gpt-4o-mini,gpt-4o` (small and large), `claude-…`, or
    /// `llama3.2@http://localhost:11434/v1` for a server of one's own.
    ///
    /// A sentence says what is wrong with it.
    public mutating func choose(_ text: String) throws(ModelSetupFault) {
        let parts = text.split(separator: "@", maxSplits: 1).map(String.init)
        let models = (parts.first ?? "").split(separator: ",").map {
            $0.trimmingSpaces
        }.filter { !$0.isEmpty }
        guard let small = models.first, models.count <= 2 else {
            throw ModelSetupFault(
                "\"\(text)\" names no model. Write --model gpt-4o-mini, or two: --model small,large."
            )
        }
        let endpoint =
            parts.count == 2 ? try ownServer(parts[1]) : try endpoint(for: small)
        defaults = ModelDefaults(endpoint: endpoint, small: small, large: models.last)
    }

    /// Adds a server given by its address, without a key.
    private mutating func ownServer(_ url: String) throws(ModelSetupFault) -> String {
        var own = Endpoint(name: "server", kind: .openAI, baseURL: url)
        own.outputLimit = .mostTokens
        if let fault = own.faults.first { throw ModelSetupFault("\(fault).") }
        endpoints.removeAll { $0.name == own.name }
        endpoints.append(own)
        return own.name
    }

    private func endpoint(for model: String) throws(ModelSetupFault) -> String {
        let kind: Endpoint.Kind = model.hasPrefix("claude") ? .anthropic : .openAI
        if let known = endpoints.first(where: { $0.kind == kind }) { return known.name }
        let variable = kind == .anthropic ? "ANTHROPIC_API_KEY" : "OPENAI_API_KEY"
        throw ModelSetupFault(
            "There is no endpoint for \(model). Set \(variable), or name a server: "
                + "--model \(model)@http://localhost:11434/v1.")
    }

    /// The names of models a server on this machine answers for: they cost nothing unless a price is given.
    public var localModels: [String] {
        guard let defaults, let endpoint = endpoints.first(where: { $0.name == defaults.endpoint }),
            endpoint.isLoopback
        else { return [] }
        return [defaults.small, defaults.large]
    }
}

/// Why the models cannot be set up, in a sentence that says what to do.
public struct ModelSetupFault: Error, Hashable, Sendable {
    public let sentence: String
    init(_ sentence: String) { self.sentence = sentence }
}

extension Endpoint {
    /// Whether it is on this machine.
    public var isLoopback: Bool {
        let rest = baseURL.split(separator: "//", maxSplits: 1).last ?? ""
        let authority = rest.prefix { $0 != "/" }
        let host =
            authority.hasPrefix("[")
            ? authority.prefix { $0 != "]" }.dropFirst()
            : authority.prefix { $0 != ":" }
        return host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        let start = self.drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
