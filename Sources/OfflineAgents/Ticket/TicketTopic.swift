/// What a ticket is about, and the general rule that goes with it.
///
/// The rules are those of many shops, not of anybody's contract; the product says so.
struct TicketTopic {
    let name: String
    let words: [String]
    let policy: String
    let rule: String
    /// The time limit in `rule`.
    let days: Int
    let conditions: [String]
    /// Who takes over when a person must.
    let team: String

    static func named(_ name: String) -> TicketTopic? {
        let words = name.lowercased().split { !$0.isLetter }.map(String.init)
        return all.first { topic in
            words.contains { $0 == topic.name || topic.words.contains($0) }
        }
    }

    /// The topic with most of its words in the message; the first of equals, `general` without any.
    static func read(from words: [String]) -> TicketTopic {
        let known = Set(words)
        var best = general
        var most = 0
        for topic in all {
            let count = topic.words.count { known.contains($0) }
            if count > most { (best, most) = (topic, count) }
        }
        return best
    }

    static let general = TicketTopic(
        name: "general", words: [], policy: "Answering requests",
        rule: "Every request gets a personal answer within 2 days, and a date for the next step.",
        days: 2,
        conditions: ["the request is read in full", "one person stays responsible for it"],
        team: "support lead")

    static let all: [TicketTopic] = [
        TicketTopic(
            name: "refund",
            words: ["refund", "refunds", "return", "returned", "reimburse", "money"],
            policy: "Refunds",
            rule: "A purchase can be returned for a full refund within 30 days, paid back the way "
                + "it was paid.",
            days: 30,
            conditions: [
                "the purchase can be named (order number or receipt)",
                "it is less than 30 days old, or faulty",
                "the money is back within 5 working days",
            ], team: "payments specialist"),
        TicketTopic(
            name: "delivery",
            words: [
                "delivery", "deliver", "delivered", "parcel", "package", "shipping", "shipped",
                "courier", "tracking", "arrive", "arrived",
            ], policy: "Delivery",
            rule: "A parcel that has not arrived 10 days after it was sent is sent again or paid "
                + "back, as the customer likes.",
            days: 10,
            conditions: ["the address is confirmed", "the carrier's last scan is checked first"],
            team: "delivery desk"),
        TicketTopic(
            name: "warranty",
            words: ["warranty", "guarantee", "repair", "defective", "faulty", "broken", "damaged"],
            policy: "Warranty",
            rule: "A fault that shows within 730 days is repaired or replaced free of charge.",
            days: 730,
            conditions: [
                "a photo or a short description of the fault",
                "the fault did not come from a fall or water",
            ], team: "repair centre"),
        TicketTopic(
            name: "privacy",
            words: [
                "privacy", "gdpr", "personal", "consent", "leak", "leaked", "breach", "hacked",
                "unsubscribe",
            ], policy: "Personal data",
            rule: "A request about personal data is answered within 30 days; a suspected leak is "
                + "looked into on the same day.",
            days: 30,
            conditions: [
                "the person proves who they are", "nothing is deleted before it is logged",
            ],
            team: "data protection officer"),
        TicketTopic(
            name: "billing",
            words: [
                "billing", "bill", "invoice", "charged", "charge", "payment", "paid", "price",
                "subscription", "twice",
            ], policy: "Billing",
            rule: "A charge that is wrong is corrected on the next invoice or paid back within 14 "
                + "days.",
            days: 14,
            conditions: ["the invoice or the date of the charge", "no reminder is sent meanwhile"],
            team: "billing specialist"),
        TicketTopic(
            name: "cancellation",
            words: ["cancellation", "cancel", "cancelling", "terminate", "unsubscribing"],
            policy: "Cancellation",
            rule: "A contract can be cancelled to the end of the month, 14 days ahead, in any "
                + "written form.",
            days: 14,
            conditions: [
                "the cancellation is confirmed in writing", "unused months are paid back",
            ],
            team: "contracts desk"),
        TicketTopic(
            name: "account",
            words: [
                "account", "login", "log", "password", "username", "locked", "sign", "access",
                "email",
            ], policy: "Accounts",
            rule: "Access is given back to the owner within 1 day after they proved who they are.",
            days: 1,
            conditions: [
                "the owner answers from the address on file", "support never asks for a password",
            ], team: "account security"),
        TicketTopic(
            name: "technical",
            words: [
                "technical", "error", "bug", "crash", "crashes", "crashed", "slow", "update",
                "install", "app", "screen", "sync", "freezes",
            ], policy: "Technical faults",
            rule: "A fault that can be reproduced is answered with a fix or a way around it within "
                + "3 days.",
            days: 3,
            conditions: [
                "the version in use is known", "the steps that lead to the fault are known",
            ],
            team: "second-level engineer"),
        general,
    ]
}
