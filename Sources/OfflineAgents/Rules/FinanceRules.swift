import SwarmCore

/// A budget: how it is split, what it should return, and how sure that is.
enum FinanceRules {
    static func product(skill: String, facts: TaskFacts) -> JSONObject {
        let plan = facts.plan
        var product: JSONObject = [
            "allocated": .integer(plan.allocated),
            "breakdown": [
                "creative": .integer(plan.creative),
                "ad_spend": .integer(plan.adSpend),
                "tools": .integer(plan.tools),
            ],
            "roi_projection": .number(plan.returnProjection),
            "payback_period": .string(plan.payback),
            "risk_level": .string(plan.risk),
            "basis": .string(basis(plan, facts)),
        ]
        if let (name, value) = speciality(skill, plan) { product[name] = value }
        return product
    }

    private static func basis(_ plan: BudgetPlan, _ facts: TaskFacts) -> String {
        let share = plan.percentOfUsual
        let figure = share >= 999 ? "more than 9 times" : "\(share) % of"
        return "\(facts.name): \(plan.allocated) is \(figure) the \(plan.usualBudget) "
            + "usual for \(facts.audience.name)"
    }

    /// What the narrower skill adds to the budget.
    private static func speciality(_ skill: String, _ plan: BudgetPlan) -> (String, JSONValue)? {
        switch skill {
        case "budgeting":
            let third = plan.allocated / 3
            return (
                "by_month",
                [.integer(third), .integer(third), .integer(plan.allocated - 2 * third)]
            )
        case "forecasting":
            let month = plan.revenue / 12
            return (
                "forecast",
                .array(
                    [3, 6, 12].map {
                        ["month": .integer($0), "revenue": .integer(month * $0)]
                    })
            )
        case "roi_analysis":
            return (
                "scenarios",
                [
                    "cautious": .number(Double(plan.returnTenths * 7 / 10) / 10),
                    "expected": .number(plan.returnProjection),
                    "hopeful": .number(Double(plan.returnTenths * 13 / 10) / 10),
                ]
            )
        case "cost_tracking":
            return (
                "checkpoints",
                .texts([
                    "stop and ask at \(plan.allocated / 2) spent",
                    "warn at \(plan.allocated - plan.tools) spent",
                    "nothing past \(plan.allocated)",
                ])
            )
        default: return nil
        }
    }
}
