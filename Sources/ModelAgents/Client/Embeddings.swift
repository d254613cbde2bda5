import SwarmCore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Texts as vectors.
public struct Embeddings: Hashable, Sendable {
    /// One for each text, in the texts' order, all of the same length.
    public var vectors: [[Float]]
    /// Of all requests together; missing as soon as one of them did not say.
    public var usage: ModelUsage
}

extension ModelClient {
    /// The vectors of the texts, asked for in as few requests as the endpoints' limits allow.
    ///
    /// `dimensions` asks for shorter vectors; nil leaves them as the model has them.
    public func embed(
        _ texts: [String], model: String, dimensions: Int? = nil, over routes: [Route],
        watch: CallWatch = CallWatch()
    ) async throws(ModelFault) -> Embeddings {
        var all = Embeddings(vectors: [], usage: ModelUsage(input: 0, output: 0))
        for batch in EmbeddingCall.batches(of: texts) {
            let call = EmbeddingCall(
                texts: Array(texts[batch]), model: model, dimensions: dimensions)
            let part = try await run(call, over: routes, watch: watch)
            if let length = all.vectors.first?.count, part.vectors.first?.count != length {
                throw ModelFault(.badJSON, "vectors of different lengths for texts of one call")
            }
            all.vectors += part.vectors
            if all.usage.standing == .reported, part.usage.standing == .reported {
                all.usage.input += part.usage.input
            } else if all.usage.standing == .reported {
                all.usage = part.usage
            }
        }
        return all
    }
}

/// Asks for the vectors of one batch.
struct EmbeddingCall: ModelCall {
    typealias Answer = Embeddings

    /// OpenAI's limits for a request: inputs, and tokens, of which a byte is never more than one.
    static let mostTexts = 2_048
    static let mostBytes = 300_000

    let texts: [String]
    let model: String
    let dimensions: Int?
    var mostOutputTokens: Int { 0 }

    static func batches(of texts: [String]) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        var start = 0
        var bytes = 0
        for (place, text) in texts.enumerated() {
            let size = text.utf8.count
            if place > start, place - start == mostTexts || bytes + size > mostBytes {
                batches.append(start..<place)
                start = place
                bytes = 0
            }
            bytes += size
        }
        if start < texts.count { batches.append(start..<texts.count) }
        return batches
    }

    func ask(
        _ model: String, on gate: EndpointGate
    ) throws(ModelFault) -> (url: String, body: JSONObject) {
        guard gate.endpoint.kind == .openAI else {
            var fault = ModelFault(.notFound, "endpoints of this kind have no embeddings")
            fault.endpoint = gate.endpoint.name
            throw fault
        }
        var body: JSONObject = [
            "model": .string(model), "input": .array(texts.map(JSONValue.string)),
            "encoding_format": "float",
        ]
        body["dimensions"] = dimensions.map { .integer(Int64($0)) }
        return (gate.endpoint.base + "/embeddings", body)
    }

    func read(
        _ incoming: IncomingAnswer, relay: EventRelay
    ) async throws(ModelFault) -> Embeddings {
        guard case .json = try await incoming.form() else {
            throw ModelFault(.contentType, "an event stream where vectors were asked for")
        }
        let json = try JSONValue.wire(try await incoming.collect())
        if let error = json.present("error") { throw ModelFault.midway(error) }
        return Embeddings(vectors: try vectors(in: json), usage: Self.usage(in: json))
    }

    /// The vectors by their `index`: each once, none missing, all of one length.
    private func vectors(in json: JSONValue) throws(ModelFault) -> [[Float]] {
        var vectors = [[Float]](repeating: [], count: texts.count)
        let data = json["data"]?.array ?? []
        guard data.count == texts.count else {
            throw ModelFault(.badJSON, "\(data.count) vectors for \(texts.count) texts")
        }
        for (position, item) in data.enumerated() {
            let index = item["index"].map { $0.integer ?? -1 } ?? Int64(position)
            guard let place = Int(exactly: index), vectors.indices.contains(place),
                vectors[place].isEmpty, let vector = Self.vector(item["embedding"])
            else { throw ModelFault(.badJSON, "entry \(position) is no vector of a text") }
            vectors[place] = vector
        }
        guard vectors.allSatisfy({ $0.count == vectors[0].count }) else {
            throw ModelFault(.badJSON, "vectors of different lengths")
        }
        return vectors
    }

    /// A list of numbers, or base64 of little-endian 32-bit floats; nil when empty or not finite.
    static func vector(_ json: JSONValue?) -> [Float]? {
        var vector: [Float] = []
        switch json {
        case .array(let numbers): vector = numbers.map { Float($0.double ?? .nan) }
        case .string(let text):
            guard let bytes = Data(base64Encoded: text).map(Array.init), bytes.count % 4 == 0 else {
                return nil
            }
            vector = stride(from: 0, to: bytes.count, by: 4).map { at in
                let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[at + $1]) << (8 * $1) }
                return Float(bitPattern: bits)
            }
        default: return nil
        }
        return !vector.isEmpty && vector.allSatisfy(\.isFinite) ? vector : nil
    }

    private static func usage(in json: JSONValue) -> ModelUsage {
        var usage = UsageReader()
        if let told = json.present("usage") { usage.take(told, ["prompt_tokens"]) }
        return usage.usage(input: usage["prompt_tokens"], cached: 0, created: 0, output: 0)
    }

    func usage(of answer: Embeddings) -> ModelUsage { answer.usage }
    func sealed(_ answer: Embeddings, _ attempt: CallAttempt, _ key: APIKey?) -> Embeddings {
        answer
    }
}
