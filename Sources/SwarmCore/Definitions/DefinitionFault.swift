/// One thing wrong with a definition: where, what, and what to write instead.
public struct DefinitionFault: Error, Hashable, Sendable {
    public let place: DefinitionNode.Place?
    /// The keys that lead there, e.g. `steps.reply.after[0]`; empty for the whole.
    public let path: String
    /// What is wrong, without a full stop.
    public let problem: String
    /// What to do: allowed values, the range, the nearest known name. A sentence.
    public let hint: String?

    public init(
        at place: DefinitionNode.Place?, path: String, _ problem: String, hint: String? = nil
    ) {
        self.place = place
        self.path = path
        self.problem = problem
        self.hint = hint
    }

    public var file: String? { place?.file }
    public var line: Int? { place?.line }
    public var column: Int? { place?.column }

    /// One line for a person: `swarm.yaml:12:5: agents[0].max_load: 0 is out of range. Write …`.
    public var sentence: String {
        let parts = [file, line.map { String($0) }, column.map { String($0) }]
        let start = parts.compactMap { $0 }.joined(separator: ":")
        let named = [start, path, problem].filter { !$0.isEmpty }.joined(separator: ": ")
        return named + "." + (hint.map { " " + $0 } ?? "")
    }

    /// A text from outside in quotes, cut to 60 characters and safe to print.
    public static func shown(_ text: String) -> String {
        let cut = String(String.UnicodeScalarView(text.unicodeScalars.prefix(60)))
        return JSONValue.string(cut).jsonText() + (cut.utf8.count < text.utf8.count ? "…" : "")
    }

    /// `Nearest: reply.`, or else what there is: `Known: a, b, c.`; nil when nothing is known.
    static func hint(for name: String, among known: [String]) -> String? {
        if let nearest = NearestName.nearest(to: name, in: known) {
            return "Nearest: \(shownBare(nearest))."
        }
        guard !known.isEmpty else { return nil }
        let most = 24
        let list = known.prefix(most).map(shownBare).joined(separator: ", ")
        return "Known: \(list)" + (known.count > most ? " and \(known.count - most) more." : ".")
    }

    private static func shownBare(_ name: String) -> String {
        let quoted = shown(name)
        return quoted == "\"\(name)\"" ? name : quoted
    }
}

extension [DefinitionFault] {
    /// By file, line and column; those without a place keep their order before the others.
    public func inReadingOrder() -> [DefinitionFault] {
        func key(_ fault: DefinitionFault) -> (String, Int, Int) {
            (fault.file ?? "", fault.line ?? 0, fault.column ?? 0)
        }
        return enumerated().sorted {
            let (a, b) = (key($0.element), key($1.element))
            return a == b ? $0.offset < $1.offset : a < b
        }.map(\.element)
    }
}
