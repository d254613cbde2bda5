import Foundation
import Synchronization

/// Streams numbered events to a number of clients at once, on one thread: each at its own moment of the beat.
///
/// It begins when as many clients as there are streams have asked.
final class EventStreamServer: Sendable {
    struct NoSocket: Error {}

    /// What is streamed; by default `data: NUMBER NANOSECONDS`, with the monotonic time just before it is sent.
    struct Plan: Sendable {
        var streams: Int
        var eventsPerSecond: Int
        var eventsPerStream: Int
        /// The lines of an event, from its number.
        var event: @Sendable (Int) -> String = { "data: \($0) \(MonotonicTime.now)\n\n" }
        /// What follows the last one.
        var ending = ""

        /// The answer of a chat model, one number with a blank in each piece.
        static func chatCompletions(
            streams: Int, eventsPerSecond: Int, eventsPerStream: Int
        ) -> Plan {
            let end = piece(#"{"index":0,"delta":{},"finish_reason":"stop"}"#)
            let usage = #","usage":{"prompt_tokens":9,"completion_tokens":9,"total_tokens":18}"#
            return Plan(
                streams: streams, eventsPerSecond: eventsPerSecond,
                eventsPerStream: eventsPerStream,
                event: { number in
                    piece(#"{"index":0,"delta":{"content":"\#(number) "},"finish_reason":null}"#)
                },
                ending: end + piece("", usage) + "data: [DONE]\n\n")
        }

        private static func piece(_ choices: String, _ more: String = "") -> String {
            #"data: {"id":"c","object":"chat.completion.chunk","model":"gpt-4","choices":"#
                + "[\(choices)]\(more)}\n\n"
        }
    }

    let port: UInt16
    private let progress = Mutex(Progress.waiting)
    private let processorSeconds = Mutex<Double?>(nil)
    private let ended = DispatchSemaphore(value: 0)

    init(_ plan: Plan) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, Int32(plan.streams)) == 0
                    && getsockname(listener, $0, &size) == 0
            }
        }
        guard isListening else { throw NoSocket() }
        port = UInt16(bigEndian: address.sin_port)
        let thread = Thread { [self] in
            let clients = (0..<plan.streams).map { _ in Self.greeted(listener) }
            progress.withLock { $0 = .streaming }
            Self.stream(plan, to: clients)
            progress.withLock { $0 = .ended }
            for client in clients { close(client) }
            close(listener)
            let used = ProcessorTime.ofThisThread
            processorSeconds.withLock { $0 = used }
            ended.signal()
        }
        thread.name = "event server"
        thread.start()
    }

    private enum Progress { case waiting, streaming, ended }

    /// Whether every client is being served.
    var isStreaming: Bool { progress.withLock { $0 == .streaming } }
    var hasEnded: Bool { progress.withLock { $0 == .ended } }

    /// Waits for the end; the processor time that serving took, seconds.
    func finished() -> Double {
        ended.wait()
        return processorSeconds.withLock { $0 ?? 0 }
    }

    /// Takes a connection, reads its request and sends the head.
    private static func greeted(_ listener: Int32) -> Int32 {
        let client = accept(listener, nil, nil)
        var one: Int32 = 1
        setsockopt(
            client, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var request: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !isWhole(request) {
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return client }
            request += buffer.prefix(count)
        }
        send(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n", to: client)
        return client
    }

    /// Whether the head has come, and as much after it as it promises.
    private static func isWhole(_ request: [UInt8]) -> Bool {
        let parts = String(decoding: request, as: UTF8.self).components(separatedBy: "\r\n\r\n")
        guard parts.count > 1 else { return false }
        let lines = parts[0].lowercased().components(separatedBy: "\r\n")
        let length = lines.first { $0.hasPrefix("content-length:") }.flatMap {
            Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces))
        }
        return request.count >= parts[0].utf8.count + 4 + (length ?? 0)
    }

    private static func stream(_ plan: Plan, to clients: [Int32]) {
        let beat = 1_000_000_000 / UInt64(plan.eventsPerSecond)
        let begin = MonotonicTime.now + 100_000_000
        for number in 0..<plan.eventsPerStream {
            for (place, client) in clients.enumerated() {
                let offset = beat * UInt64(place) / UInt64(clients.count)
                MonotonicTime.wait(until: begin + UInt64(number) * beat + offset)
                send(chunk(plan.event(number)), to: client)
            }
        }
        let ending = plan.ending.isEmpty ? "" : chunk(plan.ending)
        for client in clients { send("\(ending)0\r\n\r\n", to: client) }
    }

    private static func chunk(_ text: String) -> String {
        "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n"
    }

    private static func send(_ text: String, to client: Int32) {
        var text = text
        text.withUTF8 { bytes in
            _ = Foundation.send(client, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        }
    }
}

/// Nanoseconds of the monotonic clock.
enum MonotonicTime {
    static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    static func wait(until moment: UInt64) {
        var time = timespec(
            tv_sec: Int(moment / 1_000_000_000), tv_nsec: Int(moment % 1_000_000_000))
        while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
    }
}

extension ProcessorTime {
    /// The processor time this thread has used, seconds.
    static var ofThisThread: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
