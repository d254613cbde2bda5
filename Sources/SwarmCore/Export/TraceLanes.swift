/// Threads of one process of a trace: what runs at once gets different ones, what comes later takes a free one again.
struct TraceLanes<Key: Hashable & Sendable>: Sendable {
    /// The threads' numbers, the first one first.
    private(set) var threads: [Int] = []
    private var keys: [Key?] = []
    private var places: [Key: Int] = [:]

    /// Opens a thread of that number.
    mutating func open(_ thread: Int) {
        threads.append(thread)
        keys.append(nil)
    }

    /// Takes the first free thread; nil when one has to be opened first.
    mutating func take(_ key: Key) -> Int? {
        guard let place = keys.firstIndex(where: { $0 == nil }) else { return nil }
        keys[place] = key
        places[key] = place
        return threads[place]
    }

    /// Frees the thread the key is on; nil when it is on none.
    mutating func leave(_ key: Key) -> Int? {
        guard let place = places.removeValue(forKey: key) else { return nil }
        keys[place] = nil
        return threads[place]
    }

    func holds(_ key: Key) -> Bool { places[key] != nil }

    /// The first thread in use whose key fits.
    func thread(where fits: (Key) -> Bool) -> Int? {
        keys.firstIndex { $0.map(fits) ?? false }.map { threads[$0] }
    }
}
