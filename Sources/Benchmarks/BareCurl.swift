import CCurl

/// libcurl and nothing else: one multi handle, a callback that reads lines. What the model transport is held against.
enum BareCurl {
    /// Reads one stream's events and when they came.
    private final class Stream {
        var line: [UInt8] = []
        var arrivals = Arrivals()

        func take(_ bytes: UnsafeRawBufferPointer) {
            for byte in bytes {
                if byte == 10 {
                    if line.count > 6 { arrivals.add(line[6...], at: MonotonicTime.now) }
                    line.removeAll(keepingCapacity: true)
                } else {
                    line.append(byte)
                }
            }
        }
    }

    /// Takes that many streams from the address to their ends, on the calling thread.
    static func arrivals(streams count: Int, from url: String) -> [Arrivals] {
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        guard let multi = curl_multi_init() else { return [] }
        let streams = (0..<count).map { _ in Stream() }
        let handles = streams.compactMap { stream in
            curl_easy_init().map { easy in
                curl_set_text(easy, CURLOPT_URL, url)
                curl_set_number(easy, CURLOPT_NOSIGNAL, 1)
                curl_set_pointer(
                    easy, CURLOPT_WRITEDATA, Unmanaged.passUnretained(stream).toOpaque())
                curl_set_bytes(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, stream in
                    guard let stream else { return 0 }
                    Unmanaged<Stream>.fromOpaque(stream).takeUnretainedValue().take(
                        UnsafeRawBufferPointer(start: bytes, count: size * count))
                    return size * count
                }
                curl_multi_add_handle(multi, easy)
                return easy
            }
        }
        var running: Int32 = 1
        while running > 0 {
            curl_multi_perform(multi, &running)
            if running > 0 { curl_multi_poll(multi, nil, 0, 1_000, nil) }
        }
        for easy in handles {
            curl_multi_remove_handle(multi, easy)
            curl_easy_cleanup(easy)
        }
        curl_multi_cleanup(multi)
        return withExtendedLifetime(streams) { streams.map(\.arrivals) }
    }
}
