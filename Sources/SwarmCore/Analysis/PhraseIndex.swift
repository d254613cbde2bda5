/// Phrases that point at something, found by their first word.
struct PhraseIndex {
    /// What the text says about one owner.
    struct Claim {
        let place: Int
        var words: [String]
    }

    private struct Phrase {
        let stems: [String]
        var owners: [String]
    }

    private var phrases: [String: [Phrase]] = [:]

    /// Lets `phrase` point at `owner`, before all others when `first`.
    mutating func add(_ phrase: String, for owner: String, first: Bool) {
        let stems = Words(phrase).all.map(\.stem)
        guard let start = stems.first else { return }
        var known = phrases[start] ?? []
        if let index = known.firstIndex(where: { $0.stems == stems }) {
            guard !known[index].owners.contains(owner) else { return }
            known[index].owners.insert(owner, at: first ? 0 : known[index].owners.count)
        } else {
            known.append(Phrase(stems: stems, owners: [owner]))
        }
        phrases[start] = known
    }

    /// Whether this word alone points at something.
    func points(_ word: Words.Word) -> Bool {
        phrases[word.stem]?.contains { $0.stems.count == 1 } ?? false
    }

    /// What each owner is pointed at by; of phrases that overlap the longest counts.
    func claims(in words: Words, allowed: Set<String>?) -> [String: Claim] {
        var claims: [String: Claim] = [:]
        var at = 0
        while at < words.all.count {
            var longest = 0
            var winner: String?
            for phrase in phrases[words.all[at].stem] ?? [] where phrase.stems.count > longest {
                let owner = phrase.owners.first { allowed?.contains($0) ?? true }
                let stems = words.all[at...].prefix(phrase.stems.count).lazy.map(\.stem)
                guard let owner, stems.elementsEqual(phrase.stems) else { continue }
                (longest, winner) = (phrase.stems.count, owner)
            }
            if let winner {
                let shown = words.shown(at..<at + longest)
                var claim = claims[winner] ?? Claim(place: at, words: [])
                if claim.words.count < 8, !claim.words.contains(shown) { claim.words.append(shown) }
                claims[winner] = claim
            }
            at += max(longest, 1)
        }
        return claims
    }
}
