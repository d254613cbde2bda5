/// Where the operator came from and, after going back, where to go forward again.
struct Trail: Hashable, Sendable {
    /// The oldest places beyond this many are forgotten.
    static let most = 50

    private(set) var past: [Place] = []
    private(set) var future: [Place] = []

    var canGoForward: Bool { !future.isEmpty }

    /// Notes a place that is left for another; what was ahead of it is gone.
    mutating func leave(_ place: Place) {
        future = []
        guard past.last?.isSame(as: place) != true else { return }
        if past.count >= Trail.most { past.removeFirst() }
        past.append(place)
    }

    /// The place before; nil at the beginning. Those that `isThere` denies are passed over.
    mutating func back(from here: Place, where isThere: (Place) -> Bool) -> Place? {
        while let place = past.popLast() {
            guard isThere(place), !place.isSame(as: here) else { continue }
            future.append(here)
            return place
        }
        return nil
    }

    /// The place that was left by going back; nil when nothing is ahead.
    mutating func forward(from here: Place, where isThere: (Place) -> Bool) -> Place? {
        while let place = future.popLast() {
            guard isThere(place), !place.isSame(as: here) else { continue }
            past.append(here)
            return place
        }
        return nil
    }
}
