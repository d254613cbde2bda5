import SwarmCore

/// Puts a usage together from what an endpoint says of it, believing nothing that cannot be.
struct UsageReader: Sendable {
    private var figures: [String: Int] = [:]
    private var isImplausible = false
    private var hasAny = false

    /// Takes the figures of these names; later ones replace earlier ones, since they are cumulative.
    mutating func take(_ usage: JSONValue, _ names: [String]) {
        guard usage.object != nil else {
            isImplausible = true
            return
        }
        for name in names {
            guard let value = usage.present(name) else { continue }
            hasAny = true
            if let whole = value.integer, 0...Int64(ModelUsage.most) ~= whole {
                figures[name] = Int(whole)
            } else {
                isImplausible = true
            }
        }
    }

    subscript(name: String) -> Int { figures[name] ?? 0 }

    /// The usage of these figures; `cached` and `created` are parts of `input`.
    func usage(input: Int, cached: Int, created: Int, output: Int) -> ModelUsage {
        let isSound = !isImplausible && cached + created <= input && input <= ModelUsage.most
        guard isSound else { return ModelUsage(standing: .implausible) }
        guard hasAny else { return .missing }
        return ModelUsage(
            input: input, cachedInput: cached, cacheCreation: created, output: output)
    }
}
