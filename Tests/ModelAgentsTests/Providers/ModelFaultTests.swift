import SwarmCore
import Testing

@testable import ModelAgents

@Suite struct ModelFaultTests {
    @Test(arguments: [
        (
            400, #"{"error":{"code":"context_length_exceeded","message":"too long"}}"#,
            "CONTEXT_LENGTH"
        ),
        (
            400,
            #"{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 9 tokens"}}"#,
            "CONTEXT_LENGTH"
        ),
        (400, #"{"error":{"type":"invalid_request_error","message":"bad field"}}"#, "BAD_REQUEST"),
        (400, #"{"error":{"code":"content_policy_violation"}}"#, "CONTENT_FILTER"),
        (401, "", "AUTH"), (403, "<html>", "AUTH"), (402, "{}", "QUOTA"), (404, "{}", "NOT_FOUND"),
        (400, #"{"type":"error","error":{"type":"billing_error"}}"#, "QUOTA"),
        (408, "", "TIMEOUT"), (409, "", "SERVER"), (413, "", "CONTEXT_LENGTH"),
        (422, "", "BAD_REQUEST"),
        (429, #"{"error":{"message":"x","type":"throttling_error","code":"429"}}"#, "RATE_LIMITED"),
        (429, #"{"error":{"code":"insufficient_quota"}}"#, "QUOTA"),
        (500, "", "SERVER"), (502, "", "SERVER"), (503, "", "OVERLOADED"), (529, "", "OVERLOADED"),
        (504, "", "TIMEOUT"), (307, "", "REDIRECT"), (302, "", "REDIRECT"), (599, "[[[", "SERVER"),
    ])
    func everyStatusHasItsCode(status: Int, body: String, code: String) {
        let fault = ModelFault.refusal(status: status, body: Array(body.utf8))
        #expect(fault.code.rawValue == code)
        #expect(fault.status == status)
    }

    @Test func aBodyIsShownShortAndInert() {
        let hostile =
            "\u{1b}[2J\u{9b}2J\u{202e}\u{7}\n\t\u{200b}" + String(repeating: "漢", count: 900)
        for body in [hostile, #"{"error":{"message":\#(JSONValue.string(hostile).jsonText())}}"#] {
            let fault = ModelFault.refusal(status: 502, body: Array(body.utf8))
            #expect(fault.detail.unicodeScalars.count <= 200)
            #expect(fault.detail.hasPrefix("␛[2J∙2J∙␇"))
            let strange = fault.message.unicodeScalars.filter {
                [.control, .format].contains($0.properties.generalCategory)
            }
            #expect(strange.isEmpty)
        }
        let broken = ModelFault.refusal(status: 502, body: [0x61, 0xFF, 0x1B])
        #expect(broken.detail == "a\u{FFFD}␛")
    }

    @Test func theMessageSaysWhereWhatAndUntilWhen() {
        var fault = ModelFault(.rateLimited, "slow down", status: 429)
        fault.endpoint = "main"
        fault.retryAfter = .seconds(300)
        #expect(
            fault.message
                == "main: RATE_LIMITED 429: too many calls for the endpoint's limits; it may be asked again in 5 min (slow down)"
        )
    }

    @Test func onlyAnIllEndpointCountsAgainstItsBreaker() {
        let counting = ModelFault.Code.allCases.filter(\.rule.breaks).map(\.rawValue)
        #expect(
            counting == [
                "TRUNCATED", "BAD_JSON", "CONTENT_TYPE", "REDIRECT", "TOO_LARGE", "TIMEOUT", "DNS",
                "CONNECT", "TLS", "OVERLOADED", "SERVER",
            ])
    }

    @Test func aTotalDeadlineIsNotTriedAgain() {
        #expect(!ModelFault(transport: .timedOut(.total)).isRetryable)
        #expect(ModelFault(transport: .timedOut(.idle)).isRetryable)
    }
}
