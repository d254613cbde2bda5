/// The known name a mistyped one was probably meant to be.
public enum NearestName {
    /// Longer names are never compared, so hostile input stays cheap.
    public static let longestName = 64

    /// The closest of `names` to `name`, case ignored; nil when none is near. Ties: the first.
    ///
    /// Near is: the same but for case, a beginning of at least 3 characters, or an edit distance
    /// (Damerau–Levenshtein, adjacent swaps count 1) of at most a third of the longer name, 3 at most.
    public static func nearest(to name: String, in names: some Sequence<String>) -> String? {
        guard let wanted = folded(name), !wanted.isEmpty else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in names {
            guard let known = folded(candidate), !known.isEmpty else { continue }
            let limit = min(3, max(wanted.count, known.count) / 3)
            let starts = wanted.count >= 3 && known.starts(with: wanted)
            let distance = starts ? min(1, known.count - wanted.count) : distance(wanted, known)
            guard distance <= limit || starts, distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.name
    }

    private static func folded(_ name: String) -> [Character]? {
        guard name.utf8.count <= 4 * longestName else { return nil }
        let characters = Array(name.lowercased())
        return characters.count <= longestName ? characters : nil
    }

    /// Inserted, dropped, changed and adjacent swapped characters between `a` and `b`.
    static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in 1..<(a.count + 1) {
            var row = [i]
            for j in 1..<(b.count + 1) {
                let change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                var least = min(change, last[j] + 1, row[j - 1] + 1)
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    least = min(least, beforeLast[j - 2] + 1)
                }
                row.append(least)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
