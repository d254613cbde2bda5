/// Reading one value as what it must be. A value out of range is a fault and still returned: what a journal
/// recorded must be read back whatever today's ranges are; whoever reads a file refuses it for its faults.
extension DefinitionNode {
    public func fault(_ problem: String, hint: String? = nil) -> DefinitionFault {
        DefinitionFault(at: place, path: path, problem, hint: hint)
    }

    /// The value in a few words, for a message.
    var shown: String {
        switch content {
        case .list: "a list"
        case .mapping: "a mapping"
        case .scalar(.string(let text)): DefinitionFault.shown(text)
        case .scalar(.null): "nothing"
        case .scalar(let value): value.figure
        }
    }

    private func wrong(_ wanted: String) -> DefinitionFault {
        fault("\(shown) is not \(wanted)")
    }

    // MARK: Texts

    /// A text of so many characters; on one line unless `isLong`, which allows line ends and tabs.
    public func text(
        _ length: ClosedRange<Int>, isLong: Bool = false,
        _ faults: inout [DefinitionFault]
    ) -> String? {
        guard case .scalar(let value) = content, let text = value.string else {
            let isOther = if case .scalar = content { true } else { false }
            faults.append(
                fault(
                    "\(shown) is not a text",
                    hint: isOther && !isNull ? "Put it in quotes: \"\(shown)\"." : nil))
            return nil
        }
        let count = text.unicodeScalars.count
        if !length.contains(count) || text.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
            faults.append(
                fault(
                    count == 0 || length.contains(count)
                        ? "the text is empty" : "the text has \(count) characters",
                    hint: "Write \(length.lowerBound) to \(length.upperBound) characters."))
        }
        if let scalar = text.unicodeScalars.first(where: { !Self.isVisible($0, isLong) }) {
            faults.append(
                fault(
                    "the text holds the invisible character U+"
                        + String(scalar.value, radix: 16, uppercase: true),
                    hint: "Take it out."))
        }
        return text
    }

    private static func isVisible(_ scalar: Unicode.Scalar, _ isLong: Bool) -> Bool {
        if isLong, scalar == "\n" || scalar == "\t" { return true }
        // Emoji and several scripts join letters with these two.
        if scalar == "\u{200C}" || scalar == "\u{200D}" { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }

    /// What a name may be made of.
    public enum NameKind: Sendable {
        /// Letters, digits, `_` and `-`: skills, steps, recipes, keys.
        case word
        /// The same with single blanks and `. # & ' ( ) +` inside: agents.
        case title
    }

    /// A name of 1 to 64 characters.
    public func name(as kind: NameKind = .word, _ faults: inout [DefinitionFault]) -> String? {
        guard let name = text(1...64, &faults) else { return nil }
        Self.check(name, kind, at: place, path: path, &faults)
        return name
    }

    /// Whether the name, such as a mapping's key, is made of what it may be.
    static func check(
        _ name: String, _ kind: NameKind, at place: Place?, path: String,
        _ faults: inout [DefinitionFault]
    ) {
        func isLetter(_ scalar: Unicode.Scalar) -> Bool {
            let properties = scalar.properties
            return properties.isAlphabetic || properties.numericType != nil
                || properties.generalCategory == .nonspacingMark
        }
        func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
            isLetter(scalar) || "_-".unicodeScalars.contains(scalar)
                || kind == .title && " .#&'()+".unicodeScalars.contains(scalar)
        }
        let scalars = name.unicodeScalars
        if scalars.isEmpty || scalars.allSatisfy(\.properties.isWhitespace) {
            // `text` said so; a key is only looked at here.
            if path.hasSuffix("[\"\"]") || scalars.isEmpty {
                faults.append(DefinitionFault(at: place, path: path, "the name is empty"))
            }
        } else if scalars.count > 64 {
            faults.append(
                DefinitionFault(
                    at: place, path: path, "the name has \(scalars.count) characters",
                    hint: "Write 1 to 64 characters."))
        } else if scalars.first.map(isLetter) != true || !scalars.allSatisfy(isAllowed)
            || scalars.last == " " || name.contains("  ")
        {
            let allowed = kind == .word ? "letters, digits, _ and -" : "letters, digits and blanks"
            faults.append(
                DefinitionFault(
                    at: place, path: path, "\(DefinitionFault.shown(name)) is not a name",
                    hint: "A name begins with a letter or digit and has only \(allowed)."))
        }
    }

    /// One of the cases of an enumeration.
    public func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ faults: inout [DefinitionFault]
    ) -> Choice? {
        let allowed = Choice.allCases.map(\.rawValue)
        if case .scalar(let value) = content, let choice = value.string.flatMap(Choice.init) {
            return choice
        }
        let nearest = json.string.flatMap { NearestName.nearest(to: $0, in: allowed) }
        faults.append(
            fault(
                "\(shown) is none of \(allowed.joined(separator: ", "))",
                hint: nearest.map { "Nearest: \($0)." }))
        return nil
    }

    // MARK: Numbers

    public func flag(_ faults: inout [DefinitionFault]) -> Bool? {
        if case .scalar(.bool(let flag)) = content { return flag }
        faults.append(fault("\(shown) is not a truth value", hint: "Write true or false."))
        return nil
    }

    /// A whole number.
    public func integer(in range: ClosedRange<Int>, _ faults: inout [DefinitionFault]) -> Int? {
        let hint = "Write a whole number from \(range.lowerBound) to \(range.upperBound)."
        let number: JSONValue? = if case .scalar(let value) = content { value } else { nil }
        guard let number, let whole = number.integer.flatMap({ Int(exactly: $0) }) else {
            let problem = number?.double == nil ? "not a number" : "not a whole number in range"
            faults.append(fault("\(shown) is \(problem)", hint: hint))
            return nil
        }
        if !range.contains(whole) {
            faults.append(fault("\(whole) is out of range", hint: hint))
        }
        return whole
    }

    /// Any finite number.
    public func number(in range: ClosedRange<Double>, _ faults: inout [DefinitionFault]) -> Double?
    {
        let hint =
            "Write a number from \(JSONValue.number(range.lowerBound).figure) to "
            + "\(JSONValue.number(range.upperBound).figure)."
        guard case .scalar(let value) = content, let number = value.double, number.isFinite else {
            faults.append(fault("\(shown) is not a number", hint: hint))
            return nil
        }
        if !range.contains(number) {
            faults.append(fault("\(shown) is out of range", hint: hint))
        }
        return number
    }

    /// A length of time: `2.5s`, `400ms`, `1m`, `1h`, or a number of seconds.
    public func timeSpan(
        in range: ClosedRange<TimeSpan>, _ faults: inout [DefinitionFault]
    ) -> TimeSpan? {
        let hint =
            "Write \(range.lowerBound.text) to \(range.upperBound.text), "
            + "such as 2.5s, 400ms, 1m or 1h."
        let span: TimeSpan? =
            switch content {
            case .scalar(.string(let text)): TimeSpan(text: text)
            case .scalar(.integer(let seconds)): .seconds(Double(seconds))
            case .scalar(.number(let seconds)) where seconds.isFinite: .seconds(seconds)
            default: nil
            }
        guard let span else {
            faults.append(fault("\(shown) is not a length of time", hint: hint))
            return nil
        }
        if !range.contains(span) {
            faults.append(fault("\(shown) is out of range", hint: hint))
        }
        return span
    }

    /// Two numbers such as `1..4` or `[1, 4]`, or one that is both.
    public func bounds(
        in range: ClosedRange<Double>, _ faults: inout [DefinitionFault]
    ) -> ClosedRange<Double>? {
        let hint =
            "Write two numbers from \(JSONValue.number(range.lowerBound).figure) to "
            + "\(JSONValue.number(range.upperBound).figure), such as 1..4."
        let numbers: [Double?]
        switch content {
        case .scalar(.string(let text)):
            numbers = text.split(separator: "..", omittingEmptySubsequences: false).map {
                (try? JSONValue.parse(String($0)))?.double
            }
        case .scalar(let value): numbers = [value.double, value.double]
        case .list(let nodes): numbers = nodes.map(\.json.double)
        case .mapping: numbers = []
        }
        guard numbers.count == 2, let least = numbers[0], let most = numbers[1], least.isFinite,
            most.isFinite
        else {
            faults.append(fault("\(shown) is not a range", hint: hint))
            return nil
        }
        guard least <= most else {
            faults.append(fault("the range \(shown) ends before it begins", hint: hint))
            return nil
        }
        if least < range.lowerBound || most > range.upperBound {
            faults.append(fault("\(shown) is out of range", hint: hint))
        }
        return least...most
    }

    /// `bounds` of whole numbers.
    public func wholeBounds(
        in range: ClosedRange<Int>, _ faults: inout [DefinitionFault]
    ) -> ClosedRange<Int>? {
        let wide = Double(range.lowerBound)...Double(range.upperBound)
        guard let bounds = bounds(in: wide, &faults) else { return nil }
        guard let least = Int(exactly: bounds.lowerBound),
            let most = Int(exactly: bounds.upperBound)
        else {
            faults.append(
                fault("\(shown) is not a range of whole numbers", hint: "Write it as 1..4."))
            return nil
        }
        return least...most
    }

    // MARK: Lists

    /// The first so many entries, more being a fault; a single scalar stands for a list of it.
    public func list(most: Int, _ faults: inout [DefinitionFault]) -> [DefinitionNode]? {
        if case .scalar(let value) = content, value != .null { return [self] }
        guard let entries else {
            faults.append(wrong("a list"))
            return nil
        }
        if entries.count > most {
            faults.append(fault("the list has \(entries.count) entries, at most \(most) are read"))
        }
        return Array(entries.prefix(most))
    }

    /// Names, each once; case does not tell two apart.
    public func names(
        most: Int, _ faults: inout [DefinitionFault]
    ) -> [String]? {
        guard let entries = list(most: most, &faults) else { return nil }
        var once = OnceOnly("is there twice")
        return entries.compactMap { entry in
            guard let name = entry.name(&faults) else { return nil }
            once.take(name, at: entry.place, path: entry.path, &faults)
            return name
        }
    }
}

/// Names that must differ when case and blanks at the ends are ignored.
struct OnceOnly {
    private var places: [String: DefinitionNode.Place?] = [:]
    private let problem: String

    init(_ problem: String) { self.problem = problem }

    /// True when nothing was called so before.
    @discardableResult
    mutating func take(
        _ name: String, at place: DefinitionNode.Place?, path: String,
        _ faults: inout [DefinitionFault]
    ) -> Bool {
        let folded = name.lowercased().trimmingBlanks
        guard let before = places[folded] else {
            places[folded] = .some(place)
            return true
        }
        let first = before?.line.map { line in
            let file = before?.file == place?.file ? "" : (before?.file ?? "") + " "
            return "The first is on \(file)line \(line). "
        }
        faults.append(
            DefinitionFault(
                at: place, path: path, "\(DefinitionFault.shown(name)) \(problem)",
                hint: (first ?? "") + "Names differ by more than case; keep one."))
        return false
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        let kept = drop { $0.isWhitespace }
        return String(kept.reversed().drop { $0.isWhitespace }.reversed())
    }
}
