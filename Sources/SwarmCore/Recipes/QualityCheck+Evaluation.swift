extension Recipe {
    /// The quality of a product, 0...100: the weight of the checks that hold over the weight of all.
    ///
    /// Only the checks for `step` count; a recipe without any for it uses `genericQuality(of:)`.
    public func quality(of product: JSONObject, step: String, data: JSONObject) -> Int {
        var held: Int64 = 0
        var total: Int64 = 0
        for check in checks where check.step == step {
            let weight = Int64(min(max(check.weight, 0), 1_000_000))
            total += weight
            if check.failure(in: product, data: data) == nil { held += weight }
        }
        return total == 0 ? Self.genericQuality(of: product) : Int(held * 100 / total)
    }

    /// The quality of a product no recipe speaks about, 0...90: 90 times the share of filled members.
    ///
    /// 90 at most, because nothing but presence was looked at. What only labels the product (`model`,
    /// `assumptions`) does not count; a product of nothing else is 0.
    public static func genericQuality(of product: JSONObject) -> Int {
        var count = 0
        var filled = 0
        for member in product.members where member.key != "model" && member.key != "assumptions" {
            count += 1
            if !member.value.isBlank { filled += 1 }
        }
        return count == 0 ? 0 : filled * 90 / count
    }

    /// What a product lacks, one plain line a failed check, in the recipe's order.
    public func failedChecks(
        of product: JSONObject, step: String, data: JSONObject
    ) -> [String] {
        checks.filter { $0.step == step }.compactMap { $0.failure(in: product, data: data) }
    }

    /// The warnings of the cross-checks that fail, in the recipe's order; `sections` by their key.
    ///
    /// A check whose section or figure is missing gives none: the missing section is reported as missing.
    public func warnings(sections: [String: JSONObject]) -> [String] {
        crossChecks.compactMap { check in
            guard let amount = sections[check.section]?.value(at: check.path),
                let limit = sections[check.limitSection]?.value(at: check.limitPath),
                let left = amount.double, let right = limit.double, left > right
            else { return nil }
            return check.warning(amount: amount.figure, limit: limit.figure)
        }
    }
}

extension CrossCheck {
    /// The warning with both figures; what the figures hold is never filled again.
    fileprivate func warning(amount: String, limit: String) -> String {
        var rest = warning[...]
        var text = ""
        while let open = rest.firstIndex(of: "{") {
            text += rest[..<open]
            rest = rest[open...]
            if rest.hasPrefix("{amount}") {
                text += amount
                rest = rest.dropFirst("{amount}".count)
            } else if rest.hasPrefix("{limit}") {
                text += limit
                rest = rest.dropFirst("{limit}".count)
            } else {
                text += "{"
                rest = rest.dropFirst()
            }
        }
        return text + rest
    }
}

extension QualityCheck {
    /// Why the check does not hold, or nil when it does.
    fileprivate func failure(in product: JSONObject, data: JSONObject) -> String? {
        guard let value = product.value(at: path), !value.isBlank else {
            return "\(path) is missing or empty"
        }
        switch rule {
        case .present: return nil
        case .textLength(let range):
            guard let text = value.string else { return "\(path) is not a text" }
            return range.contains(text.count)
                ? nil
                : "\(path) has \(text.count) characters, "
                    + "should have \(range.lowerBound) to \(range.upperBound)"
        case .count(let least):
            let count = value.array?.count ?? value.object?.count ?? 0
            return count >= least ? nil : "\(path) has \(count) of at least \(least) entries"
        case .amount(let range):
            guard let amount = value.double else { return "\(path) is not an amount" }
            return range.contains(amount) ? nil : "\(path) \(value.figure) is out of range"
        case .sumEquals(let totalPath): return sumFailure(value, totalPath, product)
        case .mentions(let datum): return mentionFailure(value, datum, data)
        case .withinDatum(let datum):
            guard let amount = value.double else { return "\(path) is not an amount" }
            guard let limit = Amount(data[datum]).value else { return nil }
            return amount <= Double(limit)
                ? nil : "\(path) \(value.figure) is above \(datum) \(limit)"
        }
    }

    private func sumFailure(_ value: JSONValue, _ totalPath: String, _ product: JSONObject)
        -> String?
    {
        guard let total = product.value(at: totalPath)?.double else {
            return "\(totalPath) is not an amount"
        }
        guard let members = value.object?.members else { return "\(path) is not an object" }
        let sum = members.reduce(0) { $0 + ($1.value.double ?? .nan) }
        if abs(sum - total) <= 1 { return nil }
        return "\(path) adds up to \(JSONValue.number(sum).figure), "
            + "\(totalPath) is \(JSONValue.number(total).figure)"
    }

    /// A datum the task does not have cannot be mentioned, so nothing is asked then.
    private func mentionFailure(_ value: JSONValue, _ datum: String, _ data: JSONObject) -> String?
    {
        guard let wanted = data[datum], !wanted.isBlank else { return nil }
        guard let text = value.string else { return "\(path) is not a text" }
        let needle = Self.folded(wanted.string ?? wanted.figure).prefix(80)
        let stack = Self.folded(text)
        guard stack.count >= needle.count else { return "\(path) does not mention \(datum)" }
        for start in 0...(stack.count - needle.count)
        where stack[start...].starts(with: needle) { return nil }
        return "\(path) does not mention \(datum)"
    }

    private static func folded(_ text: String) -> [UInt8] { Array(text.lowercased().utf8) }
}

extension JSONObject {
    /// The value at member names joined by dots, or nil.
    func value(at path: String) -> JSONValue? {
        var value = JSONValue.object(self)
        for name in path.split(separator: ".") {
            guard let next = value[String(name)] else { return nil }
            value = next
        }
        return value
    }
}

extension JSONValue {
    /// Whether there is nothing in it: null, a text of spaces, an empty list or object.
    var isBlank: Bool {
        switch self {
        case .null: true
        case .bool, .integer, .number: false
        case .string(let text): text.utf8.allSatisfy { $0 <= 0x20 }
        case .array(let values): values.isEmpty
        case .object(let object): object.isEmpty
        }
    }

    /// A number as people write it, without `.0`; anything else as JSON.
    var figure: String { integer.map { String($0) } ?? jsonText() }
}
