/// What the rules can say about a field: plain rules of thumb, no facts that would need a source.
struct ArticleField {
    struct Point {
        let heading: String
        /// A whole sentence.
        let claim: String
        /// Whole sentences that explain the claim.
        let advice: String
    }

    let name: String
    let words: [String]
    let points: [Point]

    /// The field with most of its words in the text; the first of equals, the general one without any.
    static func of(_ text: String) -> ArticleField {
        let words = Set(PlainText.words(text))
        var best = general
        var most = 0
        for field in all {
            let count = field.words.count { words.contains($0) }
            if count > most { (best, most) = (field, count) }
        }
        return best
    }

    static let general = ArticleField(
        name: "general", words: [],
        points: [
            Point(
                heading: "Begin with the question, not with the answer",
                claim: "Good decisions begin with a clear question.",
                advice: "Write down in one sentence what should be different afterwards, and ask "
                    + "somebody else to read it. In order to stay honest, keep that sentence in sight."
            ),
            Point(
                heading: "Small steps show the way",
                claim: "A small trial teaches more than a long debate.",
                advice:
                    "Choose a part that can be finished within two weeks, and it is important to "
                    + "note that a trial which fails early is really cheap."),
            Point(
                heading: "Say who decides",
                claim: "Work stalls where nobody is sure who decides.",
                advice:
                    "Name one person for each open point, and they should say by when they will "
                    + "have made up their mind."),
            Point(
                heading: "Look back on a fixed date",
                claim: "What is not looked at again does not get better.",
                advice:
                    "Put the date into the calendar now. Due to the fact that memories fade, note "
                    + "what you expected before you begin."),
        ])

    static let all = [
        ArticleField(
            name: "software",
            words: [
                "software", "code", "programming", "developer", "developers", "app", "api", "swift",
                "testing", "cloud", "agents", "agent", "ai", "automation", "data", "database",
            ],
            points: [
                Point(
                    heading: "Make failure visible",
                    claim: "A fault that is seen early costs less than one that is found by users.",
                    advice: "Let every part say what it is doing and why it stopped, and it should "
                        + "say so in words a tired person understands. Basically, silence is the worst message."
                ),
                Point(
                    heading: "Automate what is done twice",
                    claim: "Work done by hand the second time is a candidate for a script.",
                    advice:
                        "Begin with the step that is forgotten most often. In order to keep trust, "
                        + "show each run and its outcome."),
                Point(
                    heading: "Keep people in charge",
                    claim: "A machine may propose, and a person stays responsible.",
                    advice:
                        "Mark the decisions that cannot be taken back, and they should wait for a "
                        + "person who has the time to read them. That is really all it takes."),
                Point(
                    heading: "Measure before you optimise",
                    claim: "The slow part is rarely where everybody looks.",
                    advice:
                        "Take a number before the change and one after it, and this holds for cost "
                        + "just as it does for speed."),
            ]),
        ArticleField(
            name: "work",
            words: [
                "work", "remote", "office", "team", "teams", "hybrid", "meeting", "meetings",
                "leadership", "hiring", "career", "productivity", "management",
            ],
            points: [
                Point(
                    heading: "Write more, meet less",
                    claim: "A written decision can be read by those who were not in the room.",
                    advice:
                        "Put the decision first and its reasons below, and they will be found when "
                        + "somebody asks in half a year. A meeting can actually be shorter then."),
                Point(
                    heading: "Agree on hours for focus",
                    claim: "Long work needs hours in which nobody interrupts.",
                    advice:
                        "Block the same two hours for the whole team, and it is important to note "
                        + "that this only works when leaders keep to it."),
                Point(
                    heading: "Trust results, not presence",
                    claim: "Presence is easy to see and says little about results.",
                    advice:
                        "Agree each week what will be finished, and the talk is then about that and "
                        + "nothing else."),
                Point(
                    heading: "Make room for chance",
                    claim: "Good ideas often come from talk without an agenda.",
                    advice:
                        "Due to the fact that such talk does not happen by itself at a distance, "
                        + "plan a little time for it."),
            ]),
        ArticleField(
            name: "energy",
            words: [
                "energy", "solar", "wind", "climate", "electric", "battery", "carbon", "power",
                "sustainability", "heat", "green", "emissions", "grid",
            ],
            points: [
                Point(
                    heading: "Save first, then produce",
                    claim: "Energy that is not used need not be produced.",
                    advice:
                        "Look for what runs without need, and it is very often found at night. In "
                        + "order to compare, read the meter at fixed hours."),
                Point(
                    heading: "Count the whole life",
                    claim: "The price on the label is only part of what a thing costs.",
                    advice:
                        "Add purchase, use and disposal over all years, and the cheapest offer is "
                        + "then quite often another one."),
                Point(
                    heading: "Plan for peaks",
                    claim: "Networks are built for the few hours of the highest load.",
                    advice:
                        "Move what can wait to quiet hours, and this helps the bill as well as the "
                        + "network."),
                Point(
                    heading: "Start where the roof is",
                    claim: "The best place is the one that needs no new line.",
                    advice:
                        "Due to the fact that permits take time, ask for them before you ask for offers."
                ),
            ]),
        ArticleField(
            name: "health",
            words: [
                "health", "sleep", "exercise", "nutrition", "food", "fitness", "stress", "diet",
                "running", "mental", "medicine", "care",
            ],
            points: [
                Point(
                    heading: "Small habits last",
                    claim: "A habit that takes five minutes survives a bad week.",
                    advice: "Tie it to something you do every day anyway, and it needs no reminder "
                        + "then. Really, the hour matters less than the order."),
                Point(
                    heading: "Rest belongs to the plan",
                    claim: "Rest is part of the work and no reward for it.",
                    advice:
                        "Write it into the week like any other thing, and it is important to note "
                        + "that it is the first thing to go when time is short."),
                Point(
                    heading: "Measure kindly",
                    claim: "A number should help and never scold.",
                    advice: "Choose one figure and look at it once a week, and you will see the "
                        + "direction and not the noise."),
                Point(
                    heading: "Ask somebody who knows you",
                    claim: "General advice ends where a person's history begins.",
                    advice: "In order to be safe, talk to a doctor before a large change."),
            ]),
        ArticleField(
            name: "money",
            words: [
                "finance", "budget", "money", "price", "pricing", "sales", "cost", "costs",
                "invest", "saving", "revenue", "market", "marketing", "customer", "customers",
            ],
            points: [
                Point(
                    heading: "Know what a customer costs",
                    claim: "Growth that costs more than it brings is no growth.",
                    advice:
                        "Set the cost of winning a customer against what one brings in a year, and "
                        + "it should be done for each channel. Actually, two columns are enough."),
                Point(
                    heading: "Keep a reserve",
                    claim: "Plans fail more often for lack of time than for lack of ideas.",
                    advice: "Keep a tenth back, and it buys the time to think when something goes "
                        + "wrong."),
                Point(
                    heading: "Price what is used",
                    claim: "People pay gladly for what they use and understand.",
                    advice:
                        "In order to find out what that is, ask those who left. They are really "
                        + "honest about it."),
                Point(
                    heading: "Look at the trend",
                    claim: "One figure says where you are, and two say where you are going.",
                    advice: "Due to the fact that single months mislead, compare the same month of "
                        + "each year."),
            ]),
        ArticleField(
            name: "learning",
            words: [
                "learning", "education", "school", "teaching", "students", "student", "training",
                "course", "language", "reading", "teacher", "university",
            ],
            points: [
                Point(
                    heading: "Recall beats rereading",
                    claim: "What is recalled from memory stays longer than what is read again.",
                    advice:
                        "Close the book and write down what you know, and it will show the gaps "
                        + "better than any test. This is really quite uncomfortable and that is the point."
                ),
                Point(
                    heading: "Spread it out",
                    claim: "Four short sessions teach more than one long one.",
                    advice: "Put them on different days, and they need no more time in total."),
                Point(
                    heading: "Explain it to somebody",
                    claim: "Who can explain a thing has understood it.",
                    advice:
                        "In order to find the weak spot, explain it to somebody outside the field."),
                Point(
                    heading: "Make mistakes cheap",
                    claim: "People learn where a mistake costs little.",
                    advice:
                        "It is important to note that this is a question of atmosphere, and it is "
                        + "set by the first reaction to the first mistake."),
            ]),
    ]
}
