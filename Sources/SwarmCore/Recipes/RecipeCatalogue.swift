/// The recipes a swarm knows, found by name.
public struct RecipeCatalogue: Sendable {
    public let recipes: [Recipe]

    /// The first of two recipes with one name stands.
    public init(_ recipes: [Recipe]) {
        var known: Set<String> = []
        self.recipes = recipes.filter { known.insert($0.name).inserted }
    }

    /// The recipes that ship with the program (spec §5).
    public static let builtIn = RecipeCatalogue([campaign])

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

extension RecipeCatalogue {
    /// The documents' running example: an email campaign, its budget and what to measure.
    private static let campaign = Recipe(
        name: "campaign", title: "Campaign", type: "email_campaign_with_analytics",
        words: ["campaign", "launch", "newsletter", "promotion", "go to market"],
        skills: ["marketing", "finance", "analytics"], optionalSkills: ["support"],
        complexity: .complex,
        data: [
            Recipe.Datum(name: "campaign_name", kind: .text, fallback: "New Campaign"),
            Recipe.Datum(name: "target_audience", kind: .text, fallback: "enterprise"),
            Recipe.Datum(name: "budget", kind: .amount, fallback: 50_000),
        ],
        sections: [
            Recipe.Section(title: "Campaign", key: "campaign", skill: "marketing"),
            Recipe.Section(title: "Budget", key: "budget", skill: "finance"),
            Recipe.Section(title: "KPIs", key: "analytics", skill: "analytics"),
            Recipe.Section(title: "Support", key: "support", skill: "support"),
        ],
        checks: campaignChecks,
        crossChecks: [
            CrossCheck(
                section: "campaign", path: "estimated_cost", limitSection: "budget",
                limitPath: "allocated",
                warning: "Campaign cost (${amount}) exceeds budget (${limit})")
        ])

    /// Weights are out of 100 for each skill, so each is the points its check is worth.
    ///
    /// A plan over budget loses 15: it cannot earn the bonus above 90, and still passes the threshold of 60.
    private static let campaignChecks = [
        QualityCheck("marketing", "campaign_name", .present, weight: 5),
        QualityCheck("marketing", "subject_line", .textLength(10...100), weight: 15),
        QualityCheck("marketing", "body", .textLength(80...5_000), weight: 15),
        QualityCheck("marketing", "body", .mentions(datum: "campaign_name"), weight: 10),
        QualityCheck("marketing", "call_to_action", .textLength(3...60), weight: 10),
        QualityCheck("marketing", "variants", .count(atLeast: 2), weight: 10),
        QualityCheck("marketing", "target_segments", .count(atLeast: 1), weight: 10),
        QualityCheck("marketing", "estimated_reach", .amount(1...1e9), weight: 5),
        QualityCheck("marketing", "estimated_cost", .amount(1...1e12), weight: 5),
        QualityCheck("marketing", "estimated_cost", .withinDatum("budget"), weight: 15),

        QualityCheck("finance", "allocated", .amount(1...1e12), weight: 20),
        QualityCheck("finance", "allocated", .withinDatum("budget"), weight: 15),
        QualityCheck("finance", "breakdown", .count(atLeast: 3), weight: 10),
        QualityCheck("finance", "breakdown", .sumEquals("allocated"), weight: 30),
        QualityCheck("finance", "roi_projection", .amount(0.1...20), weight: 10),
        QualityCheck("finance", "payback_period", .present, weight: 5),
        QualityCheck("finance", "risk_level", .present, weight: 10),

        QualityCheck("analytics", "kpis", .count(atLeast: 3), weight: 30),
        QualityCheck("analytics", "kpi_targets", .count(atLeast: 3), weight: 15),
        QualityCheck("analytics", "dashboard_url", .textLength(12...200), weight: 15),
        QualityCheck("analytics", "alerts_configured", .present, weight: 10),
        QualityCheck("analytics", "alerts", .count(atLeast: 1), weight: 15),
        QualityCheck("analytics", "reporting_frequency", .present, weight: 15),

        QualityCheck("support", "documentation_outline", .count(atLeast: 3), weight: 35),
        QualityCheck("support", "faq", .count(atLeast: 3), weight: 35),
        QualityCheck("support", "escalation_path", .count(atLeast: 2), weight: 30),
    ]
}

/// A whole amount of money as somebody wrote it: 50000, "$50,000", "50k".
public struct Amount: Hashable, Sendable {
    /// Larger amounts are cut to this, so arithmetic on amounts never overflows.
    public static let largest: Int64 = 1_000_000_000_000

    static let currencies: Set<String> = ["usd", "eur", "gbp", "dollar", "euro", "pound"]

    /// 0...`largest`; nil when there is no amount to read.
    public let value: Int64?
    /// How the amount differs from what was written, to follow its name: `was below 0; 0 is used`.
    public let note: String?

    /// Reads a number, or a text with exactly one amount and at most a currency beside it.
    public init(_ written: JSONValue?) {
        switch written {
        case .integer(let integer): self.init(integer: integer)
        case .number(let double): self.init(double: double)
        case .string(let text): self.init(text: text)
        case nil, .null: self.init(value: nil, note: nil)
        case .bool, .array, .object: self.init(value: nil, note: "is no amount")
        }
    }

    private init(value: Int64?, note: String?) {
        self.value = value
        self.note = note
    }

    private init(integer: Int64) {
        value = min(max(integer, 0), Self.largest)
        note =
            integer < 0
            ? "was below 0; 0 is used"
            : integer > Self.largest ? "was above \(Self.largest); that is used" : nil
    }

    private init(double: Double) {
        guard !double.isNaN else {
            (value, note) = (nil, "is no amount")
            return
        }
        // Both bounds are exact doubles, so the conversion cannot trap.
        let whole = Int64(min(max(double.rounded(), -1), Double(Self.largest) + 1))
        let clamped = Amount(integer: double < 0 && whole == 0 ? -1 : whole)
        value = clamped.value
        note =
            clamped.note
            ?? (Double(whole) == double
                ? nil : "\(JSONValue.number(double).figure) was rounded to \(whole)")
    }

    private init(text: String) {
        let words = Words(String(text.prefix(80))).all
        let amounts = words.compactMap(\.amount)
        let rest = words.filter { $0.amount == nil && !Self.currencies.contains($0.stem) }
        let shown = JSONValue.string(String(text.unicodeScalars.prefix(40))).jsonText()
        guard let amount = amounts.first, amounts.count == 1, rest.isEmpty else {
            (value, note) = (nil, "\(shown) is no amount")
            return
        }
        let negative = text.contains("-")
        value = negative ? 0 : amount
        note = negative ? "\(shown) was below 0; 0 is used" : "\(shown) was read as \(amount)"
    }
}
