import SwarmCore

/// Vectors from the pieces of a text's words, made here: no model, no network, the same on every machine.
///
/// Runs of three and four characters of each longer word with its borders (as fastText takes them: Bojanowski et al., 2017),
/// and the words themselves, are hashed into `dimensions` places with a sign (feature hashing: Weinberger et al., 2009).
/// Knows no language, so it works for all of them, and no meaning beyond shared words and parts of words.
public struct NgramEmbedder: Embedder {
    public static let dimensions = 256
    /// Longer texts are read up to here, in Unicode scalars.
    public static let longestText = 20_000

    public let threshold: Float = 0.25
    private let known = VectorCache()

    public init() {}

    public func vectors(
        of texts: [String], payer: any CallPayer
    ) async throws(ModelFault) -> [[Float]] { texts.map(vector) }

    /// The text's vector.
    public func vector(of text: String) -> [Float] {
        if let vector = known.find(text) { return vector }
        let vector = Self.vector(text)
        known.keep(vector, of: text)
        return vector
    }

    private static func vector(_ text: String) -> [Float] {
        var counts = [Float](repeating: 0, count: dimensions)
        var word: [UInt32] = []
        func end() {
            guard !word.isEmpty else { return }
            add([boundary] + word + [boundary], to: &counts)
            word = []
        }
        for scalar in text.unicodeScalars.prefix(longestText) {
            let properties = scalar.properties
            if properties.isAlphabetic || properties.numericType != nil {
                word += properties.lowercaseMapping.unicodeScalars.map(\.value)
            } else {
                end()
            }
        }
        end()
        return Similarity.normalised(counts.map { $0 < 0 ? -root(-$0) : root($0) })
    }

    /// What stands for a word's beginning and end; no character.
    private static let boundary: UInt32 = 0x11_0000

    /// Frequent pieces count for less than their number.
    private static func root(_ count: Float) -> Float { count.squareRoot() }

    private static func add(_ word: [UInt32], to counts: inout [Float]) {
        // Short words are their own piece: cut up, "the" would count four times.
        for length in [3, 4] where word.count > 5 {
            for start in 0...(word.count - length) {
                add(hash(word[start..<(start + length)]), to: &counts)
            }
        }
        add(hash(word[...]), to: &counts)
    }

    private static func add(_ hash: UInt64, to counts: inout [Float]) {
        let mixed = KeyedRandom.mix(hash)
        let place = Int(mixed % UInt64(dimensions))
        counts[place] += mixed >> 63 == 0 ? 1 : -1
    }

    /// FNV-1a over the scalars.
    private static func hash(_ piece: ArraySlice<UInt32>) -> UInt64 {
        piece.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }
}
