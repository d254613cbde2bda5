/// One thing a recipe asks of a product, with its weight in the product's quality.
///
/// Quality is 100 times the weight of the checks that hold over the weight of all checks for that step.
public struct QualityCheck: Hashable, Sendable {
    /// What must hold of the value at `path` (member names joined by dots).
    public enum Rule: Hashable, Sendable {
        /// A non-empty text, list or object, or any number or truth value.
        case present
        case textLength(ClosedRange<Int>)
        case count(atLeast: Int)
        case amount(ClosedRange<Double>)
        /// The members of the object at `path` add up to the amount at another path (±1 for rounding).
        case sumEquals(String)
        /// The text holds the task datum of that name.
        case mentions(datum: String)
        /// The amount is at most the task datum of that name.
        case withinDatum(String)
    }

    /// The step whose product is looked at.
    public let step: String
    public let path: String
    public let rule: Rule
    public let weight: Int

    public init(_ step: String, _ path: String, _ rule: Rule, weight: Int) {
        self.step = step
        self.path = path
        self.rule = rule
        self.weight = weight
    }
}

/// A comparison between two sections: the first amount may not exceed the second.
public struct CrossCheck: Hashable, Sendable {
    public let section: String
    public let path: String
    public let limitSection: String
    public let limitPath: String
    /// The warning when it fails; `{amount}` and `{limit}` stand for the two figures.
    public let warning: String

    public init(
        section: String, path: String, limitSection: String, limitPath: String, warning: String
    ) {
        self.section = section
        self.path = path
        self.limitSection = limitSection
        self.limitPath = limitPath
        self.warning = warning
    }
}
