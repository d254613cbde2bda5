/// How the offline rules split a budget and what they expect back: one model for all agents.
struct BudgetPlan {
    /// 0...`Amount.largest`.
    let allocated: Int64
    let creative: Int64
    let adSpend: Int64
    /// A tenth, and what rounding left over: the three parts add up exactly.
    let tools: Int64
    /// Return on the spend, times 10.
    let returnTenths: Int64
    let usualBudget: Int64

    /// 30 % creative, 60 % ad spend, 10 % tools (spec §2).
    ///
    /// The return is the audience's at the budget it usually needs and falls off by the square root on both
    /// sides: too little reaches too few, too much reaches the same people again.
    init(allocated: Int64, audience: AudienceProfile) {
        self.allocated = allocated
        creative = allocated * 30 / 100
        adSpend = allocated * 60 / 100
        tools = allocated - creative - adSpend
        usualBudget = audience.usualBudget
        let fit = Double(allocated) / Double(usualBudget)
        let factor = fit <= 0 ? 0 : min(fit, 1 / fit).squareRoot()
        returnTenths = Int64((Double(audience.returnTenths) * factor).rounded())
    }

    var returnProjection: Double { Double(returnTenths) / 10 }

    /// What the campaign should bring in.
    var revenue: Int64 { allocated / 10 * returnTenths + allocated % 10 * returnTenths / 10 }

    /// The documents' 4 months at a return of 3.2, longer in proportion when it is less.
    var payback: String {
        guard returnTenths > 0 else { return "not within 3 years" }
        let months = max(1, (128 + returnTenths / 2) / returnTenths)
        return months > 36 ? "not within 3 years" : months == 1 ? "1 month" : "\(months) months"
    }

    /// Percent of the usual budget, 999 at most.
    var percentOfUsual: Int64 { min(allocated / max(usualBudget / 100, 1), 999) }

    var risk: String {
        switch percentOfUsual {
        case ..<80: "high"
        case ..<150: "moderate"
        case ..<400: "low"
        default: "high"
        }
    }
}
