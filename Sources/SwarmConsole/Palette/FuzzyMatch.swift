/// How well a few typed letters fit a longer text, and which letters of it they are.
///
/// All typed letters must be there in their order, capitals ignored. Better are: letters in a row, letters at the
/// beginning of a word, a match near the start, a short text. The weights are fzf's (16 a letter, 8 for the beginning
/// of a word and twice that for the first letter typed, 4 for one in a row, gaps cost 3 and then 1 a letter). As in
/// the lists of VS Code nobody is taken to begin in the middle of a word and then to leave letters out: such a match
/// is weak.
struct FuzzyMatch: Hashable, Sendable {
    let score: Int
    /// Places of the matched characters, rising.
    let places: [Int]

    /// The letters stand in few groups: somebody thought of these words, not only of their letters.
    var isClose: Bool {
        let breaks = zip(places, places.dropFirst()).count { $1 - $0 > 2 }
        return breaks <= places.count / 4
    }

    /// What a match costs that is hardly meant: more than a letter and all it can gain.
    static let weakness = 40

    /// Longer texts are compared up to here.
    static let longestText = 96
    static let longestPattern = 32

    /// Nil when a letter is missing. Blanks between typed words do not matter; nothing typed fits everything.
    init?(_ pattern: String, in text: String) {
        let wanted = pattern.lowercased().filter { !$0.isWhitespace }.prefix(Self.longestPattern)
        let letters = Array(wanted)
        guard !letters.isEmpty else {
            (score, places) = (0, [])
            return
        }
        let own = Array(text.prefix(Self.longestText))
        let folded = own.map { Character($0.lowercased().prefix(1).description) }
        guard Self.holds(letters, folded), let best = Self.best(letters, folded, own) else {
            return nil
        }
        places = best.places
        let isBegun = Self.bonus(at: places[0], own) > 0
        let isInRow = places[places.count - 1] - places[0] == places.count - 1
        score = best.score - (isBegun || isInRow ? 0 : Self.weakness)
    }

    private static let none = Int.min / 2

    /// Whether the letters are there in their order at all: most texts are out after one look.
    private static func holds(_ letters: [Character], _ folded: [Character]) -> Bool {
        var rest = letters[...]
        for character in folded where character == rest.first { rest = rest.dropFirst() }
        return rest.isEmpty
    }

    /// The best way to place every letter: `table[i][j]` has letter `i` at place `j`.
    private static func best(
        _ letters: [Character], _ folded: [Character], _ own: [Character]
    ) -> (score: Int, places: [Int])? {
        guard letters.count <= folded.count else { return nil }
        let bonus = own.indices.map { self.bonus(at: $0, own) }
        var table = [[Int]](
            repeating: [Int](repeating: none, count: folded.count), count: letters.count)
        var from = table.map { $0.map { _ in -1 } }
        for (row, letter) in letters.enumerated() {
            var reach = none
            var reachPlace = -1
            for place in folded.indices {
                if row > 0, place > 1 {
                    // What lies further back costs one more for each letter passed over.
                    reach = reach == none ? none : reach - 1
                    let opened = table[row - 1][place - 2] - 3
                    if table[row - 1][place - 2] != none, opened >= reach {
                        (reach, reachPlace) = (opened, place - 2)
                    }
                }
                guard folded[place] == letter else { continue }
                let own = 16 + bonus[place]
                if row == 0 {
                    table[0][place] = own + bonus[place] - min(place, 8)
                } else {
                    let next = place > 0 ? table[row - 1][place - 1] : none
                    let inRow = next == none ? none : next + own + 4
                    let afterGap = reach == none ? none : reach + own
                    guard max(inRow, afterGap) != none else { continue }
                    table[row][place] = max(inRow, afterGap)
                    from[row][place] = inRow >= afterGap ? place - 1 : reachPlace
                }
            }
        }
        guard let last = table.last, let top = last.max(), top != none,
            var place = last.firstIndex(of: top)
        else { return nil }
        var places = [place]
        for row in stride(from: letters.count - 1, to: 0, by: -1) {
            place = from[row][place]
            places.append(place)
        }
        return (top - folded.count / 8, places.reversed())
    }

    private static func bonus(at place: Int, _ text: [Character]) -> Int {
        guard place > 0 else { return 8 }
        let before = text[place - 1]
        if !before.isLetter && !before.isNumber { return 8 }
        return before.isLowercase && text[place].isUppercase ? 7 : 0
    }
}
