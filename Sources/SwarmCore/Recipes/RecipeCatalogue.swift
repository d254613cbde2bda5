/// The recipes a swarm knows, found by name.
public struct RecipeCatalogue: Sendable {
    public private(set) var recipes: [Recipe]

    /// The first of two recipes with one name stands.
    public init(_ recipes: [Recipe]) {
        var known: Set<String> = []
        self.recipes = recipes.filter { known.insert($0.name).inserted }
    }

    /// Adds the recipe, or puts it in the place of the one of its name.
    public mutating func define(_ recipe: Recipe) {
        if let place = recipes.firstIndex(where: { $0.name == recipe.name }) {
            recipes[place] = recipe
        } else {
            recipes.append(recipe)
        }
    }

    public mutating func remove(_ name: String) { recipes.removeAll { $0.name == name } }

    public var names: [String] { recipes.map(\.name) }

    /// The recipe of exactly that name.
    public subscript(name: String) -> Recipe? { recipes.first { $0.name == name } }

    /// The recipe name that a mistyped one was probably meant to be; nil when none is near.
    public func nearestName(to name: String) -> String? {
        NearestName.nearest(to: name, in: names)
    }
}

extension Recipe {
    /// The task's data with every missing or unreadable datum filled in, and what was assumed, in words.
    ///
    /// Amounts come out as whole numbers 0...`Amount.largest`, however they were written.
    public func completedData(_ data: JSONObject) -> (data: JSONObject, assumptions: [String]) {
        var completed = data
        var assumptions: [String] = []
        for datum in self.data {
            let label = datum.name.replacing("_", with: " ")
            let fallback = datum.fallback.string ?? datum.fallback.figure
            guard let given = data[datum.name], !given.isBlank else {
                completed[datum.name] = datum.fallback
                assumptions.append("No \(label) was given; \(fallback) is assumed.")
                continue
            }
            switch datum.kind {
            case .text:
                guard given.string == nil else { continue }
                completed[datum.name] = .string(given.jsonText())
                assumptions.append("The \(label) was no text; it is used as written.")
            case .amount:
                let amount = Amount(given)
                completed[datum.name] = amount.value.map { .integer($0) } ?? datum.fallback
                if let note = amount.note { assumptions.append("The \(label) \(note).") }
                if amount.value == nil { assumptions.append("\(fallback) is assumed instead.") }
            }
        }
        return (completed, assumptions)
    }
}
