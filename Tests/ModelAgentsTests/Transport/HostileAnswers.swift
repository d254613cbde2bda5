import Testing

/// Answers that a server should never give, and what must come of each.
struct HostileAnswer: Sendable, CustomTestStringConvertible {
    let id: String
    /// In the notation that `Script` reads.
    let text: String
    let mustBe: String

    var testDescription: String { id }

    var script: Script { get throws { try Script(parsing: text) } }

    init(_ id: String, _ text: String, _ mustBe: String) {
        self.id = id
        self.text = text
        self.mustBe = mustBe
    }

    static subscript(id: String) -> HostileAnswer? { all.first { $0.id == id } }

    /// A host that no lookup finds (RFC 6761 §6.4).
    static let noSuchHost = "no-such-host.invalid"

    static let all: [HostileAnswer] = [
        HostileAnswer(
            "B003",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\#
            \n\r\n\chunk<<data: {"id":"c1","object":"chat.completion.chunk","choices":[{"index\#
            ":0,"delta":{"content":"hel"},"finish_reason":null}]}\n\n>>\chunk<<data: {"id":"c1\#
            ","choices":[{"index":0,"del>>\fin
            """#,
            #"""
            typed error TRUNCATED; never success; partial text kept as evidence only
            """#),
        HostileAnswer(
            "B006",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{"i\#
            d":"r1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assist\#
            ant","content":"hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"compl\#
            etion_tokens":2,"total_tokens":7}}\fin
            """#,
            #"""
            typed error BAD_JSON; surplus bytes never seen by the next request (connection clo\#
            sed)
            """#),
        HostileAnswer(
            "B010",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\#
            \n\r\n\hang
            """#,
            #"""
            timeout: idle deadline after headers
            """#),
        HostileAnswer(
            "B013",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\#
            \n\r\n\chunk<<: ping\n\n>>\pause<<500>>\chunk<<: ping\n\n>>\pause<<500>>\chunk<<: \#
            ping\n\n>>\hang
            """#,
            #"""
            comments do not count as progress for the content-idle deadline
            """#),
        HostileAnswer(
            "B016",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\#
            \n\r\n\chunk<<data: {"id":"c1","object":"chat.completion.chunk","choices":[{"index\#
            ":0,"delta":{"content":"hello"},"finish_reason":null}]}\n\n>>\chunk<<data: {"id":"\#
            c1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reas\#
            on":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}\n\#
            \n>>\chunk<<data: [DONE]\n\ndata: {"id":"c1","object":"chat.completion.chunk","cho\#
            ices":[{"index":0,"delta":{"content":"EXTRA"},"finish_reason":null}]}\n\n>>0\r\n\r\#
            \n
            """#,
            #"""
            text after [DONE] ignored: result "hello"
            """#),
        HostileAnswer(
            "B020",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\#
            \n\r\n\chunk<<data: {"id":"c1","object":"chat.completion.chunk","choices":[{"index\#
            ":0,"delta":{"content":"hello"},"finish_reason":"stop"}]}\r>>\pause<<50>>\chunk<<\\#
            n\r>>\pause<<50>>\chunk<<\ndata: [DONE]\r\n\r\n>>0\r\n\r\n
            """#,
            #"""
            success "hello" (CRLF split across chunks)
            """#),
        HostileAnswer(
            "B023",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\#
            \n\r\n\chunk<<\xef\xbb\xbfevent: message\nid: 1\nretry: 10\ndata: {"id":"c1","obje\#
            ct":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"hello"},"fin\#
            ish_reason":"stop"}]}\n\ndata: [DONE]\n\n>>0\r\n\r\n
            """#,
            #"""
            success "hello" (BOM, event, id, retry fields)
            """#),
        HostileAnswer(
            "B026",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\#
            \n\r\n\chunk<<d>>\chunk<<a>>\chunk<<t>>\chunk<<a>>\chunk<<:>>\chunk<< >>\drip<<1|1\#
            |5d\r\n>>\fin
            """#,
            #"""
            typed error TRUNCATED; never success; partial text kept as evidence only
            """#),
        HostileAnswer(
            "B030",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 42\r\n\r\n<html><bod\#
            y>Sign in to Wi-Fi</body></html>
            """#,
            #"""
            typed error CONTENT_TYPE; body excerpt <=200 chars, sanitised
            """#),
        HostileAnswer(
            "B033",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n\\#
            chunk<<data: {"id":"c1","object":"chat.completion.chunk","choices":[{"index":0,"de\#
            lta":{"content":"hello"},"finish_reason":"stop"}]}\n\n>>\chunk<<data: [DONE]\n\n>>\#
            0\r\n\r\n
            """#,
            #"""
            one documented rule: typed error CONTENT_TYPE (preferred) or success; same every t\#
            ime
            """#),
        HostileAnswer(
            "B036",
            #"""
            HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\nRetry-After: W\#
            ed, 21 Oct 2015 07:28:00 GMT\r\nContent-Length: 36\r\n\r\n{"error":{"message":"rat\#
            e limited"}}
            """#,
            #"""
            past date: retry after normal backoff, not at once in a loop; attempts <= cap; bre\#
            aker state shown
            """#),
        HostileAnswer(
            "B040",
            #"""
            HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\nRetry-After: 0\#
            x10\r\nContent-Length: 36\r\n\r\n{"error":{"message":"rate limited"}}
            """#,
            #"""
            ignored (not 16 s); attempts <= cap; breaker state shown
            """#),
        HostileAnswer(
            "B043",
            #"""
            HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n<\#
            h1>bad gateway</h1>
            """#,
            #"""
            retryable; body sanitised in the message
            """#),
        HostileAnswer(
            "B046",
            #"""
            HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 65\r\#
            \n\r\n{"error":{"code":"context_length_exceeded","message":"too long"}}
            """#,
            #"""
            no retry; not counted against the breaker; agent not penalised as a failure of qua\#
            lity
            """#),
        HostileAnswer(
            "B050",
            #"""
            HTTP/1.1 307 Temporary Redirect\r\nLocation: file:///etc/passwd\r\nContent-Length:\#
             0\r\n\r\n
            """#,
            #"""
            not followed; typed error REDIRECT; no second connection made; no key sent elsewhe\#
            re
            """#),
        HostileAnswer(
            "B053",
            #"""
            HTTP/1.1 307 Temporary Redirect\r\nLocation: http://169.254.169.254/latest/meta-da\#
            ta/\r\nContent-Length: 0\r\n\r\n
            """#,
            #"""
            not followed; typed error REDIRECT; no second connection made; no key sent elsewhe\#
            re
            """#),
        HostileAnswer(
            "B056",
            #"""
            HTTP/1.1 302 Found\r\nLocation: /same\r\nContent-Length: 0\r\n\r\n
            """#,
            #"""
            not followed; no loop
            """#),
        HostileAnswer(
            "B060",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndat\#
            a: \rep<<100000000|A>>\fin
            """#,
            #"""
            line cap: stopped, typed error TOO_LARGE; RSS growth <= 2x cap
            """#),
        HostileAnswer(
            "B063",
            #"""
            \rep<<10000|HTTP/1.1 100 Continue\r\n\r\n>>\hang
            """#,
            #"""
            total deadline stops it
            """#),
        HostileAnswer(
            "B066",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\#
            \n\r\n\chunk<<data: {"choices":[{"index":0,"delta":{"content":"\xe6\xbc>>\pause<<3\#
            0>>\chunk<<\xa2\xe5\xad\x97\xf0\x9f>>\pause<<30>>\chunk<<\x98\x80"},"finish_reason\#
            ":"stop"}]}\n\n>>\chunk<<data: [DONE]\n\n>>0\r\n\r\n
            """#,
            #"""
            success: text is U+6F22 U+5B57 U+1F600 exactly, no U+FFFD
            """#),
        HostileAnswer(
            "B070",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 96\r\n\r\n{"c\#
            hoices":[{"index":0,"message":{"content":"\\u001b[2J\\u009b2J\\u202e"},"finish_rea\#
            son":"stop"}]}
            """#,
            #"""
            success; display inert
            """#),
        HostileAnswer(
            "B073",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 135\r\n\r\n{"\#
            choices":[{"index":1,"message":{"content":"B"},"finish_reason":"stop"},{"index":0,\#
            "message":{"content":"A"},"finish_reason":"stop"}]}
            """#,
            #"""
            index 0 used: "A"
            """#),
        HostileAnswer(
            "B076",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\#
            \n\r\n\chunk<<data: {"choices":[{"index":0,"delta":null}]}\n\ndata: {"choices":nul\#
            l}\n\ndata: {}\n\ndata: null\n\ndata: []\n\ndata: 7\n\n>>\chunk<<data: {"id":"c1",\#
            "object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"hello"}\#
            ,"finish_reason":null}]}\n\n>>\chunk<<data: {"id":"c1","object":"chat.completion.c\#
            hunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_t\#
            okens":5,"completion_tokens":2,"total_tokens":7}}\n\n>>\chunk<<data: [DONE]\n\n>>0\#
            \r\n\r\n
            """#,
            #"""
            odd events skipped or typed error; no crash
            """#),
        HostileAnswer(
            "B080",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1043\r\n\r\n{\#
            "x":\rep<<512|[>>\rep<<512|]>>,"choices":[]}
            """#,
            #"""
            1 KB body, depth 512: handled in <50 ms; depth cap 64
            """#),
        HostileAnswer(
            "B083",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 160\r\n\r\n{"\#
            choices":[{"index":0,"message":{"content":"hello"},"finish_reason":"stop"}],"usage\#
            ":{"prompt_tokens":-5,"completion_tokens":-1000000,"total_tokens":-1000005}}
            """#,
            #"""
            success "hello"; negative usage never credits the budget: charged at the reservati\#
            on or local estimate; flagged
            """#),
        HostileAnswer(
            "B086",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 130\r\n\r\n{"\#
            choices":[{"index":0,"message":{"content":"hello"},"finish_reason":"stop"}],"usage\#
            ":{"prompt_tokens":NaN,"completion_tokens":2}}
            """#,
            #"""
            success "hello"; BAD_JSON or estimate; no trap
            """#),
        HostileAnswer(
            "B090",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\#
            \n\r\n\chunk<<data: {"id":"c1","object":"chat.completion.chunk","choices":[{"index\#
            ":0,"delta":{"content":"hello"},"finish_reason":null}]}\n\n>>\chunk<<data: {"choic\#
            es":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}\n\ndata\#
            : {"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}\#
            }\n\n>>\chunk<<data: {"id":"c1","object":"chat.completion.chunk","choices":[{"inde\#
            x":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_to\#
            kens":2,"total_tokens":7}}\n\n>>\chunk<<data: [DONE]\n\n>>0\r\n\r\n
            """#,
            #"""
            cumulative usage sent three times is charged once (7)
            """#),
        HostileAnswer(
            "B093",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 80\r\n\r\n{"c\#
            hoices":[{"index":0,"message":{"content":"hello"},"finish_reason":"banana"}]}
            """#,
            #"""
            unknown reason: documented rule, warning; no crash
            """#),
        HostileAnswer(
            "B096",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 127\r\n\r\n{"\#
            model":"\\u001b]0;pwn\\u0007gpt","id":"../../etc","choices":[{"index":0,"message":\#
            {"content":"hello"},"finish_reason":"stop"}]}
            """#,
            #"""
            model and id sanitised where shown; never used as a path
            """#),
        HostileAnswer(
            "B100",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\#
            \n\r\n\chunk<<data: {"id":"c1","object":"chat.completion.chunk","choices":[{"index\#
            ":0,"delta":{"content":"hello"},"finish_reason":null}]}\n\n>>\chunk<<data: {"id":"\#
            c1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reas\#
            on":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}\n\#
            \n>>\chunk<<data: [DONE]\n\n>>0\r\nX-Trailer: \x1b[2J\r\nSet-Cookie: a=b\r\n\r\n
            """#,
            #"""
            success; trailer ignored; no cookie stored
            """#),
        HostileAnswer(
            "B103",
            #"""
            HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 201\r\n\r\n{"\#
            id":"r1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assis\#
            tant","content":"hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"comp\#
            letion_tokens":2,"total_tokens":7}}HTTP/1.1 200 OK\r\nContent-Type: application/js\#
            on\r\nContent-Length: 202\r\n\r\n{"id":"r1","object":"chat.completion","choices":[\#
            {"index":0,"message":{"role":"assistant","content":"POISON"},"finish_reason":"stop\#
            "}],"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}
            """#,
            #"""
            extra bytes on a kept-alive connection never answer the next request
            """#),
    ]
}
