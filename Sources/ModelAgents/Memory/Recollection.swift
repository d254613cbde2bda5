import SwarmCore
import SwarmRuntime

/// The notes of an agent that are nearest to what it is to do.
struct Recollection: Sendable {
    struct Item: Sendable {
        let note: MemoryNote
        /// −1...1.
        let similarity: Float
    }

    static let mostItems = 5
    static let nothing = Recollection(items: [])

    /// Nearest first; ties: the newer.
    let items: [Item]

    /// Looks among `notes` for those near `text`; at the built-in vectors when the embedder's endpoint will not serve.
    static func of(
        _ notes: [MemoryNote], near text: String, by embedder: any Embedder,
        payer: any CallPayer
    ) async -> Recollection {
        guard !notes.isEmpty else { return .nothing }
        let texts = [text] + notes.map(\.text)
        do throws(ModelFault) {
            let vectors = try await embedder.vectors(of: texts, payer: payer)
            return Recollection(notes, vectors, embedder.threshold)
        } catch {
            let builtIn = NgramEmbedder()
            return Recollection(notes, texts.map(builtIn.vector), builtIn.threshold)
        }
    }

    private init(items: [Item]) { self.items = items }

    /// The first vector is the text's, the others the notes' in their order.
    private init(_ notes: [MemoryNote], _ vectors: [[Float]], _ threshold: Float) {
        let found = zip(notes, vectors.dropFirst()).map { note, vector in
            Item(note: note, similarity: Similarity.cosine(vectors[0], vector))
        }
        items = Array(
            found.filter { $0.similarity >= threshold }
                .sorted { ($0.similarity, $0.note.number) > ($1.similarity, $1.note.number) }
                .prefix(Self.mostItems))
    }

    /// For the desk, so that everybody sees of what the agent was reminded.
    var recalls: [Recall] {
        items.map {
            Recall(
                note: $0.note.number,
                similarity: UInt16(clamping: Int(min(max($0.similarity, 0), 1) * 1_000)))
        }
    }

    /// The notes as data for a model, each with where it comes from.
    var json: JSONValue {
        .array(
            items.map {
                [
                    "kind": .string($0.note.kind.rawValue), "source": .string($0.note.source),
                    "skill": .string($0.note.skill), "text": .string($0.note.text),
                ]
            })
    }
}
