import SwarmCore
import SwarmRuntime

extension Desk {
    /// Ends the attempt because of a fault of its model calls; a cancelled one ends without a word.
    func fail(_ fault: ModelFault) {
        switch fault.consequence {
        case .nothing: break
        case .fail(let failure): fail(failure)
        case .postpone(let reason, let span): postpone(reason, by: span)
        }
    }
}

extension ModelFault {
    /// What becomes of an attempt whose call ended so, retries and fallbacks included.
    enum Consequence: Hashable, Sendable {
        case nothing
        case fail(AttemptFailure)
        case postpone(String, by: TimeSpan)
    }

    var consequence: Consequence {
        switch code {
        case .cancelled: .nothing
        case .budget: .fail(.overBudget(detail))
        // The same call would end the same way: the account, the key, the request or the model say no.
        case .badRequest, .unauthorised, .quota, .notFound, .badAddress, .contextLength, .refused,
            .contentFilter:
            .fail(.refused(message))
        case .outputCut: .fail(.gaveUp(message))
        default:
            if let retryAfter {
                .postpone(message, by: retryAfter)
            } else {
                .fail(.unavailable(message))
            }
        }
    }
}
