/// A fault as customers describe it, its usual cause, and what to try.
struct Symptom {
    let name: String
    /// Words or pairs of words in messages.
    let words: [String]
    let cause: String
    let steps: [String]

    static let all: [Symptom] = [
        Symptom(
            name: "cannot sign in",
            words: ["login", "log in", "sign in", "password", "locked out", "locked", "username"],
            cause: "an expired or mistyped password, or a lock after too many tries",
            steps: [
                "Ask for a new password with “Forgot password”",
                "Look into the spam folder for the mail",
                "Wait 15 minutes if the account is locked, then try once",
                "Try in a private window without add-ons",
            ]),
        Symptom(
            name: "it crashes",
            words: [
                "crash", "crashes", "crashed", "crashing", "freezes", "frozen", "closes", "hangs",
            ],
            cause: "a damaged cache or a version that does not fit the system",
            steps: [
                "Note what was done just before it happened", "Install the latest version",
                "Empty the cache and restart", "Send the crash report with the time it happened",
            ]),
        Symptom(
            name: "it is slow",
            words: ["slow", "lag", "laggy", "loading", "timeout", "takes forever", "performance"],
            cause: "a full cache, a weak connection, or many things at once",
            steps: [
                "Measure the connection", "Close what else is running",
                "Empty the cache", "Try at another time of the day and compare",
            ]),
        Symptom(
            name: "a payment went wrong",
            words: [
                "charged", "charge", "payment", "declined", "double charged", "charged twice",
                "invoice", "card", "billed",
            ],
            cause: "a payment that was booked twice, or a card that was refused",
            steps: [
                "Compare the amount and the date with the invoice",
                "Check whether the second booking is only reserved; it then lapses in 5 days",
                "Check the card's limit and its date",
                "Start the correction with the invoice number",
            ]),
        Symptom(
            name: "a delivery is missing or late",
            words: [
                "parcel", "package", "delivery", "delivered", "tracking", "shipping", "courier",
                "not arrived", "never arrived",
            ],
            cause: "a parcel held at the carrier, or an address that is incomplete",
            steps: [
                "Read the carrier's last scan", "Confirm the address and the name on the door",
                "Ask neighbours and the pick-up point",
                "Send it again if there is no scan for 10 days",
            ]),
        Symptom(
            name: "an installation or update fails",
            words: [
                "install", "installation", "update", "upgrade", "updated", "download", "setup",
            ],
            cause: "too little space, or an earlier version that is half removed",
            steps: [
                "Check that 2 GB are free", "Restart and install again",
                "Remove the earlier version first", "Send the installer's log",
            ]),
        Symptom(
            name: "data does not show up",
            words: [
                "sync", "syncing", "missing data", "lost", "disappeared", "deleted", "gone",
                "backup", "files", "photos",
            ],
            cause: "a device that stopped synchronising, or another account that is signed in",
            steps: [
                "Change nothing and sign out nowhere, so that nothing is overwritten",
                "Check which account is signed in on each device", "Look into the bin",
                "Restore from the last backup together with support",
            ]),
        Symptom(
            name: "mail does not arrive",
            words: ["mail", "email", "emails", "confirmation", "newsletter", "inbox", "spam"],
            cause: "a spam filter, or an address with a typing mistake",
            steps: [
                "Look into the spam folder", "Compare the address letter by letter",
                "Allow the sender, then have the mail sent again",
            ]),
        Symptom(
            name: "there is no connection",
            words: [
                "connection", "connect", "wifi", "network", "offline", "internet", "bluetooth",
            ],
            cause: "the local network, or a service that is down",
            steps: [
                "Look at the status page", "Restart the router and the device",
                "Try over another network", "Turn other VPN or firewall programs off for a test",
            ]),
        Symptom(
            name: "the device is faulty",
            words: [
                "broken", "battery", "screen", "button", "noise", "turn on", "charging",
                "defective",
                "faulty", "damaged",
            ],
            cause: "a worn or damaged part",
            steps: [
                "Charge it for an hour with another cable", "Hold the power button for 20 seconds",
                "Take a photo of the damage", "Send it in with the repair label",
            ]),
    ]

    /// What is done when the customer is content.
    static let none = Symptom(
        name: "nothing seems to be broken", words: [],
        cause: "a question or a kind word, not a fault",
        steps: [
            "Answer the question that was asked", "Point to the help page on the topic",
            "Ask whether anything is left open",
        ])

    /// What is done when the message names no symptom.
    static let unclear = Symptom(
        name: "the message names no known symptom", words: [],
        cause: "not clear from the message",
        steps: [
            "Ask what was expected and what happened instead",
            "Ask since when, and what changed before it", "Ask for a picture of what is shown",
        ])
}
