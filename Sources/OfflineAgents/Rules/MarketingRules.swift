import SwarmCore

/// A campaign: what to say, to whom, where, and what that takes.
enum MarketingRules {
    static func product(skill: String, facts: TaskFacts, adBudget: AdBudget?) -> JSONObject {
        let subject = subject(facts)
        let (amount, source) = adBudgetFigure(adBudget, facts)
        var product: JSONObject = [
            "campaign_name": .string(facts.name),
            "subject_line": .string(subject),
            "body": .string(body(facts)),
            "call_to_action": .string(facts.audience.callToAction),
            "variants": [
                ["variant": "A", "subject_line": .string(subject)],
                ["variant": "B", "subject_line": .string(secondSubject(facts))],
            ],
            "target_segments": .texts(facts.audience.segments),
            "channels": .texts(channels(facts)),
            "ad_budget": .integer(amount),
            "ad_budget_source": .string(source),
            "estimated_reach": .integer(facts.audience.reach),
            "estimated_cost": .integer(facts.audience.cost),
        ]
        if let (name, value) = speciality(skill, facts) { product[name] = value }
        return product
    }

    /// The documents' line for enterprise; other audiences get one the seed picks.
    private static func subject(_ facts: TaskFacts) -> String {
        if facts.audience.isEnterprise {
            return "Transform Your \(facts.focus) with AI-Powered Solutions"
        }
        let focus = facts.focus
        return facts.pick(
            "subject",
            [
                "Meet \(focus), Made for \(facts.audience.name)",
                "\(focus) Is Here, and Yours to Try",
                "A Better \(focus) Starts This Week",
                "For \(facts.audience.name): \(focus) Without the Wait",
            ])
    }

    private static func secondSubject(_ facts: TaskFacts) -> String {
        facts.pick(
            "variant B",
            [
                "Your \(facts.focus), planned before lunch",
                "\(facts.focus): less effort, more result",
                "What would \(facts.focus) look like with time to spare?",
                "Three reasons to look at \(facts.focus) today",
            ])
    }

    private static func body(_ facts: TaskFacts) -> String {
        let audience = facts.audience.name
        let opening = facts.pick(
            "opening",
            [
                "You plan ahead, and so did we:", "This is for \(audience):",
                "Good news worth two minutes of your time:",
                "Most plans begin too late. Not this one:",
            ])
        let promise = facts.pick(
            "promise",
            [
                "Agents draft, budget and measure for you; you keep the last word.",
                "It takes the routine off your desk and shows you every step.",
                "You see what it does, what it costs and what it brings, every day.",
            ])
        return "\(opening) \(facts.name) is ready for \(audience). \(promise) "
            + "\(facts.audience.callToAction) and see what it changes for \(facts.focus)."
    }

    private static func channels(_ facts: TaskFacts) -> [String] {
        var channels = ["email"]
        if facts.mentions("social", "linkedin", "instagram", "tweet") { channels.append("social") }
        if facts.mentions("webinar", "event", "events") { channels.append("webinar") }
        if facts.mentions("video", "videos") { channels.append("video") }
        channels.append(facts.audience.isEnterprise ? "account ads" : "search ads")
        return channels
    }

    private static func adBudgetFigure(
        _ adBudget: AdBudget?, _ facts: TaskFacts
    ) -> (amount: Int64, source: String) {
        switch adBudget {
        case .answered(let amount, let by): (max(amount, 0), by)
        case .unanswered:
            (facts.plan.adSpend, "own estimate, 60 % of the budget: nobody answered in time")
        case nil: (facts.plan.adSpend, "own estimate, 60 % of the budget")
        }
    }

    /// What the narrower skill adds to the campaign.
    private static func speciality(_ skill: String, _ facts: TaskFacts) -> (String, JSONValue)? {
        let focus = facts.focus
        switch skill {
        case "content_creation":
            return (
                "outline",
                .texts([
                    "Why \(focus), why now", "What \(facts.audience.name) gain", "How it works",
                    facts.audience.callToAction,
                ])
            )
        case "social_media":
            return (
                "posts",
                .texts([
                    secondSubject(facts), "\(facts.name): \(facts.audience.callToAction)",
                    "Ask us anything about \(focus) this Thursday.",
                ])
            )
        case "email_campaigns":
            return (
                "schedule",
                .texts([
                    "day 0: variants A and B to a tenth each", "day 1: the better one to the rest",
                    "day 5: reminder to those who did not open",
                ])
            )
        case "seo":
            let focus = focus.lowercased()
            return (
                "search_terms",
                .texts([focus, "\(focus) for \(facts.audience.name)", "best \(focus) tools"])
            )
        default: return nil
        }
    }
}
