import ModelAgents

/// All that came of an exchange.
struct CollectedAnswer: Sendable {
    var head: TransportHead?
    var bytes: [UInt8] = []
    var largestPiece = 0
    /// Nil after a complete body.
    var fault: TransportFault?

    var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension TransportExchange {
    /// Takes everything; with `notingContent` every piece counts as content.
    func collected(notingContent: Bool = false) async -> CollectedAnswer {
        var answer = CollectedAnswer()
        do throws(TransportFault) {
            while let piece = try await next() {
                switch piece {
                case .head(let head):
                    answer.head = head
                case .bytes(let bytes):
                    answer.bytes += bytes
                    answer.largestPiece = max(answer.largestPiece, bytes.count)
                    if notingContent { noteContent() }
                }
            }
        } catch {
            answer.fault = error
        }
        return answer
    }
}

extension ModelTransport {
    func answer(_ request: TransportRequest) async -> CollectedAnswer {
        await begin(request).collected()
    }
}
