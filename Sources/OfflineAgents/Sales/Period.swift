/// A year, quarter, month or day as people write it: `2024`, `Q3 2024`, `2024-03`, `March`, `Mar 2024`, `2024-03-15`.
struct Period: Hashable {
    enum Unit: Int { case year, quarter, month, day }

    let unit: Unit
    /// 0 when the text names none.
    let year: Int
    /// The quarter or month from 1 on; 0 for a year.
    let part: Int
    /// The day of the month; 0 unless it is a day.
    let day: Int

    private init(_ unit: Unit, year: Int, part: Int = 0, day: Int = 0) {
        self.unit = unit
        self.year = year
        self.part = part
        self.day = day
    }

    init?(_ text: String) {
        let words = text.prefix(32).lowercased()
            .split { !$0.isLetter && !$0.isNumber }.map(String.init)
        guard (1...3).contains(words.count) else { return nil }
        var year: Int?
        var quarter: Int?
        var month: Int?
        var day: Int?
        for word in words {
            if let number = Int(word), word.utf8.count == 4, (1_000...2_999).contains(number),
                year == nil
            {
                year = number
            } else if quarter == nil, word.utf8.count == 2, word.first == "q",
                let number = Int(word.dropFirst()), 1...4 ~= number
            {
                quarter = number
            } else if month == nil, let number = Self.month(named: word) {
                month = number
            } else if let number = Int(word), month == nil, quarter == nil, words.count > 1,
                1...12 ~= number
            {
                month = number
            } else if let number = Int(word), day == nil, words.count == 3, 1...31 ~= number {
                day = number
            } else {
                return nil
            }
        }
        switch (quarter, month, day) {
        case (let quarter?, nil, nil): self.init(.quarter, year: year ?? 0, part: quarter)
        case (nil, let month?, nil): self.init(.month, year: year ?? 0, part: month)
        case (nil, let month?, let day?):
            self.init(.day, year: year ?? 0, part: month, day: day)
        case (nil, nil, nil):
            guard let year else { return nil }
            self.init(.year, year: year)
        default: return nil
        }
    }

    /// Earlier periods of one unit have smaller numbers.
    var order: Int { (year * 100 + part) * 100 + day }

    /// A day's month; other periods themselves.
    var month: Period { unit == .day ? Period(.month, year: year, part: part) : self }

    /// `2024-03`, `Mar` without a year, `Q3 2024`, `2024`.
    var label: String {
        switch unit {
        case .year: "\(year)"
        case .quarter: year == 0 ? "Q\(part)" : "Q\(part) \(year)"
        case .month: year == 0 ? Self.names[part - 1] : "\(year)-" + Self.two(part)
        case .day: "\(year)-" + Self.two(part) + "-" + Self.two(day)
        }
    }

    /// The one after it, without a day's.
    var next: Period {
        switch unit {
        case .year: Period(.year, year: year + 1)
        case .quarter: step(of: 4)
        case .month, .day: month.step(of: 12)
        }
    }

    private func step(of parts: Int) -> Period {
        part < parts
            ? Period(unit, year: year, part: part + 1)
            : Period(unit, year: year == 0 ? 0 : year + 1, part: 1)
    }

    private static let names = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let fullNames = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ]

    private static func month(named word: String) -> Int? {
        guard word.count >= 3 else { return nil }
        return fullNames.firstIndex { $0.hasPrefix(word) || word == "sept" && $0 == "september" }
            .map { $0 + 1 }
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
