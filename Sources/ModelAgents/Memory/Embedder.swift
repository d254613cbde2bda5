import SwarmCore
import Synchronization

/// Turns texts into vectors whose nearness says how near the texts are.
public protocol Embedder: Sendable {
    /// From this cosine on a text is worth being reminded of.
    var threshold: Float { get }

    /// One vector of length 1 for each text, in their order, all with as many numbers; a text without anything to go
    /// by is all zeros, and near nothing.
    func vectors(
        of texts: [String], payer: any CallPayer
    ) async throws(ModelFault) -> [[Float]]
}

/// How near two vectors are.
enum Similarity {
    /// The cosine of two vectors of length 1: −1...1; 0 when they cannot be compared.
    static func cosine(_ a: [Float], _ b: [Float]) -> Float {
        guard a.count == b.count else { return 0 }
        var sum: Float = 0
        for place in a.indices { sum += a[place] * b[place] }
        return sum
    }

    /// The vector with length 1; one of zeros stays.
    static func normalised(_ vector: [Float]) -> [Float] {
        let length = vector.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        return length > 0 && length.isFinite ? vector.map { $0 / length } : vector.map { _ in 0 }
    }
}

/// Vectors that were made before, so that an agent's notes are not read again for each attempt.
final class VectorCache: Sendable {
    /// Beyond so many all are forgotten at once: they are cheap to make again.
    private static let most = 4_096

    private let vectors = Mutex<[String: [Float]]>([:])

    func find(_ text: String) -> [Float]? { vectors.withLock { $0[text] } }

    func keep(_ vector: [Float], of text: String) {
        vectors.withLock { vectors in
            if vectors.count >= Self.most { vectors = [:] }
            vectors[text] = vector
        }
    }
}
