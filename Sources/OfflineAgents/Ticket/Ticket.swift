import SwarmCore

/// A support ticket as the rules use it: read once, bounded, with every guess written down.
struct Ticket {
    /// On one line, 2,000 characters at most.
    let message: String
    /// Nil when the ticket names nobody.
    let customer: String?
    let product: String?
    let topic: TicketTopic
    /// What an earlier step found, or what the message says.
    let mood: Mood
    let assumptions: [String]
    /// In lower case, in their order.
    let words: [String]

    private static let nobody: Set<String> = [
        "customer", "the customer", "a customer", "unknown", "anonymous", "none", "n/a", "-",
    ]

    init(_ assignment: Assignment) {
        var assumptions: [String] = []
        let given = assignment.datum("message", most: 2_000)
        if given == nil { assumptions.append("No message was given; the task's words are used.") }
        message =
            given ?? PlainText.line(.string(assignment.text), most: 2_000)
            ?? PlainText.line(assignment.title, most: 200)
        words = PlainText.words(message)
        let name = assignment.datum("customer", most: 100)
        customer = name.flatMap { Self.nobody.contains($0.lowercased()) ? nil : $0 }
        let item = assignment.datum("product", most: 100)
        product = item.flatMap {
            ["product", "the product", "our product", "unknown"].contains($0.lowercased())
                ? nil : $0
        }
        let wanted = assignment.datum("topic", most: 60) ?? assignment.givenLine("topic", most: 60)
        if let wanted, let topic = TicketTopic.named(wanted) {
            self.topic = topic
        } else {
            topic = TicketTopic.read(from: words)
            if let wanted {
                assumptions.append(
                    "There is no policy for the topic “\(wanted)”; \(topic.name) is used.")
            }
        }
        mood =
            assignment.givenLine("sentiment", most: 20).flatMap { Mood(rawValue: $0) }
            ?? Sentiment(message).mood
        self.assumptions = assumptions
    }

    /// The customer, or a word that stands for one.
    var who: String { customer ?? "the customer" }

    /// The product, or a word that stands for one.
    var thing: String { product ?? "the product" }

    /// The message's beginning, as a quotation.
    func quote(most: Int = 120) -> String {
        message.isEmpty ? "an empty message" : "“\(PlainText.cut(message, most: most))”"
    }

    /// The words of `candidates` the message has; what it denies counts only if asked: `no outage` is none.
    func found(_ candidates: [String], evenDenied: Bool = false) -> [String] {
        candidates.filter { candidate in
            let parts = candidate.split(separator: " ").map(String.init)
            guard let first = parts.first else { return false }
            return words.indices.contains { place in
                guard words[place] == first, place + parts.count <= words.count,
                    Array(words[place..<place + parts.count]) == parts
                else { return false }
                return evenDenied
                    || !words[max(0, place - 2)..<place].contains { MoodWords.negates($0) }
            }
        }
    }

    /// The largest amount of money the message names, in whole units of its currency; nil when there is none.
    var money: Int64? {
        let parts = message.split(separator: " ")
        var largest: Int64?
        for (place, part) in parts.enumerated() {
            let bare = part.trimming { ".,;:!?()\"“”".contains($0) }
            let next = place + 1 < parts.count ? parts[place + 1].lowercased() : ""
            let nextWord = next.filter(\.isLetter)
            let isMoney =
                bare.contains { "$€£".contains($0) }
                || ["usd", "eur", "gbp"].contains { bare.lowercased().hasSuffix($0) }
                || Self.currencies.contains(nextWord)
            guard isMoney, let figure = Figure(text: bare), figure > .zero else { continue }
            largest = max(largest ?? 0, figure.hundredths / 100)
        }
        return largest
    }

    private static let currencies: Set<String> = [
        "usd", "eur", "gbp", "dollar", "dollars", "euro", "euros", "pound", "pounds",
    ]
}

extension Substring {
    /// Without the characters at both ends that `isOuter` names.
    fileprivate func trimming(_ isOuter: (Character) -> Bool) -> Substring {
        var rest = drop(while: isOuter)
        while let last = rest.last, isOuter(last) { rest.removeLast() }
        return rest
    }
}
