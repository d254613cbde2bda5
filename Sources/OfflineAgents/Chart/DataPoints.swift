import SwarmCore

/// Labelled numbers a chart is drawn from.
struct DataPoints: Equatable {
    struct Point: Equatable {
        /// One line, 24 characters at most.
        let label: String
        let value: Figure
    }

    /// More than can be told apart in a chart are left out.
    static let most = 24

    private(set) var points: [Point] = []
    /// How many there were beyond `most`.
    private(set) var leftOut = 0
    /// Parts that could not be read as a label and a number.
    private(set) var unreadable = 0

    init(_ points: [Point]) {
        for point in points { add(point) }
    }

    /// `2022: 10, 2023: 14`, a list of objects, pairs or numbers, an object of numbers, or any of it as JSON text.
    init(_ value: JSONValue?) {
        switch value {
        case .string(let text): read(text)
        case .array(let values): for value in values.prefix(2_000) { read(value) }
        case .object(let object):
            for member in object.members.prefix(2_000) { add(member.key, member.value) }
        case .integer, .number, .bool, .null, nil: break
        }
    }

    var isEmpty: Bool { points.isEmpty }

    /// Whether all labels are points in time, each of the same kind.
    var isTimeSeries: Bool {
        let units = points.map { Period($0.label)?.unit }
        guard units.count >= 2, let first = units[0] else { return false }
        return units.allSatisfy { $0 == first }
    }

    /// The points in the order of time when they are a time series.
    var ordered: DataPoints {
        guard isTimeSeries else { return self }
        var sorted = self
        let dated = points.enumerated().map { ($0, Period($1.label)?.order ?? 0, $1) }
        sorted.points = dated.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.2)
        return sorted
    }

    var json: JSONValue {
        .array(points.map { ["label": .string($0.label), "value": $0.value.json] })
    }

    /// The point with the largest value, the first of equals.
    var largest: Point? { points.reversed().max { $0.value < $1.value } }
    /// The point with the smallest value, the first of equals.
    var smallest: Point? { points.min { $0.value < $1.value } }

    // MARK: Reading

    private mutating func read(_ text: String) {
        let bounded = String(text.unicodeScalars.prefix(20_000))
        let start = bounded.first { !$0.isWhitespace }
        if start == "[" || start == "{", let json = try? JSONValue.parse(bounded) {
            self = DataPoints(json)
            return
        }
        for part in Self.parts(bounded) {
            let pair = Self.pair(part)
            if let pair, let value = Figure(text: pair.value) {
                add(Point(label: PlainText.line(String(pair.label), most: 24), value: value))
            } else if part.contains(where: { !$0.isWhitespace }) {
                unreadable += 1
            }
        }
    }

    /// Cut at lines, semicolons, and commas that do not stand inside a number: `a: 1,200, b: 3`.
    private static func parts(_ text: String) -> [String] {
        var parts: [String] = []
        var current = ""
        let characters = Array(text)
        for (place, character) in characters.enumerated() {
            let isInNumber =
                character == "," && place > 0 && characters[place - 1].isNumber
                && characters[(place + 1)...].prefix(4).prefix { $0.isNumber }.count == 3
            if character.isNewline || character == ";" || (character == "," && !isInNumber) {
                parts.append(current)
                current = ""
            } else {
                current.append(character)
            }
        }
        return parts + [current]
    }

    /// At the last colon or equals sign, else at the last space.
    private static func pair(_ part: String) -> (label: Substring, value: Substring)? {
        let mark = part.lastIndex { $0 == ":" || $0 == "=" }
        guard let cut = mark ?? part.lastIndex(where: \.isWhitespace) else { return nil }
        return (part[..<cut], part[part.index(after: cut)...])
    }

    private mutating func read(_ value: JSONValue) {
        switch value {
        case .object(let object):
            let label = object.members.first { Figure($0.value) == nil || Self.isLabel($0.key) }
            let number = object.members.last {
                Figure($0.value) != nil && $0.key != label?.key
            }
            guard let number else {
                unreadable += 1
                return
            }
            add(label.flatMap { PlainText.line($0.value, most: 24) } ?? "", number.value)
        case .array(let pair) where pair.count == 2:
            add(PlainText.line(pair[0], most: 24) ?? "", pair[1])
        case .string(let text):
            let pair = Self.pair(text)
            add(pair.map { String($0.label) } ?? "", .string(pair.map { String($0.value) } ?? text))
        case .integer, .number: add("", value)
        case .array, .bool, .null: unreadable += 1
        }
    }

    private static func isLabel(_ key: String) -> Bool {
        ["label", "name", "year", "month", "date", "period", "category", "quarter"]
            .contains(key.lowercased())
    }

    private mutating func add(_ label: String, _ value: JSONValue) {
        guard let figure = Figure(value) else {
            unreadable += 1
            return
        }
        add(Point(label: PlainText.line(label, most: 24), value: figure))
    }

    private mutating func add(_ point: Point) {
        guard points.count < Self.most else {
            leftOut += 1
            return
        }
        let label = point.label.isEmpty ? "no. \(points.count + 1)" : point.label
        points.append(Point(label: label, value: point.value))
    }
}
